"""`plans worker`."""

import gc
import signal
import sys

from app.cli.console import tell
from app.cli.register import open_register
from app.imports.commands.jobs import carry_out_waiting


def work() -> None:
    """Carry out the imports that wait, and end. `plans serve` does so by itself."""
    # So that what is carried out is left to whoever comes next.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    # What is made of a document lives until it is kept: to look for what could go takes a third of the time.
    gc.disable()
    with open_register() as register:
        count = carry_out_waiting(register.sessions)
    tell(f"{count} {'import' if count == 1 else 'imports'} carried out.")

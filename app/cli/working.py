"""`plans worker`."""

from app.cli.console import tell
from app.cli.register import open_register
from app.worker import carry_out_imports


def work() -> None:
    """Carry out the imports that wait, and end. `plans serve` does so by itself."""
    with open_register() as register:
        count = carry_out_imports(register.sessions)
    tell(f"{count} {'import' if count == 1 else 'imports'} carried out.")

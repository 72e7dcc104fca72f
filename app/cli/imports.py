"""`plans imports`: imports that were carried out, taken back."""

from typing import Annotated

import typer

from app.cli.console import tell, working
from app.cli.register import open_register
from app.core.callers import COMMAND_LINE
from app.core.db import writing
from app.imports.commands.undoing import undo_import

imports = typer.Typer(
    help="Take back imports that were carried out.", no_args_is_help=True, rich_markup_mode=None
)


@imports.callback()
def _group() -> None:
    """Take back imports that were carried out."""


@imports.command("undo")
def undo(id: Annotated[str, typer.Argument(metavar="ID", help="The id of the import.")]) -> None:
    """Take back all that an import created, changed and deleted, while nothing of it has changed since."""
    with open_register() as register, working("Undoing …"), writing(register.sessions) as session:
        undone = undo_import(session, COMMAND_LINE, id)
    told = ", ".join(
        f"{sum(counts.values())} {kind.replace('_', ' ')}" for kind, counts in undone.counts.items()
    )
    tell(f"The import of {undone.file_name or 'a document'} is undone: {told}.")

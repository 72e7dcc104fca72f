"""The command line, `plans`: what is served, imported, exported, asked and done by a script.

Exit codes: 0 when it is done, 1 when it was refused or failed, 2 when it was called in a way that is not known.
What a program is to read goes to standard output, everything else to standard error.
"""

import typer

from app.cli.adoption import adoption
from app.cli.console import Commands
from app.cli.contract import write_contract
from app.cli.deadlines import show_deadlines
from app.cli.due import due
from app.cli.exporting import export
from app.cli.importing import import_files
from app.cli.imports import imports
from app.cli.keys import keys
from app.cli.matters import show_matters
from app.cli.meetings import meetings
from app.cli.minutes import add_minutes, approve, record_attendance, record_decision, show_decisions
from app.cli.progress import show_progress
from app.cli.protocol import show_protocol
from app.cli.schema import schema
from app.cli.serving import serve
from app.cli.working import work

app = typer.Typer(
    name="plans",
    cls=Commands,
    help="A register of what a local partnership has agreed to do. Settings are read from PLANS_… variables.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("serve")(serve)
app.command("import")(import_files)
app.command("export")(export)
app.command("deadlines")(show_deadlines)
app.command("matters-arising")(show_matters)
app.command("progress")(show_progress)
app.command("protocol")(show_protocol)
meetings.command("attendance")(record_attendance)
meetings.command("decide")(record_decision)
meetings.command("decisions")(show_decisions)
meetings.command("minutes")(add_minutes)
meetings.command("approve-minutes")(approve)
app.add_typer(adoption, name="adoption")
app.add_typer(meetings, name="meetings")
app.add_typer(due, name="due")
app.add_typer(imports, name="imports")
app.add_typer(keys, name="keys")
app.add_typer(schema, name="db")
app.command("openapi")(write_contract)
app.command("worker")(work)


def main() -> None:
    """Run the command that the arguments name, and exit with its code."""
    app()

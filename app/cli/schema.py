"""`plans db`: the database's schema."""

from typing import Annotated

import typer

from app.cli.console import Refused, say, tell, working
from app.cli.register import read_settings, refuse_missing, refuse_unusable, shown_database
from app.core.config import Settings
from app.core.db import Sessions
from app.core.migrations import check, downgrade, upgrade

schema = typer.Typer(
    help="Migrate the database, or check its schema.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@schema.command("upgrade")
def upgrade_schema(
    revision: Annotated[
        str, typer.Argument(metavar="REV", help="The revision to go up to; the newest by default.")
    ] = "head",
) -> None:
    """Bring the database up to date, or make it where there is none. Do this before a new version serves."""
    settings = read_settings()
    with working("Migrating …"):
        upgrade(settings, revision)
    at = "the newest revision" if revision == "head" else f"revision {revision}"
    tell(f"{shown_database(settings)} is at {at}.")


@schema.command("downgrade")
def downgrade_schema(
    revision: Annotated[
        str,
        typer.Argument(
            metavar="REV", help="The revision to go back to; -1 is the one before, `base` is nothing."
        ),
    ],
) -> None:
    """Take the database back to an older revision. What only the newer ones can hold is lost: keep a copy."""
    settings = read_settings()
    refuse_missing(settings)
    with working("Migrating …"):
        downgrade(settings, revision)
    tell(f"{shown_database(settings)} is at revision {revision}.")


@schema.command("check")
def check_schema() -> None:
    """Compare the database with what this version works with; exit code 1 where they differ."""
    settings = read_settings()
    refuse_missing(settings)
    _refuse_old(settings)
    differences = check(settings)
    if differences:
        say(*differences)
        raise Refused(f"The database differs from the service's tables in {len(differences)} places.")
    tell(f"{shown_database(settings)} is at the newest revision, and no table differs.")


def _refuse_old(settings: Settings) -> None:
    sessions = Sessions(settings)
    try:
        refuse_unusable(settings, sessions)
    finally:
        sessions.close()

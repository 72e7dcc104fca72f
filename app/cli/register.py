"""The register that a command works on: its settings, its database, and what is needed before it can be used."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from pydantic import ValidationError
from pydantic_settings import SettingsError
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from app.cli.console import Refused, database_reason
from app.core.callers import COMMAND_LINE
from app.core.config import Settings
from app.core.db import Sessions
from app.core.health import schema_is_current
from app.core.listing import View
from app.core.schemas import reason_of
from app.kernel.clock import today


@dataclass(frozen=True, slots=True)
class Register:
    """A register that can be used."""

    settings: Settings
    sessions: Sessions

    def view(self, as_of: date | None = None) -> View:
        """Make the view of the command line, as of a day or of today: it sees everything."""
        return View(COMMAND_LINE, as_of or today(self.settings.timezone))


def read_settings() -> Settings:
    """Read the settings. Raises Refused, naming the variable that is wrong."""
    try:
        settings = Settings()
        make_url(settings.database_url)
    except ValidationError as error:
        told = [f"PLANS_{str(one['loc'][0]).upper()}: {reason_of(one)}" for one in error.errors()]
        raise Refused("\n".join(told)) from None
    except SettingsError as error:
        raise Refused(f"The settings can't be read: {error}") from None
    except (ArgumentError, ValueError):
        # The words may hold a password, so they are not repeated.
        raise Refused("PLANS_DATABASE_URL: can't be read as the address of a database") from None
    return settings


@contextmanager
def open_register() -> Iterator[Register]:
    """Open the register. Raises Refused where its database is missing, away, or not at the newest revision."""
    settings = read_settings()
    refuse_missing(settings)
    sessions = Sessions(settings)
    try:
        refuse_unusable(settings, sessions)
        yield Register(settings, sessions)
    finally:
        sessions.close()


def refuse_missing(settings: Settings) -> None:
    """Refuse an SQLite file that is not there, which opening it would make."""
    file = settings.sqlite_file
    if file is not None and not file.exists():
        raise Refused(f"There is no register at {file} yet. Make it with `plans db upgrade`.")


def refuse_unusable(settings: Settings, sessions: Sessions) -> None:
    """Refuse a database that does not answer, or whose schema is not current."""
    try:
        with sessions.engine.connect():
            pass
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise Refused(f"{shown_database(settings)} can't be opened: {database_reason(error)}") from None
    if not schema_is_current(sessions):
        raise Refused(
            f"The schema of {shown_database(settings)} is not the one that this version works with. "
            "Bring it up to date with `plans db upgrade`."
        )


def shown_database(settings: Settings) -> str:
    """Name the database without its password."""
    return make_url(settings.database_url).render_as_string(hide_password=True)

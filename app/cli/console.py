"""How the command line speaks: what it prints where, and how refusals are told without a stack trace."""

import re
import sqlite3
import sys
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import orjson
import typer
from alembic.util.exc import CommandError
from pydantic import ValidationError
from rich import box
from rich.console import Console
from rich.progress import FileSizeColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text
from sqlalchemy.exc import SQLAlchemyError
from typer.core import TyperGroup

from app.core.errors import Fault, Problem
from app.core.schemas import reason_of

# Where no terminal tells its width, as in a mail from cron, tables are this wide.
PLAIN_WIDTH = 140
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


class Refused(Exception):
    """Something that can't be done, in a sentence for people."""


class Commands(TyperGroup):
    """The commands, with every refusal told as a sentence and exit code 1."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except Problem as problem:
            tell(*problem_lines(problem))
        except Refused as refusal:
            tell(str(refusal))
        except CommandError as error:
            tell(f"The migrations can't be run: {error}")
        except (SQLAlchemyError, sqlite3.Error) as error:
            tell(f"The database refused: {database_reason(error)}")
        except BrokenPipeError:
            raise
        except OSError as error:
            name = f"{error.filename}: " if error.filename else ""
            tell(f"{name}{error.strerror or error}")
        raise typer.Exit(1)


def say(*lines: str) -> None:
    """Print lines to standard output."""
    for line in lines:
        typer.echo(printable(line))


def tell(*lines: str) -> None:
    """Print lines to standard error."""
    for line in lines:
        typer.echo(printable(line), err=True)


def say_json(value: Any) -> None:
    """Print a value as JSON, on a line of its own."""
    typer.echo(orjson.dumps(value, option=orjson.OPT_UTC_Z).decode())


def printable(words: str) -> str:
    """Take out what a terminal would obey instead of showing; a file may hold anything."""
    return _CONTROL.sub("�", words)


def show_table(
    title: str, headings: Sequence[str], rows: Iterable[Sequence[str | Text]], whole: Collection[str] = ()
) -> None:
    """Print a table to standard output, as wide as the terminal; the columns `whole` are never broken."""
    width = None if sys.stdout.isatty() else PLAIN_WIDTH
    console = Console(width=width, markup=False, highlight=False, emoji=False)
    table = Table(title=printable(title), title_justify="left", box=box.SIMPLE, pad_edge=False)
    for heading in headings:
        table.add_column(heading, overflow="fold", no_wrap=heading in whole)
    for row in rows:
        table.add_row(*(cell if isinstance(cell, Text) else printable(cell) for cell in row))
    console.print(table)


def problem_lines(problem: Problem) -> list[str]:
    """Tell a refusal in lines: a sentence, then where and what of each fault."""
    said = (problem.detail or problem.title).rstrip(".:")
    return [
        f"{said}:" if problem.errors else f"{said}.",
        *(f"  {_fault_line(one)}" for one in problem.errors),
    ]


def _fault_line(fault: Fault) -> str:
    name = fault.parameter or (fault.pointer or "").strip("/")
    return f"{option_of(name)}: {fault.detail}" if name else fault.detail


def option_of(name: str) -> str:
    """Give the option of the command line that a field or a parameter of the API is set by."""
    return "--" + name.removesuffix("_id").replace("_", "-")


def misused(error: ValidationError) -> typer.BadParameter:
    """Turn what validation found in the arguments into a usage error: exit code 2."""
    return typer.BadParameter(
        "; ".join(f"{option_of(str(one['loc'][0]))}: {reason_of(one)}" for one in error.errors())
    )


def database_reason(error: Exception) -> str:
    """Tell in one line why the database refused."""
    reason = str(getattr(error, "orig", None) or error).strip()
    return reason.splitlines()[0] if reason else type(error).__name__


@contextmanager
def working(what: str) -> Iterator[None]:
    """Show on a terminal that something takes its time."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield
        return
    with console.status(Text(what)):
        yield


def counting(pieces: Iterable[bytes], what: str) -> Iterator[bytes]:
    """Pass pieces on, and show on a terminal how many bytes have gone by."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), FileSizeColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task(what, total=None)
        for piece in pieces:
            yield piece
            progress.advance(task, len(piece))

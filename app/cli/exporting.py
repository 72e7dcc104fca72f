"""`plans export`."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from app.cli.console import Refused, counting, tell
from app.cli.files import write_whole
from app.cli.register import Register, open_register
from app.core.db import reading
from app.core.links import find_named
from app.exports.queries import list_plan_ids, plans_as_csv, plans_as_ndjson
from app.exports.rules import ExportFormat
from app.plans.models import Plan


def export(
    plan: Annotated[
        str | None,
        typer.Option(metavar="REF", help="The plan, by its reference or id; by default all plans."),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", dir_okay=False, help="The file to write, whole or not at all."),
    ] = None,
    form: Annotated[
        ExportFormat | None,
        typer.Option(
            "--format",
            help="A table for spreadsheets, or every detail for programs; told from FILE's name, else csv.",
        ),
    ] = None,
) -> None:
    """Export plans as a table (CSV) or with every detail (NDJSON).

    All is in it that partners see.
    """
    form = form or _form_of(output)
    with open_register() as register:
        pieces = counting(_pieces(register, plan, form), "Exporting …")
        if output is None:
            for piece in pieces:
                sys.stdout.buffer.write(piece)
            sys.stdout.buffer.flush()
            return
        write_whole(output, pieces)
    tell(f"Written to {output}.")


def _form_of(output: Path | None) -> ExportFormat:
    """Tell the format from the file's name. Another one would be taken for what it is not."""
    if output is None:
        return ExportFormat.CSV
    try:
        return ExportFormat(output.suffix.lower().removeprefix("."))
    except ValueError:
        known = " nor ".join(f".{form}" for form in ExportFormat)
        raise typer.BadParameter(
            f"{output.name!r} ends in neither {known}; name the format with --format", param_hint="--output"
        ) from None


def _pieces(register: Register, plan: str | None, form: ExportFormat) -> Iterator[bytes]:
    with reading(register.sessions) as session:
        if plan is None:
            ids = [*list_plan_ids(session)]
        else:
            id = find_named(session, Plan.__table__, plan)
            if id is None:
                raise Refused(f"There is no plan with the reference {plan!r}.")
            ids = [id]
    if form is ExportFormat.NDJSON:
        return plans_as_ndjson(register.sessions, register.view(), ids)
    return plans_as_csv(register.sessions, register.view(), ids, naming_plans=plan is None)

"""`plans export`."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from sqlmodel import Session

from app.cli.console import Refused, counting, tell
from app.cli.files import write_whole
from app.cli.register import Register, open_register
from app.core.db import reading
from app.core.links import find_named
from app.exports.queries import list_plan_ids, plans_as_csv, plans_as_ndjson
from app.exports.queries.archive import register_as_archive
from app.exports.queries.documents import plan_as_docx, plans_as_xlsx
from app.exports.rules import ExportFormat
from app.plans.models import Plan

PlanName = Annotated[
    str | None,
    typer.Option(metavar="REF", help="The plan, by its reference or id; by default all plans."),
]
Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", dir_okay=False, help="The file to write, whole or not at all."),
]
Format = Annotated[
    ExportFormat | None,
    typer.Option(
        "--format",
        help="A table (csv, xlsx), a Word document (docx) of one plan, or every detail for programs (ndjson); told "
        "from FILE's name, else csv.",
    ),
]
ArchiveFile = Annotated[
    Path | None,
    typer.Option(
        "--archive",
        metavar="FILE.zip",
        dir_okay=False,
        help="Write the whole register to FILE, for `plans import --archive` of a new deployment.",
    ),
]


def export(
    plan: PlanName = None, output: Output = None, form: Format = None, archive: ArchiveFile = None
) -> None:
    """Export plans as a table, as a document or with every detail, or the whole register as an archive.

    All is in it that partners see; in an archive, also what is deleted. Keys and the ledger are in none.
    """
    if archive is not None:
        _write_archive(archive, plan, output, form)
        return
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


def _write_archive(file: Path, *others: object) -> None:
    if any(one is not None for one in others):
        raise typer.BadParameter("holds the whole register: it goes by itself", param_hint="--archive")
    with open_register() as register:
        write_whole(file, counting(register_as_archive(register.sessions), "Exporting …"))
    tell(f"Written to {file}.")


def _form_of(output: Path | None) -> ExportFormat:
    """Tell the format from the file's name. Another one would be taken for what it is not."""
    if output is None:
        return ExportFormat.CSV
    try:
        return ExportFormat(output.suffix.lower().removeprefix("."))
    except ValueError:
        known = ", ".join(f".{form}" for form in ExportFormat)
        raise typer.BadParameter(
            f"{output.name!r} ends in none of {known}; name the format with --format", param_hint="--output"
        ) from None


def _pieces(register: Register, plan: str | None, form: ExportFormat) -> Iterator[bytes]:
    view = register.view()
    with reading(register.sessions) as session:
        ids = [*list_plan_ids(session)] if plan is None else [_plan_id(session, plan)]
    if form is ExportFormat.NDJSON:
        return plans_as_ndjson(register.sessions, view, ids)
    if form is ExportFormat.DOCX:
        if plan is None:
            raise typer.BadParameter("holds one plan: name it with --plan", param_hint="--format docx")
        return plan_as_docx(register.sessions, view, ids)
    write = plans_as_xlsx if form is ExportFormat.XLSX else plans_as_csv
    return write(register.sessions, view, ids, naming_plans=plan is None)


def _plan_id(session: Session, plan: str) -> str:
    id = find_named(session, Plan.__table__, plan)
    if id is None:
        raise Refused(f"There is no plan with the reference {plan!r}.")
    return id

"""`plans import`."""

import gc
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError

from app.cli.console import misused, say, say_json, tell, working
from app.cli.imported import Result, spoken, tell_results
from app.cli.register import Register, open_register
from app.core.callers import COMMAND_LINE
from app.core.config import Settings
from app.core.errors import Problem
from app.imports.commands import GivenDocument
from app.imports.commands.archive import restore_archive
from app.imports.commands.aside import RowsAside
from app.imports.commands.kinds import Draft, import_read, read_any
from app.imports.commands.sample import load_sample
from app.imports.rules.drafts import PlanDraft
from app.imports.rules.kinds import ImportKind
from app.imports.rules.outcomes import DateOrder, DocumentIsUnreadable, ImportMode, MatchBy, Missing, OnError
from app.imports.rules.records import RecordsDraft
from app.imports.rules.settling import refuse_faulty
from app.imports.schemas import ImportOptions

Files = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="FILE",
        help="A Word document, an Excel workbook, CSV, NDJSON or tab-separated table text; - is standard input.",
    ),
]
PlanName = Annotated[
    str | None,
    typer.Option(
        metavar="REF", help="The reference of the plan that FILE is; made from its title by default."
    ),
]
Public = Annotated[bool, typer.Option("--public", help="Show the plans to the public.")]
CreateParties = Annotated[
    bool,
    typer.Option(
        "--create-parties", help="Create parties that acronyms and lead cells name and nobody knows."
    ),
]
Mode = Annotated[
    ImportMode, typer.Option(help="Add what is new and change what is there, or only one of these.")
]
Kind = Annotated[ImportKind, typer.Option(help="What the rows of each FILE are.")]
Charset = Annotated[
    str | None, typer.Option(help="The charset, such as windows-1252; told from the bytes by default.")
]
Mapping = Annotated[
    str | None,
    typer.Option(
        metavar="JSON", help='What headings stand for, such as {"Finish by": "due", "Notes": null}.'
    ),
]
Match = Annotated[MatchBy, typer.Option(help="Whether words that are merely alike mean the same action.")]
WhenFaulty = Annotated[
    OnError, typer.Option("--on-error", help="Where some rows can't be taken: take none, or skip them.")
]
WhenMissing = Annotated[
    Missing, typer.Option("--missing", help="Keep or delete the actions that have vanished from the file.")
]
Order = Annotated[
    DateOrder, typer.Option(help='How days in figures are meant, such as "04/05/06".', case_sensitive=False)
]
DryRun = Annotated[
    bool,
    typer.Option(
        "--dry-run", help="Change nothing; show how every cell is read and what would become of it."
    ),
]
Sample = Annotated[
    bool, typer.Option("--sample", help="Load the bundled sample into an empty register, and no file.")
]
ArchiveFile = Annotated[
    Path | None,
    typer.Option(
        "--archive",
        metavar="FILE.zip",
        exists=True,
        dir_okay=False,
        help="Restore a whole register from what `plans export --archive` wrote, into an empty one.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]


def import_files(
    files: Files = None,
    plan: PlanName = None,
    public: Public = False,
    create_parties: CreateParties = False,
    kind: Kind = ImportKind.ACTIONS,
    mode: Mode = ImportMode.UPSERT,
    charset: Charset = None,
    mapping: Mapping = None,
    match: Match = MatchBy.EXACT,
    on_error: WhenFaulty = OnError.ABORT,
    missing: WhenMissing = Missing.KEEP,
    date_order: Order = DateOrder.DMY,
    dry_run: DryRun = False,
    sample: Sample = False,
    archive: ArchiveFile = None,
    as_json: AsJson = False,
) -> None:
    """Import plans from documents, or flat tables of other things, each whole or not at all; or a whole register.

    All files are read before the first is imported, and where one can't be read none is. Importing a file again
    changes nothing. Exit code 1 where any file was refused, of which nothing is kept, or any row failed.
    """
    given: dict[str, Any] = {
        "kind": kind,
        "public": public,
        "create_parties": create_parties,
        "dry_run": dry_run,
        "charset": charset,
        "date_order": date_order,
    }
    given |= {
        "plan": plan,
        "mode": mode,
        "mapping": mapping,
        "match": match,
        "on_error": on_error,
        "missing": missing,
    }
    named = files or []
    _refuse_misuse(named, plan, sample=sample, archive=archive)
    if archive is not None:
        _restore(archive, as_json=as_json)
        return
    try:
        options = ImportOptions.model_validate(given)
    except ValidationError as error:
        raise misused(error) from None
    with ExitStack() as asides:
        with open_register() as register:
            results = _load_sample(register) if sample else _import_all(register, named, options, asides)
        tell_results(results, as_json=as_json)


def _restore(archive: Path, *, as_json: bool) -> None:
    """Restore a register, and tell how many rows of each kind it has."""
    with open_register() as register, archive.open("rb") as opened, working(f"Restoring {archive} …"):
        counts = restore_archive(register.sessions, COMMAND_LINE, opened)
    if as_json:
        say_json({"restored": counts})
        return
    say(f"{archive}: restored")
    say(*(f"  {spoken(kind)}: {count}" for kind, count in counts.items() if count))


def _refuse_misuse(files: list[str], plan: str | None, *, sample: bool, archive: Path | None) -> None:
    for option, is_given in (("--sample", sample), ("--archive", archive is not None)):
        if is_given and files:
            raise typer.BadParameter("takes no files", param_hint=option)
    if archive is not None and (sample or plan):
        raise typer.BadParameter("goes by itself", param_hint="--archive")
    if not (sample or archive) and not files:
        raise typer.BadParameter("name at least one, or use --sample", param_hint="FILE")
    if plan is not None and len(files) != 1:
        raise typer.BadParameter("goes with exactly one FILE", param_hint="--plan")


def _load_sample(register: Register) -> list[Result]:
    with working("Loading the sample …"):
        outcomes = load_sample(register.sessions, COMMAND_LINE)
    if outcomes is None:
        tell("The register holds something already; the sample was not loaded.")
        return []
    return [Result(outcome["file_name"], outcome) for outcome in outcomes]


def _import_all(
    register: Register, files: list[str], options: ImportOptions, asides: ExitStack
) -> list[Result]:
    """Read all files first, each once; import them one after the other only where all can be read."""
    opened: dict[str, tuple[GivenDocument, Draft]] = {}
    unreadable: dict[str, Problem] = {}
    for file in files:
        try:
            opened[file] = _read(file, register.settings, options)
        except Problem as problem:
            unreadable[file] = problem
    if unreadable:
        return [Result(file, problem=unreadable.get(file)) for file in files]
    # What a file says is let go as soon as it is imported.
    return [
        _import(register, file, *opened.pop(file), options, asides.enter_context(RowsAside()))
        for file in [*opened]
    ]


def _read(file: str, settings: Settings, options: ImportOptions) -> tuple[GivenDocument, Draft]:
    document = _open(file, settings)
    draft = read_any(document, options)
    if isinstance(draft, PlanDraft | RecordsDraft):
        refuse_faulty(draft, options.on_error)
    return document, draft


def _open(file: str, settings: Settings) -> GivenDocument:
    most = settings.max_file_bytes
    try:
        if file == "-":
            data = sys.stdin.buffer.read(most + 1)
        else:
            with Path(file).open("rb") as opened:
                data = opened.read(most + 1)
    except OSError as error:
        raise DocumentIsUnreadable(error.strerror or str(error)) from None
    if len(data) > most:
        raise DocumentIsUnreadable(f"At most {most:,} bytes are taken (PLANS_MAX_FILE_BYTES).")
    return GivenDocument(None if file == "-" else Path(file).name, data, limits=settings.import_limits)


def _import(
    register: Register,
    file: str,
    document: GivenDocument,
    draft: Draft,
    options: ImportOptions,
    aside: RowsAside,
) -> Result:
    try:
        with working(f"Importing {file} …"), _without_collecting():
            return Result(file, import_read(register.sessions, COMMAND_LINE, draft, document, options, aside))
    except Problem as problem:
        return Result(file, problem=problem)


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Look for no garbage: what a file says lives until it is kept, and to look takes a third of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()

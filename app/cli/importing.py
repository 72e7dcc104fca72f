"""`plans import`."""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError

from app.cli.console import misused, problem_lines, say, say_json, show_table, tell, working
from app.cli.register import Register, open_register
from app.cli.words import point_words
from app.core.callers import COMMAND_LINE
from app.core.config import Settings
from app.core.errors import Fault, Problem
from app.imports.commands import GivenDocument
from app.imports.commands.archive import restore_archive
from app.imports.commands.kinds import import_any, read_any
from app.imports.commands.sample import load_sample
from app.imports.rules.drafts import PlanDraft
from app.imports.rules.kinds import ImportKind
from app.imports.rules.outcomes import DateOrder, DocumentIsUnreadable, ImportMode, MatchBy, Missing, OnError
from app.imports.rules.settling import refuse_faulty
from app.imports.schemas import ImportOptions

Outcome = dict[str, Any]
MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one file: an outcome, a refusal, or neither where another file held it back."""

    file: str
    outcome: Outcome | None = None
    problem: Problem | None = None

    @property
    def failed(self) -> list[dict[str, Any]]:
        """The rows that could not be taken."""
        return [row for row in self.outcome["rows"] if row["outcome"] == "failed"] if self.outcome else []

    def shown(self) -> dict[str, Any]:
        """Give the result for programs."""
        problem = self.problem and {
            "code": self.problem.code,
            "detail": self.problem.detail or self.problem.title,
            "errors": [fault.shown() for fault in self.problem.errors],
        }
        return {"file": self.file, "outcome": self.outcome, "problem": problem}


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
    _refuse_misuse(files or [], plan, sample=sample, archive=archive)
    if archive is not None:
        _restore(archive, as_json=as_json)
        return
    try:
        options = ImportOptions.model_validate(given)
    except ValidationError as error:
        raise misused(error) from None
    with open_register() as register:
        results = _load_sample(register) if sample else _import_all(register, files or [], options)
    if as_json:
        say_json({"files": [result.shown() for result in results]})
    for result in results:
        _report(result, quietly=as_json)
    if any(result.problem or result.failed for result in results):
        raise typer.Exit(1)


def _restore(archive: Path, *, as_json: bool) -> None:
    """Restore a register, and tell how many rows of each kind it has."""
    with open_register() as register, archive.open("rb") as opened, working(f"Restoring {archive} …"):
        counts = restore_archive(register.sessions, COMMAND_LINE, opened)
    if as_json:
        say_json({"restored": counts})
        return
    say(f"{archive}: restored")
    say(*(f"  {_spoken(kind)}: {count}" for kind, count in counts.items() if count))


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


def _import_all(register: Register, files: list[str], options: ImportOptions) -> list[Result]:
    """Read all files first; import them one after the other only where all can be read."""
    documents: dict[str, GivenDocument] = {}
    unreadable: dict[str, Problem] = {}
    for file in files:
        try:
            documents[file] = _open(file, register.settings)
            draft = read_any(documents[file], options)
            if isinstance(draft, PlanDraft):
                refuse_faulty(draft, options.on_error)
        except Problem as problem:
            unreadable[file] = problem
    if unreadable:
        return [Result(file, problem=unreadable.get(file)) for file in files]
    return [_import(register, file, document, options) for file, document in documents.items()]


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


def _import(register: Register, file: str, document: GivenDocument, options: ImportOptions) -> Result:
    try:
        with working(f"Importing {file} …"):
            return Result(file, import_any(register.sessions, COMMAND_LINE, document, options))
    except Problem as problem:
        return Result(file, problem=problem)


def _report(result: Result, *, quietly: bool) -> None:
    """Tell what became of a file; refusals always, the rest not where a program reads."""
    outcome = result.outcome
    if result.problem is not None:
        tell(*_problem_lines(result.file, result.problem))
    elif outcome is None:
        tell(f"{result.file}: not imported, since not all files can be read.")
    elif not quietly:
        if outcome["dry_run"]:
            _show_cells(result.file, outcome)
        say(*_summary(result.file, outcome))
        tell(*(line for row in result.failed for line in _failure_lines(result.file, row)))


def _problem_lines(file: str, problem: Problem) -> list[str]:
    """Tell a refusal as compilers do: FILE:LINE: sheet "Quay", column "Due date": message."""
    if problem.errors and not any(fault.pointer or fault.parameter for fault in problem.errors):
        return [f"{file}{_place(fault)}: {fault.detail}" for fault in problem.errors]
    first, *others = problem_lines(problem)
    return [f"{file}: {first}", *others]


def _failure_lines(file: str, row: dict[str, Any]) -> list[str]:
    faults = [
        Fault(one["detail"], row=one["line"], column=one["column"], sheet=row["sheet"])
        for one in row["faults"]
    ]
    return [f"{file}{_place(fault)}: {fault.detail}" for fault in faults]


def _place(fault: Fault) -> str:
    line = f":{fault.row}" if fault.row is not None else ""
    named = (("sheet", fault.sheet), ("column", fault.column))
    within = ", ".join(f'{what} "{name}"' for what, name in named if name)
    return f"{line}: {within}" if within else line


def _place_of(fault: dict[str, Any]) -> str:
    return _place(Fault("", row=fault["line"], column=fault["column"]))


def _summary(file: str, outcome: Outcome) -> list[str]:
    lines = [f"{file}: {_whole_words(outcome)}"]
    for kind, counts in outcome["counts"].items():
        told = ", ".join(f"{count} {words.replace('_', ' ')}" for words, count in counts.items())
        lines.append(f"  {_spoken(kind)}: {told}")
    unread, left = outcome["unread"], outcome["not_in_file"]
    faults = [fault for row in outcome["rows"] for fault in row["faults"]]
    lines += [f"    {file}{_place_of(fault)}: {fault['detail']}" for fault in faults[:MOST_SHOWN]]
    if unread:
        lines.append(f"  {_counted(unread, 'line was', 'lines were')} not understood:")
        lines += [f"    {file}:{one['line']}: {one['text']}" for one in unread[:MOST_SHOWN]]
    if left:
        counted = _counted(left, "action of the plan is", "actions of the plan are")
        lines.append(f"  {counted} not in the file, and left as before:")
        lines += [f"    {one['reference']} {one['text']}" for one in left[:MOST_SHOWN]]
    return lines


def _whole_words(outcome: Outcome) -> str:
    """Tell what a file is, or would be: a plan, or a table of so many rows."""
    plan, dry = outcome["plan"], outcome["dry_run"]
    if plan is None:
        rows = _counted(outcome["rows"], "row", "rows")
        return f"{rows} of {_spoken(outcome['kind'])}{', which would become' if dry else ''}"
    return f"{'would become' if dry else 'is'} the plan {plan['reference']} ({plan['title']})"


def _counted(things: list[Any], one: str, many: str) -> str:
    return f"{len(things)} {one if len(things) == 1 else many}"


def _show_cells(file: str, outcome: Outcome) -> None:
    rows = [line for row in outcome["rows"] for line in _cell_rows(row)]
    headings = ("Line", "What", "Becomes", "Column", "Words", "Read as")
    show_table(f"How {file} is read", headings, rows, whole=("Line", "Becomes"))


def _cell_rows(row: dict[str, Any]) -> list[tuple[str, ...]]:
    what = f"{_spoken(row['kind'])} {row['reference'] or row['label']}"
    ahead = (what, row["outcome"])
    lines: list[tuple[str, ...]] = []
    for cell in row["cells"]:
        lines.append((str(cell["line"]), *ahead, cell["column"], cell["words"], _read_as(cell)))
        ahead = ("", "")
    return lines or [(str(row["line"]), *ahead, "", row["label"], "")]


def _spoken(kind: str) -> str:
    return kind.replace("sub_group", "sub-group").replace("_", " ")


def _read_as(cell: dict[str, Any]) -> str:
    meaning = (cell["read_as"] or "kept as words").removesuffix("_id").replace("_", " ")
    reading = cell["reading"]
    if reading is None:
        return meaning
    if "value" in reading:
        value = reading["value"]
        return f"{meaning}: {'; '.join(value) if isinstance(value, list) else value}"
    if "name" in reading:
        return f"{meaning}: {_spoken(reading['kind'])} {reading['reference'] or reading['name']}"
    read = [point_words(point) for point in reading.get("points", ())]
    read += [_lead_words(lead) for lead in reading.get("leads", ())]
    if criterion := reading.get("criterion"):
        read.append(f"{meaning}; answers {criterion['title']} ({criterion['framework']})")
    unread = [f"not understood: {words}" for words in reading.get("unread", ())]
    return "\n".join([*read, *unread]) or meaning


def _lead_words(lead: dict[str, Any]) -> str:
    """Write a lead as "Lead: Town Clerk, WBC (post, vacant)"."""
    of = [lead[name] for name in ("name", "organisation", "sub_group") if lead.get(name)]
    told = [lead["kind"].replace("_", "-")]
    told += ["vacant"] if lead.get("vacant") else [] if lead["is_known"] else ["not known"]
    return f"{lead['role'].capitalize()}: {', '.join(of) or '-'} ({', '.join(told)})"

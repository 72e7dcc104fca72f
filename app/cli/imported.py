"""What became of imported files, as the command line tells it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any

import typer
from orjson import Fragment

from app.cli.console import problem_lines, say, say_json, show_table, tell
from app.cli.words import point_words
from app.core.errors import Fault, Problem
from app.imports.commands.aside import RowsAside

Outcome = dict[str, Any]
MOST_SHOWN = 20


@dataclass(frozen=True)
class Result:
    """What became of one file: an outcome, a refusal, or neither where another file held it back.

    The rows of an outcome may be laid aside, so that to go through them is to read them.
    """

    file: str
    outcome: Outcome | None = None
    problem: Problem | None = None

    @cached_property
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
        return {
            "file": self.file,
            "outcome": self.outcome and _for_programs(self.outcome),
            "problem": problem,
        }


def _for_programs(outcome: Outcome) -> Outcome:
    rows = outcome["rows"]
    return {**outcome, "rows": Fragment(rows.as_json())} if isinstance(rows, RowsAside) else outcome


def tell_results(results: Sequence[Result], *, as_json: bool) -> None:
    """Tell what became of each file. Raises Exit where not all of all files was taken."""
    if as_json:
        say_json({"files": [result.shown() for result in results]})
    for result in results:
        _report(result, quietly=as_json)
    if any(result.problem or result.failed for result in results):
        raise typer.Exit(1)


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
        tell(*(line for row in result.failed for line in _fault_lines(result.file, row)))


def _problem_lines(file: str, problem: Problem) -> list[str]:
    """Tell a refusal as compilers do: FILE:LINE: sheet "Quay", column "Due date": message."""
    if problem.errors and not any(fault.pointer or fault.parameter for fault in problem.errors):
        return [f"{file}{_place(fault)}: {fault.detail}" for fault in problem.errors]
    first, *others = problem_lines(problem)
    return [f"{file}: {first}", *others]


def _fault_lines(file: str, row: dict[str, Any]) -> list[str]:
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


def _summary(file: str, outcome: Outcome) -> list[str]:
    lines = [f"{file}: {_whole_words(outcome)}"]
    for kind, counts in outcome["counts"].items():
        told = ", ".join(f"{count} {words.replace('_', ' ')}" for words, count in counts.items())
        lines.append(f"  {spoken(kind)}: {told}")
    unread, left = outcome["unread"], outcome["not_in_file"]
    others = (row for row in outcome["rows"] if row["outcome"] != "failed")
    faults = (line for row in others for line in _fault_lines(file, row))
    lines += [f"    {line}" for line in islice(faults, MOST_SHOWN)]
    if unread:
        lines.append(f"  {_counted(len(unread), 'line was', 'lines were')} not understood:")
        lines += [f"    {file}:{one['line']}: {one['text']}" for one in unread[:MOST_SHOWN]]
    if left:
        counted = _counted(len(left), "action of the plan is", "actions of the plan are")
        lines.append(f"  {counted} not in the file, and left as before:")
        lines += [f"    {one['reference']} {one['text']}" for one in left[:MOST_SHOWN]]
    return lines


def _whole_words(outcome: Outcome) -> str:
    """Tell what a file is, or would be: a plan, or a table of so many rows."""
    plan, dry = outcome["plan"], outcome["dry_run"]
    if plan is None:
        rows = _counted(sum(sum(counts.values()) for counts in outcome["counts"].values()), "row", "rows")
        return f"{rows} of {spoken(outcome['kind'])}{', which would become' if dry else ''}"
    return f"{'would become' if dry else 'is'} the plan {plan['reference']} ({plan['title']})"


def _counted(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"


def _show_cells(file: str, outcome: Outcome) -> None:
    rows = (line for row in outcome["rows"] for line in _cell_rows(row))
    headings = ("Line", "What", "Becomes", "Column", "Words", "Read as")
    show_table(f"How {file} is read", headings, rows, whole=("Line", "Becomes"))


def _cell_rows(row: dict[str, Any]) -> list[tuple[str, ...]]:
    what = f"{spoken(row['kind'])} {row['reference'] or row['label']}"
    ahead = (what, row["outcome"])
    lines: list[tuple[str, ...]] = []
    for cell in row["cells"]:
        lines.append((str(cell["line"]), *ahead, cell["column"], cell["words"], _read_as(cell)))
        ahead = ("", "")
    return lines or [(str(row["line"]), *ahead, "", row["label"], "")]


def spoken(kind: str) -> str:
    """Write a kind as people say it."""
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
        return f"{meaning}: {spoken(reading['kind'])} {reading['reference'] or reading['name']}"
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

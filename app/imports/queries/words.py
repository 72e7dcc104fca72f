"""The cells of a document as they were read: their words, what they were taken for, and what that means."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Generic, TypeVar

from app.imports.rules.changes import CellRead
from app.imports.rules.drafts import ActionDraft, Cell, Field, PlanDraft
from app.imports.rules.values import VALUES
from app.phrases.due import DueColumn, PhraseIsTooLong, Point, Reading
from app.phrases.leads import KnownParties, Lead, LeadColumn, LeadReading
from app.phrases.leads import PhraseIsTooLong as LeadsAreTooLong

Read = TypeVar("Read")
Shown = dict[str, Any]


class _ShownOnce(Generic[Read]):
    """What readings of cells are shown as. The words of few cells are their own, so it is made once for the same."""

    def __init__(self, show: Callable[[Read], Shown]) -> None:
        self._show = show
        self._last: dict[str, tuple[Read, Shown]] = {}

    def of(self, words: str, reading: Read | None) -> Shown | None:
        """Show what these words were read as; None where they could not be read."""
        if reading is None:
            return None
        last = self._last.get(words)
        # A "ditto" means something else each time.
        if last is None or last[0] is not reading:
            last = self._last[words] = reading, self._show(reading)
        return last[1]


def said_of_plan(draft: PlanDraft) -> dict[str, Any]:
    """Give what the document says of the plan itself: nothing where it has no title, which tells the rest."""
    said = {
        "title": draft.title,
        "kind": draft.kind,
        "starts_on": draft.starts_on,
        "ends_on": draft.ends_on,
        "document_date": draft.document_date,
    }
    return {name: value for name, value in said.items() if value and draft.title}


def plan_cells(said: Mapping[str, Any]) -> tuple[CellRead, ...]:
    """Give the cells of what the document says of the plan itself."""
    return tuple(CellRead(1, "Title", str(value), name) for name, value in said.items())


def action_cells(
    draft: PlanDraft, dues: DueColumn, known: KnownParties
) -> Iterator[tuple[tuple[CellRead, ...], tuple[Point, ...] | None]]:
    """Give the cells of each action in turn, blank ones too, and what the row above it is due.

    In the light of that its due cell is read; its lead cell by the parties that are `known`.
    """
    themes = {theme.number: theme for theme in draft.themes}
    issues = {issue.number: issue for issue in draft.issues}
    leads_named = LeadColumn(known)
    leads_shown, dues_shown = _ShownOnce(_shown_leads), _ShownOnce(_shown)
    above: tuple[Point, ...] | None = None
    led_above: tuple[Lead, ...] | None = None
    for action in draft.actions:
        reading, filled = _read(dues, action.due_text, above), action.cells
        cells = [
            CellRead(cell.line, cell.column, cell.words, cell.read_as, _meaning(action, cell))
            for cell in filled
            if cell.read_as not in ("due", "issue", "lead", "theme")
        ]
        leads = _read_leads(leads_named, action.lead_text, led_above)
        led_above = leads.leads if leads else led_above
        cells += _lead_cells(filled, leads_shown.of(action.lead_text, leads))
        cells += _due_cell(action, filled, dues_shown.of(action.due_text, reading))
        cells += _blank_cells(action, filled)
        if action.theme_number is not None:
            theme = themes[action.theme_number]
            said = _first(filled, "theme")
            line, column = (said.line, said.column) if said else (theme.line, "Theme")
            words = f"{theme.number}. {theme.title}" if theme.title else str(theme.number)
            cells.append(CellRead(line, column, words, "theme"))
        if action.issue_number is not None:
            issue = issues[action.issue_number]
            named = _first(filled, "issue")
            cells.append(CellRead(issue.line, named.column if named else "Issue", issue.text, "issue"))
        yield tuple(cells), above
        above = reading.points if reading else above


def _meaning(action: ActionDraft, cell: Cell) -> dict[str, Any] | None:
    is_value = cell.read_as in VALUES and cell.read_as in action.values
    return {str(cell.read_as): action.values[cell.read_as]} if is_value and cell.read_as else None


def _read(column: DueColumn, words: str, above: tuple[Point, ...] | None) -> Reading | None:
    """Read due words; None where they are too long, which the door that they go through will say."""
    try:
        return column.read(words, above)
    except PhraseIsTooLong:
        return None


def _read_leads(column: LeadColumn, words: str, above: tuple[Lead, ...] | None) -> LeadReading | None:
    """Read lead words; None where they are too long, which the door that they go through will say."""
    try:
        return column.read(words, above)
    except LeadsAreTooLong:
        return None


def _first(cells: Iterable[Cell], read_as: Field) -> Cell | None:
    return next((cell for cell in cells if cell.read_as == read_as), None)


def _lead_cells(filled: Iterable[Cell], shown: Shown | None) -> list[CellRead]:
    """Give the lead cells; where a page break cut one in two, what they mean together stands with the first."""
    cells = [cell for cell in filled if cell.read_as == "lead"]
    meant = [shown] + [None] * len(cells)
    return [
        CellRead(cell.line, cell.column, cell.words, "lead", reading)
        for cell, reading in zip(cells, meant, strict=False)
    ]


def _shown_leads(reading: LeadReading) -> Shown:
    leads = [
        {**lead.shown(), "role": lead.role, "text": lead.text, "is_known": lead.party is not None}
        for lead in reading.leads
    ]
    return {"leads": leads, "unread": list(reading.unread)}


def _due_cell(action: ActionDraft, filled: Iterable[Cell], shown: Shown | None) -> list[CellRead]:
    if "due" not in action.headings:
        return []
    cell = _first(filled, "due")
    return [
        CellRead(cell.line if cell else action.line, action.headings["due"], action.due_text, "due", shown)
    ]


_MAY_BE_BLANK: tuple[Field, ...] = ("current_situation", "lead", "rag", "percent", "cross_cutting")


def _blank_cells(action: ActionDraft, filled: Iterable[Cell]) -> list[CellRead]:
    """Give the cells in which nothing is written: they say that there is nothing, as a missing column does not."""
    written = {cell.read_as for cell in filled}
    blank = [name for name in _MAY_BE_BLANK if name in action.headings and name not in written]
    return [CellRead(action.line, action.headings[name], "", name) for name in blank]


def _shown(reading: Reading) -> Shown:
    return {"points": [point_shown(point) for point in reading.points], "unread": list(reading.unread)}


def point_shown(point: Point) -> dict[str, Any]:
    """Give a point that due words were read as, as it is shown and kept."""
    return {
        "kind": point.kind.value,
        "earliest": point.earliest and point.earliest.isoformat(),
        "latest": point.latest and point.latest.isoformat(),
        "edtf": point.edtf,
        "rrule": point.rrule,
        "anchor": point.anchor,
        "text": point.text,
    }

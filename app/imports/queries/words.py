"""The cells of a document as they were read: their words, what they were taken for, and what that means."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from app.imports.rules.changes import CellRead
from app.imports.rules.drafts import ActionDraft, PlanDraft
from app.phrases.due import Context, PhraseIsTooLong, Point, Reading, read_due


def plan_cells(draft: PlanDraft) -> tuple[CellRead, ...]:
    """Give what the document says of the plan itself."""
    said = {
        "title": draft.title,
        "kind": draft.kind,
        "starts_on": draft.starts_on,
        "ends_on": draft.ends_on,
        "document_date": draft.document_date,
    }
    return tuple(CellRead(1, "Title", str(value), name) for name, value in said.items() if value)


def action_cells(draft: PlanDraft, context: Context) -> Iterator[tuple[CellRead, ...]]:
    """Give the cells of each action in turn, its due cell read in the light of the row above."""
    themes = {theme.number: theme for theme in draft.themes}
    issues = {issue.number: issue for issue in draft.issues}
    above: tuple[Point, ...] | None = None
    for action in draft.actions:
        reading = _read(action.due_text, replace(context, previous=above))
        above = reading.points if reading else above
        cells = [
            CellRead(cell.line, cell.column, cell.words, cell.read_as)
            for cell in action.cells
            if cell.read_as not in ("due", "issue")
        ]
        cells += _due_cell(action, reading)
        if action.theme_number is not None:
            theme = themes[action.theme_number]
            cells.append(CellRead(theme.line, "Theme", f"{theme.number}. {theme.title}", "theme"))
        if action.issue_number is not None:
            issue = issues[action.issue_number]
            column = next((cell.column for cell in action.cells if cell.read_as == "issue"), "Issue")
            cells.append(CellRead(issue.line, column, issue.text, "issue"))
        yield tuple(cells)


def _read(words: str, context: Context) -> Reading | None:
    """Read due words; None where they are too long, which the door that they go through will say."""
    try:
        return read_due(words, context)
    except PhraseIsTooLong:
        return None


def _due_cell(action: ActionDraft, reading: Reading | None) -> list[CellRead]:
    cell = next((cell for cell in action.cells if cell.read_as == "due"), None)
    if cell is None:
        return []
    return [CellRead(cell.line, cell.column, action.due_text, "due", _shown(reading))]


def _shown(reading: Reading | None) -> dict[str, Any] | None:
    if reading is None:
        return None
    points = [
        {
            "kind": point.kind.value,
            "earliest": point.earliest and point.earliest.isoformat(),
            "latest": point.latest and point.latest.isoformat(),
            "edtf": point.edtf,
            "rrule": point.rrule,
            "anchor": point.anchor,
            "text": point.text,
        }
        for point in reading.points
    ]
    return {"points": points, "unread": list(reading.unread)}

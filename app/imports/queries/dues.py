"""What due cells of a document mean beside what the register has: dittos, and months without a year."""

from dataclasses import replace
from typing import Any

from app.imports.queries.matching import KnownAction
from app.imports.queries.words import point_shown
from app.imports.rules.changes import RowPlan
from app.imports.rules.drafts import ActionDraft
from app.imports.rules.outcomes import DateOrder, RowOutcome
from app.phrases.due import Context, Point, read_due
from app.plans.models import Plan
from app.schedule.rules import DueReading, point_from


def due_context(plan: Plan | None, row: RowPlan, date_order: DateOrder) -> Context:
    """Make the context in which due cells will be read: that of the plan as the import leaves it."""

    kept = row.outcome != RowOutcome.SKIPPED

    def left(name: str) -> Any:
        return row.values[name] if kept and name in row.values else getattr(plan, name, None)

    return Context(
        document_date=left("document_date"),
        plan_start=left("starts_on"),
        plan_end=left("ends_on"),
        date_order=date_order.value,
    )


def settle_order(row: RowPlan, context: Context) -> None:
    """Have due words mean what the order makes of them in which somebody said that days are written.

    The words alone would be read otherwise by everything that reads them later.
    """
    due = row.values.get("due")
    cell = next((cell for cell in row.cells if cell.read_as == "due"), None)
    if due is None or cell is None or cell.reading is None or context.date_order == DateOrder.DMY:
        return
    usual = read_due(due["text"], replace(context, previous=row.above, date_order=DateOrder.DMY.value))
    if [point_shown(point) for point in usual.points] != cell.reading["points"]:
        due["points"] = cell.reading["points"]


def read_again(row: RowPlan, action: KnownAction) -> None:
    """Note that the same words mean something else now: a "ditto" below a new date, a month in a new period.

    What a person confirmed stands.
    """
    cell = next((cell for cell in row.cells if cell.read_as == "due"), None)
    if cell is None or cell.reading is None or cell.words != action.due_text:
        return
    known = action.due_points
    if action.due_reading == DueReading.AUTOMATIC and known != cell.reading["points"]:
        row.values["due"] = {"text": action.due_text}
        row.changes["due_points"] = {"before": known, "after": cell.reading["points"]}


def kept_unlike(
    action: KnownAction | None, row: RowPlan, draft: ActionDraft, kept_above: tuple[Point, ...] | None
) -> tuple[Point, ...] | None:
    """Give when an action is due that stays due at another time than the file says; None where it doesn't.

    It was changed in the register since, and what stands below it as "ditto" follows it, not the file.
    """
    if action is None or "due" in row.values:
        return None
    is_other = action.due_text != draft.due_text or action.due_reading == DueReading.CONFIRMED
    if kept_above is None and not is_other:
        return None
    points = tuple(point_from(point) for point in action.due_points)
    says_above = kept_above is not None and [replace(point, text="") for point in points] == [
        replace(point, text="") for point in kept_above
    ]
    return points if is_other or says_above else None


def leave_reading(row: RowPlan) -> None:
    """Leave a reading as it is that the row above, as the register has it, tells and not the file."""
    if row.changes.pop("due_points", None) is not None:
        del row.values["due"]
        if not row.changes:
            row.outcome = RowOutcome.UNCHANGED

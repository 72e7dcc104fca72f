"""What becomes of rows that can't be taken, of those that rest on them, and of the whole import."""

from collections.abc import Iterable

from app.core.errors import Fault
from app.imports.rules.changes import WRITTEN, ImportPlan, RowPlan
from app.imports.rules.drafts import CellFault, PlanDraft
from app.imports.rules.outcomes import DocumentIsUnreadable, OnError, RowOutcome

MOST_FAULTS = 100


def settle(plan: ImportPlan, on_error: OnError) -> None:
    """Have the rows with faults fail, with those that rest on them.

    Raises DocumentIsUnreadable, which tells the faults, where nothing may be kept then; also where the plan itself
    is new and can't be taken.
    """
    failed = [row for row in plan.rows if row.faults]
    if not failed:
        return
    is_homeless = bool(plan.plan_row.faults) and plan.plan_row.target_id is None
    if on_error == OnError.ABORT or is_homeless:
        raise _refusal((row.sheet, fault) for row in failed for fault in row.faults)
    for row in failed:
        row.fail()
    _fail_what_rests(plan.rows)
    _keep_what_is_missing(plan.rows)


def refuse_faulty(draft: PlanDraft, on_error: OnError) -> None:
    """Refuse a document of which reading it already tells faults, where nothing may be kept then."""
    faults = [(action.sheet, fault) for action in draft.actions for fault in action.faults]
    if faults and on_error == OnError.ABORT:
        raise _refusal(faults)


def _refusal(faults: Iterable[tuple[str | None, CellFault]]) -> DocumentIsUnreadable:
    """Make the refusal that tells faults with their sheets, so many of them, and how many there are."""
    told = [
        Fault(fault.detail, row=fault.line, column=fault.column, sheet=sheet, words=fault.words or None)
        for sheet, fault in faults
    ]
    some = f"{len(told):,} faults were found; here are the first {MOST_FAULTS}."
    all_of_them = "One fault was found." if len(told) == 1 else f"{len(told)} faults were found."
    counted = some if len(told) > MOST_FAULTS else all_of_them
    return DocumentIsUnreadable(f"Nothing of it was kept. {counted}", errors=told[:MOST_FAULTS])


def _fail_what_rests(rows: Iterable[RowPlan]) -> None:
    """Have a row fail that needs something new which failed: its theme, its issue, its organisation."""
    missing: dict[tuple[str, object], RowPlan] = {}
    for row in rows:
        if row.outcome == RowOutcome.FAILED and row.target_id is None:
            number = row.theme_number if row.kind == "theme" else row.issue_number
            missing[row.kind, row.reference if row.kind == "organisation" else number] = row
            continue
        needed = next((missing[name] for name in _rests_on(row) if name in missing), None)
        if needed is not None and row.outcome in WRITTEN:
            what = needed.kind.replace("_", " ")
            row.faults.append(
                CellFault(f"the {what} on line {needed.line:,} failed, which it needs", row.line)
            )
            row.fail()


def _rests_on(row: RowPlan) -> Iterable[tuple[str, object]]:
    if row.kind == "action":
        yield from (("theme", number) for number in (row.theme_number, *row.further_themes))
        yield "issue", row.issue_number
    elif row.kind in ("person", "post"):
        yield "organisation", row.values.get("organisation_id")


def _keep_what_is_missing(rows: Iterable[RowPlan]) -> None:
    """Leave what has vanished where a row failed of which nobody knows what it is: it may be the very thing."""
    listed = tuple(rows)
    unknown = next(
        (
            row
            for row in listed
            if row.kind == "action" and row.outcome == RowOutcome.FAILED and row.target_id is None
        ),
        None,
    )
    if unknown is None:
        return
    for row in listed:
        if row.outcome == RowOutcome.DELETED:
            told = f"left, since line {unknown.line:,} failed, and may be what became of it"
            row.outcome, row.faults = RowOutcome.SKIPPED, [CellFault(told, row.line)]

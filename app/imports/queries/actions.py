"""What an import would do to the actions of its plan: those in its rows, and those that have vanished from it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from operator import attrgetter

from sqlmodel import Session

from app.actions.queries.carried import find_live_copy
from app.actions.rules import ActionStatus
from app.imports.queries import joined_words
from app.imports.queries.dues import kept_unlike, leave_reading, read_again
from app.imports.queries.matching import KnownAction, KnownActions, Match, match_actions
from app.imports.rules.changes import (
    CellRead,
    LastWords,
    NotInFile,
    RowPlan,
    Words,
    allowed_outcome,
    file_changed,
    leave_deleted,
    new_row,
    settle_row,
    take_over,
)
from app.imports.rules.drafts import ActionDraft, CellFault, PlanDraft
from app.imports.rules.outcomes import Missing, RowOutcome
from app.imports.rules.values import value_words, words_meant
from app.imports.schemas import ImportOptions
from app.kernel.text import same_words, shortened
from app.phrases.due import Point
from app.plans.models import Plan

_MEANT = attrgetter("read_as", "words")
LastOfAction = Callable[[str], str | None]
_ACTION_VALUES = {
    "reference": "reference",
    "action": "text",
    "current_situation": "current_situation",
    "lead": "lead_text",
    "due": "due_text",
}


def _theme_number(words: str) -> str:
    return words.partition(".")[0]


# A theme is the same by its number, whatever its title is now; an issue by its words.
_PLACES: dict[str, Callable[[str], str]] = {"theme": _theme_number, "issue": same_words}


@dataclass(slots=True)
class ActionsPlanned:
    """What becomes of the actions: their `rows`, each worked out as it is asked for, and those that have `vanished`.

    `are_all_new` tells that the plan has none yet that a row may be about.
    """

    rows: Iterator[RowPlan]
    vanished: Sequence[KnownAction]
    are_all_new: bool


def plan_actions(
    session: Session,
    plan: Plan | None,
    draft: PlanDraft,
    options: ImportOptions,
    cells: Iterable[tuple[tuple[CellRead, ...], tuple[Point, ...] | None]],
) -> ActionsPlanned:
    """Plan what becomes of each row, given its cells."""
    register = KnownActions(session, plan.id if plan else None, draft.actions)
    are_all_new = not register.not_met()
    matches = match_actions(draft.actions, register, options.match)
    rows = _plan_rows(session, register, zip(draft.actions, matches, cells, strict=True), options)
    return ActionsPlanned(rows, register.vanished(), are_all_new)


def _plan_rows(
    session: Session,
    register: KnownActions,
    said: Iterable[tuple[ActionDraft, Match, tuple[tuple[CellRead, ...], tuple[Point, ...] | None]]],
    options: ImportOptions,
) -> Iterator[RowPlan]:
    kept_above: tuple[Point, ...] | None = None
    for one, match, (read, above) in said:
        row = _plan_action(register, one, match, read, options)
        if kept_above is not None:
            leave_reading(row)
        _leave_carried(session, row)
        row.above = above if kept_above is None else kept_above
        kept_above = kept_unlike(match.action or match.deleted, row, one, kept_above)
        yield row


def _plan_action(
    register: KnownActions,
    draft: ActionDraft,
    match: Match,
    cells: tuple[CellRead, ...],
    options: ImportOptions,
) -> RowPlan:
    row = new_row("action", draft.line, shortened(draft.text), cells, options.mode)
    row.theme_number, row.further_themes = draft.theme_number, draft.further_themes
    row.issue_number, row.sheet, row.similar_to = draft.issue_number, draft.sheet, match.similar
    row.faults = [*draft.faults, *([match.fault] if match.fault else [])]
    if match.action is not None:
        _plan_change(row, register, draft, match.action, options)
    elif match.deleted is not None:
        row.reference = match.deleted.reference
        leave_deleted(row, match.deleted)
    elif match.fault is not None or not draft.text:
        row.reference = draft.reference or None
    else:
        _plan_new(row, register, draft)
    return row


def _plan_new(row: RowPlan, register: KnownActions, draft: ActionDraft) -> None:
    row.reference = draft.reference or register.free_reference(draft)
    row.values = {
        "reference": row.reference,
        "position": register.place,
        "text": draft.text,
        "current_situation": draft.current_situation,
        "lead_text": draft.lead_text,
        "due": {"text": draft.due_text},
        **{str(name): value for name, value in draft.values.items()},
    }
    _refuse_carried_on(row, draft)


def _plan_change(
    row: RowPlan, register: KnownActions, draft: ActionDraft, action: KnownAction, options: ImportOptions
) -> None:
    register.stand_at(action)
    words = joined_words(map(_MEANT, row.cells))
    last = partial(register.last_words, action)
    for meaning, name in _ACTION_VALUES.items():
        if meaning in words:
            said, kept = words[meaning], getattr(action, name)
            take_over(row, name, said, kept, said, partial(last, meaning))
    if not row.values.get("current_situation", " "):
        # History is only added to: a cell that is blank now takes nothing away.
        del row.values["current_situation"], row.changes["current_situation"]
    if "due_text" in row.values:
        row.values["due"] = {"text": row.values.pop("due_text")}
    else:
        read_again(row, action)
    _take_over_values(row, draft, action, last)
    _take_over_place(row, words, last, register.placed(action))
    settle_row(row, action.id, options.mode)
    row.reference = row.values.get("reference", action.reference)
    _refuse_carried_on(row, draft)


def _take_over_values(row: RowPlan, draft: ActionDraft, action: KnownAction, last: LastOfAction) -> None:
    """Note the changes of what is no free words: it is the same however it is written."""
    for name, value in draft.values.items():
        now, kept = value_words(name, value), value_words(name, getattr(action, name))
        if file_changed(now, kept, _made(last, name, partial(words_meant, name))):
            row.values[name] = value
            row.changes[name] = {"before": getattr(action, name), "after": value}


def _refuse_carried_on(row: RowPlan, draft: ActionDraft) -> None:
    """Refuse a row that calls an action carried forward, which the register says by itself."""
    is_told = row.values.get("status") == ActionStatus.CARRIED_FORWARD
    cell = draft.cell("status") if is_told else None
    if cell is None:
        return
    told = "is said by the register itself, of what another plan has: carry the action forward with its plan"
    row.faults.append(CellFault(told, cell.line, cell.column, cell.words))


def _leave_carried(session: Session, row: RowPlan) -> None:
    """Leave as it is what lives on in another plan by now, and tell what the document says of it."""
    if row.outcome == RowOutcome.UPDATED and row.target_id and find_live_copy(session, row.target_id):
        row.values, row.outcome = {}, RowOutcome.STAYS_CARRIED


def _take_over_place(row: RowPlan, words: Words, last: LastOfAction, placed: Words) -> None:
    """Note that an action moved to another theme, or answers another issue, where the file says so."""
    for meaning, same in _PLACES.items():
        said, kept = words.get(meaning, ""), placed[meaning]
        if said and file_changed(same(said), same(kept), _made(last, meaning, same)):
            row.changes[meaning] = {"before": kept or None, "after": said}


def _made(last: LastOfAction, meaning: str, same: Callable[[str], str]) -> LastWords:
    """Tell what was last said in the form in which words that mean the same are equal."""

    def read() -> str | None:
        words = last(meaning)
        return None if words is None else same(words)

    return read


def plan_missing(
    session: Session, vanished: Sequence[KnownAction] | Sequence[NotInFile], options: ImportOptions
) -> tuple[list[RowPlan], tuple[NotInFile, ...]]:
    """Plan what becomes of the actions that the document does not hold: rows where they go, else notes of them."""
    if options.missing == Missing.KEEP:
        return [], tuple(NotInFile(one.id, one.reference, shortened(one.text)) for one in vanished)
    return [_plan_removal(session, action, options) for action in vanished], ()


def _plan_removal(session: Session, action: KnownAction | NotInFile, options: ImportOptions) -> RowPlan:
    outcome = allowed_outcome(RowOutcome.DELETED, options.mode)
    if find_live_copy(session, action.id):
        outcome = RowOutcome.STAYS_CARRIED
    return RowPlan("action", 0, outcome, action.reference, shortened(action.text), target_id=action.id)

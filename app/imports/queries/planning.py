"""What an import would do: the document compared with the register, row by row. Nothing is written here."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from app.actions.models import Action, ActionIssue, ActionTheme, Issue
from app.actions.queries.carried import find_live_copy
from app.core.chunks import rows_among
from app.imports.queries import last_said, words_by_meaning
from app.imports.queries.criteria import KnownCriteria
from app.imports.queries.dues import due_context, kept_unlike, leave_reading, read_again, settle_order
from app.imports.queries.known import Known
from app.imports.queries.parties import plan_parties
from app.imports.queries.words import action_cells, plan_cells, said_of_plan
from app.imports.rules.changes import CellRead, ImportPlan, NotInFile, RowPlan, allowed_outcome, file_changed
from app.imports.rules.drafts import ActionDraft, IssueDraft, PlanDraft, ThemeDraft
from app.imports.rules.outcomes import DocumentHasNoTitle, PlanIsNotThere, RowOutcome
from app.imports.schemas import ImportOptions
from app.kernel.text import natural_key, same_words, shortened, slug
from app.phrases.due import Point
from app.phrases.leads import KnownParties
from app.plans.models import GlossaryTerm, Plan, Theme

_ACTION_VALUES = {
    "action": "text",
    "current_situation": "current_situation",
    "lead": "lead_text",
    "due": "due_text",
}


def _theme_number(words: str) -> str:
    return words.partition(".")[0]


# A theme is the same by its number, whatever its title is now; an issue by its words.
_PLACES: dict[str, Callable[[str], str]] = {"theme": _theme_number, "issue": same_words}


def plan_import(session: Session, draft: PlanDraft, options: ImportOptions) -> ImportPlan:
    """Plan an import. Raises DocumentHasNoTitle and PlanIsNotThere."""
    plan_row, plan = _plan_plan(session, draft, options)
    plan_id = plan.id if plan else None
    themes = _plan_themes(session, plan_id, draft.themes, options)
    issues = _plan_issues(session, plan_id, draft.issues, options)
    parties, known = plan_parties(session, draft, options)
    actions, missing = _plan_actions(session, plan, plan_row, draft, options, known)
    _make_anew(actions, themes, issues, options)
    _leave_out_moves(actions, themes, issues)
    terms = _plan_terms(session, plan_id, draft, options)
    return ImportPlan(draft, (plan_row, *parties, *terms, *themes, *issues, *actions), missing)


def _plan_plan(session: Session, draft: PlanDraft, options: ImportOptions) -> tuple[RowPlan, Plan | None]:
    reference = options.plan or slug(draft.title)
    if not reference:
        raise DocumentHasNoTitle
    plan = session.scalars(select(Plan).where(_live(Plan), Plan.__table__.c.reference == reference)).first()
    said = said_of_plan(draft)
    row = RowPlan("plan", 1, RowOutcome.CREATED, reference, draft.title, plan_cells(said))
    if plan is None:
        if options.mode == "update":
            raise PlanIsNotThere(f"No plan has the reference {reference!r}.")
        # A table by itself has no title: its plan is called what it is named.
        row.label = draft.title or reference
        row.values = {"title": reference, "kind": draft.kind, **said, "reference": reference}
    else:
        row.label = plan.title
        last = last_said(session, [plan.id]).get(plan.id, {})
        for name, value in said.items():
            _take_over(row, name, value, getattr(plan, name), str(value), last.get(name))
        _settle(row, plan.id, options)
    if options.public and (plan is None or plan.visibility != "public"):
        _publish(row, plan, options)
    return row, plan


def _publish(row: RowPlan, plan: Plan | None, options: ImportOptions) -> None:
    row.values["visibility"] = "public"
    if plan is not None and row.outcome != RowOutcome.SKIPPED:
        row.changes["visibility"] = {"before": plan.visibility, "after": "public"}
        row.outcome = allowed_outcome(RowOutcome.UPDATED, options.mode)


def _take_over(row: RowPlan, name: str, value: Any, kept: Any, words: str, last: str | None) -> None:
    """Note a change of one value where the file says something new of it."""
    if file_changed(words, None if kept is None else str(kept), last):
        row.values[name] = value
        row.changes[name] = {"before": kept, "after": value}


def _settle(row: RowPlan, target_id: str, options: ImportOptions) -> None:
    row.target_id = target_id
    wanted = RowOutcome.UPDATED if row.changes else RowOutcome.UNCHANGED
    row.outcome = allowed_outcome(wanted, options.mode)


def _plan_themes(
    session: Session, plan_id: str | None, drafts: Sequence[ThemeDraft], options: ImportOptions
) -> list[RowPlan]:
    known: Known[Theme] = Known(session, _rows_of(session, Theme, plan_id), "number", "number")
    criteria = KnownCriteria(session, plan_id)
    rows = []
    for draft in drafts:
        cells = (
            CellRead(draft.line, "Theme", str(draft.number), "number"),
            CellRead(draft.line, "Theme", draft.title, "title"),
        )
        row = _new("theme", draft.line, draft.title, cells, options)
        row.reference, row.theme_number = str(draft.number), draft.number
        theme = known.meet(str(draft.number))
        if theme is None:
            row.values = {"number": draft.number, "title": draft.title, "position": draft.number}
            criteria.link(row, draft.title)
            _leave_deleted(row, known.meet_deleted(str(draft.number)))
        else:
            last = known.said.get(theme.id, {}).get("title")
            _take_over(row, "title", draft.title, theme.title, draft.title, last)
            criteria.link(row, row.values.get("title", theme.title), theme)
            _settle(row, theme.id, options)
        rows.append(row)
    return rows


def _plan_issues(
    session: Session, plan_id: str | None, drafts: Sequence[IssueDraft], options: ImportOptions
) -> list[RowPlan]:
    kept = _rows_of(session, Issue, plan_id)
    known: Known[Issue] = Known(session, kept, "text", "text", same_words)
    used = {issue.reference for issue in kept if issue.deleted_at is None}
    rows = []
    for draft in drafts:
        cells = (CellRead(draft.line, "Issue", draft.text, "text"),)
        row = _new("issue", draft.line, shortened(draft.text), cells, options)
        row.issue_number = draft.number
        issue = known.meet(draft.text)
        if issue is None:
            row.reference = _free(str(draft.number), used)
            row.values = {"reference": row.reference, "text": draft.text, "position": draft.number}
            _leave_deleted(row, known.meet_deleted(draft.text))
        else:
            row.reference = issue.reference
            last = known.said.get(issue.id, {}).get("text")
            _take_over(row, "text", draft.text, issue.text, draft.text, last)
            _settle(row, issue.id, options)
        rows.append(row)
    return rows


def _plan_terms(
    session: Session, plan_id: str | None, draft: PlanDraft, options: ImportOptions
) -> list[RowPlan]:
    known: Known[GlossaryTerm] = Known(session, _rows_of(session, GlossaryTerm, plan_id), "term", "term")
    rows = []
    for one in draft.glossary:
        cells = (
            CellRead(one.line, "Acronym", one.acronym, "term"),
            CellRead(one.line, "Meaning", one.meaning, "meaning"),
        )
        row = _new("glossary_term", one.line, one.acronym, cells, options)
        term = known.meet(one.acronym)
        if term is None:
            row.values = {"term": one.acronym, "meaning": one.meaning}
            _leave_deleted(row, known.meet_deleted(one.acronym))
        else:
            last = known.said.get(term.id, {}).get("meaning")
            _take_over(row, "meaning", one.meaning, term.meaning, one.meaning, last)
            _settle(row, term.id, options)
        rows.append(row)
    return rows


def _leave_deleted(row: RowPlan, deleted: Any) -> None:
    """Leave out what an import brought in and someone deleted since: the file must not undo that."""
    if deleted is not None:
        row.target_id, row.outcome = deleted.id, RowOutcome.STAYS_DELETED


def _new(kind: str, line: int, label: str, cells: tuple[CellRead, ...], options: ImportOptions) -> RowPlan:
    """Plan a row as one of something new, which it is until something known is met."""
    return RowPlan(kind, line, allowed_outcome(RowOutcome.CREATED, options.mode), None, label, cells)


def _plan_actions(
    session: Session,
    plan: Plan | None,
    plan_row: RowPlan,
    draft: PlanDraft,
    options: ImportOptions,
    known: KnownParties,
) -> tuple[list[RowPlan], tuple[NotInFile, ...]]:
    register = _KnownActions(session, plan.id if plan else None)
    context = due_context(plan, plan_row, options.date_order)
    cells = action_cells(draft, context, known)
    rows = []
    kept_above: tuple[Point, ...] | None = None
    for one, (read, above) in zip(draft.actions, cells, strict=True):
        row = _plan_action(register, one, read, options)
        if kept_above is not None:
            leave_reading(row)
        _leave_carried(session, row)
        row.above = above if kept_above is None else kept_above
        settle_order(row, context)
        kept_above = kept_unlike(session, row, one, kept_above)
        rows.append(row)
    return rows, register.not_in_file()


def _plan_action(
    register: "_KnownActions",
    draft: ActionDraft,
    cells: tuple[CellRead, ...],
    options: ImportOptions,
) -> RowPlan:
    row = _new("action", draft.line, shortened(draft.text), cells, options)
    row.theme_number, row.issue_number = draft.theme_number, draft.issue_number
    action = register.meet(draft.text)
    if action is None and (deleted := register.meet_deleted(draft.text)) is not None:
        row.reference = deleted.reference
        _leave_deleted(row, deleted)
        return row
    if action is None:
        row.reference = register.free_reference(draft)
        row.values = {
            "reference": row.reference,
            "position": register.place,
            "text": draft.text,
            "current_situation": draft.current_situation,
            "lead_text": draft.lead_text,
            "due": {"text": draft.due_text},
        }
        return row
    row.reference = action.reference
    words, last = words_by_meaning([asdict(cell) for cell in cells]), register.said.get(action.id, {})
    for meaning, name in _ACTION_VALUES.items():
        if meaning in words:
            _take_over(row, name, words[meaning], getattr(action, name), words[meaning], last.get(meaning))
    if not row.values.get("current_situation", " "):
        # History is only added to: a cell that is blank now takes nothing away.
        del row.values["current_situation"], row.changes["current_situation"]
    if "due_text" in row.values:
        row.values["due"] = {"text": row.values.pop("due_text")}
    else:
        read_again(row, action)
    _take_over_place(row, words, last, register.placed(action.id))
    _settle(row, action.id, options)
    return row


def _leave_carried(session: Session, row: RowPlan) -> None:
    """Leave as it is what lives on in another plan by now, and tell what the document says of it."""
    if row.outcome == RowOutcome.UPDATED and row.target_id and find_live_copy(session, row.target_id):
        row.values, row.outcome = {}, RowOutcome.STAYS_CARRIED


def _take_over_place(
    row: RowPlan, words: dict[str, str], last: dict[str, str], placed: dict[str, str]
) -> None:
    """Note that an action moved to another theme, or answers another issue, where the file says so."""
    for meaning, same in _PLACES.items():
        said, before, kept = words.get(meaning, ""), last.get(meaning), placed[meaning]
        if said and file_changed(same(said), same(kept), None if before is None else same(before)):
            row.changes[meaning] = {"before": kept or None, "after": said}


def _make_anew(
    actions: Sequence[RowPlan], themes: Sequence[RowPlan], issues: Sequence[RowPlan], options: ImportOptions
) -> None:
    """Make a theme or an issue anew that was deleted, where an action of the document comes to stand under it."""
    for name, rows in (("theme", themes), ("issue", issues)):
        wanted = {
            getattr(row, f"{name}_number")
            for row in actions
            if row.outcome == RowOutcome.CREATED
            or (row.outcome == RowOutcome.UPDATED and name in row.changes)
        }
        for row in rows:
            if row.outcome == RowOutcome.STAYS_DELETED and getattr(row, f"{name}_number") in wanted:
                row.target_id, row.outcome = None, allowed_outcome(RowOutcome.CREATED, options.mode)


def _leave_out_moves(
    actions: Sequence[RowPlan], themes: Sequence[RowPlan], issues: Sequence[RowPlan]
) -> None:
    """Leave out an action that would move to a theme or an issue that is left out itself."""
    left_out = {
        "theme": {
            row.theme_number for row in themes if row.outcome == RowOutcome.SKIPPED and not row.target_id
        },
        "issue": {
            row.issue_number for row in issues if row.outcome == RowOutcome.SKIPPED and not row.target_id
        },
    }
    for row in actions:
        places = {"theme": row.theme_number, "issue": row.issue_number}
        if any(name in row.changes and number in left_out[name] for name, number in places.items()):
            row.outcome = RowOutcome.SKIPPED


class _KnownActions(Known[Action]):
    """The actions that the plan has already, found by their words: a row's place is never its identity.

    `place` is the position for what is new. In a plan that has actions it is that of the row above, behind which
    what is younger stands: so the old ones keep theirs, and those that are new stand where the document has them.
    """

    def __init__(self, session: Session, plan_id: str | None) -> None:
        rows = sorted(_rows_of(session, Action, plan_id), key=lambda action: action.position)
        super().__init__(session, rows, "action", "text", same_words)
        live = [action for action in rows if action.deleted_at is None]
        self._counts, self._place = not live, 0
        self._used = {action.reference for action in live}
        ids = [action.id for action in live]
        self._themes = _linked_words(session, ActionTheme, Theme, ids)
        self._issues = _linked_words(session, ActionIssue, Issue, ids)

    @property
    def place(self) -> int:
        """Give the position of a new action that follows the row met last."""
        self._place += self._counts
        return self._place

    def meet(self, words: str) -> Action | None:
        """Find the action that these words stand for, or None."""
        action = super().meet(words)
        self._place = action.position if action else self._place
        return action

    def not_in_file(self) -> tuple[NotInFile, ...]:
        """Tell which actions no row was about."""
        left = sorted(self.not_met(), key=lambda action: natural_key(action.reference))
        return tuple(NotInFile(action.id, action.reference, shortened(action.text)) for action in left)

    def placed(self, action_id: str) -> dict[str, str]:
        """Tell the theme and the issue that an action stands under, in the words of a document."""
        return {"theme": self._themes.get(action_id, ""), "issue": self._issues.get(action_id, "")}

    def free_reference(self, draft: ActionDraft) -> str:
        """Make the reference of a new action: its place in its theme or issue, or the next that is free."""
        group = draft.theme_number if draft.theme_number is not None else draft.issue_number
        return _free(f"{group}.{draft.position}" if group is not None else str(draft.position), self._used)


def _free(wanted: str, used: set[str]) -> str:
    """Take the reference, or the next number after it that is free."""
    prefix, _, number = wanted.rpartition(".")
    count = int(number)
    while wanted in used:
        count += 1
        wanted = f"{prefix}.{count}" if prefix else str(count)
    used.add(wanted)
    return wanted


def _linked_words(session: Session, link: Any, table: Any, action_ids: Iterable[str]) -> dict[str, str]:
    """Read the first theme ("1. Strategic") or issue that each action is linked to."""
    links, target = link.__table__.c, table.__table__.c
    key = links.theme_id if table is Theme else links.issue_id
    shown = (target.number, target.title) if table is Theme else (target.text,)
    found = select(links.action_id, *shown).where(target.id == key).order_by(links.position.desc())
    words: dict[str, str] = {}
    for row in rows_among(session, found, links.action_id, action_ids):
        words[row.action_id] = ". ".join(map(str, row[1:]))
    return words


def _rows_of(session: Session, table: Any, plan_id: str | None) -> Sequence[Any]:
    """Read all that the plan has and had of a kind."""
    if plan_id is None:
        return []
    return session.scalars(select(table).where(table.__table__.c.plan_id == plan_id)).all()


def _live(table: Any) -> Any:
    return table.__table__.c.deleted_at.is_(None)

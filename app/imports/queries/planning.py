"""What an import would do: the document compared with the register, row by row. Nothing is written here."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from app.actions.models import Action, ActionIssue, ActionTheme, Issue
from app.imports.queries import last_said, words_by_meaning
from app.imports.queries.parties import plan_parties
from app.imports.queries.words import action_cells, plan_cells
from app.imports.rules.changes import CellRead, ImportPlan, NotInFile, RowPlan, allowed_outcome, file_changed
from app.imports.rules.drafts import ActionDraft, IssueDraft, PlanDraft, ThemeDraft
from app.imports.rules.outcomes import DocumentHasNoTitle, PlanIsNotThere, RowOutcome
from app.imports.schemas import ImportOptions
from app.kernel.text import natural_key, same_words, shortened, slug
from app.phrases.due import Context
from app.plans.models import GlossaryTerm, Plan, Theme

_ACTION_VALUES = {"current_situation": "current_situation", "lead": "lead_text", "due": "due_text"}


def plan_import(session: Session, draft: PlanDraft, options: ImportOptions) -> ImportPlan:
    """Plan an import. Raises DocumentHasNoTitle and PlanIsNotThere."""
    plan_row, plan = _plan_plan(session, draft, options)
    plan_id = plan.id if plan else None
    themes = _plan_themes(session, plan_id, draft.themes, options)
    issues = _plan_issues(session, plan_id, draft.issues, options)
    actions, missing = _plan_actions(session, plan, plan_row, draft, options)
    terms = _plan_terms(session, plan_id, draft, options)
    parties = plan_parties(session, draft.glossary, options)
    return ImportPlan(draft, (plan_row, *parties, *terms, *themes, *issues, *actions), missing)


def _plan_plan(session: Session, draft: PlanDraft, options: ImportOptions) -> tuple[RowPlan, Plan | None]:
    reference = options.plan or slug(draft.title)
    if not reference:
        raise DocumentHasNoTitle
    plan = session.scalars(select(Plan).where(_live(Plan), Plan.__table__.c.reference == reference)).first()
    cells = plan_cells(draft)
    row = RowPlan("plan", 1, RowOutcome.CREATED, reference, draft.title, cells)
    said = {
        "title": draft.title,
        "kind": str(draft.kind),
        "starts_on": draft.starts_on,
        "ends_on": draft.ends_on,
        "document_date": draft.document_date,
    }
    if plan is None:
        if not draft.title:
            raise DocumentHasNoTitle
        if options.mode == "update":
            raise PlanIsNotThere(f"No plan has the reference {reference!r}.")
        row.values = {**said, "reference": reference}
    else:
        last = last_said(session, [plan.id]).get(plan.id, {})
        for name, value in said.items():
            _take_over(
                row, name, value, getattr(plan, name), None if value is None else str(value), last.get(name)
            )
        _settle(row, plan.id, options)
    if options.public and (plan is None or plan.visibility != "public"):
        _publish(row, plan, options)
    return row, plan


def _publish(row: RowPlan, plan: Plan | None, options: ImportOptions) -> None:
    row.values["visibility"] = "public"
    if plan is not None and row.outcome != RowOutcome.SKIPPED:
        row.changes["visibility"] = {"before": plan.visibility, "after": "public"}
        row.outcome = allowed_outcome(RowOutcome.UPDATED, options.mode)


def _take_over(row: RowPlan, name: str, value: Any, kept: Any, words: str | None, last: str | None) -> None:
    """Note a change of one value where the file says something new of it."""
    if file_changed(words or "", None if kept is None else str(kept), last):
        row.values[name] = value
        row.changes[name] = {"before": kept, "after": value}


def _settle(row: RowPlan, target_id: str, options: ImportOptions) -> None:
    row.target_id = target_id
    wanted = RowOutcome.UPDATED if row.changes else RowOutcome.UNCHANGED
    row.outcome = allowed_outcome(wanted, options.mode)


def _plan_themes(
    session: Session, plan_id: str | None, drafts: Sequence[ThemeDraft], options: ImportOptions
) -> list[RowPlan]:
    known = {theme.number: theme for theme in _rows_of(session, Theme, plan_id)}
    last = last_said(session, [theme.id for theme in known.values()])
    rows = []
    for draft in drafts:
        cells = (CellRead(draft.line, "Theme", draft.title, "title"),)
        row = RowPlan(
            "theme",
            draft.line,
            allowed_outcome(RowOutcome.CREATED, options.mode),
            str(draft.number),
            draft.title,
            cells,
        )
        theme = known.get(draft.number)
        if theme is None:
            row.values = {"number": draft.number, "title": draft.title, "position": draft.number}
        else:
            _take_over(
                row, "title", draft.title, theme.title, draft.title, last.get(theme.id, {}).get("title")
            )
            _settle(row, theme.id, options)
        row.theme_number = draft.number
        rows.append(row)
    return rows


def _plan_issues(
    session: Session, plan_id: str | None, drafts: Sequence[IssueDraft], options: ImportOptions
) -> list[RowPlan]:
    live = _rows_of(session, Issue, plan_id)
    known = {same_words(issue.text): issue for issue in live}
    used = {issue.reference for issue in live}
    rows = []
    for draft in drafts:
        cells = (CellRead(draft.line, "Issue", draft.text, "text"),)
        issue = known.get(same_words(draft.text))
        row = RowPlan("issue", draft.line, RowOutcome.CREATED, None, shortened(draft.text), cells)
        if issue is None:
            row.reference = _free(str(draft.number), used)
            row.outcome = allowed_outcome(RowOutcome.CREATED, options.mode)
            row.values = {"reference": row.reference, "text": draft.text, "position": draft.number}
        else:
            row.reference = issue.reference
            _settle(row, issue.id, options)
        row.issue_number = draft.number
        rows.append(row)
    return rows


def _plan_terms(
    session: Session, plan_id: str | None, draft: PlanDraft, options: ImportOptions
) -> list[RowPlan]:
    known = {term.term: term for term in _rows_of(session, GlossaryTerm, plan_id)}
    last = last_said(session, [term.id for term in known.values()])
    rows = []
    for one in draft.glossary:
        cells = (CellRead(one.line, one.acronym, one.meaning, "meaning"),)
        row = RowPlan(
            "glossary_term",
            one.line,
            allowed_outcome(RowOutcome.CREATED, options.mode),
            None,
            one.acronym,
            cells,
        )
        term = known.get(one.acronym)
        if term is None:
            row.values = {"term": one.acronym, "meaning": one.meaning}
        else:
            said = last.get(term.id, {}).get("meaning")
            _take_over(row, "meaning", one.meaning, term.meaning, one.meaning, said)
            _settle(row, term.id, options)
        rows.append(row)
    return rows


def _plan_actions(
    session: Session, plan: Plan | None, plan_row: RowPlan, draft: PlanDraft, options: ImportOptions
) -> tuple[list[RowPlan], tuple[NotInFile, ...]]:
    register = _KnownActions(session, plan.id if plan else None)
    cells = action_cells(draft, _context(plan, plan_row))
    rows = []
    for position, (one, read) in enumerate(zip(draft.actions, cells, strict=True), start=1):
        rows.append(_plan_action(register, one, read, position, options))
    return rows, register.not_met()


def _context(plan: Plan | None, row: RowPlan) -> Context:
    """Make the context in which due cells will be read: that of the plan as the import leaves it."""

    def left(name: str) -> Any:
        return row.values.get(name, getattr(plan, name, None))

    return Context(
        document_date=left("document_date"), plan_start=left("starts_on"), plan_end=left("ends_on")
    )


def _plan_action(
    register: "_KnownActions",
    draft: ActionDraft,
    cells: tuple[CellRead, ...],
    position: int,
    options: ImportOptions,
) -> RowPlan:
    row = RowPlan("action", draft.line, RowOutcome.CREATED, None, shortened(draft.text), cells)
    row.theme_number, row.issue_number = draft.theme_number, draft.issue_number
    action = register.meet(draft.text)
    words = words_by_meaning([asdict(cell) for cell in cells])
    if action is None:
        row.reference = register.free_reference(draft)
        row.outcome = allowed_outcome(RowOutcome.CREATED, options.mode)
        row.values = {
            "reference": row.reference,
            "position": position,
            "text": draft.text,
            "current_situation": draft.current_situation,
            "lead_text": draft.lead_text,
            "due": {"text": draft.due_text},
        }
        return row
    row.reference = action.reference
    last = register.said.get(action.id, {})
    for meaning, name in _ACTION_VALUES.items():
        said, before = words.get(meaning, ""), last.get(meaning, "" if last else None)
        _take_over(row, name, said, getattr(action, name), said, before)
    if not row.values.get("current_situation", " "):
        # History is only added to: a cell that is blank now takes nothing away.
        del row.values["current_situation"], row.changes["current_situation"]
    if "due_text" in row.values:
        row.values["due"] = {"text": row.values.pop("due_text")}
    _take_over_place(row, words, last, register.placed(action.id))
    _settle(row, action.id, options)
    return row


def _take_over_place(
    row: RowPlan, words: dict[str, str], last: dict[str, str], placed: dict[str, str]
) -> None:
    """Note that an action moved to another theme, or answers another issue, where the file says so."""
    for meaning in ("theme", "issue"):
        said, kept = words.get(meaning, ""), placed[meaning]
        if said and file_changed(said, kept, last.get(meaning, "" if last else None)):
            row.changes[meaning] = {"before": kept or None, "after": said}


class _KnownActions:
    """The actions that the plan has already, found by their words: a row's place is never its identity."""

    def __init__(self, session: Session, plan_id: str | None) -> None:
        rows = _rows_of(session, Action, plan_id)
        self._by_words: dict[str, list[Action]] = {}
        for action in sorted(rows, key=lambda one: one.position):
            self._by_words.setdefault(same_words(action.text), []).append(action)
        self._used = {action.reference for action in rows}
        ids = [action.id for action in rows]
        self.said = last_said(session, ids)
        self._themes = _linked_words(session, ActionTheme, Theme, ids)
        self._issues = _linked_words(session, ActionIssue, Issue, ids)

    def meet(self, text: str) -> Action | None:
        """Find the action with these words that no row before was about, or None."""
        same = self._by_words.get(same_words(text))
        return same.pop(0) if same else None

    def not_met(self) -> tuple[NotInFile, ...]:
        """Tell which actions no row was about."""
        left = [action for same in self._by_words.values() for action in same]
        left.sort(key=lambda action: natural_key(action.reference))
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
    found = select(links.action_id, *shown).where(links.action_id.in_(list(action_ids)), target.id == key)
    words: dict[str, str] = {}
    for action_id, *parts in session.execute(found.order_by(links.position.desc())):
        words[action_id] = ". ".join(str(part) for part in parts)
    return words


def _rows_of(session: Session, table: Any, plan_id: str | None) -> Sequence[Any]:
    if plan_id is None:
        return []
    return session.scalars(select(table).where(_live(table), table.__table__.c.plan_id == plan_id)).all()


def _live(table: Any) -> Any:
    return table.__table__.c.deleted_at.is_(None)

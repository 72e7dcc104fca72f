"""What an import would do: the document compared with the register, row by row. Nothing is written here."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from app.actions.models import Issue
from app.core.chunks import in_chunks
from app.imports.queries import last_said
from app.imports.queries.actions import plan_actions, plan_missing
from app.imports.queries.criteria import KnownCriteria
from app.imports.queries.dues import due_context, settle_order
from app.imports.queries.known import Known, free_reference, rows_of
from app.imports.queries.numbering import with_numbers
from app.imports.queries.parties import plan_parties
from app.imports.queries.words import action_cells, plan_cells, said_of_plan
from app.imports.rules.changes import (
    CellRead,
    NotInFile,
    RowPlan,
    allowed_outcome,
    leave_deleted,
    new_row,
    settle_row,
    take_over,
)
from app.imports.rules.drafts import CellFault, IssueDraft, PlanDraft, ThemeDraft
from app.imports.rules.outcomes import DocumentHasNoTitle, OnError, PlanIsNotThere, RowOutcome
from app.imports.rules.settling import refuse_without_rows
from app.imports.schemas import ImportOptions
from app.kernel.text import same_words, shortened, slug
from app.phrases.due import DueColumn
from app.plans.models import GlossaryTerm, Plan, Theme
from app.plans.rules import ENDED, PlanIsClosed

CHUNK = 1_000
"""How many rows of actions are planned, and written, at once."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some rows of actions, and those of the head that become other ones by them: made `anew`, before these."""

    anew: Sequence[RowPlan]
    rows: Sequence[RowPlan]

    def __len__(self) -> int:
        """Count the rows of actions."""
        return len(self.rows)


@dataclass(frozen=True, slots=True)
class PlannedInChunks:
    """Everything that an import would do: its `head`, which begins with the plan itself, then its actions in `chunks`.

    A hundred thousand actions are never held at once: a chunk is worked out as it is asked for, once. `rows_total` is
    how many rows it has in all. `dues` read the due cells. `are_all_new` tells that the plan has no actions yet.
    """

    draft: PlanDraft
    head: Sequence[RowPlan]
    chunks: Iterator[Chunk]
    rows_total: int
    not_in_file: tuple[NotInFile, ...]
    dues: DueColumn
    are_all_new: bool

    @property
    def plan_row(self) -> RowPlan:
        """The row of the plan itself."""
        return self.head[0]

    @property
    def plan_id(self) -> str | None:
        """The id of the plan, where it is kept."""
        return self.plan_row.target_id


def plan_import(session: Session, draft: PlanDraft, options: ImportOptions) -> PlannedInChunks:
    """Plan an import. Raises DocumentHasNoTitle and PlanIsNotThere; its chunks PlanIsClosed where they add actions."""
    plan_row, plan = _plan_plan(session, draft, options)
    if plan is None:
        refuse_without_rows(draft)
    plan_id = plan.id if plan else None
    draft = with_numbers(session, plan_id, draft)
    themes = _plan_themes(session, plan_id, draft.themes, options)
    issues = _plan_issues(session, plan_id, draft.issues, options)
    parties, known = plan_parties(session, draft, options)
    context = due_context(plan, plan_row, options.date_order)
    dues = DueColumn(context)
    cells = action_cells(draft, dues, known)
    actions = plan_actions(session, plan, draft, options, cells)
    terms = _plan_terms(session, plan_id, draft, options)
    gone, missing = plan_missing(session, actions.vanished, options)

    def chunks() -> Iterator[Chunk]:
        for rows in in_chunks(actions.rows, CHUNK):
            for row in rows:
                settle_order(row, context)
            _refuse_closed(plan, rows, options)
            anew = _make_anew(rows, themes, issues, options)
            _leave_out_moves(rows, themes, issues)
            yield Chunk(anew, rows)
        yield from (Chunk((), rows) for rows in in_chunks(gone, CHUNK))

    head = (plan_row, *parties, *terms, *themes, *issues)
    total = len(head) + len(draft.actions) + len(gone)
    return PlannedInChunks(draft, head, chunks(), total, missing, dues, actions.are_all_new)


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
            take_over(row, name, value, getattr(plan, name), str(value), partial(last.get, name))
        settle_row(row, plan.id, options.mode)
    if options.public and (plan is None or plan.visibility != "public"):
        _publish(row, plan, options)
    return row, plan


def _publish(row: RowPlan, plan: Plan | None, options: ImportOptions) -> None:
    row.values["visibility"] = "public"
    if plan is not None and row.outcome != RowOutcome.SKIPPED:
        row.changes["visibility"] = {"before": plan.visibility, "after": "public"}
        row.outcome = allowed_outcome(RowOutcome.UPDATED, options.mode)


def _plan_themes(
    session: Session, plan_id: str | None, drafts: Sequence[ThemeDraft], options: ImportOptions
) -> list[RowPlan]:
    known: Known[Theme] = Known(session, rows_of(session, Theme, plan_id), "number", "number")
    criteria = KnownCriteria(session, plan_id)
    rows = []
    for draft in drafts:
        title = draft.title or f"Theme {draft.number}"
        row = new_row("theme", draft.line, title, _theme_cells(draft), options.mode)
        row.reference, row.theme_number = str(draft.number), draft.number
        theme = known.meet(str(draft.number))
        if theme is None:
            row.values = {"number": draft.number, "title": title, "position": draft.number}
            criteria.link(row, title)
            leave_deleted(row, known.meet_deleted(str(draft.number)))
        else:
            if draft.title:
                last = partial(known.last_words, theme, "title")
                take_over(row, "title", draft.title, theme.title, draft.title, last)
            criteria.link(row, row.values.get("title", theme.title), theme)
            settle_row(row, theme.id, options.mode)
        rows.append(row)
    return rows


def _theme_cells(draft: ThemeDraft) -> tuple[CellRead, ...]:
    number = CellRead(draft.line, "Theme", str(draft.number), "number")
    return (number, CellRead(draft.line, "Theme", draft.title, "title")) if draft.title else (number,)


def _plan_issues(
    session: Session, plan_id: str | None, drafts: Sequence[IssueDraft], options: ImportOptions
) -> list[RowPlan]:
    kept = rows_of(session, Issue, plan_id)
    known: Known[Issue] = Known(session, kept, "text", "text", same_words)
    used = {issue.reference for issue in kept if issue.deleted_at is None}
    rows = []
    for draft in drafts:
        cells = (CellRead(draft.line, "Issue", draft.text, "text"),)
        row = new_row("issue", draft.line, shortened(draft.text), cells, options.mode)
        row.issue_number = draft.number
        issue = known.meet(draft.text)
        if issue is None:
            row.reference = free_reference(str(draft.number), used)
            row.values = {"reference": row.reference, "text": draft.text, "position": draft.number}
            leave_deleted(row, known.meet_deleted(draft.text))
        else:
            row.reference = issue.reference
            last = partial(known.last_words, issue, "text")
            take_over(row, "text", draft.text, issue.text, draft.text, last)
            settle_row(row, issue.id, options.mode)
        rows.append(row)
    return rows


def _plan_terms(
    session: Session, plan_id: str | None, draft: PlanDraft, options: ImportOptions
) -> list[RowPlan]:
    known: Known[GlossaryTerm] = Known(session, rows_of(session, GlossaryTerm, plan_id), "term", "term")
    rows = []
    for one in draft.glossary:
        cells = (
            CellRead(one.line, "Acronym", one.acronym, "term"),
            CellRead(one.line, "Meaning", one.meaning, "meaning"),
        )
        row = new_row("glossary_term", one.line, one.acronym, cells, options.mode)
        term = known.meet(one.acronym)
        if term is None:
            row.values = {"term": one.acronym, "meaning": one.meaning}
            leave_deleted(row, known.meet_deleted(one.acronym))
        else:
            last = partial(known.last_words, term, "meaning")
            take_over(row, "meaning", one.meaning, term.meaning, one.meaning, last)
            settle_row(row, term.id, options.mode)
        rows.append(row)
    return rows


def _refuse_closed(plan: Plan | None, actions: Sequence[RowPlan], options: ImportOptions) -> None:
    """Refuse new actions in a plan that is over."""
    if plan is None or plan.status not in ENDED:
        return
    for row in actions:
        if row.outcome == RowOutcome.CREATED and not row.faults:
            if options.on_error == OnError.ABORT:
                raise PlanIsClosed(plan.status)
            row.faults.append(CellFault(f"the plan is {plan.status}, and takes no new actions", row.line))


def _make_anew(
    actions: Sequence[RowPlan], themes: Sequence[RowPlan], issues: Sequence[RowPlan], options: ImportOptions
) -> list[RowPlan]:
    """Make a theme or an issue anew that was deleted, where an action of the document comes to stand under it."""
    anew = []
    for name, rows in (("theme", themes), ("issue", issues)):
        deleted = [row for row in rows if row.outcome == RowOutcome.STAYS_DELETED]
        wanted = _coming_under(name, actions) if deleted else set()
        for row in deleted:
            if getattr(row, f"{name}_number") in wanted:
                row.target_id, row.outcome = None, allowed_outcome(RowOutcome.CREATED, options.mode)
                anew.append(row)
    return anew


def _coming_under(name: str, actions: Sequence[RowPlan]) -> set[int | None]:
    """Tell under which themes or issues actions come to stand that did not before."""
    return {
        number
        for row in actions
        for number in _numbers(row, name)
        if row.outcome == RowOutcome.CREATED or (row.outcome == RowOutcome.UPDATED and name in row.changes)
    }


def _numbers(row: RowPlan, name: str) -> tuple[int | None, ...]:
    return (row.theme_number, *row.further_themes) if name == "theme" else (row.issue_number,)


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


def _live(table: Any) -> Any:
    return table.__table__.c.deleted_at.is_(None)

"""Which action of the register each row is about: by its reference, else by its words. Its place is never asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property
from operator import attrgetter
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Text, cast, select
from sqlmodel import Session

from app.actions.models import Action, ActionIssue, ActionTheme, Issue
from app.imports.queries import AT_ONCE, last_said_in_plan
from app.imports.queries.known import Known, free_reference
from app.imports.rules.changes import Similar, Words
from app.imports.rules.drafts import ActionDraft, CellFault
from app.imports.rules.likeness import MOST_TOLD, Texts
from app.imports.rules.outcomes import MatchBy
from app.kernel.text import natural_key, same_words, shortened
from app.plans.models import Theme


class KnownAction(NamedTuple):
    """So much of an action as a document may say: many thousands of them are held at once, unlike whole rows.

    `due_points` are without what the register worked out of them; `theme_id` and `issue_id` are the first of each.
    """

    id: str
    reference: str
    position: int
    deleted_at: datetime | None
    text: str
    current_situation: str | None
    status: str
    rag: str | None
    percent: int | None
    cross_cutting: list[str]
    lead_text: str
    due_text: str
    due_reading: str
    due_points: list[dict[str, Any]]
    theme_id: str | None
    issue_id: str | None


@dataclass(slots=True)
class Match:
    """What a row is about: an action, one that was deleted since, or something new, that may be like an action."""

    action: KnownAction | None = None
    deleted: KnownAction | None = None
    similar: Similar | None = None
    fault: CellFault | None = None

    @property
    def is_new(self) -> bool:
        """Whether nothing is known that the row is about."""
        return self.action is None and self.deleted is None and self.fault is None


class KnownActions(Known[KnownAction]):
    """The actions that the plan has already.

    `place` is the position for what is new. In a plan that has actions it is that of the row above, behind which
    what is younger stands: so the old ones keep theirs, and those that are new stand where the document has them.
    """

    def __init__(self, session: Session, plan_id: str | None, drafts: Sequence[ActionDraft]) -> None:
        # Most of what a document says the register has in the same words: they are held once.
        shared = {words: words for draft in drafts for words in (draft.text, draft.current_situation)}
        rows = _actions_of(session, plan_id, shared) if plan_id is not None else []

        def read_said() -> dict[str, Words]:
            return {} if plan_id is None else last_said_in_plan(session, Action, plan_id, shared)

        super().__init__(session, rows, "action", "text", same_words, read_said)
        self._drafts = drafts
        self._counts, self._place = not self._rows, 0
        self._themes = _words_of(session, Theme, plan_id, "number", "title")
        self._issues = _words_of(session, Issue, plan_id, "text")

    @cached_property
    def _referenced(self) -> dict[str, KnownAction]:
        """By what the last import said, so that one renamed in the register since is the same; else by their own."""
        own = {action.reference: action for action in self._rows}
        said = ((self.said.get(action.id, {}).get("reference"), action) for action in self._rows)
        return own | {reference: one for reference, one in said if reference and reference != one.reference}

    @cached_property
    def _used(self) -> set[str]:
        return {action.reference for action in self._rows} | {draft.reference for draft in self._drafts}

    @property
    def place(self) -> int:
        """Give the position of a new action that follows the row met last."""
        self._place += self._counts
        return self._place

    def stand_at(self, action: KnownAction) -> None:
        """Have what is new stand behind this action from here on."""
        self._place = action.position

    def referenced(self, reference: str) -> KnownAction | None:
        """Find the action that has this reference, or had it at the last import."""
        return self._referenced.get(reference)

    def vanished(self) -> list[KnownAction]:
        """Tell which actions no row was about."""
        return sorted(self.not_met(), key=lambda action: natural_key(action.reference))

    def placed(self, action: KnownAction) -> dict[str, str]:
        """Tell the theme and the issue that an action stands under, in the words of a document."""
        theme, issue = self._themes.get(action.theme_id or ""), self._issues.get(action.issue_id or "")
        return {"theme": theme or "", "issue": issue or ""}

    def free_reference(self, draft: ActionDraft) -> str:
        """Make the reference of a new action: its place in its theme or issue, or the next that is free."""
        group = draft.theme_number if draft.theme_number is not None else draft.issue_number
        return free_reference(
            f"{group}.{draft.position}" if group is not None else str(draft.position), self._used
        )


def match_actions(drafts: Sequence[ActionDraft], known: KnownActions, match: MatchBy) -> list[Match]:
    """Find what each row is about: as they stand, else in three rounds, by references, words, and words that are alike.

    A row whose words are merely alike is only told to be so, unless it is asked to `match` by that. Of two rows that
    are about one action, the second has a fault that names both; but rows with the same words are two actions.
    """
    matches = [Match() for _ in drafts]
    if _as_they_stand(drafts, matches, known):
        return matches
    _by_references(drafts, matches, known)
    _by_words(drafts, matches, known)
    _by_likeness(drafts, matches, known, match)
    return matches


def _as_they_stand(drafts: Sequence[ActionDraft], matches: Sequence[Match], known: KnownActions) -> bool:
    """Find what the rows are about where they are all actions of the register, each once, in its words to the letter.

    Then nobody has to know what was last said of them, which takes longer to read than what they are.
    """
    named = [bool(draft.reference) for draft in drafts]
    if any(named) and not all(named):
        return False
    by = attrgetter("reference", "text") if any(named) else attrgetter("text")
    standing: dict[Any, list[KnownAction]] = {}
    for action in reversed(known.not_met()):
        standing.setdefault(by(action), []).append(action)
    found = [waiting.pop() for draft in drafts if (waiting := standing.get(by(draft)))]
    if not len(found) == len(drafts) == len(known.not_met()):
        return False
    for action, match in zip(found, matches, strict=True):
        match.action = action
        known.take(action)
    return True


def _by_references(drafts: Sequence[ActionDraft], matches: Sequence[Match], known: KnownActions) -> None:
    bearers: dict[str, list[ActionDraft]] = {}
    for draft in drafts:
        if draft.reference:
            bearers.setdefault(draft.reference, []).append(draft)
    for draft, match in zip(drafts, matches, strict=True):
        if not draft.reference:
            continue
        first, *others = bearers[draft.reference]
        action = known.referenced(draft.reference)
        if others:
            # Which of them is meant is not told by which comes first; and what they are about has not vanished.
            other = first if draft is not first else others[0]
            match.fault = _fault(draft, f"the row on line {other.line:,} has the same reference")
            if action is not None:
                known.take(action)
        elif action is not None and not known.is_met(action):
            match.fault = _says_another(draft, action, known)
            known.take(action)
            match.action = None if match.fault else action
        elif action is not None:
            match.fault = _fault(draft, f"another row is about {action.reference!r} already")


def _says_another(draft: ActionDraft, action: KnownAction, known: KnownActions) -> CellFault | None:
    """Refuse a reference of one action with the words of another: rows were numbered anew, or lines were mixed up."""
    worded = known.meeting(draft.text) if draft.text else []
    if not worded or action.id in {one.id for one in worded}:
        return None
    return _fault(
        draft,
        f"it is the reference of {shortened(action.text)!r}, and these are the words of "
        f"{worded[0].reference!r}; where it is a mere number, `mapping` can leave the column out",
    )


def _fault(draft: ActionDraft, told: str) -> CellFault:
    cell = draft.cell("reference") or draft.cell("action")
    return CellFault(told, *((cell.line, cell.column, cell.words) if cell else (draft.line,)))


def _by_words(drafts: Sequence[ActionDraft], matches: Sequence[Match], known: KnownActions) -> None:
    taken = {
        match.action.id: draft
        for draft, match in zip(drafts, matches, strict=True)
        if match.action is not None
    }
    for draft, match in zip(drafts, matches, strict=True):
        if not match.is_new or not draft.text:
            continue
        match.action = known.meet(draft.text)
        if match.action is not None:
            continue
        for action in known.meeting(draft.text):
            holder = taken.get(action.id)
            if holder is not None and same_words(holder.text) != same_words(draft.text):
                told = f"the row on line {holder.line:,} has its reference, {action.reference!r}"
                match.fault = _fault(draft, f"these are the words of an action, and {told}")
        if match.fault is None:
            match.deleted = known.meet_deleted(draft.text)


def _by_likeness(
    drafts: Sequence[ActionDraft], matches: Sequence[Match], known: KnownActions, match_by: MatchBy
) -> None:
    new = [
        (draft, match) for draft, match in zip(drafts, matches, strict=True) if match.is_new and draft.text
    ]
    if match_by == MatchBy.EXACT:
        del new[MOST_TOLD:]
    left = {action.id: action for action in known.not_met()} if new else {}
    if not left:
        return
    texts = Texts({id: action.text for id, action in left.items()})
    for draft, match in new:
        if (found := texts.most_like(draft.text)) is not None:
            action = left[found[0]]
            match.similar = Similar(action.id, action.reference, shortened(action.text), round(found[1], 2))
    if match_by == MatchBy.SIMILAR:
        _take_similar(new, left, known)


def _take_similar(
    new: Sequence[tuple[ActionDraft, Match]], left: dict[str, KnownAction], known: KnownActions
) -> None:
    """Have each row be about the action that it is like; of several, the one that is most like it."""
    holders: dict[str, ActionDraft] = {}
    alike = [(match.similar, draft, match) for draft, match in new if match.similar is not None]
    for similar, draft, match in sorted(alike, key=lambda one: -one[0].likeness):
        holder = holders.setdefault(similar.id, draft)
        if holder is draft:
            match.action = left[similar.id]
            known.take(match.action)
        else:
            told = f"the row on line {holder.line:,} is alike to {similar.reference!r}, too"
            match.fault = _fault(draft, told)


def _actions_of(session: Session, plan_id: str, shared: dict[str, str]) -> list[KnownAction]:
    """Read the actions that the plan has and had, in their order; words that several have are held once."""
    read = _ACTIONS.where(_action.plan_id == plan_id)
    one, parsed = shared.setdefault, cache(_parsed)
    rows = []
    for some in session.execute(read, execution_options={"yield_per": AT_ONCE}).partitions():
        for row in some:
            values = [one(value, value) if isinstance(value, str) else value for value in row]
            for place in _JSON_PLACES:
                values[place] = parsed(values[place])
            rows.append(KnownAction._make(values))
    return rows


def _parsed(written: str) -> Any:
    """Read a value that is kept as JSON: tags, or the points of a reading."""
    values = orjson.loads(written)
    for value in values:
        if isinstance(value, dict):
            value.pop("meeting_id", None)
            value.pop("binding", None)
    return values


def _first_of(link: Any, key: Any) -> Any:
    columns = link.__table__.c
    linked = select(key).where(columns.action_id == _action.id)
    return linked.order_by(columns.position).limit(1).scalar_subquery()


_action = Action.__table__.c
_JSON_PLACES = [KnownAction._fields.index(name) for name in ("cross_cutting", "due_points")]
_ACTIONS = select(
    *(
        # As words, so that what is written alike is parsed once.
        cast(_action[name], Text) if place in _JSON_PLACES else _action[name]
        for place, name in enumerate(KnownAction._fields[:-2])
    ),
    # Not by joins: PostgreSQL goes through all links for each action where it has no statistics of them yet.
    _first_of(ActionTheme, ActionTheme.__table__.c.theme_id),
    _first_of(ActionIssue, ActionIssue.__table__.c.issue_id),
).order_by(_action.position, _action.id)


def _words_of(session: Session, table: Any, plan_id: str | None, *names: str) -> dict[str, str]:
    """Read how the things of a kind are called in a document ("1. Strategic"), by their ids."""
    columns = table.__table__.c
    read = select(columns.id, *(columns[name] for name in names)).where(columns.plan_id == plan_id)
    return {row.id: ". ".join(map(str, row[1:])) for row in session.execute(read)}

"""Which action of the register each row is about: by its reference, else by its words. Its place is never asked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from app.actions.models import Action, ActionIssue, ActionTheme, Issue
from app.core.chunks import rows_among
from app.imports.queries.known import Known, free_reference, rows_of
from app.imports.rules.changes import Similar
from app.imports.rules.drafts import ActionDraft, CellFault
from app.imports.rules.likeness import MOST_TOLD, Texts
from app.imports.rules.outcomes import MatchBy
from app.kernel.text import natural_key, same_words, shortened
from app.plans.models import Theme


@dataclass(slots=True)
class Match:
    """What a row is about: an action, one that was deleted since, or something new, that may be like an action."""

    action: Action | None = None
    deleted: Action | None = None
    similar: Similar | None = None
    fault: CellFault | None = None

    @property
    def is_new(self) -> bool:
        """Whether nothing is known that the row is about."""
        return self.action is None and self.deleted is None and self.fault is None


class KnownActions(Known[Action]):
    """The actions that the plan has already.

    `place` is the position for what is new. In a plan that has actions it is that of the row above, behind which
    what is younger stands: so the old ones keep theirs, and those that are new stand where the document has them.
    """

    def __init__(self, session: Session, plan_id: str | None, drafts: Iterable[ActionDraft]) -> None:
        rows = sorted(rows_of(session, Action, plan_id), key=lambda action: action.position)
        super().__init__(session, rows, "action", "text", same_words)
        live = [action for action in rows if action.deleted_at is None]
        self._counts, self._place = not live, 0
        # By what the last import said, so that one renamed in the register since is the same; else by its own.
        self._referenced = {action.reference: action for action in live}
        self._referenced |= {
            said["reference"]: action
            for action in live
            if "reference" in (said := self.said.get(action.id, {})) and said["reference"]
        }
        self._used = {action.reference for action in live} | {draft.reference for draft in drafts}
        ids = [action.id for action in live]
        self._themes = _linked_words(session, ActionTheme, Theme, ids)
        self._issues = _linked_words(session, ActionIssue, Issue, ids)

    @property
    def place(self) -> int:
        """Give the position of a new action that follows the row met last."""
        self._place += self._counts
        return self._place

    def stand_at(self, action: Action) -> None:
        """Have what is new stand behind this action from here on."""
        self._place = action.position

    def referenced(self, reference: str) -> Action | None:
        """Find the action that has this reference, or had it at the last import."""
        return self._referenced.get(reference)

    def vanished(self) -> list[Action]:
        """Tell which actions no row was about."""
        return sorted(self.not_met(), key=lambda action: natural_key(action.reference))

    def placed(self, action_id: str) -> dict[str, str]:
        """Tell the theme and the issue that an action stands under, in the words of a document."""
        return {"theme": self._themes.get(action_id, ""), "issue": self._issues.get(action_id, "")}

    def free_reference(self, draft: ActionDraft) -> str:
        """Make the reference of a new action: its place in its theme or issue, or the next that is free."""
        group = draft.theme_number if draft.theme_number is not None else draft.issue_number
        return free_reference(
            f"{group}.{draft.position}" if group is not None else str(draft.position), self._used
        )


def match_actions(drafts: Sequence[ActionDraft], known: KnownActions, match: MatchBy) -> list[Match]:
    """Find what each row is about, in three rounds: by references, by words, and by words that are alike.

    A row whose words are merely alike is only told to be so, unless it is asked to `match` by that. Of two rows that
    are about one action, the second has a fault that names both; but rows with the same words are two actions.
    """
    matches = [Match() for _ in drafts]
    _by_references(drafts, matches, known)
    _by_words(drafts, matches, known)
    _by_likeness(drafts, matches, known, match)
    return matches


def _by_references(drafts: Sequence[ActionDraft], matches: Sequence[Match], known: KnownActions) -> None:
    seen: dict[str, ActionDraft] = {}
    for draft, match in zip(drafts, matches, strict=True):
        if not draft.reference:
            continue
        first = seen.setdefault(draft.reference, draft)
        action = known.referenced(draft.reference)
        if first is not draft:
            match.fault = _fault(draft, f"the row on line {first.line:,} has the same reference")
        elif action is not None and not known.is_met(action):
            match.fault = _says_another(draft, action, known)
            known.take(action)
            match.action = None if match.fault else action
        elif action is not None:
            match.fault = _fault(draft, f"another row is about {action.reference!r} already")


def _says_another(draft: ActionDraft, action: Action, known: KnownActions) -> CellFault | None:
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
    new: Sequence[tuple[ActionDraft, Match]], left: dict[str, Action], known: KnownActions
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

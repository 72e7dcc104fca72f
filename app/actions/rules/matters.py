"""What makes a matter arise at a meeting again, and how a matter is followed from one meeting to the next."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.kernel.vocabulary import Vocabulary
from app.meetings.rules import AgendaItemKind, DecisionOutcome
from app.plans.rules import PlanStatus

GENERAL = frozenset(
    {AgendaItemKind.STANDING, AgendaItemKind.NEWS_AND_VIEWS, AgendaItemKind.ANY_OTHER_BUSINESS}
)
"""The kinds of agenda items whose title comes back at each meeting, whatever is decided under it."""


class MatterKind(Vocabulary):
    """What a matter arising is: something to be done, or something to be decided or followed up."""

    ACTION = "action", "Action", "Cam gweithredu"
    DECISION = "decision", "Decision", "Penderfyniad"


class MatterReason(Vocabulary):
    """Why a matter arises."""

    CAME_OF_DECISION = "came_of_decision", "It came of a decision", "Deilliodd o benderfyniad"
    DUE_AT_MEETING = "due_at_meeting", "It was due at a meeting", "Roedd yn ddyledus mewn cyfarfod"
    DEFERRED = "deferred", "It was put off", "Fe'i gohiriwyd"
    OVERDUE_IN_PLAN = (
        "overdue_in_plan",
        "It is overdue in the group's plan",
        "Mae'n hwyr yng nghynllun y grŵp",
    )
    NO_FOLLOW_UP = "no_follow_up", "Nothing came of it yet", "Nid oes dim wedi deillio ohono eto"


def is_agreed(plan_status: str, *, was_carried: bool) -> bool:
    """Tell whether what is in a plan is to be looked after: unless it is a draft, into which it was not carried on.

    What is open in a plan that is over, or that was proposed again, is what slips: nothing but its being carried
    forward, completed or cancelled ends it.
    """
    return was_carried or plan_status != PlanStatus.DRAFT


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision, as far as it tells what becomes of a matter.

    `words` are those of its agenda item, None where they don't tell what it is on: there is no item, or one of a
    kind that comes back with other business. `letter`, by its key, `recommended`, its words, and `recommendation_id`
    are those of the recommendation that was decided on, None where it was the item as a whole.
    """

    id: str
    meeting_id: str
    words: str | None
    recommendation_id: str | None
    letter: str | None
    recommended: str | None
    outcome: str
    no_action_needed: bool = False


@dataclass(slots=True)
class Matter:
    """Something that was put off, once or again, until a decision settled it."""

    deferrals: list[Decided]
    settled_by: Decided | None = None

    def take(self, decided: Decided) -> None:
        """Put it off again, or settle it."""
        if decided.outcome == DecisionOutcome.DEFERRED:
            self.deferrals.append(decided)
        else:
            self.settled_by = decided

    @property
    def is_open(self) -> bool:
        """Tell whether nothing settled it: neither a decision, nor that what was put off needs no action."""
        return self.settled_by is None and not self.deferrals[-1].no_action_needed


def follow_matters(decisions: Iterable[Decided]) -> list[Matter]:
    """Follow what was deferred through the decisions of a group, in the order in which they were made.

    What is in doubt stays open: it is better listed once too often than lost.
    """
    made = list(decisions)
    doubtful = _said_of_several(made)
    matters: list[Matter] = []
    for decided in made:
        if decided.outcome == DecisionOutcome.NOTED:
            continue
        waiting = [
            matter
            for matter in matters
            if matter.is_open and any(_is_on_the_same(one, decided, doubtful) for one in matter.deferrals)
        ]
        for matter in waiting:
            matter.take(decided)
        if decided.outcome == DecisionOutcome.DEFERRED and not waiting:
            matters.append(Matter([decided]))
    return matters


_Said = tuple[str, str | None, str | None, str | None]


def _said(decided: Decided) -> _Said:
    return decided.meeting_id, decided.words, decided.letter, decided.recommended


def _said_of_several(decisions: Sequence[Decided]) -> set[_Said]:
    """Find the words, of an item and a recommendation, by which one meeting decided on more than one thing."""
    things = {(_said(one), one.recommendation_id or one.id) for one in decisions}
    return {said for said, times in Counter(said for said, _ in things).items() if times > 1}


def _is_on_the_same(before: Decided, decided: Decided, doubtful: set[_Said]) -> bool:
    """Tell whether a later decision is on what an earlier one put off.

    It is where both are on one recommendation; or, at another meeting, where their agenda items have the same words
    and both are on recommendations of the same letter and words, or both on the item as a whole.
    """
    if before.recommendation_id is not None and before.recommendation_id == decided.recommendation_id:
        return True
    if before.meeting_id == decided.meeting_id or before.words is None:
        return False
    is_said = _said(before)[1:] == _said(decided)[1:]
    return is_said and doubtful.isdisjoint({_said(before), _said(decided)})

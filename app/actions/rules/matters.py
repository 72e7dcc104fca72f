"""What makes a matter arise at a meeting again, and how a matter is followed from one meeting to the next."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.kernel.vocabulary import Vocabulary


class MatterKind(Vocabulary):
    """What a matter arising is: something to be done, or something to be decided or followed up."""

    ACTION = "action", "Action", "Cam gweithredu"
    DECISION = "decision", "Decision", "Penderfyniad"


class MatterReason(Vocabulary):
    """Why a matter arises."""

    CAME_OF_DECISION = "came_of_decision", "It came of a decision", "Deilliodd o benderfyniad"
    DUE_AT_MEETING = "due_at_meeting", "It was due at a meeting", "Roedd yn ddyledus mewn cyfarfod"
    DEFERRED = "deferred", "It was put off", "Fe'i gohiriwyd"
    NO_FOLLOW_UP = "no_follow_up", "Nothing came of it yet", "Nid oes dim wedi deillio ohono eto"


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision, as far as it tells what becomes of a matter.

    `matter` is the same for all decisions on one: the words of their agenda item. `letter` and `recommendation_id`
    are those of the recommendation that was decided on, where there was one.
    """

    id: str
    meeting_id: str
    matter: str
    recommendation_id: str | None
    letter: str | None
    is_deferred: bool


@dataclass(slots=True)
class Matter:
    """Something that was put off, once or again, until a decision settled it."""

    deferrals: list[Decided]
    settled_by: Decided | None = None

    def take(self, decided: Decided) -> None:
        """Put it off again, or settle it."""
        if decided.is_deferred:
            self.deferrals.append(decided)
        else:
            self.settled_by = decided

    def waits_for(self, decided: Decided) -> bool:
        """Tell whether a later decision is on this matter, as long as that is not settled.

        At the same meeting it must be on the same recommendation; at another, under an item of the same words.
        """
        last = self.deferrals[-1]
        if self.settled_by is not None or last.matter != decided.matter:
            return False
        if last.meeting_id == decided.meeting_id:
            return last.recommendation_id is not None and last.recommendation_id == decided.recommendation_id
        # What is put off again is the same where its letter is; an item as a whole is all that stands under it.
        is_whole = not decided.is_deferred or None in (last.letter, decided.letter)
        return is_whole or last.letter == decided.letter


def follow_matters(decisions: Iterable[Decided]) -> list[Matter]:
    """Follow what was deferred through the decisions of a group, in the order in which they were made."""
    matters: list[Matter] = []
    for decided in decisions:
        waiting = [matter for matter in matters if matter.waits_for(decided)]
        for matter in waiting:
            matter.take(decided)
        if decided.is_deferred and not waiting:
            matters.append(Matter([decided]))
    return matters

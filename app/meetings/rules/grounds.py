"""The law by which meetings and decisions go on bearing out what rests on them."""

from collections.abc import Iterator, Set
from dataclasses import dataclass
from datetime import date

from app.core.errors import Conflict, Fault
from app.kernel.clock import is_to_come
from app.meetings.rules import MeetingStatus


class RestsOnIt(Conflict):
    """A meeting or a decision would change so that what was recorded of it can't have happened."""

    code, title = "rests_on_it", "What was recorded rests on it"


@dataclass(frozen=True, slots=True)
class Resting:
    """Something that happened at a meeting or by it: what it is and where, and how it is taken off.

    `first` and `last` are the days between which the meeting must be. What is the group's own can't become another's;
    what did not happen at the meeting itself does not show that it was held.
    """

    what: str
    url: str
    undo: str
    first: date | None = None
    last: date | None = None
    is_of_group: bool = True
    shows_held: bool = True

    def fault(self, detail: str, pointer: str) -> Fault:
        """Say what a change of the ground would contradict."""
        return Fault(f"{self.what} {self.url} {detail}; {self.undo} first", pointer=pointer)


def contradictions(
    resting: Resting, changed: Set[str], status: str, starts_on: date, today: date
) -> Iterator[Fault]:
    """Say why what rests on a meeting can't have happened at it as it is now: only what was changed is judged.

    No meeting is cancelled, planned, or to come, at which something has happened.
    """
    if resting.shows_held and "status" in changed and status != MeetingStatus.HELD:
        yield resting.fault("shows that the meeting was held", "/status")
    if "starts_on" in changed:
        if is_to_come(starts_on, today):
            yield resting.fault("shows that the meeting is not still to come", "/starts_on")
        elif not (resting.first or starts_on) <= starts_on <= (resting.last or starts_on):
            yield resting.fault(
                f"needs the meeting to be {_between(resting.first, resting.last)}", "/starts_on"
            )
    if "sub_group_id" in changed and resting.is_of_group:
        yield resting.fault("is of the sub-group that met", "/sub_group_id")


def _between(first: date | None, last: date | None) -> str:
    if first == last:
        return f"on {first}"
    limits = {"not before": first, "not after": last}
    return " and ".join(f"{word} {day}" for word, day in limits.items() if day is not None)

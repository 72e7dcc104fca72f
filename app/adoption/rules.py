"""The words and laws of plans on their way."""

from collections.abc import Mapping, Sequence
from datetime import date

from app.core.errors import Conflict, Fault, Invalid
from app.plans.rules import PlanStatus

NEXT: Mapping[PlanStatus, tuple[PlanStatus, ...]] = {
    PlanStatus.DRAFT: (PlanStatus.PROPOSED, PlanStatus.CLOSED),
    PlanStatus.PROPOSED: (PlanStatus.DRAFT, PlanStatus.ADOPTED, PlanStatus.CLOSED),
    # What was adopted may be proposed again as amended, and then adopted anew.
    PlanStatus.ADOPTED: (
        PlanStatus.PROPOSED,
        PlanStatus.SUBMITTED,
        PlanStatus.CLOSED,
        PlanStatus.SUPERSEDED,
    ),
    PlanStatus.SUBMITTED: (
        PlanStatus.ACCREDITED,
        PlanStatus.REFUSED,
        PlanStatus.CLOSED,
        PlanStatus.SUPERSEDED,
    ),
    PlanStatus.ACCREDITED: (PlanStatus.PROPOSED, PlanStatus.CLOSED, PlanStatus.SUPERSEDED),
    PlanStatus.REFUSED: (
        PlanStatus.PROPOSED,
        PlanStatus.SUBMITTED,
        PlanStatus.CLOSED,
        PlanStatus.SUPERSEDED,
    ),
    # Besides, a plan that was closed may become again what it was before.
    PlanStatus.CLOSED: (PlanStatus.SUPERSEDED,),
    PlanStatus.SUPERSEDED: (),
}
# A decision that such a step names must have agreed to it; what others made of a plan may only have been noted.
AGREED_STEPS = frozenset({PlanStatus.PROPOSED, PlanStatus.ADOPTED, PlanStatus.SUBMITTED})

# A group that does so with a plan of nobody makes it its own.
OWNING_STEPS = frozenset({PlanStatus.PROPOSED, PlanStatus.ADOPTED})


def next_statuses(status: PlanStatus, before_closing: PlanStatus | None) -> tuple[PlanStatus, ...]:
    """List what a plan with this status may become; one that is closed may be opened again as what it was."""
    opened = (before_closing,) if status == PlanStatus.CLOSED and before_closing is not None else ()
    return (*opened, *NEXT[status])


class TransitionNotAllowed(Conflict):
    """A plan can't go from the status that it has to the one that was asked for."""

    code, title = "transition_not_allowed", "The plan can't become that from what it is"

    def __init__(self, status: PlanStatus, allowed: Sequence[PlanStatus]) -> None:
        choice = ", ".join(allowed) or "nothing else"
        detail = f"The plan is {status}. From there it may become: {choice}."
        super().__init__(detail, errors=[Fault(f"allowed: {choice}", pointer="/to_status")])


class IsNotTheLastStep(Conflict):
    """A step would be taken back on which later ones rest."""

    code, title = "not_the_last_step", "Only the last step of a plan can be taken back"


class NothingSupersedesIt(Conflict):
    """A plan would be superseded, but none follows it."""

    code, title = "nothing_supersedes_it", "No plan follows this one"

    def __init__(self) -> None:
        super().__init__(
            "First name it as the predecessor (`predecessor_id`) of the plan that supersedes it."
        )


class TransitionOutOfOrder(Invalid):
    """A transition would be before the one before it, or on a day that is still to come."""

    code, title = "transition_out_of_order", "The day does not fit the order of the plan's transitions"


class PlanWasNotAdopted(Conflict):
    """An accreditation pack was asked of a plan of which no version was ever adopted."""

    code, title = "plan_was_not_adopted", "No version of the plan was adopted"

    def __init__(self) -> None:
        super().__init__(
            "A pack is of the plan as it was adopted, and no version is kept. Adopt it by a step to `adopted`; a plan "
            "that was adopted before steps were kept is proposed and adopted once more, on the days on which it was."
        )


def days_of_meeting(to: PlanStatus, made_on: date) -> tuple[date | None, date]:
    """Tell between which days the meeting was at which a step was decided: that of an adoption was on its very day."""
    return (made_on if to == PlanStatus.ADOPTED else None), made_on


def refuse_day_without_meeting(to: PlanStatus, made_on: date, met_on: date | None) -> None:
    """Refuse a step before the meeting that decided it, and an adoption on another day than its meeting's."""
    first, last = days_of_meeting(to, made_on)
    if met_on is None or (first or met_on) <= met_on <= last:
        return
    detail = f"the meeting is on {met_on}; leave the day out to have that one"
    raise TransitionOutOfOrder(errors=[Fault(detail, pointer="/made_on")])


class NotOneReviewed(Invalid):
    """A review would be of nothing, or of a plan and a cluster at once."""

    code, title = "not_one_reviewed", "A review is of one plan or of one cluster"


def refuse_unless_one_reviewed(reviewed: Mapping[str, str | None]) -> None:
    """Refuse a review unless exactly one of the links, by their names on the wire, is set."""
    given = [name for name, id in reviewed.items() if id is not None]
    if len(given) != 1:
        detail = "only one of them may be set" if given else f"one of {', '.join(reviewed)} must be set"
        raise NotOneReviewed(errors=[Fault(detail, pointer=f"/{name}") for name in given or reviewed])


class HeldAheadOfTime(Invalid):
    """A review would have been held on a day that is still to come."""

    code, title = "held_ahead_of_time", "A review can't have been held on a day that is still to come"

    def __init__(self) -> None:
        super().__init__(
            errors=[Fault("a day that has come; `due` says when it is planned", pointer="/held_on")]
        )


class HeldOnAnotherDay(Invalid):
    """A review would have been held at a meeting, but on another day."""

    code, title = "held_on_another_day", "A review at a meeting is held on the day of the meeting"

    def __init__(self, met_on: date) -> None:
        detail = f"the meeting is on {met_on}; a review on another day is at no meeting, or at another"
        super().__init__(errors=[Fault(detail, pointer="/held_on")])


class IsAnIssueAlready(Conflict):
    """A finding was to become an issue, and is one already."""

    code, title = "is_an_issue_already", "The finding is an issue already"

"""The words and laws of meetings, their agendas, and what was decided at them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from app.core.errors import Conflict, Fault, Invalid
from app.kernel.vocabulary import Vocabulary
from app.sub_groups.rules import refuse_early_end

DEFAULT_TIME_ZONE = "Europe/London"


class MeetingStatus(Vocabulary):
    """How certain a meeting is, or whether it took place."""

    PROPOSED = "proposed", "Proposed", "Arfaethedig"
    CONFIRMED = "confirmed", "Confirmed", "Wedi'i gadarnhau"
    HELD = "held", "Held", "Wedi'i gynnal"
    CANCELLED = "cancelled", "Cancelled", "Wedi'i ganslo"


class AgendaItemKind(Vocabulary):
    """What an agenda item is there for."""

    DECISION = "decision", "For decision", "I'w benderfynu"
    INFORMATION = "information", "For information", "Er gwybodaeth"
    DISCUSSION = "discussion", "For discussion", "I'w drafod"
    NEWS_AND_VIEWS = "news_and_views", "News and views", "Newyddion a barn"
    STANDING = "standing", "Standing item", "Eitem sefydlog"
    ANY_OTHER_BUSINESS = "any_other_business", "Any other business", "Unrhyw fater arall"


class DecisionOutcome(Vocabulary):
    """What became of a recommendation."""

    AGREED = "agreed", "Agreed", "Cytunwyd"
    AMENDED = "amended", "Agreed with amendments", "Cytunwyd gyda diwygiadau"
    DEFERRED = "deferred", "Deferred", "Gohiriwyd"
    REJECTED = "rejected", "Rejected", "Gwrthodwyd"
    NOTED = "noted", "Noted", "Nodwyd"


class MeetingHasNoDay(Invalid):
    """Neither a day nor a time says when the meeting is."""

    code, title = "meeting_has_no_day", "A meeting needs a day"

    def __init__(self) -> None:
        super().__init__(errors=[Fault("is required unless starts_at is given", pointer="/starts_on")])


class TimesDisagree(Invalid):
    """The day and the times of a meeting don't fit together."""

    code, title = "times_disagree", "The day and the times don't fit together"


class IsOfAnotherMeeting(Invalid):
    """Something on a meeting's agenda would point to another meeting's."""

    code, title = "of_another_meeting", "It belongs to another meeting"


class IsOfAnotherAgendaItem(Invalid):
    """A decision's recommendation was made under another agenda item than the decision."""

    code, title = "of_another_agenda_item", "The recommendation belongs to another agenda item"


class LetterIsTaken(Conflict):
    """Another recommendation under the agenda item has the letter."""

    code, title = "letter_is_taken", "Another recommendation under the agenda item has this letter"


class RecommendationIsDecided(Conflict):
    """A recommendation that was decided on can't go under another agenda item without its decision."""

    code, title = "recommendation_is_decided", "The recommendation has a decision under its agenda item"


def day_of(moment: datetime, time_zone: str) -> date:
    """Tell the day on which an aware time falls in the time zone (an IANA name)."""
    return moment.astimezone(ZoneInfo(time_zone)).date()


def check_times(
    starts_on: date, starts_at: datetime | None, ends_at: datetime | None, time_zone: str
) -> None:
    """Refuse times that don't fit the day, or each other. No time at all fits any day."""
    if starts_at is None:
        if ends_at is not None:
            raise TimesDisagree(errors=[Fault("can't be set without starts_at", pointer="/ends_at")])
        return
    day = day_of(starts_at, time_zone)
    if day != starts_on:
        raise TimesDisagree(errors=[Fault(f"starts_at is on {day} in {time_zone}", pointer="/starts_on")])
    refuse_early_end(starts_at, ends_at, "/ends_at")

"""The words and laws of meetings, their agendas, and what was decided at them."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from app.core.errors import Conflict, Fault, Invalid
from app.kernel.clock import is_to_come
from app.kernel.text import natural_key, same_words
from app.kernel.vocabulary import Vocabulary
from app.phrases.recurrence import days_of, read_rule
from app.sub_groups.rules import refuse_early_end

DEFAULT_TIME_ZONE = "Europe/London"
MOST_MEETINGS = 60
"""How many meetings a series has at most."""
LONGEST_SERIES = timedelta(days=3_653)
"""How long a rule may go on making meetings."""


class MeetingStatus(Vocabulary):
    """How certain a meeting is, or whether it took place."""

    PROPOSED = "proposed", "Proposed", "Arfaethedig"
    CONFIRMED = "confirmed", "Confirmed", "Wedi'i gadarnhau"
    HELD = "held", "Held", "Wedi'i gynnal"
    CANCELLED = "cancelled", "Cancelled", "Wedi'i ganslo"


class AgendaStatus(Vocabulary):
    """How far a meeting's agenda has got."""

    NONE = "none", "Not sent out", "Heb ei anfon"
    DRAFT = "draft", "Draft sent out", "Drafft wedi'i anfon"
    FINAL = "final", "Final", "Terfynol"


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


AGREEING = frozenset({DecisionOutcome.AGREED, DecisionOutcome.AMENDED})


class PaperKind(Vocabulary):
    """What a paper is."""

    AGENDA = "agenda", "Agenda", "Agenda"
    MINUTES = "minutes", "Minutes", "Cofnodion"
    REPORT = "report", "Report", "Adroddiad"
    APPENDIX = "appendix", "Appendix", "Atodiad"
    BACKGROUND = "background", "Background paper", "Papur cefndir"


class PaperPurpose(Vocabulary):
    """What a meeting is given a paper for."""

    DECISION = "decision", "For decision", "I'w benderfynu"
    INFORMATION = "information", "For information", "Er gwybodaeth"


class AttendanceStatus(Vocabulary):
    """Whether somebody was at a meeting."""

    PRESENT = "present", "Present", "Yn bresennol"
    APOLOGIES = "apologies", "Sent apologies", "Anfonodd ymddiheuriadau"
    ABSENT = "absent", "Absent", "Yn absennol"


class MeetingHasNoDay(Invalid):
    """Neither a day nor a time says when the meeting is."""

    code, title = "meeting_has_no_day", "A meeting needs a day"

    def __init__(self) -> None:
        super().__init__(errors=[Fault("is required unless starts_at is given", pointer="/starts_on")])


class SeriesHasNoDays(Invalid):
    """Neither days nor a rule say when the meetings of a series are, or both do, or the rule makes no day."""

    code, title = "series_has_no_days", "A series needs days, or a rule that makes some"


class SeriesIsTooLong(Invalid):
    """A rule makes more meetings than a series may have, or is to do so for too long."""

    code, title = "series_is_too_long", "The series is too long"


class TimesDisagree(Invalid):
    """The day and the times of a meeting don't fit together."""

    code, title = "times_disagree", "The day and the times don't fit together"


class NotScheduledThen(Invalid):
    """A meeting would have been put into the programme after it was held, or on a day that is still to come."""

    code, title = "not_scheduled_then", "The meeting was not put into the programme on that day"


class AgendaDaysDisagree(Invalid):
    """The days on which an agenda was sent out don't fit each other, or the meeting."""

    code, title = "agenda_days_disagree", "The days on which the agenda was sent out don't fit together"


class AgendaSentAheadOfTime(Invalid):
    """An agenda would have been sent out on a day that is still to come."""

    code, title = "agenda_sent_ahead_of_time", "No agenda was sent out on a day that is still to come"


class AgendaIsFinal(Conflict):
    """The final agenda was sent out, so that its items and recommendations stand until the meeting is held."""

    code, title = "agenda_is_final", "The final agenda was sent out"

    def __init__(self) -> None:
        super().__init__(
            "Clear final_agenda_sent_on of the meeting first to change what is on it, or give it the status `held`."
        )


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


class MeetingIsToCome(Invalid):
    """Something that only happens at a meeting would be kept of one that is still to come."""

    code, title = "meeting_is_to_come", "The meeting is still to come"

    def __init__(self, starts_on: date, pointer: str) -> None:
        fault = Fault(f"is not known before the meeting, which is on {starts_on}", pointer=pointer)
        super().__init__(errors=[fault])


class MeetingIsCancelled(Conflict):
    """Something would have happened at a meeting that is cancelled."""

    code, title = "meeting_is_cancelled", "The meeting is cancelled"


class DecisionDidNotAgree(Conflict):
    """Something would be so by a decision that did not agree to it."""

    code, title = "decision_did_not_agree", "The decision did not agree to it"

    def __init__(self, outcome: str) -> None:
        choice = " or ".join(sorted(AGREEING))
        fault = Fault(f"its outcome is {outcome}; one that agreed is {choice}", pointer="/decision_id")
        super().__init__(errors=[fault])


class AttendanceIsKept(Conflict):
    """The attendance of the same person, organisation or post at the meeting is kept already."""

    code, title = "attendance_is_kept", "Their attendance at the meeting is kept already"


def letter_key(letter: str) -> str:
    """Make the key by which letters are sorted, and are the same however they are written: "a" is "A"."""
    return natural_key(same_words(letter))


def day_of(moment: datetime, time_zone: str) -> date:
    """Tell the day on which an aware time falls in the time zone (an IANA name)."""
    return moment.astimezone(ZoneInfo(time_zone)).date()


def moved_to(day: date, moment: datetime, began_on: date, time_zone: str) -> datetime:
    """Move a time of a meeting along with its day, to the same hour by the clock in the time zone."""
    local = moment.astimezone(ZoneInfo(time_zone))
    return (local + (day - began_on)).astimezone(UTC)


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


def refuse_to_come(starts_on: date, today: date, pointer: str) -> None:
    """Refuse what is only known once a meeting has come. Raises MeetingIsToCome."""
    if is_to_come(starts_on, today):
        raise MeetingIsToCome(starts_on, pointer)


def refuse_cancelled(status: str) -> None:
    """Refuse what happens at a meeting that is cancelled. Raises MeetingIsCancelled."""
    if status == MeetingStatus.CANCELLED:
        raise MeetingIsCancelled("Change its status first, where it took place after all.")


def check_agenda_days(draft: date | None, final: date | None, starts_on: date, today: date) -> None:
    """Refuse days on which the draft and the final agenda were sent out that don't fit, or are still to come."""
    sent = {"/draft_agenda_sent_on": draft, "/final_agenda_sent_on": final}
    days = {pointer: day for pointer, day in sent.items() if day is not None}
    ahead = [pointer for pointer, day in days.items() if is_to_come(day, today)]
    if ahead:
        raise AgendaSentAheadOfTime(errors=[Fault("is still to come", pointer=pointer) for pointer in ahead])
    faults = [
        Fault(f"is after the meeting, which is on {starts_on}", pointer=pointer)
        for pointer, day in days.items()
        if day > starts_on
    ]
    if draft is not None and final is not None and final < draft:
        faults.append(Fault("is before the draft was sent out", pointer="/final_agenda_sent_on"))
    if faults:
        raise AgendaDaysDisagree(errors=faults)


def check_scheduled_on(scheduled_on: date | None, starts_on: date, today: date) -> None:
    """Refuse a day on which a meeting can't have been put into the programme. Raises NotScheduledThen."""
    if scheduled_on is None:
        return
    if is_to_come(scheduled_on, today):
        raise NotScheduledThen(errors=[Fault("is still to come", pointer="/scheduled_on")])
    if scheduled_on > starts_on:
        told = f"is after the meeting, which is on {starts_on}"
        raise NotScheduledThen(errors=[Fault(told, pointer="/scheduled_on")])


def agenda_status(draft: date | None, final: date | None) -> AgendaStatus:
    """Tell how far an agenda has got by the days on which it was sent out."""
    if final is not None:
        return AgendaStatus.FINAL
    return AgendaStatus.NONE if draft is None else AgendaStatus.DRAFT


def refuse_final(status: str, final: date | None) -> None:
    """Refuse to change an agenda that was sent out as final, until its meeting is held."""
    if final is not None and status != MeetingStatus.HELD:
        raise AgendaIsFinal


def takes_standing_items(
    status: str, starts_on: date, sent_on: date | None, today: date, *, is_new: bool
) -> bool:
    """Tell whether standing items go on a meeting's agenda: on every new one, later while it can still change.

    What was on the agenda of one that is past is not known from what returns today.
    """
    if status == MeetingStatus.CANCELLED or starts_on < today:
        return False
    return is_new or (status != MeetingStatus.HELD and sent_on is None)


def days_of_series(
    days: Sequence[date] | None, rrule: str | None, first: date | None, last: date | None
) -> list[date]:
    """List the days of a series, each once and in order: those given, or those that a rule makes between two days.

    Raises SeriesHasNoDays, SeriesIsTooLong and EndsBeforeItStarts.
    """
    by_rule = {"/rrule": rrule, "/from": first, "/to": last}
    if days is not None:
        _refuse_series(
            "can't be set with days", [name for name, value in by_rule.items() if value is not None]
        )
        return sorted(set(days))
    if rrule is None or first is None or last is None:
        missing = [name for name, value in by_rule.items() if value is None]
        _refuse_series("is required unless days are given", missing)
        return []
    return _days_by(rrule, first, last)


def _days_by(rrule: str, first: date, last: date) -> list[date]:
    refuse_early_end(first, last, "/to")
    if last - first > LONGEST_SERIES:
        fault = Fault(f"is more than {LONGEST_SERIES.days} days after the first", pointer="/to")
        raise SeriesIsTooLong(errors=[fault])
    made = [*islice(days_of(read_rule(rrule), first, last), MOST_MEETINGS + 1)]
    if len(made) > MOST_MEETINGS:
        fault = Fault(f"makes more than {MOST_MEETINGS} meetings by then", pointer="/rrule")
        raise SeriesIsTooLong(errors=[fault])
    _refuse_series("makes no day from the first to the last", [] if made else ["/rrule"])
    return made


def _refuse_series(detail: str, pointers: Sequence[str]) -> None:
    if pointers:
        raise SeriesHasNoDays(errors=[Fault(detail, pointer=pointer) for pointer in pointers])


def starts_at_of(day: date, time_of_day: str, time_zone: str) -> datetime:
    """Tell when it is this time of day ("18:30") on a day by the clock in the time zone, summer time or not."""
    return datetime.combine(day, time.fromisoformat(time_of_day), ZoneInfo(time_zone)).astimezone(UTC)

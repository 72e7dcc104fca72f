"""What a date means: one rule for each kind of words around it.

A rule takes a segment with a date and returns its reading; or None, and then the next is asked. To teach
the reader new words, add them to the rule that they belong to, or write one more rule and put it into
`RULES` at its place: the first that reads the segment wins, and the last one reads any date.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from app.phrases.due import doubts
from app.phrases.due.events import anchor_of, deciding_body_of, meeting_of
from app.phrases.due.lengths import find_offset
from app.phrases.due.moments import Moment, Named, Part
from app.phrases.due.points import PointKind, Reading
from app.phrases.due.segments import ONGOING, Segment
from app.phrases.due.superseded import MOVED_UNTIL
from app.phrases.due.words import MEETINGS, words
from app.phrases.due.years import document_span, with_next_year, with_year

REVIEW = words("review reviews reviewed reviewing refresh refreshed reassess reassessed revisit revisited")
"""The words for looking again."""

_STARTS = words(
    "start starts starting started commence commences commencing commenced commencement begin begins beginning"
)
_START_TO = words("start started commence commenced begin begun")
_WITH_EFFECT = ("from", "not before", "effective", "wef", "w . e . f .")
_ONWARDS = words("onwards onward")
_GOES_ON = ONGOING | words("continue continues continuing continued run runs running")
_LASTS = words("life lifetime duration rest remainder")
_NEAR = 4
_FAR = 6
_FUTURE = words("be will shall")
_HAPPENED = words(
    "published issued completed approved agreed adopted launched held delivered finished achieved "
    "established produced submitted implemented appointed updated done actioned closed"
)
_HAPPENED_SO = ("carried out", "took place", "taken place", "put in place", "set up")
_BESIDE_NAMES = words("the and of & , - : ( )")
_TICKS = words("√ ✓ ✔ ☑ ✅")
_CLOSED = words("completed complete done actioned achieved") | _TICKS
_TO_BE_READY = words(
    "due target deadline complete completed completion finish finished drawn drafted produced written "
    "prepared developed delivered publish published"
)


def offset(segment: Segment) -> Reading | None:
    """Count nothing from a date that is not the one that is due: "2 weeks before July 2004 meeting"."""
    place = find_offset(segment.before)
    if place is None:
        return None
    anchor = segment.words_of([*segment.before[place:], *segment.dated, *segment.after])
    return segment.undated(PointKind.RELATIVE, anchor=anchor.rstrip(" .,;"))


def until(segment: Segment) -> Reading | None:
    """Read the end of something that goes on: "Ongoing until July 2005", "up to March 2006", "ends 31 May"."""
    is_end = segment.led_by("until", "till", "up to", *_ENDS) and not segment.led_by(*MOVED_UNTIL)
    # "To March 2006" has nothing before it that could move or be sent there.
    is_end = is_end or segment.led_by("through to", "funded to")
    is_end = is_end or (segment.lead == " to" and not meeting_of(segment))
    if is_end or (segment.says(_GOES_ON) and segment.led_by("to", "through")):
        return segment.points(PointKind.UNTIL)
    return None


_ENDS = tuple(
    f"{verb}{to}"
    for verb in (
        "ends",
        "ending",
        "finishes",
        "finishing",
        "concludes",
        "closes",
        "expires",
        "remainder of",
        "rest of",
    )
    for to in ("", " in", " on", " at")
)


def repeating(segment: Segment) -> Reading | None:
    """Read a date that comes again: "Review annually in March/April", "June 2006 and annually"."""
    often = segment.recurrence
    if often is None:
        return None
    kind = PointKind.REVIEW if segment.says(REVIEW) else PointKind.RECURRING
    anchor = meeting_of(segment)
    year_of = with_next_year if often.is_yearly else with_year
    dates = [year_of(named, segment.context) for named in segment.written]
    months = [_month_of(named) or 0 for named in dates]
    rules = [often.rrule(month) for month in months]
    if not often.is_yearly:
        # The later dates are those that the rule tells: "twice a year, in May and November".
        rules = [often.rrule_in(months)]
        del dates[1:]
    points = (segment.point(kind, named, anchor, rule) for named, rule in zip(dates, rules, strict=True))
    return Reading(tuple(points), ())


def _month_of(named: Named) -> int | None:
    """Tell the month in which it begins; a whole year has none."""
    if named.first.is_bare_year and not named.first.days:
        return None
    span = named.span()
    return span.first.month if span else (named.first.first_month - 1) % 12 + 1


def review(segment: Segment) -> Reading | None:
    """Read when to look again: "Review other agendas Sept and Nov 2004"; "last reviewed May 2003" is done."""
    if segment.led_by("reviewed", "refreshed", "last review", "last refresh") and _is_past(segment):
        return segment.points(PointKind.DONE)
    if segment.says(REVIEW) or segment.followed_by(REVIEW):
        return segment.points(PointKind.REVIEW, meeting_of(segment))
    return None


def ongoing_since(segment: Segment) -> Reading | None:
    """Read when something without an end began: "Ongoing from April 2004", "since 2003"."""
    goes_on = segment.followed_by(ONGOING) or (segment.says(ONGOING) and segment.led_by("from"))
    if not (goes_on or segment.led_by("since")) or any(named.is_run for named in segment.written):
        return None
    began = segment.points(PointKind.ONGOING)
    return replace(began, points=tuple(replace(point, latest=None) for point in began.points))


def by(segment: Segment) -> Reading | None:
    """Read the last day for something: "by July 2004", "in time for the January 2009 meeting"."""
    if segment.led_by("by", "no later than", "not later than", "latest", "in time for", "deadline for"):
        return segment.points(PointKind.BY, anchor_of(segment))
    return None


_ENDINGS = words("end year-end")
_NOT = words("not cannot")


def _is_not_before(segment: Segment) -> bool:
    """Tell whether something may only start then: "not before May 2004", "cannot be taken before 4 July"."""
    said = segment.lead.split()
    return said[-1:] == ["before"] and not _NOT.isdisjoint(said[-_FAR:])


def before(segment: Segment) -> Reading | None:
    """Read what must be over when the date comes: "before July 2004" is by the day before it."""
    if segment.led_by("or before"):
        return segment.points(PointKind.BY)
    is_before = segment.led_by("before", "prior to", "ahead of", "in advance of", "pre", "pre -")
    if not is_before or _is_not_before(segment):
        return None
    # "Before the end of 2023" is by its last day: nobody means the day before that.
    is_end = any(token.text in _ENDINGS for token in segment.dated)
    return segment.points(PointKind.BY) if is_end else _beside(segment, PointKind.BY, days=-1)


def after(segment: Segment) -> Reading | None:
    """Read what starts when the date is over: "after July 2004" is from the day after it."""
    if segment.led_by("or after"):
        return segment.points(PointKind.FROM)
    is_over = segment.led_by("after", "following", "post", "post -")
    return _beside(segment, PointKind.FROM, days=1) if is_over else None


def _beside(segment: Segment, kind: PointKind, days: int) -> Reading:
    points = []
    for named in segment.dates():
        span = named.span()
        if span is None:
            return segment.unread()
        day = (span.first if days < 0 else span.last) + timedelta(days=days)
        moment = Moment(day.year, day.month, day.day)
        points.append(segment.point(kind, Named(moment, moment)))
    return Reading(tuple(points), ())


def window(segment: Segment) -> Reading | None:
    """Read something that runs from a date to a date: "April 2004 to March 2005", "during July 2004"."""
    runs = any(named.is_run for named in segment.written)
    lasts = segment.dated[0].text in _LASTS
    if runs or lasts or segment.led_by("during", "throughout", "over", "across", "course of"):
        return segment.points(PointKind.WINDOW)
    return None


def start(segment: Segment) -> Reading | None:
    """Read when something starts: "From September 2004 meeting", "Start with July 2004 meeting"."""
    said = [token.text for token in segment.before[-_NEAR:]]
    # What has "not started" yet is not said to start then.
    starts = "not" not in said and not _STARTS.isdisjoint(said)
    starts = starts or segment.followed_by(_START_TO) or _is_not_before(segment)
    if starts or segment.led_by(*_WITH_EFFECT) or segment.followed_by(_ONWARDS):
        return _started(segment)
    return None


def _started(segment: Segment) -> Reading:
    """Read "Start Sept 2004, end July 2005" as two things; any other dates are all starts."""
    read = segment.points(PointKind.FROM, anchor_of(segment))
    if len(segment.written) != 2 or segment.written[1].first.part is not Part.END:
        return read
    return replace(read, points=(read.points[0], segment.points(PointKind.BY).points[1]))


def done(segment: Segment) -> Reading | None:
    """Read what was over at the document's date: "Published March 2004", "✓ Aug. 2003", "Aug. 2003 COMPLETED"."""
    following = [token.text for token in segment.after if token.is_word or token.text in _CLOSED]
    last, before = following[-1:], segment.says(_HAPPENED) or _says_so(segment, _HAPPENED_SO)
    is_closed = bool(last) and (last[0] in _CLOSED or (last[0] in _HAPPENED and not before))
    is_closed = is_closed or following[0] in _CLOSED - {"complete"} if following else False
    is_closed = is_closed or segment.opens_with(_TICKS) or _is_called_complete(segment)
    if segment.says(_FUTURE) or "be" in following or not (is_closed or before):
        return None
    # Words that close an action are no plan, so they need no document that tells that the day is past.
    is_said = document_span(segment.context) is None and (is_closed or segment.opens_with(_CLOSED))
    return segment.points(PointKind.DONE) if _is_past(segment) or is_said else None


def _says_so(segment: Segment, sayings: tuple[str, ...]) -> bool:
    said = f"{segment.lead} "
    return any(f" {saying} " in said for saying in sayings)


def _is_past(segment: Segment) -> bool:
    """Tell whether all of the dates are over at the document's date."""
    document, spans = document_span(segment.context), [named.span() for named in segment.dates()]
    return document is not None and all(span and span.last <= document.last for span in spans)


def _is_called_complete(segment: Segment) -> bool:
    """Tell whether "complete" stands apart, as in "Complete - May 2006"; "Complete by May 2006" is an order."""
    said = [token.text for token in segment.before]
    return len(said) > 1 and said[0] == "complete" and said[1] in ("-", ":", "(", ",")


def meeting(segment: Segment) -> Reading | None:
    """Read a meeting, or the decision of a body: "at July 2004 meeting", "considered by Board July 2004"."""
    anchor, body = meeting_of(segment), deciding_body_of(segment)
    if body and not anchor:
        anchor = f"{body}, {segment.words_of(segment.dated)}"
    if not anchor and _is_listed_body(segment):
        return segment.points(PointKind.AT, segment.words_of([*segment.before, *segment.dated]))
    event = segment.written[0].first.event
    if event and not MEETINGS.isdisjoint(event.split()):
        anchor = anchor or event
    return segment.points(PointKind.AT, anchor) if anchor else None


def _is_listed_body(segment: Segment) -> bool:
    """Tell whether a name in a column of decisions is that of who decides: "Directors 5 May and Cabinet 26 May"."""
    column = (segment.context.field or "").lower()
    names = [token for token in segment.before if token.text not in _BESIDE_NAMES]
    return "decision" in column and bool(names) and all(token.is_word and token.is_capital for token in names)


def happens(segment: Segment) -> Reading | None:
    """Read when something takes place, unless it is when it must be ready: "join the group in May 2004"."""
    # "In the next 6 months" is no time at which something takes place.
    is_counted = any(named.first.days and not named.first.event for named in segment.written)
    if not is_counted and segment.led_by("in", "on", "at") and not segment.says(_TO_BE_READY):
        return segment.points(PointKind.AT, anchor_of(segment))
    return None


def bare(segment: Segment) -> Reading | None:
    """Read any other date as the one by which it is due."""
    return segment.points(PointKind.BY, anchor_of(segment))


Rule = Callable[[Segment], Reading | None]

RULES: tuple[Rule, ...] = (
    *doubts.RULES,
    offset,
    until,
    repeating,
    review,
    ongoing_since,
    by,
    before,
    after,
    done,
    window,
    start,
    meeting,
    happens,
    bare,
)

"""What a date means: one rule for each kind of words around it.

A rule takes a segment with a date and returns its reading; or None, and then the next is asked. To teach
the reader new words, add them to the rule that they belong to, or write one more rule and put it into
`RULES` at its place: the first that reads the segment wins, and the last one reads any date.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from app.phrases.due.events import anchor_of, deciding_body_of, meeting_of
from app.phrases.due.lengths import find_offset
from app.phrases.due.moments import Moment, Named, Part
from app.phrases.due.points import PointKind, Reading
from app.phrases.due.segments import ONGOING, Segment
from app.phrases.due.tokens import words
from app.phrases.due.years import document_span, with_next_year, with_year

REVIEW = words("review reviews reviewed reviewing refresh refreshed reassess reassessed")
"""The words for looking again."""

_MOVES = sorted(words("slipped delayed postponed deferred moved rescheduled revised"))
_MOVED_FROM = tuple(f"{move} from" for move in _MOVES)
_MOVED_TO = tuple(f"{move} {to}" for move in _MOVES for to in ("to", "until", "till"))
_FORMER = words("originally previously formerly")
_STARTS = words("start starts starting commence commences commencing begin begins beginning")
_ONWARDS = words("onwards onward")
_NEAR = 4
_FAR = 10
_FUTURE = words("be will shall")
_HAPPENED = words(
    "published issued completed approved agreed adopted launched held delivered finished achieved "
    "established produced submitted implemented appointed done actioned"
)
_CLOSED = words("completed done actioned")
_TO_BE_READY = words(
    "due target deadline complete completed completion finish finished drawn drafted produced written "
    "prepared developed delivered publish published"
)

# Parts of a year or month that no rule reads yet. A date that they narrow is not the one that is meant.
_NARROWS = words("week weeks weekend fortnight quarter half term spring summer autumn winter q c")
_NARROWS_TO_RIGHT = words("of in the commencing beginning ending starting -")
_OTHER_YEARS = words("academic school municipal term quarter half")


def narrower(segment: Segment) -> Reading | None:
    """Leave unread what is only a part of the date: "first week of July 2004", "2017/18 academic year"."""
    before = [token.text for token in segment.before if token.number is None]
    while before and before[-1] in _NARROWS_TO_RIGHT:
        before.pop()
    is_part = (before and before[-1] in _NARROWS) or segment.followed_by(_OTHER_YEARS)
    return segment.unread() if is_part else None


def impossible(segment: Segment) -> Reading | None:
    """Leave unread what is no date, such as one that ends before it begins."""
    is_possible = all(named.span() or named.misses_year for named in segment.dates())
    return None if is_possible else segment.unread()


def doubtful(segment: Segment) -> Reading | None:
    """Leave unread a year that is far off and may be a day: "March 30" in a plan for 2004."""
    around = [day for day in (segment.context.plan_start, segment.context.plan_end) if day]
    around.extend(document_span(segment.context) or ())
    moments = [moment for named in segment.written for moment in (named.first, named.last)]
    doubted = [moment.year or 0 for moment in moments if moment.may_be_day]
    is_near = all(any(abs(year - day.year) <= _FAR for day in around) for year in doubted)
    return None if is_near or not around else segment.unread()


def superseded(segment: Segment) -> Reading | None:
    """Drop a date that no longer holds, keep the new one: "slipped from 1 May to 5 June"."""
    if any(token.text in _FORMER for token in segment.before[-_NEAR:]):
        return Reading((), ())
    if segment.led_by(*_MOVED_FROM):
        ends = [Named(named.last, named.last) for named in segment.dates() if named.is_run]
        return Reading(tuple(segment.point(PointKind.BY, end) for end in ends), ())
    return segment.points(PointKind.BY) if segment.led_by(*_MOVED_TO) else None


def offset(segment: Segment) -> Reading | None:
    """Count nothing from a date that is not the one that is due: "2 weeks before July 2004 meeting"."""
    place = find_offset(segment.before)
    if place is None:
        return None
    anchor = segment.words_of([*segment.before[place:], *segment.dated, *segment.after])
    return segment.undated(PointKind.RELATIVE, anchor=anchor.rstrip(" .,;"))


def until(segment: Segment) -> Reading | None:
    """Read the end of something that goes on: "Ongoing until July 2005", "up to March 2006"."""
    is_end = segment.led_by("until", "till", "up to", "ends", "ends in", "ends on", "ending")
    if is_end or (segment.says(ONGOING) and segment.led_by("to", "through")):
        return segment.points(PointKind.UNTIL)
    return None


def repeating(segment: Segment) -> Reading | None:
    """Read a date that comes again: "Review annually in March/April", "June 2006 and annually"."""
    often = segment.recurrence
    if often is None:
        return None
    kind = PointKind.REVIEW if segment.says(REVIEW) else PointKind.RECURRING
    anchor = meeting_of(segment)
    year_of = with_next_year if often.frequency == "YEARLY" else with_year
    dates = [year_of(named, segment.context) for named in segment.written]
    rules = [often.rrule(named.first.month) for named in dates]
    points = (segment.point(kind, named, anchor, rule) for named, rule in zip(dates, rules, strict=True))
    return Reading(tuple(points), ())


def review(segment: Segment) -> Reading | None:
    """Read when to look again: "Review other agendas Sept and Nov 2004", "March 2005 review"."""
    if segment.says(REVIEW) or segment.followed_by(REVIEW):
        return segment.points(PointKind.REVIEW, meeting_of(segment))
    return None


def ongoing_since(segment: Segment) -> Reading | None:
    """Read when something without an end began: "Ongoing from April 2004", "since 2003"."""
    if not (segment.led_by("since") or (segment.says(ONGOING) and segment.led_by("from"))):
        return None
    began = segment.points(PointKind.ONGOING)
    return replace(began, points=tuple(replace(point, latest=None) for point in began.points))


def by(segment: Segment) -> Reading | None:
    """Read the last day for something: "by July 2004", "in time for the January 2009 meeting"."""
    if segment.led_by("by", "no later than", "not later than", "in time for"):
        return segment.points(PointKind.BY, anchor_of(segment))
    return None


def before(segment: Segment) -> Reading | None:
    """Read what must be over when the date comes: "before July 2004" is by the day before it."""
    if not segment.led_by("before", "prior to") or segment.led_by("not before"):
        return None
    # "Before the end of 2023" is by its last day: nobody means the day before that.
    is_end = any(named.first.part is Part.END for named in segment.written)
    return segment.points(PointKind.BY) if is_end else _beside(segment, PointKind.BY, days=-1)


def after(segment: Segment) -> Reading | None:
    """Read what starts when the date is over: "after July 2004" is from the day after it."""
    return _beside(segment, PointKind.FROM, days=1) if segment.led_by("after", "following") else None


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
    if runs or segment.led_by("during", "throughout", "over", "within"):
        return segment.points(PointKind.WINDOW)
    return None


def start(segment: Segment) -> Reading | None:
    """Read when something starts: "From September 2004 meeting", "Start with July 2004 meeting"."""
    starts = any(token.text in _STARTS for token in segment.before[-_NEAR:])
    if starts or segment.led_by("from", "not before") or segment.followed_by(_ONWARDS):
        return segment.points(PointKind.FROM, anchor_of(segment))
    return None


def done(segment: Segment) -> Reading | None:
    """Read what was over at the document's date: "Published March 2004", "Aug. 2003 COMPLETED"."""
    following = [token.text for token in segment.after if token.is_word]
    is_closed = following[-1:] and following[-1] in _CLOSED
    if segment.says(_FUTURE) or not (is_closed or segment.says(_HAPPENED)):
        return None
    document, spans = document_span(segment.context), [named.span() for named in segment.dates()]
    is_past = document is not None and all(span and span.last <= document.last for span in spans)
    return segment.points(PointKind.DONE) if is_past else None


def meeting(segment: Segment) -> Reading | None:
    """Read a meeting, or the decision of a body: "at July 2004 meeting", "considered by Board July 2004"."""
    anchor, body = meeting_of(segment), deciding_body_of(segment)
    if body and not anchor:
        anchor = f"{body}, {segment.words_of(segment.dated)}"
    return segment.points(PointKind.AT, anchor) if anchor else None


def happens(segment: Segment) -> Reading | None:
    """Read when something takes place, unless it is when it must be ready: "join the group in May 2004"."""
    if segment.led_by("in", "on", "at") and not segment.says(_TO_BE_READY):
        return segment.points(PointKind.AT, anchor_of(segment))
    return None


def bare(segment: Segment) -> Reading | None:
    """Read any other date as the one by which it is due."""
    return segment.points(PointKind.BY, anchor_of(segment))


Rule = Callable[[Segment], Reading | None]

RULES: tuple[Rule, ...] = (
    narrower,
    impossible,
    doubtful,
    superseded,
    offset,
    until,
    repeating,
    review,
    ongoing_since,
    by,
    before,
    after,
    window,
    start,
    done,
    meeting,
    happens,
    bare,
)

"""How one record turns out by a rule: a meeting, a member, something to be reviewed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.kernel.clock import months_after
from app.kernel.text import same_words
from app.partners.rules import Sector
from app.plans.rules import ENDED, PlanStatus
from app.protocol.rules import Missing
from app.protocol.rules.judging import ABSENT, COUNTS, EITHER, FAILS, Outcomes


@dataclass(frozen=True, slots=True)
class Record:
    """Something that is judged, by link, and how it may turn out."""

    kind: str
    title: str
    url: str
    dated_on: date | None
    outcomes: Outcomes
    missing: tuple[Missing, ...] = ()
    is_public: bool = True


@dataclass(frozen=True, slots=True)
class Found:
    """How a record may turn out, and what is missing where it may in several ways."""

    outcomes: Outcomes
    missing: tuple[Missing, ...] = ()


def of_meeting(found: Found, *, is_held: bool) -> Found:
    """Add that a meeting which is past, and neither held nor cancelled, may not have been one at all."""
    if is_held:
        return found
    return Found(found.outcomes | ABSENT, (Missing.STATUS, *found.missing))


def away_from_town_hall(venue_id: str | None, is_town_hall: bool | None) -> Found:
    """Judge where a meeting was."""
    if is_town_hall is None:
        return Found(EITHER, (Missing.VENUE if venue_id is None else Missing.IS_TOWN_HALL,))
    return Found(FAILS if is_town_hall else COUNTS)


def sent_in_time(starts_on: date, sent_on: date | None, days: int, missing: Missing) -> Found:
    """Judge whether an agenda was sent at least so many days before its meeting."""
    if sent_on is None:
        return Found(EITHER, (missing,))
    return Found(COUNTS if (starts_on - sent_on).days >= days else FAILS)


def on_agenda(title: str, titles: Sequence[str], *, was_seen: bool) -> Found:
    """Judge whether an item is on an agenda. One on which nothing is was not written down.

    One that nobody has seen, since it was not sent out and only the register put anything on it, proves nothing: what
    returns by itself would be kept by itself.
    """
    if not titles or not was_seen:
        return Found(EITHER, (Missing.AGENDA,))
    return Found(COUNTS if same_words(title) in map(same_words, titles) else FAILS)


def ahead_of(day: date, scheduled_on: date | None, entered_on: date, began_on: date) -> Found:
    """Judge whether a meeting after a day was ahead on it: whether it was in the programme by then.

    Where nobody says since when it was, that is since it was entered. Before the register was used, from `began_on`
    on, that tells nothing.
    """
    known_on = scheduled_on or entered_on
    if known_on <= day:
        return Found(COUNTS)
    is_certain = scheduled_on is not None or began_on <= day
    return Found(ABSENT) if is_certain else Found(COUNTS | ABSENT, (Missing.SCHEDULED_ON,))


def from_sector(sector: str | None, sectors: Collection[str]) -> Found:
    """Judge whom a member speaks for. Null where that is nobody that is known.

    `other` is what an organisation has of which nobody has said anything, so that it tells nothing.
    """
    if sector in sectors:
        return Found(COUNTS)
    if sector is None:
        return Found(EITHER, (Missing.ORGANISATION,))
    return Found(EITHER, (Missing.SECTOR,)) if sector == Sector.OTHER else Found(FAILS)


def member_on(day: date, found: Found, started_on: date | None, entered_on: date) -> Found:
    """Judge whether a seat had been taken by a day, and how it turns out then.

    Where nobody says since when, it had been once it was entered; of a day before, that tells nothing.
    """
    if started_on is None and entered_on > day:
        return Found(found.outcomes | ABSENT, (Missing.STARTED_ON, *found.missing))
    return Found(ABSENT) if started_on is not None and started_on > day else found


def in_force(
    starts_on: date | None, ends_on: date | None, steps: Sequence[tuple[str, date]]
) -> tuple[date, date | None] | None:
    """Tell the first and the last day on which a plan is in force, by its steps in order; None if it never is.

    Only what was adopted is: from its own start or, where it has none, its first adoption, to its own end or the day
    on which it was closed or superseded. One that was opened again goes on as if it had not been closed.
    """
    first, ended_on = None, None
    for to, made_on in steps:
        if to == PlanStatus.ADOPTED:
            first = first or starts_on or made_on
        ended_on = (ended_on or made_on) if to in ENDED else None
    last = min((day for day in (ends_on, ended_on) if day is not None), default=None)
    return None if first is None or (last is not None and last < first) else (first, last)


def reviewed_in_time(
    months: int, began_on: date | None, reviews: Sequence[date], start: date, end: date, as_of: date
) -> Found:
    """Judge whether something was reviewed at least every so many months, in the stretches that end in the period.

    `reviews` are the days of all reviews up to the period's end. The first stretch begins with the last review before
    the period, or with the thing itself; where neither is known, with the first review. It counts as kept only once
    there was a review, and is not judged before the first one was due. One that is due on `as_of` may still be held.
    """
    earlier, within = [day for day in reviews if day < start], [day for day in reviews if day >= start]
    if earlier:
        due = months_after(max(earlier), months)
    elif began_on is not None:
        due = months_after(began_on, months) - timedelta(days=1)
    elif within:
        due = months_after(min(within), months)
    else:
        return Found(FAILS | ABSENT, (Missing.STARTS_ON,))
    for day in sorted(within):
        if day > due:
            return Found(FAILS)
        due = months_after(day, months)
    if due <= end and due < as_of:
        return Found(FAILS)
    return Found(COUNTS if reviews else ABSENT)

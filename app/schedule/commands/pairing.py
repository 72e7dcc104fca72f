"""Which of the rows that are kept is which of the occurrences that are wanted, so that it keeps its id."""

from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from operator import eq
from typing import Any

from app.phrases.due import PointKind
from app.schedule.queries import Kept
from app.schedule.rules import Occurrence


def paired(known: Sequence[Kept], wanted: Sequence[Occurrence]) -> dict[int, Kept]:
    """Find for each occurrence, by its place, the row that is the same one.

    That is the one of its kind and days; else of its days; else, where the same words are read otherwise now, the
    one of the same words: of what repeats, that of the same month; else one that moved there with new words.
    """
    rows = {row["id"]: row for row in known}
    places = dict(enumerate(wanted))
    found: dict[int, Kept] = {}
    said_by = Counter(_words(asdict(occurrence)) for occurrence in wanted)
    kept_by = Counter(_words(row) for row in known)
    for key in (_days_and_kind, _days, _month_and_words, _words):
        waiting: defaultdict[object, deque[str]] = defaultdict(deque)
        for id, row in rows.items():
            waiting[key(row)].append(id)
        for place, occurrence in list(places.items()):
            said = key(asdict(occurrence))
            ids = waiting.get(said) if said is not None else None
            if not ids:
                continue
            # Where the same words say several things nobody can tell which of them was ticked off.
            is_doubtful = key is _words and (said_by[said] > 1 or kept_by[said] > 1)
            if is_doubtful and rows[ids[0]]["completed_on"] is not None:
                continue
            found[place] = rows.pop(ids.popleft())
            del places[place]
    return found | _moved(known, wanted, found)


def _moved(known: Sequence[Kept], wanted: Sequence[Occurrence], found: Mapping[int, Kept]) -> dict[int, Kept]:
    """Find the rows that moved: those of a point that went are those of one that came, in their order.

    A point of which a row was found stands still, and what else it had has lapsed. What was ticked off moves nowhere,
    since its tick is of its own words and days.
    """
    still = [(row["point"], wanted[place].point) for place, row in found.items() if _is_open(row)]
    stood, stands = {before for before, _ in still}, {after for _, after in still}
    went: defaultdict[int, list[Kept]] = defaultdict(list)
    for row in known:
        if row["point"] >= 0 and row["point"] not in stood:
            went[row["point"]].append(row)
    came: defaultdict[int, list[int]] = defaultdict(list)
    for place, occurrence in enumerate(wanted):
        if occurrence.point not in stands:
            came[occurrence.point].append(place)
    moves: dict[int, Kept] = {}
    for rows, places in _matched([*went.values()], [*came.values()], wanted):
        # Of a series what is ticked off holds its place, so that what came after it still does.
        queue = rows if wanted[places[0]].rrule is not None else filter(_is_open, rows)
        for row, place in zip(queue, places, strict=False):
            if _is_open(row) and place not in found:
                moves[place] = row
    return moves


def _matched(
    went: Sequence[list[Kept]], came: Sequence[list[int]], wanted: Sequence[Occurrence]
) -> Iterator[tuple[list[Kept], list[int]]]:
    """Match the points that went with those that came, by their kinds; else any, but for what is done already."""
    olds, news = [rows for rows in went if any(map(_is_open, rows))], [*came]
    for is_alike in (eq, _are_to_do):
        for places in [*news]:
            kind = wanted[places[0]].kind
            rows = next((rows for rows in olds if is_alike(rows[0]["kind"], kind)), None)
            if rows is not None:
                olds.remove(rows)
                news.remove(places)
                yield rows, places


def _is_open(row: Kept) -> bool:
    return row["completed_on"] is None


def _are_to_do(*kinds: str) -> bool:
    return PointKind.DONE not in kinds


Identity = tuple[object, ...] | None


def _days_and_kind(row: Mapping[str, Any]) -> Identity:
    return row["kind"], row["named_earliest"], row["named_latest"]


def _days(row: Mapping[str, Any]) -> Identity:
    days = (row["named_earliest"], row["named_latest"])
    return None if days == (None, None) else days


def _month_and_words(row: Mapping[str, Any]) -> Identity:
    first = row["named_earliest"] or row["named_latest"]
    if row["rrule"] is None or first is None or not row["text"]:
        return None
    return row["text"], first.year, first.month


def _words(row: Mapping[str, Any]) -> Identity:
    return (row["text"],) if row["rrule"] is None and row["text"] else None

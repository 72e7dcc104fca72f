"""The deadlines of many new sources, written in sets: what `set_deadlines` would write for each of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson
from sqlmodel import Session

from app.core.bulk import insert_many
from app.core.callers import Caller
from app.kernel.clock import now
from app.kernel.ids import new_ids
from app.schedule.commands import Source, facts_of, values_of
from app.schedule.commands.binding import FindBody, bind
from app.schedule.commands.settling import first_due
from app.schedule.models import Deadline
from app.schedule.queries import list_naming_meetings_of
from app.schedule.rules import DeadlineSource, occurrences_of, point_from, settle

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Said:
    """What points say of any source: its deadlines, but for whose they are, and the first day on which it is due."""

    rows: Sequence[Values]
    due_on: date | None
    names_a_meeting: bool


class NewDeadlines:
    """Gathers the deadlines of sources that are new, and writes them all at once.

    The same words are said of many actions, so what follows from points is worked out once for all who have the same.
    """

    def __init__(self, source: DeadlineSource) -> None:
        self._source = source
        self._today = now().date()
        self._said: dict[tuple[bytes, bool], Said] = {}
        self._added: list[tuple[Values, Values]] = []
        self._naming: list[str] = []

    def add(self, source: Source, points: Sequence[Mapping[str, Any]]) -> date | None:
        """Add those of a source; give the first day on which something is due by its points."""
        key = orjson.dumps(points), source.is_closed
        said = self._said.get(key)
        if said is None:
            said = self._said[key] = self._say(source, points)
        facts = facts_of(source)
        self._added += [(row, facts) for row in said.rows]
        if said.names_a_meeting:
            self._naming.append(source.source_id)
        return said.due_on

    def write(self, session: Session, caller: Caller, find_body: FindBody) -> None:
        """Write what was added, and bind to its meeting what names one. The sources must be there by now."""
        at = now()
        ids = new_ids(len(self._added))
        kept = {"version": 1, "created_at": at, "updated_at": at}
        rows = [{**row, **facts, **kept, "id": id} for (row, facts), id in zip(self._added, ids, strict=True)]
        insert_many(session, Deadline.__table__, rows)
        if self._naming:
            bind(session, caller, list_naming_meetings_of(session, self._source, self._naming), find_body)
        self._added, self._naming = [], []

    def _say(self, source: Source, points: Sequence[Mapping[str, Any]]) -> Said:
        occurrences = occurrences_of([point_from(point) for point in points], self._today)
        rows = [
            values_of(source, place, one, None, points[one.point]) for place, one in enumerate(occurrences)
        ]
        settle(rows)
        naming = any(row["body"] is not None or row["meeting_id"] is not None for row in rows)
        return Said(rows, first_due(rows), naming)

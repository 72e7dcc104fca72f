"""What is due at a meeting hangs on it: bound where the words name it, moved when it moves, told why."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import update
from sqlmodel import Session

from app.core.callers import Caller
from app.kernel.clock import now
from app.ledger.rules import Verb
from app.phrases.edtf import edtf_of
from app.schedule.commands.recording import record_of_deadline
from app.schedule.commands.settling import tell_source
from app.schedule.models import Deadline
from app.schedule.queries import Kept, find_meeting_facts, list_meetings_named
from app.schedule.rules import Binding, MeetingFacts, bound_days, choose_meeting, placed

FindBody = Callable[[Session, str, str | None], Sequence[str]]
"""Finds the sub-groups that words may name: by the words, "" where there are none, and the sub-group to which the plan
belongs. It is handed in by the rooms that know sub-groups."""

Values = dict[str, Any]
_table = Deadline.__table__
_MOVING = ("meeting_id", "earliest", "latest")


def bind(
    session: Session, caller: Caller, rows: Sequence[Kept], find_body: FindBody, *, is_given: bool = False
) -> None:
    """Bind deadlines anew to the meetings that their words name, as these stand now.

    What moves, is bound or is set free by that is recorded with the reason. What `is_given` to another owner is set
    free where nobody's meeting is meant any more.
    """
    # Many rows name the same body, which is looked for once.
    find_body = _remembering(find_body)
    moved = {
        (row["source"], row["source_id"]): None
        for row in rows
        if _bind_one(session, caller, row, find_body, is_given=is_given)
    }
    for source, source_id in moved:
        tell_source(session, source, source_id)


def _remembering(find_body: FindBody) -> FindBody:
    found: dict[tuple[str, str | None], Sequence[str]] = {}

    def find(session: Session, words: str, owner_id: str | None) -> Sequence[str]:
        if (words, owner_id) not in found:
            found[words, owner_id] = find_body(session, words, owner_id)
        return found[words, owner_id]

    return find


def _bind_one(session: Session, caller: Caller, row: Kept, find_body: FindBody, *, is_given: bool) -> bool:
    present = find_meeting_facts(session, row["meeting_id"])
    binding, meeting = _choose(session, row, present, find_body, is_given=is_given)
    named = (row["named_earliest"], row["named_latest"])
    earliest, latest = bound_days(named, meeting)
    edtf = row["named_edtf"] if (earliest, latest) == named else edtf_of(earliest, latest)
    rank, listed_on = placed(row["kind"], earliest, latest)
    after: Values = {
        "binding": binding and binding.value,
        # One that a person chose and that was deleted may come back.
        "meeting_id": row["meeting_id"] if binding == Binding.CHOSEN else meeting and meeting.meeting_id,
        "earliest": earliest,
        "latest": latest,
        "edtf": edtf,
        "rank": int(rank),
        "listed_on": listed_on,
    }
    if all(row[name] == value for name, value in after.items()):
        return False
    version = row["version"] + 1
    changed = update(_table).where(_table.c.id == row["id"])
    session.execute(changed.values(**after, version=version, updated_at=now()))
    is_moved = any(row[name] != after[name] for name in _MOVING)
    if is_moved or binding in (Binding.AMBIGUOUS, Binding.CANCELLED):
        reason = _reason(row, binding, meeting, is_there=present is not None)
        told = {name: after[name] for name in (*_MOVING, "binding")}
        record_of_deadline(session, caller, Verb.UPDATED, row, told, reason)
    return True


def _choose(
    session: Session, row: Kept, present: MeetingFacts | None, find_body: FindBody, *, is_given: bool
) -> tuple[Binding | None, MeetingFacts | None]:
    if row["body"] is None and row["binding"] != Binding.CHOSEN:
        return None, None
    groups = () if row["body"] is None else find_body(session, row["body"], row["owner_id"])
    named: Sequence[MeetingFacts] = ()
    is_chosen = row["binding"] == Binding.CHOSEN
    if groups:
        named = list_meetings_named(session, groups, row["meets_from"], row["meets_to"])
    if (groups or is_given) and present is not None and present.sub_group_id not in groups and not is_chosen:
        # It has become another body's meeting, which is not the one that the words name.
        present = None
    return choose_meeting(present, named, is_chosen=is_chosen)


def _reason(row: Kept, binding: Binding | None, meeting: MeetingFacts | None, *, is_there: bool) -> str:
    """Say why a deadline hangs on another meeting, or day, than it did."""
    has_own_days = (row["named_earliest"], row["named_latest"]) != (None, None)
    stands = "what the words name stands again" if has_own_days or row["text"] else "it has no day for now"
    if meeting is not None and meeting.is_cancelled:
        return f"{meeting.title!r} of {meeting.held_on} is cancelled: {stands}."
    was_bound = (row["earliest"], row["latest"]) != (row["named_earliest"], row["named_latest"])
    if meeting is not None and row["meeting_id"] == meeting.meeting_id and was_bound:
        return f"{meeting.title!r} is on {meeting.held_on} now; it was on {row['latest'] or row['earliest']}."
    if meeting is not None:
        return f"It is due at {meeting.title!r}, which is on {meeting.held_on}."
    if binding == Binding.AMBIGUOUS:
        return "The words could mean several meetings: somebody must choose."
    if row["meeting_id"] is None:
        return "No meeting is known that the words could mean now."
    if is_there:
        return f"Its meeting is not one that the words mean now: {stands}."
    return f"Its meeting is no longer there: {stands}."

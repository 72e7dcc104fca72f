"""How attendance is read, and whom the public does not see."""

from sqlalchemy import select
from sqlmodel import Session

from app.core.filters import among, names, with_key
from app.core.listing import Item, Listing, View, columns_of
from app.core.pagination import SortKey
from app.meetings.models import Attendance
from app.meetings.schemas.attendances import AttendanceRead
from app.partners.models import Person
from app.sub_groups.queries.members import (
    MEMBER_COLUMNS,
    of_organisations,
    with_members_and_posts,
    without_private_person,
)

_attendance = Attendance.__table__.c
PARTIES = ("person_id", "organisation_id", "post_id")


def _shape(item: Item, view: View) -> None:
    without_private_person(item, view)
    if not view.caller.sees_partners:
        item["note"] = None


# There is no search and no sorting by name: both would tell the public about the names that it is not shown.
ATTENDANCES = Listing(
    table=Attendance,
    read=AttendanceRead,
    columns={**columns_of(Attendance, AttendanceRead), **MEMBER_COLUMNS},
    source=with_members_and_posts(Attendance.__table__),
    filters=(
        among("status", _attendance.status),
        with_key(names("person", _attendance.person_id, Person)),
        of_organisations(Attendance.__table__),
    ),
    sorts={"updated_at": SortKey(_attendance.updated_at)},
    shape=_shape,
    parent=_attendance.meeting_id,
)


def find_attendance(session: Session, meeting_id: str, party: str, id: str | None) -> Attendance | None:
    """Find the live attendance at a meeting of the party that this link, such as `person_id`, names, or None."""
    if id is None:
        return None
    mine = (_attendance.meeting_id == meeting_id, _attendance.deleted_at.is_(None))
    return session.scalars(select(Attendance).where(*mine, _attendance[party] == id)).first()


def list_attendances(session: Session, party: str, id: str) -> list[Attendance]:
    """List all live attendances of the party that this link, such as `person_id`, names."""
    mine = select(Attendance).where(_attendance[party] == id, _attendance.deleted_at.is_(None))
    return [*session.scalars(mine.order_by(_attendance.id))]

"""How papers are read, and which minutes a meeting is still to approve."""

from collections.abc import Sequence

from sqlalchemy import and_, or_, select
from sqlmodel import Session

from app.core.filters import among, names, search
from app.core.listing import Item, Listing, View, columns_of
from app.core.pagination import SortKey
from app.meetings.models import AgendaItem, Meeting, Paper
from app.meetings.rules import PaperKind
from app.meetings.rules.minutes import minutes_status
from app.meetings.schemas.papers import PaperRead

_paper = Paper.__table__.c
_meeting = Meeting.__table__.c


_approving = Meeting.__table__.alias("approving")
_approved_in_public = (
    select(_approving.c.id)
    .where(_approving.c.id == _paper.approval_meeting_id, _approving.c.visibility == "public")
    .exists()
)


def _shape(item: Item, view: View) -> None:
    status = minutes_status(item["kind"], item["approved_on"])
    item["status"] = status and status.value
    is_public = item.pop("_approved_in_public")
    if not view.caller.sees_partners:
        item["author"] = None
        if not is_public:
            item["approval_meeting_id"] = item["approval_decision_id"] = None


PAPERS = Listing(
    table=Paper,
    read=PaperRead,
    columns={**columns_of(Paper, PaperRead), "_approved_in_public": _approved_in_public},
    filters=(
        among("kind", _paper.kind),
        among("purpose", _paper.purpose),
        names("agenda_item", _paper.agenda_item_id, AgendaItem),
        among("visibility", _paper.visibility),
        search(_paper.title, _paper.reference),
    ),
    sorts={
        "reference": SortKey(_paper.reference_key),
        "title": SortKey(_paper.title),
        "written_on": SortKey(_paper.written_on, nullable=True),
        "updated_at": SortKey(_paper.updated_at),
    },
    visible=_paper.visibility == "public",
    shape=_shape,
    parent=_paper.meeting_id,
)

_MINUTES_TO_APPROVE = Listing(
    table=Paper,
    read=PaperRead,
    columns={
        **PAPERS.columns,
        "_sub_group_id": _meeting.sub_group_id,
        "_held_on": _meeting.starts_on,
    },
    source=Paper.__table__.join(
        Meeting.__table__,
        and_(
            _meeting.id == _paper.meeting_id,
            _meeting.deleted_at.is_(None),
            _paper.kind == PaperKind.MINUTES.value,
            _paper.approved_on.is_(None),
        ),
    ),
    sorts={"held_on": SortKey(_meeting.starts_on)},
    default_sort="held_on",
    visible=and_(_paper.visibility == "public", _meeting.visibility == "public"),
    shape=_shape,
)


def embed_minutes_to_approve(session: Session, meetings: Sequence[Item], view: View) -> None:
    """Show the minutes of earlier meetings of the sub-group that no meeting has approved yet."""
    groups = {meeting["sub_group_id"] for meeting in meetings}
    waiting = [
        (minutes.pop("_sub_group_id"), minutes.pop("_held_on"), minutes)
        for minutes in _MINUTES_TO_APPROVE.related(session, view, _meeting.sub_group_id, groups)
    ]
    for meeting in meetings:
        meeting["minutes_to_approve"] = [
            minutes
            for sub_group_id, held_on, minutes in waiting
            if sub_group_id == meeting["sub_group_id"] and held_on < meeting["starts_on"]
        ]


def list_approved_minutes(session: Session, meeting_id: str) -> Sequence[Paper]:
    """List the live minutes that the meeting approved, of live meetings, and its own that were approved."""
    approval = _paper.approval_meeting_id.is_not(None) & _paper.deleted_at.is_(None)
    theirs = or_(_paper.approval_meeting_id == meeting_id, _paper.meeting_id == meeting_id)
    found = select(Paper).join(Meeting.__table__, _meeting.id == _paper.meeting_id)
    # The meeting itself may be one that is just being deleted.
    shown = or_(_meeting.deleted_at.is_(None), _meeting.id == meeting_id)
    return session.scalars(found.where(approval, theirs, shown).order_by(_paper.id)).all()


def list_minutes(session: Session, meeting_id: str) -> Sequence[Paper]:
    """List the live minutes of a meeting."""
    mine = (_paper.meeting_id == meeting_id, _paper.kind == PaperKind.MINUTES, _paper.deleted_at.is_(None))
    return session.scalars(select(Paper).where(*mine).order_by(_paper.id)).all()


def list_approved_by(session: Session, decision_id: str) -> Sequence[Paper]:
    """List the live minutes that were approved by the decision."""
    mine = (_paper.approval_decision_id == decision_id, _paper.deleted_at.is_(None))
    return session.scalars(select(Paper).where(*mine).order_by(_paper.id)).all()

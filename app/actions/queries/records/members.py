"""What a record is: its kind, the members of its item, and what these point to."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from app.core.chunks import rows_among
from app.core.listing import Item
from app.meetings.models import Meeting
from app.partners.models import Organisation, Person, Post
from app.plans.models import Criterion
from app.sub_groups.models import SubGroup

MEMBERS: dict[str, tuple[str, ...]] = {
    "organisation": ("reference", "name", "acronym", "other_names", "sector", "website"),
    "sub_group": ("reference", "name", "other_names", "kind"),
    "person": ("reference", "name", "other_names", "organisation_id", "is_name_public"),
    "post": ("reference", "title", "other_names", "organisation_id", "holder_id", "is_vacant"),
    "criterion": ("reference", "framework", "title", "position"),
    "plan": ("reference", "title", "kind", "starts_on", "ends_on", "document_date", "sub_group_id"),
    "glossary_term": ("term", "meaning"),
    "theme": ("number", "title", "position", "criterion_id"),
    "issue": ("reference", "text", "position"),
    "action": (
        *("reference", "text", "position", "current_situation", "status", "rag", "percent", "origin"),
        *("cross_cutting", "themes", "issues", "cluster_ids", "lead_text", "leads", "due"),
    ),
    "milestone": ("action", "title", "position", "due", "status", "met_on"),
    "progress_update": ("action", "reported_on", "author", "text", "status", "rag", "percent"),
    "relation": ("action", "kind", "other"),
}
"""The members of the items of each kind, in their order; the kinds stand in the order of their records."""

POINTING: dict[str, type[Any]] = {
    "organisation_id": Organisation,
    "person_id": Person,
    "holder_id": Person,
    "post_id": Post,
    "sub_group_id": SubGroup,
    "cluster_ids": SubGroup,
    "criterion_id": Criterion,
    "meeting_id": Meeting,
}
"""What the members that hold references point to."""


Record = tuple[str, Item, str]
"""One thing as another register takes it: its kind and its item; and the id that it has in this one."""


def record_of(kind: str, item: Item, id: str) -> Record:
    """Make a record of something that is read with more than a record has."""
    return kind, {name: item[name] for name in MEMBERS[kind]}, id


def references_of(session: Session, name: str, ids: Iterable[str | None]) -> dict[str, str]:
    """Read the references of what a member holds these ids of, and what is not deleted."""
    wanted = {id for id in ids if isinstance(id, str)}
    if not wanted:
        return {}
    columns = POINTING[name].__table__.c
    live = select(columns.id, columns.reference).where(columns.deleted_at.is_(None))
    return {row.id: row.reference for row in rows_among(session, live, columns.id, wanted)}

"""How the skills and interests of members are read."""

from sqlalchemy import and_

from app.core.filters import among, names, search
from app.core.listing import Listing, columns_of
from app.core.pagination import SortKey
from app.sub_groups.models import Membership, Skill
from app.sub_groups.queries.members import NAME, with_members
from app.sub_groups.schemas import SkillRead

_skill = Skill.__table__.c
_membership = Membership.__table__.c

SKILLS = Listing(
    table=Skill,
    read=SkillRead,
    columns={**columns_of(Skill, SkillRead), "name": NAME},
    # Skills go with their membership, and come back with it.
    source=with_members(
        Skill.__table__.join(
            Membership.__table__,
            and_(_membership.id == _skill.membership_id, _membership.deleted_at.is_(None)),
        ),
        Membership.__table__,
    ),
    filters=(
        among("kind", _skill.kind),
        names("membership", _skill.membership_id, Membership),
        search(_skill.text),
    ),
    sorts={
        "noted_on": SortKey(_skill.noted_on, nullable=True),
        "text": SortKey(_skill.text),
        "updated_at": SortKey(_skill.updated_at),
    },
    parent=_skill.sub_group_id,
)

"""The routes of sub-groups, memberships, and the skills of members."""

from functools import reduce

from fastapi import APIRouter

from app.core.resource import Follow, Resource
from app.core.routes import add_resource
from app.sub_groups.commands import WRITE_MEMBERSHIPS, WRITE_SKILLS, WRITE_SUB_GROUPS
from app.sub_groups.queries import MEMBERSHIPS, SUB_GROUPS
from app.sub_groups.queries.skills import SKILLS
from app.sub_groups.schemas import (
    MembershipCreate,
    MembershipQuery,
    MembershipUpdate,
    SkillCreate,
    SkillQuery,
    SkillUpdate,
    SubGroupCreate,
    SubGroupQuery,
    SubGroupUpdate,
)

RESOURCES = (
    Resource(
        plural="sub_groups",
        listing=SUB_GROUPS,
        writer=WRITE_SUB_GROUPS,
        create=SubGroupCreate,
        update=SubGroupUpdate,
        query=SubGroupQuery,
    ),
    Resource(
        plural="memberships",
        listing=MEMBERSHIPS,
        writer=WRITE_MEMBERSHIPS,
        create=MembershipCreate,
        update=MembershipUpdate,
        query=MembershipQuery,
        parent=SUB_GROUPS,
        parent_column="sub_group_id",
    ),
    Resource(
        plural="skills",
        listing=SKILLS,
        writer=WRITE_SKILLS,
        create=SkillCreate,
        update=SkillUpdate,
        query=SkillQuery,
        parent=SUB_GROUPS,
        parent_column="sub_group_id",
        read_scope="read",
    ),
)


def make_router(*follows: Follow) -> APIRouter:
    """Make the routes; `follows` bring in step what rooms above keep of sub-groups."""
    router = APIRouter(tags=["sub-groups"])
    for resource in RESOURCES:
        add_resource(router, reduce(Resource.followed_by, follows, resource))
    return router

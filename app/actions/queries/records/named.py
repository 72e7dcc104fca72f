"""What a plan names and does not hold: the parties that lead, own or have to do with it, and its criteria."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from app.actions.models import Action, ActionCluster, Lead
from app.core.listing import Item, Listing
from app.partners.models import Organisation, Person, Post
from app.partners.queries import ORGANISATIONS, PEOPLE, POSTS
from app.plans.models import Criterion, Theme
from app.plans.queries import CRITERIA
from app.sub_groups.models import SubGroup
from app.sub_groups.queries import SUB_GROUPS

_action = Action.__table__.c
_lead = Lead.__table__.c
_cluster = ActionCluster.__table__.c
_person = Person.__table__.c
_post = Post.__table__.c
_organisation = Organisation.__table__.c
_sub_group = SubGroup.__table__.c
_theme = Theme.__table__.c


def named_by_plan(plan: Item) -> Iterator[tuple[str, Listing, ColumnElement[bool]]]:
    """Say of each kind by which listing its things are read, and which of them a plan names."""

    def of_plan(named_by: ColumnElement[Any], party: ColumnElement[Any]) -> ColumnElement[bool]:
        """Tell whether any action of the plan names a party.

        To ask that of each party is soon answered; to gather all that the actions name takes longer than to read them.
        """
        its = (_action.plan_id == plan["id"], _action.deleted_at.is_(None))
        action = select(_action.id).where(_action.id == named_by.table.c.action_id, *its).exists()
        return select(named_by).where(named_by == party, action).exists()

    # People who are not shown are shown by the posts that they hold, and by whom they work for.
    posts = or_(of_plan(_lead.post_id, _post.id), of_plan(_lead.person_id, _post.holder_id))
    people = or_(of_plan(_lead.person_id, _person.id), _person.id.in_(select(_post.holder_id).where(posts)))
    organisations = or_(
        of_plan(_lead.organisation_id, _organisation.id),
        of_plan(_lead.affiliation_id, _organisation.id),
        _organisation.id.in_(select(_person.organisation_id).where(people)),
        _organisation.id.in_(select(_post.organisation_id).where(posts)),
    )
    groups = or_(
        _sub_group.id == plan["sub_group_id"],
        of_plan(_lead.sub_group_id, _sub_group.id),
        of_plan(_cluster.sub_group_id, _sub_group.id),
    )
    themes = select(_theme.criterion_id).where(_theme.plan_id == plan["id"], _theme.deleted_at.is_(None))
    yield "organisation", ORGANISATIONS, organisations
    yield "sub_group", SUB_GROUPS, groups
    yield "person", PEOPLE, people
    yield "post", POSTS, posts
    yield "criterion", CRITERIA, Criterion.__table__.c.id.in_(themes)

"""The groups that the actions of a plan are counted in: by theme, cluster, lead, organisation or criterion."""

from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, bindparam, func, select
from sqlmodel import Session

from app.actions.models import Action, ActionCluster, ActionTheme, Lead
from app.actions.queries.leads import leads_of
from app.actions.rules import LeadKind
from app.actions.rules.progress import ProgressBy
from app.core.db import Table
from app.core.links import address
from app.core.listing import Item, View
from app.partners.models import Organisation, Person, Post
from app.plans.models import Criterion, Theme
from app.sub_groups.models import SubGroup

_action = Action.__table__.c
_themed = ActionTheme.__table__.c
_clustered = ActionCluster.__table__.c
_lead = Lead.__table__.c
_theme = Theme.__table__.c
_criterion = Criterion.__table__.c
_sub_group = SubGroup.__table__.c
_organisation = Organisation.__table__.c
_person = Person.__table__.c
_post = Post.__table__.c

_IN_PLAN = (_action.plan_id == bindparam("plan_id"), _action.deleted_at.is_(None))
_THEMES = (
    select(_action.id.label("action_id"), _theme.id, _theme.plan_id, _theme.number, _theme.title)
    .join_from(Action.__table__, ActionTheme.__table__, _themed.action_id == _action.id)
    .join(Theme.__table__, _theme.id == _themed.theme_id)
    .where(*_IN_PLAN)
)
_CRITERIA = (
    select(_action.id.label("action_id"), _criterion.id, _criterion.position, _criterion.title)
    .join_from(Action.__table__, ActionTheme.__table__, _themed.action_id == _action.id)
    .join(Theme.__table__, _theme.id == _themed.theme_id)
    .join(Criterion.__table__, _criterion.id == _theme.criterion_id)
    .where(*_IN_PLAN)
)
_CLUSTERS = (
    select(_action.id.label("action_id"), _sub_group.id, _sub_group.name)
    .join_from(Action.__table__, ActionCluster.__table__, _clustered.action_id == _action.id)
    .join(SubGroup.__table__, _sub_group.id == _clustered.sub_group_id)
    .where(*_IN_PLAN)
)
# Whom someone belongs to, as the filter `organisation` of the list of actions takes it.
_THEIRS = func.coalesce(
    _lead.organisation_id, _person.organisation_id, _post.organisation_id, _lead.affiliation_id
)
_ORGANISATIONS = (
    select(_action.id.label("action_id"), _organisation.id, _organisation.name)
    .join_from(Action.__table__, Lead.__table__, _lead.action_id == _action.id)
    .outerjoin(Person.__table__, _person.id == _lead.person_id)
    .outerjoin(Post.__table__, _post.id == _lead.post_id)
    .join(Organisation.__table__, _organisation.id == _THEIRS)
    .where(*_IN_PLAN)
)


MOST_IDS = 10_000


@dataclass(frozen=True, slots=True)
class Group:
    """Something that actions are counted under; `order` is its place among the others."""

    order: tuple[int, str]
    kind: str | None = None
    id: str | None = None
    name: str | None = None
    url: str | None = None
    organisation: str | None = None

    def shown(self) -> Item:
        """Give what is shown of it."""
        names = ("kind", "id", "name", "organisation", "url")
        return {name: getattr(self, name) for name in names}


NO_GROUP = Group((1_000_001, ""))
"""What is in none is counted under this, and told last."""

Groups = dict[str, set[Group]]


def groups_in_plan(
    session: Session, by: ProgressBy, plan_id: str, action_ids: Collection[str], view: View
) -> Groups:
    """Tell in which groups each action of a plan is. People are told as the caller may see them."""
    if by == ProgressBy.LEAD:
        return _by_lead(session, action_ids, view)
    statement, group_of = _MADE[by]
    found: defaultdict[str, set[Group]] = defaultdict(set)
    for row in session.execute(statement, {"plan_id": plan_id}).mappings():
        found[row["action_id"]].add(group_of(row))
    return found


def _group(table: type[Table], row: Any, name: str, place: int = 0) -> Group:
    return Group((place, name), table.__tablename__, row["id"], name, address(table.__table__, dict(row)))


_MADE: dict[ProgressBy, tuple[Select[Any], Callable[[Any], Group]]] = {
    ProgressBy.THEME: (
        _THEMES,
        lambda row: _group(Theme, row, f"{row['number']}. {row['title']}", row["number"]),
    ),
    ProgressBy.CRITERION: (
        _CRITERIA,
        lambda row: _group(Criterion, row, row["title"], row["position"]),
    ),
    ProgressBy.CLUSTER: (_CLUSTERS, lambda row: _group(SubGroup, row, row["name"])),
    ProgressBy.ORGANISATION: (_ORGANISATIONS, lambda row: _group(Organisation, row, row["name"])),
}


def _by_lead(session: Session, action_ids: Collection[str], view: View) -> Groups:
    ids, found = list(action_ids), Groups()
    # No database takes any number of ids at once.
    for start in range(0, len(ids), MOST_IDS):
        leads = leads_of(session, ids[start : start + MOST_IDS], view)
        found |= {id: {_led_by(lead) for lead in named} for id, named in leads.items()}
    return found


_PARTIES: dict[str, type[Table]] = {
    LeadKind.PERSON: Person,
    LeadKind.ORGANISATION: Organisation,
    LeadKind.POST: Post,
    LeadKind.SUB_GROUP: SubGroup,
}


def _led_by(lead: Item) -> Group:
    """Make the group of a lead; those who are to be found are one, and so are those whose names are not shown."""
    kind = str(lead["kind"])
    id = lead[f"{kind}_id"] if kind in _PARTIES else None
    name = None if kind == LeadKind.VACANT else lead["name"]
    url = f"{_PARTIES[kind].__path__}/{id}" if id is not None else None
    return Group((int(name is None), name or kind), kind, id, name, url, lead["organisation"])

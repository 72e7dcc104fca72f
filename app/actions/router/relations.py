"""The routes of relations between actions.

They are those of every resource, but that a relation is found under both of its actions, so that the conventions of
what is found under one thing alone don't hold of it; nor is it ever changed, only deleted.
"""

from fastapi import APIRouter

from app.actions.commands.relations import WRITE_RELATIONS
from app.actions.queries import ACTIONS
from app.actions.queries.relations import RELATIONS
from app.actions.schemas.relations import RelationCreate, RelationQuery
from app.core.resource import Resource
from app.core.routes.reads import add_list, add_read
from app.core.routes.writes import add_create, add_delete, add_undelete

router = APIRouter(tags=["actions"])

_RELATIONS = Resource(
    plural="action_relations",
    listing=RELATIONS,
    writer=WRITE_RELATIONS,
    create=RelationCreate,
    query=RelationQuery,
    parent=ACTIONS,
    parent_column="action_id",
    other_end="other_id",
)
for add in (add_list, add_create, add_read, add_delete, add_undelete):
    add(router, _RELATIONS)

"""The routes that every resource has, made from its description: list, read, create, change, delete, undelete,
and upsert by reference.

So the conventions of the API (paging, filters, merge patch, ETag and If-Match, idempotency, soft deletion,
visibility) are written once. A room's router describes its resources here and adds the routes that only it has.
"""

from fastapi import APIRouter

from app.core.db import Referenced
from app.core.resource import Resource
from app.core.routes.reads import add_by_reference, add_list, add_read
from app.core.routes.writes import add_change, add_create, add_delete, add_undelete, add_upsert

__all__ = ["add_resource"]


def add_resource(router: APIRouter, resource: Resource) -> None:
    """Add the routes of a resource to a room's router."""
    add_list(router, resource)
    if resource.create is not None:
        add_create(router, resource)
    if resource.create is not None and resource.parent is None and issubclass(resource.table, Referenced):
        add_by_reference(router, resource)
        add_upsert(router, resource)
    add_read(router, resource)
    if resource.update is not None:
        add_change(router, resource)
        add_delete(router, resource)
        add_undelete(router, resource)

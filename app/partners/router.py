"""The routes of organisations, people and posts."""

from fastapi import APIRouter

from app.core.resource import Follow, Resource
from app.core.routes import add_resource
from app.partners.commands import WRITE_ORGANISATIONS, WRITE_PEOPLE, WRITE_POSTS
from app.partners.queries import ORGANISATIONS, PEOPLE, POSTS
from app.partners.schemas import (
    OrganisationCreate,
    OrganisationQuery,
    OrganisationUpdate,
    PersonCreate,
    PersonQuery,
    PersonUpdate,
    PostCreate,
    PostQuery,
    PostUpdate,
)

RESOURCES = (
    Resource(
        plural="organisations",
        listing=ORGANISATIONS,
        writer=WRITE_ORGANISATIONS,
        create=OrganisationCreate,
        update=OrganisationUpdate,
        query=OrganisationQuery,
    ),
    Resource(
        plural="people",
        listing=PEOPLE,
        writer=WRITE_PEOPLE,
        create=PersonCreate,
        update=PersonUpdate,
        query=PersonQuery,
    ),
    Resource(
        plural="posts",
        listing=POSTS,
        writer=WRITE_POSTS,
        create=PostCreate,
        update=PostUpdate,
        query=PostQuery,
    ),
)


def make_router(follow: Follow) -> APIRouter:
    """Make the routes; `follow` brings in step what rooms above keep by the names of parties."""
    router = APIRouter(tags=["partners"])
    for resource in RESOURCES:
        add_resource(router, resource.followed_by(follow))
    return router

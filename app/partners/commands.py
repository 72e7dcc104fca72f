"""How organisations, people and posts are written."""

from typing import Any

from sqlmodel import Session

from app.core.links import refuse_circle
from app.kernel.text import slug
from app.ledger.commands import Writer
from app.partners.models import Organisation, Person, Post
from app.partners.rules import PostIsHeld


def _name_organisation(_session: Session, values: dict[str, Any]) -> str:
    return slug(values.get("acronym") or values["name"])


def _fill_post(_session: Session, _post: Post | None, values: dict[str, Any]) -> dict[str, Any]:
    """A post that is given a holder is vacant no more, unless the same request says that it is."""
    return {"is_vacant": False, **values} if values.get("holder_id") is not None else values


def _refuse_vacant_and_held(_session: Session, post: Post) -> None:
    if post.is_vacant and post.holder_id is not None:
        raise PostIsHeld


WRITE_ORGANISATIONS = Writer(table=Organisation, name=_name_organisation, check=refuse_circle)
WRITE_PEOPLE = Writer(table=Person)
WRITE_POSTS = Writer(table=Post, prepare=_fill_post, check=_refuse_vacant_and_held)

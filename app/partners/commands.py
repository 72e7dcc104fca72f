"""How organisations, people and posts are written."""

from typing import Any

from sqlmodel import Session

from app.core.links import refuse_circle
from app.kernel.text import slug
from app.ledger.commands import Writer
from app.partners.models import Organisation, Person, Post


def _name_organisation(_session: Session, values: dict[str, Any]) -> str:
    return slug(values.get("acronym") or values["name"])


WRITE_ORGANISATIONS = Writer(table=Organisation, name=_name_organisation, check=refuse_circle)
WRITE_PEOPLE = Writer(table=Person)
WRITE_POSTS = Writer(table=Post)

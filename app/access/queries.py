"""Whose key a token is, and the list of keys."""

from hashlib import sha256
from typing import Any

from sqlalchemy import Row, select
from sqlmodel import Session

from app.access.models import Key
from app.access.schemas import KeyRead
from app.core.filters import search
from app.core.listing import Listing, columns_of
from app.core.pagination import SortKey

_columns = Key.__table__.c
_IDENTIFY = select(
    _columns.id, _columns.name, _columns.scopes, _columns.organisation_id, _columns.last_used_at
)

KEYS = Listing(
    table=Key,
    read=KeyRead,
    columns=columns_of(Key, KeyRead),
    filters=(search(_columns.name),),
    sorts={"name": SortKey(_columns.name), "created_at": SortKey(_columns.created_at)},
    default_sort="created_at",
)


def digest_of(secret: str) -> str:
    """Make the hash under which a secret is kept. A random secret of 256 bits needs no slow hash."""
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def find_key(session: Session, secret: str) -> Row[Any] | None:
    """Find the live key with the secret, or None."""
    live = (
        _columns.digest == digest_of(secret),
        _columns.revoked_at.is_(None),
        _columns.deleted_at.is_(None),
    )
    return session.execute(_IDENTIFY.where(*live)).first()


def any_key_exists(session: Session) -> bool:
    """Tell whether there is a key that is not revoked."""
    live = (_columns.revoked_at.is_(None), _columns.deleted_at.is_(None))
    return session.execute(select(_columns.id).where(*live).limit(1)).first() is not None

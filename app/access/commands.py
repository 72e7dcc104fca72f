"""Keys made and revoked."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlmodel import Session

from app.access.models import Key
from app.access.queries import digest_of, find_key
from app.core.callers import Caller
from app.core.db import Sessions, reading, writing
from app.core.errors import Busy
from app.kernel.clock import now
from app.ledger.commands import Writer

WRITE_KEYS = Writer(table=Key)
KEYS_BEGIN = "pp_"
USE_IS_NOTED_EVERY = timedelta(hours=1)
# Only bookkeeping: who reads must not wait for a long import to have it done.
WAIT_TO_NOTE_MS = 20


def identify(sessions: Sessions, secret: str) -> Caller | None:
    """Find who the secret belongs to, or None. Notes the use of the key, at most hourly."""
    with reading(sessions) as session:
        found = find_key(session, secret)
    if found is None:
        return None
    if _is_long_ago(found.last_used_at):
        _note_use(sessions, found.id)
    return Caller("key", found.id, found.name, frozenset(found.scopes), found.organisation_id)


def _is_long_ago(used_at: datetime | None) -> bool:
    return used_at is None or now() - used_at > USE_IS_NOTED_EVERY


def _note_use(sessions: Sessions, key_id: str) -> None:
    try:
        with writing(sessions, WAIT_TO_NOTE_MS) as session:
            columns = Key.__table__.c
            session.execute(update(Key.__table__).where(columns.id == key_id).values(last_used_at=now()))
    except Busy:
        # The next use notes it.
        return


def create_key(
    session: Session, caller: Caller, name: str, scopes: list[str], organisation_id: str | None
) -> tuple[Key, str]:
    """Make a key, and give it with its secret, which is kept nowhere. `organisation_id` may be a reference."""
    secret = KEYS_BEGIN + secrets.token_urlsafe(32)
    values = {
        "name": name,
        "scopes": sorted(set(scopes)),
        "organisation_id": organisation_id,
        "beginning": secret[:8],
        "digest": digest_of(secret),
    }
    return WRITE_KEYS.create(session, caller, values), secret


def revoke_key(session: Session, caller: Caller, key: Key) -> Key:
    """End a key for good; revoking twice changes nothing."""
    if key.revoked_at is not None:
        return key
    return WRITE_KEYS.update(session, caller, key, {"revoked_at": now()})

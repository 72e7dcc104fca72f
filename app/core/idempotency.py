"""Idempotency keys: a POST that is repeated with its key is answered as the first time, and done once.

Source: the IETF draft "The Idempotency-Key HTTP Header Field". Kept for 24 hours, in the transaction of what
was done, so that either both are kept or neither.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Annotated, ClassVar

from fastapi import Header
from sqlalchemy import delete
from sqlmodel import Field, Session

from app.core.callers import Caller
from app.core.db import JSON_VALUE, STAYS, WORDS, Rows
from app.core.errors import IdempotencyKeyReused
from app.core.http import Answer
from app.kernel.clock import now

KEPT_FOR = timedelta(hours=24)

IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=200,
        pattern=r"^[\x21-\x7e]+$",
        description="Makes a repetition of the request harmless for 24 hours.",
    ),
]


class StoredAnswer(Rows, table=True):
    """An answer that was given to a request with an Idempotency-Key."""

    __tablename__: ClassVar[str] = "stored_answer"
    __table_args__ = ({"info": STAYS},)

    caller_id: str = Field(primary_key=True, sa_type=WORDS)
    key: str = Field(primary_key=True, sa_type=WORDS)
    request: str = Field(sa_type=WORDS)
    status: int
    headers: dict[str, str] = Field(sa_type=JSON_VALUE)
    content: str = Field(sa_type=WORDS)
    at: datetime = Field(default_factory=now, index=True)


def digest(*parts: str | bytes) -> str:
    """Make the digest by which two requests are told to be the same."""
    made = sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        made.update(len(data).to_bytes(8, "big"))
        # By itself: together they would be a copy, and a file may be large.
        made.update(data)
    return made.hexdigest()


def once(
    session: Session, caller: Caller, key: str | None, request: str, act: Callable[[], Answer]
) -> Answer:
    """Act, and keep the answer under the key; or give the answer that was kept.

    `request` is the request's digest. Raises IdempotencyKeyReused where the key came with another request.
    """
    if key is None:
        return act()
    known = session.get(StoredAnswer, (caller.id or caller.kind, key))
    if known is not None and known.at > now() - KEPT_FOR:
        if known.request != request:
            raise IdempotencyKeyReused("Use a new key for a new request.")
        return Answer(known.status, known.content.encode(), {**known.headers, "Idempotent-Replayed": "true"})
    answer = act()
    _keep(
        session,
        StoredAnswer(
            caller_id=caller.id or caller.kind,
            key=key,
            request=request,
            status=answer.status,
            headers=answer.headers,
            content=(answer.content if answer.kept is None else answer.kept).decode(),
        ),
    )
    return answer


def _keep(session: Session, answer: StoredAnswer) -> None:
    session.execute(delete(StoredAnswer).where(StoredAnswer.__table__.c.at < now() - KEPT_FOR))
    session.merge(answer)

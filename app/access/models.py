"""Keys. Only a hash of the secret is kept."""

from datetime import datetime
from typing import ClassVar

from sqlmodel import Field

from app.core.db import JSON_VALUE, STAYS, WORDS, Table
from app.core.links import ENDS

UNRECORDED = {"unrecorded": True}


class Key(Table, table=True):
    """A key to the API. `beginning` is the part of the secret by which people tell keys apart."""

    __tablename__: ClassVar[str] = "key"
    __path__: ClassVar[str] = "/v1/keys"
    __table_args__ = ({"info": STAYS},)

    name: str = Field(sa_type=WORDS)
    scopes: list[str] = Field(sa_type=JSON_VALUE)
    organisation_id: str | None = Field(default=None, foreign_key="organisation.id", sa_type=WORDS)
    beginning: str = Field(sa_type=WORDS)
    digest: str = Field(sa_type=WORDS, unique=True, sa_column_kwargs={"info": UNRECORDED})
    last_used_at: datetime | None = Field(default=None, sa_column_kwargs={"info": UNRECORDED})
    revoked_at: datetime | None = Field(default=None, sa_column_kwargs={"info": ENDS})

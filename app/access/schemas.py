"""The wire shapes of access."""

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, Field

from app.access.rules import Scope
from app.core.schemas import Kept, Line, Link, Shape


def _must_stand_alone(scopes: list[Scope]) -> list[Scope]:
    if Scope.FEED in scopes and {*scopes} != {Scope.FEED}:
        raise ValueError("`feed` stands alone: a key that may stand in an address may do nothing else")
    return scopes


class KeyCreate(Shape):
    """A key to be made."""

    name: Line
    scopes: Annotated[list[Scope], Field(min_length=1, max_length=5), AfterValidator(_must_stand_alone)] = (
        Field(description="What it may do; `feed` only by itself.")
    )
    organisation_id: Link | None = Field(default=None, description="Whose key it is: an id or a reference.")


class KeyRead(Kept):
    """A key, without its secret."""

    name: str
    scopes: list[Scope]
    organisation_id: str | None
    beginning: str = Field(description="How the secret begins, to tell keys apart.")
    last_used_at: datetime | None = Field(description="To the hour.")
    revoked_at: datetime | None


class KeyMade(KeyRead):
    """A key that was just made: the only time that its secret is shown."""

    secret: str | None = Field(
        description="Send it as `Authorization: Bearer …`; with the scope `feed`, as `?token=…`. Null in a "
        "repeated answer."
    )


class Me(Shape):
    """Who the caller is and what they may do."""

    kind: str
    key_id: str | None
    name: str | None
    scopes: list[Scope] = Field(description="What the key holds, and what that includes.")
    organisation_id: str | None
    sees: str = Field(description="`public`, or `partners` with a key.")


class VocabularyWord(Shape):
    """One word of a closed list, with its labels."""

    value: str
    en: str
    cy: str


class Vocabularies(Shape):
    """Every closed list of the API, by its name."""

    items: dict[str, list[VocabularyWord]]

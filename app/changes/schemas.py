"""The wire shapes of the change feed."""

from typing import Annotated

from pydantic import Field

from app.core.listing import Split
from app.core.schemas import Line
from app.ledger.schemas import ChangeQuery


class FeedQuery(ChangeQuery):
    """Where to go on in the feed, and with what."""

    kind: Annotated[list[Line], Split, Field(max_length=50)] | None = Field(
        default=None,
        description="Only changes of these kinds of things, by comma: `action`, `plan`, `sub_group`.",
    )

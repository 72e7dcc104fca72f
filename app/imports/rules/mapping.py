"""A mapping by hand: what the headings of a document stand for, whatever words they are."""

import json
from collections.abc import Mapping
from typing import Any, get_args

from app.imports.rules.drafts import Field
from app.kernel.text import same_words

FIELDS: tuple[Field, ...] = get_args(Field)
# By the heading as `same_words` makes it; None leaves a column as words.
ByHand = Mapping[str, Field | None]
NO_MAPPING: ByHand = {}


def read_mapping(words: str) -> ByHand:
    """Read a JSON object of headings and their fields, in either order: `{"Notes": null, "due": "Finish by"}`.

    Raises ValueError, which says what is allowed.
    """
    by_hand: dict[str, Field | None] = {}
    for name, value in _pairs(words).items():
        heading, field = _pair(name, value)
        key = same_words(heading)
        if by_hand.setdefault(key, field) != field:
            raise ValueError(f"the heading {heading!r} is mapped twice")
    return by_hand


def _pairs(words: str) -> dict[str, Any]:
    try:
        pairs = json.loads(words)
    except (ValueError, RecursionError):
        pairs = None
    if not isinstance(pairs, dict):
        raise ValueError('must be a JSON object of headings and fields, such as {"Finish by": "due"}')
    return pairs


def _pair(name: str, value: Any) -> tuple[str, Field | None]:
    """Tell the heading from the field. Where both are the name of a field, the first is the heading."""
    if value is None:
        return name, None
    for heading, said in ((name, value), (value, name)):
        field = next((one for one in FIELDS if one == said), None)
        if field is not None and isinstance(heading, str):
            return heading, field
    raise ValueError(
        f"{name!r}: one of the two must be among {', '.join(FIELDS)}; null leaves the column as words"
    )

"""A mapping by hand: what the headings of a document stand for, whatever words they are."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar, get_args

from app.imports.rules.drafts import Field, TableColumns
from app.kernel.text import same_words, shortened

FIELDS: tuple[Field, ...] = get_args(Field)
# By the heading as `same_words` makes it; None leaves a column as words.
ByHand = Mapping[str, Field | None]
NO_MAPPING: ByHand = {}
FieldOf = TypeVar("FieldOf", bound=str)


def read_mapping(words: str) -> ByHand:
    """Read the mapping of a plan's headings: `{"Notes": null, "due": "Finish by"}`. Raises ValueError."""
    return read_pairs(words, {field: field for field in FIELDS})


def read_pairs(words: str, fields: Mapping[str, FieldOf]) -> dict[str, FieldOf | None]:
    """Read a JSON object of headings and their fields, in either order; `fields` are the words by which those go.

    Raises ValueError, which says what is allowed.
    """
    by_hand: dict[str, FieldOf | None] = {}
    for name, value in _pairs(words).items():
        heading, field = _pair(name, value, fields)
        key = same_words(heading)
        if by_hand.setdefault(key, field) != field:
            raise ValueError(f"the heading {heading!r} is mapped twice")
    return by_hand


def told_idle(by_hand: Mapping[str, Any], columns: Sequence[TableColumns]) -> str:
    """Tell of a heading that is mapped and not there, else give "": a misspelt one would be lost in silence."""
    seen = {same_words(words): words for table in columns for words, _ in table.headings}
    heading = next((one for one in by_hand if one not in seen), None)
    if heading is None:
        return ""
    allowed = ", ".join(repr(shortened(words)) for words in seen.values() if words)
    return f"no table has the heading {heading!r} that the mapping names; there are {allowed}"


def _pairs(words: str) -> dict[str, Any]:
    try:
        pairs = json.loads(words)
    except (ValueError, RecursionError):
        pairs = None
    if not isinstance(pairs, dict):
        raise ValueError('must be a JSON object of headings and fields, such as {"Finish by": "due"}')
    return pairs


def _pair(name: str, value: Any, fields: Mapping[str, FieldOf]) -> tuple[str, FieldOf | None]:
    """Tell the heading from the field. Where both are the name of a field, the first is the heading."""
    if value is None:
        return name, None
    for heading, said in ((name, value), (value, name)):
        field = fields.get(said) if isinstance(said, str) else None
        if field is not None and isinstance(heading, str):
            return heading, field
    raise ValueError(
        f"{name!r}: one of the two must be among {', '.join(fields)}; null leaves the column as words"
    )

"""A mapping by hand of the headings of flat tables: each stands for a heading that its kind of table knows."""

from collections.abc import Mapping

from app.imports.rules.kinds import ImportKind
from app.imports.rules.mapping import read_pairs
from app.imports.rules.tables import KINDS

# By the heading as `same_words` makes it, the heading of our templates that it stands for; None leaves it as words.
HeadingsByHand = Mapping[str, str | None]
NO_HEADINGS: HeadingsByHand = {}


def read_heading_mapping(words: str, kind: ImportKind) -> HeadingsByHand:
    """Read a JSON object of headings and what they stand for, in either order. Raises ValueError as `read_pairs`.

    What they stand for is said by the name of the field, or as it is headed in our templates: a sub-group and a seat in
    it both have a first day, and the name alone is that of the group.
    """
    columns = [column for thing in KINDS[kind] for column in thing.columns]
    fields: dict[str, str] = {}
    for column in columns:
        fields.setdefault(column.name, column.headings[0])
    return read_pairs(words, fields | {column.headings[0]: column.headings[0] for column in columns})

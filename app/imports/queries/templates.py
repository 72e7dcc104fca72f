"""Empty tables to fill in, as workbooks: the headings, the words to choose from, and a sheet that explains them."""

from string import ascii_uppercase

from app.formats import xlsx
from app.formats.tables import Column, Table
from app.imports.rules.tables.columns import TableColumn
from app.imports.rules.templates import EXPLAINING_SHEET, EXPLANATION, TEMPLATES, TemplateKind

_NARROW, _WIDE = 20, 70
_LONG = frozenset({"Planned Action", "Current Situation", "Progress", "Terms of reference"})
_WIDTHS = (28, 90, 10, 60)


def template_of(kind: TemplateKind) -> bytes:
    """Write the workbook for a kind of rows."""
    columns = TEMPLATES[kind]
    table = Table(kind.en, [Column(one.heading, _width(one), _words(one)) for one in columns], ())
    explained = [_explained(place, one) for place, one in enumerate(columns)]
    headings = [Column(heading, width) for heading, width in zip(EXPLANATION, _WIDTHS, strict=True)]
    return xlsx.write_tables([table, Table(EXPLAINING_SHEET, headings, explained)])


def _explained(place: int, column: TableColumn) -> tuple[str, str, str, str]:
    # The letter keeps a heading from being taken for one that heads a table of actions.
    heading = f"{ascii_uppercase[place]}: {column.heading}"
    return heading, column.meaning, "yes" if column.is_needed else "", "\n".join(_words(column))


def _words(column: TableColumn) -> tuple[str, ...]:
    """List the words that the column's cells are of, as people read them."""
    return tuple(word.en for word in column.vocabulary) if column.vocabulary is not None else ()


def _width(column: TableColumn) -> int:
    return _WIDE if column.heading in _LONG else _NARROW

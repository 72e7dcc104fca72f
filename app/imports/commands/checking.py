"""Rows checked by the shapes by which the API checks them."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from pydantic import ValidationError

from app.core.schemas import Shape, given, reason_of
from app.imports.commands.doors import DOORS
from app.imports.rules.changes import RowPlan
from app.imports.rules.drafts import CellFault
from app.imports.rules.outcomes import RowOutcome
from app.imports.rules.refusals import in_plain_words
from app.kernel.text import shortened

Values = dict[str, Any]


def check_rows(rows: Iterable[RowPlan]) -> list[Values]:
    """Check the values of rows, and give them as the API does; what is wrong is noted as faults of its row."""
    return [_check(row) for row in rows]


def _check(row: RowPlan) -> Values:
    if row.faults and not row.values:
        return {}
    try:
        return _checked(row)
    except ValidationError as error:
        row.faults += [_fault(row, one) for one in error.errors()]
        return {}


def _checked(row: RowPlan) -> Values:
    door = DOORS[row.kind]
    if row.outcome == RowOutcome.CREATED:
        # The plan that a row is in may not be there yet; the shape is told a name that it takes.
        stand_in = {door.owner: "-"} if door.owner and door.owner_is_in_shape else {}
        values = door.create(**{**_empty_lists(door.create), **row.values}, **stand_in).model_dump()
        return {name: value for name, value in values.items() if name not in stand_in}
    if row.outcome == RowOutcome.UPDATED and row.values:
        return given(door.update(**row.values))
    return {}


@cache
def _empty_lists(shape: type[Shape]) -> Values:
    """Give the lists of a shape that are empty by default: to copy them deeply takes longer than to check all else."""
    return {name: [] for name, field in shape.model_fields.items() if field.default == []}


# What the cell was taken for that a value comes from, where that has another name.
_READ_AS = {
    "lead_text": ("lead",),
    "text": ("action",),
    "acronym": ("other_name",),
    "other_names": ("other_name",),
}


def _fault(row: RowPlan, error: Any) -> CellFault:
    name = str(error["loc"][0]) if error["loc"] else ""
    meanings = (name, *_READ_AS.get(name, ()))
    cell = next((cell for cell in row.cells if cell.read_as in meanings), None)
    told = in_plain_words(error["type"], error.get("ctx", {}), reason_of(error))
    if cell is None:
        return CellFault(told, row.line, name or None)
    return CellFault(told, cell.line, cell.column, shortened(cell.words))

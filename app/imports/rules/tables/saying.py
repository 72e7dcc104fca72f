"""What one row says of one thing: each cell read by its column, and what is wrong with it."""

from dataclasses import dataclass, field
from datetime import date, time

from app.imports.rules.changes import CellRead
from app.imports.rules.drafts import CellFault
from app.imports.rules.tables.cells import CantBeRead
from app.imports.rules.tables.columns import Column, Said, Sayings, Thing
from app.imports.rules.tables.drafts import Heading, TableCell, TableRow
from app.kernel.text import shortened, single_spaced
from app.kernel.vocabulary import Vocabulary


@dataclass(slots=True)
class RowSaid:
    """What a row says of a thing: `said` by field, the cells that it comes from, and the faults found so far.

    In the cells, what names another thing is still in words.
    """

    line: int
    cells: dict[str, TableCell]
    shown: list[CellRead]
    said: Sayings = field(default_factory=dict)
    faults: list[CellFault] = field(default_factory=list)
    sheet: str | None = None
    headings: tuple[Heading, ...] = ()

    def refuse(self, told: str, name: str | None = None) -> None:
        """Note that something is wrong, with the cell of the field where there is one; the same thing once."""
        source = self.said[name].sources[0] if name in self.said and self.said[name].sources else name
        cell = self.cells.get(source or "")
        fault = CellFault(told, self.line)
        if cell is not None:
            fault = CellFault(told, cell.line, cell.heading.words, shortened(cell.words))
        if fault not in self.faults:
            self.faults.append(fault)

    def words_of(self, name: str) -> dict[str, str]:
        """Give the words of the cells that a field comes from, by what they were taken for."""
        return {source: single_spaced(self.cells[source].words) for source in self.said[name].sources}


def read_row(row: TableRow, thing: Thing, date_order: str) -> RowSaid:
    """Read the cells of a row that tell of a thing, days in figures in this order."""
    cells = {
        cell.heading.reads[thing.kind].name: cell for cell in row.cells if thing.kind in cell.heading.reads
    }
    read = RowSaid(row.line, cells, [], faults=[*row.faults], sheet=row.sheet, headings=row.headings)
    for cell in row.cells:
        if cell.heading.reads and thing.kind not in cell.heading.reads:
            # The other thing that the row tells of shows it.
            continue
        read.shown.append(_read_cell(read, cell, cell.heading.reads.get(thing.kind), date_order))
    return read


def _read_cell(read: RowSaid, cell: TableCell, column: Column | None, date_order: str) -> CellRead:
    shown = CellRead(cell.line, cell.heading.words, cell.words, column.name if column else None)
    if column is None:
        return shown
    try:
        value = column.value_of(cell.words, date_order)
    except CantBeRead as reason:
        read.refuse(str(reason), column.name)
        return shown
    read.said[column.name] = Said(value, (column.name,))
    if value == cell.words or column.names:
        return shown
    told = value.value if isinstance(value, Vocabulary) else _json(value)
    return CellRead(cell.line, cell.heading.words, cell.words, column.name, {"value": told})


def _json(value: object) -> object:
    """Write days and times as the API writes them; numbers, flags and names are written as they are."""
    if isinstance(value, tuple):
        return " ".join(str(_json(one)) for one in value)
    return value.isoformat() if isinstance(value, date | time) else value


def settle(read: RowSaid, thing: Thing) -> None:
    """Make fields of several cells; where they disagree, that is a fault."""
    try:
        read.said = thing.settle(read.said)
    except CantBeRead as reason:
        read.refuse(str(reason), reason.name)


def tells_of(row: TableRow, thing: Thing, first: Thing) -> bool:
    """Tell whether a row has a cell that tells of a thing, and not by the way of the first thing of its table."""
    told = [cell.heading.reads for cell in row.cells if thing.kind in cell.heading.reads]
    return thing is first or any(first.kind not in reads for reads in told)

"""Cells that name other things: linked to what they mean, or to a party that is made where that is asked."""

from dataclasses import replace

from sqlmodel import Session

from app.imports.queries.tables.names import CantBeFound, Names, Target
from app.imports.rules.changes import CellRead, RowPlan, party_kind
from app.imports.rules.outcomes import ImportMode, RowOutcome
from app.imports.rules.tables.columns import Column, Said
from app.imports.rules.tables.saying import RowSaid
from app.imports.schemas import ImportOptions
from app.kernel.text import single_spaced
from app.phrases.leads import PhraseIsTooLong, read_leads
from app.reading.queries import known_parties

_MAY_BE_MADE = frozenset({"organisation", "person", "post", "sub_group", "venue"})
_LONGEST_NAME = 2_000


class Links:
    """Finds what cells name; `made` are the rows of what is made because nobody knows it."""

    def __init__(self, session: Session, options: ImportOptions) -> None:
        self.names = Names(session)
        self.made: list[RowPlan] = []
        self._session = session
        self._makes = options.create_parties and options.mode != ImportMode.UPDATE
        self._plan = options.plan

    def follow(self, read: RowSaid, column: Column) -> None:
        """Turn the words of a cell into what they name; where that can't be found, it is a fault of the row."""
        if column.name == "plan_id" and column.name not in read.said and self._plan is not None:
            # What the import as a whole says stands in no cell.
            read.said[column.name] = Said(self._plan, ())
        if column.name not in read.said:
            return
        try:
            target = self._find(read, column, single_spaced(read.said[column.name].value))
        except CantBeFound as reason:
            if column.of not in read.cells or column.of in read.said:
                # Where the larger thing can't be found, that is all that is wrong.
                read.refuse(f"{reason}{self._way_out(column, reason)}", column.name)
            del read.said[column.name]
            return
        read.said[column.name] = replace(read.said[column.name], value=target)
        read.shown = [
            replace(cell, reading=target.shown()) if cell.read_as == column.name else cell
            for cell in read.shown
        ]

    def _find(self, read: RowSaid, column: Column, name: str) -> Target:
        if len(name) > _LONGEST_NAME:
            raise CantBeFound(f"a name has at most {_LONGEST_NAME} characters", is_unknown=False)
        owner = read.said.get(column.of) if column.of is not None else None
        if column.of is not None and owner is None:
            raise CantBeFound("say which plan it is of, in a column or by `plan=`", is_unknown=False)
        try:
            return self.names.find(column.names, name, owner.value.id if owner is not None else None)
        except CantBeFound as reason:
            kind = self._kind_to_make(column, name) if reason.is_unknown else None
            if kind is None:
                raise
            return self._make(kind, name, read, column)

    def _way_out(self, column: Column, reason: CantBeFound) -> str:
        law = f"; {column.law}" if column.law else ""
        is_offered = reason.is_unknown and not self._makes and _MAY_BE_MADE.issuperset(column.names)
        return f"{law}; `create_parties` would create it" if is_offered else law

    def _kind_to_make(self, column: Column, name: str) -> str | None:
        """Tell what is to be made of a name that nobody knows; None where nothing is, or that can't be told."""
        if not self._makes or not _MAY_BE_MADE.issuperset(column.names):
            return None
        if len(column.names) == 1:
            return column.names[0]
        try:
            reading = read_leads(name, known_parties(self._session))
        except PhraseIsTooLong:
            return None
        kinds = [lead.kind for lead in reading.leads]
        return kinds[0] if len(kinds) == 1 and kinds[0] in column.names and not reading.unread else None

    def _make(self, kind: str, name: str, read: RowSaid, column: Column) -> Target:
        cell = read.cells[column.name]
        shown = CellRead(cell.line, cell.heading.words, cell.words, "name")
        row = RowPlan(kind, cell.line, RowOutcome.CREATED, None, name, (shown,), sheet=read.sheet)
        row.values = {"title" if kind == "post" else "name": name}
        if kind == "sub_group":
            row.values["kind"] = (party_kind(name) or ("", "sub_group"))[1] or "sub_group"
        self.made.append(row)
        target = Target(kind, None, name, None, row)
        self.names.add(kind, [name], target)
        return target

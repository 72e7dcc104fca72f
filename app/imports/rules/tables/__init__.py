"""Flat tables of things other than a plan's actions: each kind declares its columns, and all are read in one way."""

from app.imports.rules.kinds import ImportKind
from app.imports.rules.tables.columns import TableColumn, Thing, columns_shown
from app.imports.rules.tables.indicators import INDICATOR, INDICATOR_PERIOD
from app.imports.rules.tables.meetings import MEETING
from app.imports.rules.tables.parties import ORGANISATION, PERSON
from app.imports.rules.tables.plans import PLAN
from app.imports.rules.tables.progress import PROGRESS_UPDATE
from app.imports.rules.tables.sub_groups import MEMBERSHIP, SUB_GROUP

# What the rows of each kind of table tell of. Of the first every row tells, of the others those that have cells for it.
KINDS: dict[ImportKind, tuple[Thing, ...]] = {
    ImportKind.PLANS: (PLAN,),
    ImportKind.ORGANISATIONS: (ORGANISATION,),
    ImportKind.PEOPLE: (PERSON,),
    ImportKind.SUB_GROUPS: (SUB_GROUP, MEMBERSHIP),
    ImportKind.MEMBERSHIPS: (MEMBERSHIP,),
    ImportKind.MEETINGS: (MEETING,),
    ImportKind.PROGRESS_UPDATES: (PROGRESS_UPDATE,),
    ImportKind.INDICATORS: (INDICATOR,),
    ImportKind.INDICATOR_VALUES: (INDICATOR_PERIOD,),
}
# By the kind of thing that rows tell of, and the field that its cells go into.
COLUMNS = {
    (thing.kind, column.name): column
    for things in KINDS.values()
    for thing in things
    for column in thing.columns
}


def table_columns(kind: ImportKind) -> tuple[TableColumn, ...]:
    """Give the columns that a table of the kind may have, in order, with what they mean and the words they take."""
    return columns_shown(KINDS[kind])

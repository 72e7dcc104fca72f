"""The columns of the tables that officers are given to fill in, kind by kind, headed by words that an import knows."""

from collections.abc import Mapping
from dataclasses import replace

from app.actions.rules import ActionStatus, Rag
from app.formats.document import Document, Paragraph, Table
from app.imports.rules.kinds import ImportKind
from app.imports.rules.tables import table_columns
from app.imports.rules.tables.columns import TableColumn
from app.kernel.vocabulary import Vocabulary

EXPLAINING_SHEET = "Columns"
EXPLANATION = ("Column", "What it holds", "Needed", "Words")
"""The headings of the sheet that explains the columns of an empty table."""


def without_explanation(document: Document) -> Document:
    """Leave out the sheet that explained the columns of a table that was filled in."""
    kept = tuple(block for block in document.blocks if not _explains(block))
    return document if len(kept) == len(document.blocks) else replace(document, blocks=kept)


def _explains(block: Paragraph | Table) -> bool:
    if not isinstance(block, Table) or block.sheet != EXPLAINING_SHEET:
        return False
    return block.rows[0].cells[: len(EXPLANATION)] == EXPLANATION


def _as_in_addresses(kind: ImportKind) -> tuple[str, str, str]:
    return kind.value.replace("_", "-"), kind.en, kind.cy


class TemplateKind(Vocabulary):
    """What the rows of a table are."""

    ACTIONS = "actions", "Actions of a plan", "Camau gweithredu cynllun"
    PLANS = _as_in_addresses(ImportKind.PLANS)
    ORGANISATIONS = _as_in_addresses(ImportKind.ORGANISATIONS)
    PEOPLE = _as_in_addresses(ImportKind.PEOPLE)
    SUB_GROUPS = _as_in_addresses(ImportKind.SUB_GROUPS)
    MEMBERSHIPS = _as_in_addresses(ImportKind.MEMBERSHIPS)
    MEETINGS = _as_in_addresses(ImportKind.MEETINGS)
    PROGRESS_UPDATES = _as_in_addresses(ImportKind.PROGRESS_UPDATES)
    INDICATORS = _as_in_addresses(ImportKind.INDICATORS)
    INDICATOR_VALUES = _as_in_addresses(ImportKind.INDICATOR_VALUES)

    @property
    def imported_as(self) -> ImportKind:
        """The kind that a filled table is imported as."""
        return ImportKind(self.value.replace("-", "_"))


# A plan's document is more than a table, and has no declaration of its columns: these are those that an officer needs.
_OF_ACTIONS = (
    TableColumn("Theme", 'The number and the title of its theme, as "1. Strategic".'),
    TableColumn("Issues", "What was found that it answers."),
    TableColumn("Reference", 'Its key in the plan, as "1.3"; the next in its theme where left blank.'),
    TableColumn("Planned Action", "What is to be done, in the words that were agreed.", is_needed=True),
    TableColumn("Current Situation", "How it stands; kept as a progress update."),
    TableColumn("Lead contact/organisation", "Who leads, as people write it. Not shown without a key."),
    TableColumn("Due date", 'When it is due, as people write it: "July/August 2004", "ditto", "Ongoing".'),
    TableColumn("Status", "How far the action has come.", vocabulary=ActionStatus),
    TableColumn("RAG", "How it stands, as a traffic light.", vocabulary=Rag),
    TableColumn("% complete", "How much of it is done, from 0 to 100."),
)

TEMPLATES: Mapping[TemplateKind, tuple[TableColumn, ...]] = {
    kind: _OF_ACTIONS if kind == TemplateKind.ACTIONS else table_columns(kind.imported_as)
    for kind in TemplateKind
}

"""The words of exports: the headings of a plan's table, and how leads and places are written in its cells."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from app.core.errors import Invalid

# The words by which officers head these columns, and by which an import knows them again.
HEADINGS = (
    "Theme",
    "Issues",
    "Reference",
    "Planned Action",
    "Current Situation",
    "Lead contact/organisation",
    "Due date",
    "Status",
)
PLAN_HEADING = "Plan"
ARCHIVE = {"format": "partnership-plans", "version": 1, "contract": "v1"}
"""What an archive of the register says of itself, and by which an import knows it again."""
NDJSON_TYPE = "application/x-ndjson"


class ExportFormat(StrEnum):
    """The formats that a plan is exported in."""

    CSV = "csv"
    XLSX = "xlsx"
    DOCX = "docx"
    NDJSON = "ndjson"


MOST_ACTIONS = {ExportFormat.XLSX: 20_000, ExportFormat.DOCX: 2_000}
"""How many actions a file holds that is made in memory; the other formats stream, and have no bound."""


class PlanIsTooLong(Invalid):
    """A plan has more actions than a workbook or a Word document is made of."""

    code, title = "plan_is_too_long", "The plan has too many actions for this format"

    def __init__(self, form: ExportFormat) -> None:
        super().__init__(
            f"A .{form} holds at most {MOST_ACTIONS[form]:,} actions: take it as .csv or .ndjson, which have no bound."
        )


def lead_words(leads: Iterable[Mapping[str, Any]]) -> str:
    """Write leads into one cell, each as "name, organisation"; a person who is not shown is left out."""
    written = []
    for lead in leads:
        if lead["kind"] == "vacant":
            written.append("to be found")
        elif lead["name"] is not None:
            written.append(", ".join(part for part in (lead["name"], lead["organisation"]) if part))
    return "; ".join(written)


def cell_of(parts: Iterable[str]) -> str:
    """Write several things into one cell, one below the other."""
    return "\n".join(parts)

"""The words of exports: the headings of a plan's table, and how leads and places are written in its cells."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

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
NDJSON_TYPE = "application/x-ndjson"


class ExportFormat(StrEnum):
    """The formats that a plan is exported in."""

    CSV = "csv"
    NDJSON = "ndjson"


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

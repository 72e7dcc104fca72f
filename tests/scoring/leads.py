"""The annotated lead cells beside the repository, and how many of them are read right."""

import json
from pathlib import Path
from typing import Any

from app.phrases.leads import KnownParties, KnownParty, know, read_leads

FILE = Path(__file__).parents[3] / "shared" / "lead-phrases" / "seeds.jsonl"
SUB_GROUPS = ("Community Strategy sub-group", "Agenda Planning sub-group", "Steering Group")
ORGANISATIONS = ("RBKC", "KCSC", "K&C Social Council")

Row = dict[str, Any]


def is_there() -> bool:
    """Tell whether the annotated lead cells are beside the repository."""
    return FILE.exists()


def rows() -> list[Row]:
    """Give the annotated lead cells."""
    return [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines() if line.strip()]


def known() -> KnownParties:
    """Give the parties that the annotations take as known."""
    groups = [KnownParty("sub_group", name, (name,)) for name in SUB_GROUPS]
    return know([*groups, *(KnownParty("organisation", name, (name,)) for name in ORGANISATIONS)])


def score() -> str:
    """Tell how many cells are read right, and show those that are not."""
    parties, lines, right = known(), [], 0
    for row in rows():
        read = [lead.shown() for lead in read_leads(row["phrase"], parties).leads]
        right += read == row["leads"]
        if read != row["leads"]:
            lines.append(f"\n{row['id']} {row['phrase']!r}\n  want {row['leads']}\n  got  {read}")
    return "".join([f"{right}/{len(rows())} lead cells read right\n", *lines])

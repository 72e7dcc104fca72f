"""The lead cells of the two real documents, as annotated in the shared folder beside the repository."""

import json
from pathlib import Path

import pytest

from app.phrases.leads import KnownParty, know, read_leads

SEEDS = Path(__file__).parents[2] / ".." / "shared" / "lead-phrases" / "seeds.jsonl"
NAMES = {
    "organisation": ("RBKC", "KCSC", "K&C Social Council"),
    "sub_group": ("Community Strategy sub-group", "Agenda Planning sub-group", "Steering Group"),
}


def test_lead_cells_of_the_two_documents_are_all_read_right() -> None:
    if not SEEDS.exists():
        pytest.skip(f"The annotated phrases are not here: {SEEDS}")
    known = know(
        [
            KnownParty("organisation" if kind == "organisation" else "sub_group", name, (name,))
            for kind, names in NAMES.items()
            for name in names
        ]
    )
    rows = [json.loads(line) for line in SEEDS.read_text(encoding="utf-8").splitlines() if line.strip()]
    assert len(rows) == 26
    for row in rows:
        reading = read_leads(row["phrase"], known)
        assert [lead.shown() for lead in reading.leads] == row["leads"], row["id"]
        assert reading.unread == (), row["id"]
        linked = [lead.name for lead in reading.leads if lead.party]
        assert linked == [one["name"] for one in row["leads"] if one["name"] in sum(NAMES.values(), ())], row[
            "id"
        ]

"""The lead cells of the two real documents, as annotated in the shared folder beside the repository."""

import pytest

from app.phrases.leads import read_leads
from tests.scoring import leads

NAMES = (*leads.SUB_GROUPS, *leads.ORGANISATIONS)


def test_lead_cells_of_the_two_documents_are_all_read_right() -> None:
    if not leads.is_there():
        pytest.skip(f"The annotated lead cells are not here: {leads.FILE}")
    known, rows = leads.known(), leads.rows()
    assert len(rows) == 26
    for row in rows:
        reading = read_leads(row["phrase"], known)
        assert [lead.shown() for lead in reading.leads] == row["leads"], row["id"]
        assert reading.unread == (), row["id"]
        linked = [lead.name for lead in reading.leads if lead.party]
        assert linked == [one["name"] for one in row["leads"] if one["name"] in NAMES], row["id"]

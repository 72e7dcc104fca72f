"""Tables of other things are taken back whole, as plans are."""

import pytest

from tests.support.client import Client
from tests.support.tables import made, table, take_table

TABLES = {
    "organisations": (table("Name | Acronym", "Harbour Trust | HT", "Port Office |"), "/v1/organisations"),
    "people": (table("Name | Organisation", "Ann Example | Quay Society"), "/v1/people"),
    "sub_groups": (
        table("Sub-group | Member | Role", "Dock group | Quay Society | Chair"),
        "/v1/sub-groups",
    ),
    "meetings": (
        table("Sub-group | Date | Start | Venue", "Quay group | 20/07/2026 | 18:30 | Town Hall"),
        "/v1/meetings",
    ),
    "indicators": (
        table("Title | Direction | Measured by | Baseline", "Quay painted | Up | Quay Society | 3.5"),
        "/v1/indicators",
    ),
    "indicator_values": (
        table("Indicator | Period | Target", "quay-swept | 2026/27 | 12"),
        "/v1/indicators/{indicator}/periods",
    ),
    "progress_updates": (
        table("Plan | Action | Date | Progress | Status", "quay | 1 | 20/07/2026 | Half swept | In progress"),
        "/v1/actions/{action}/progress-updates",
    ),
}


@pytest.mark.parametrize("kind", TABLES)
def test_table_is_taken_back(kind: str, api: Client) -> None:
    made(api, "/v1/organisations", name="Quay Society", sector="resident")
    made(api, "/v1/sub-groups", name="Quay group", kind="sub_group")
    plan = made(api, "/v1/plans", title="Quay", kind="strategy", reference="quay")
    action = made(api, "/v1/actions", plan_id=plan["id"], text="Sweep the quay")
    indicator = made(
        api, "/v1/indicators", title="Quay swept", reference="quay-swept", unit="days", direction="up"
    )
    document, path = TABLES[kind]
    path = path.format(action=action["id"], indicator=indicator["id"])
    before, as_it_was = api.get(path).json()["items"], api.get(action["url"]).json()
    outcome = take_table(api, kind, document, create_parties=True)
    assert len(api.get(path).json()["items"]) > len(before)
    undone = api.post(f"{outcome['url']}/undo")
    assert undone.status_code == 200, undone.text
    assert api.get(path).json()["items"] == before
    for name in ("status", "current_situation"):
        assert api.get(action["url"]).json()[name] == as_it_was[name]
    assert api.get("/v1/venues").json()["items"] == []

"""Flat tables out of every file that officers have."""

from collections.abc import Callable

import pytest

from tests.support.client import Client
from tests.support.office import as_csv, as_docx, as_xlsx
from tests.support.tables import listed, made, table

MEETINGS = table(
    "Sub-group | Date | Start | Venue | Status",
    "Parks Group | 20/07/2004 | 18:30 | Town Hall | held",
    "Parks Group | 05/10/2004 | 6.30pm | - | Cadarnhawyd gynt",
    "Parks Group | 2004-11-09 | | | Confirmed",
)


def as_text(text: str) -> bytes:
    return text.encode()


@pytest.mark.parametrize("write", [as_text, as_csv, as_xlsx, as_docx])
def test_table_is_the_same_out_of_every_format(api: Client, write: Callable[[str], bytes]) -> None:
    made(api, "/v1/sub-groups", name="Parks Group")
    address = "/v1/imports?kind=meetings&create_parties=true&on_error=skip"
    answer = api.post(address, content=write(MEETINGS), headers={"Content-Type": "application/octet-stream"})
    assert answer.status_code == 201, answer.text
    assert answer.json()["counts"] == {"venue": {"created": 1}, "meeting": {"created": 2, "failed": 1}}
    assert listed(api, "/v1/meetings?sort=starts_on", "starts_on", "status") == [
        ("2004-07-20", "held"),
        ("2004-11-09", "confirmed"),
    ]
    again = api.post(address, content=write(MEETINGS), headers={"Content-Type": "application/octet-stream"})
    assert again.json()["counts"] == {"meeting": {"unchanged": 2, "failed": 1}}


def test_lines_for_programs_have_the_names_of_the_fields(api: Client) -> None:
    trust = b'{"name": "Harbour Trust", "acronym": "HT", "sector": "business"}\n'
    lines = trust + b'{"name": "Quay Club", "parent_id": "HT"}\n'
    answer = api.post(
        "/v1/imports?kind=organisations", content=lines, headers={"Content-Type": "application/x-ndjson"}
    )
    assert answer.status_code == 201, answer.text
    assert listed(api, "/v1/organisations", "name", "sector") == [
        ("Harbour Trust", "business"),
        ("Quay Club", "other"),
    ]


@pytest.mark.parametrize(("order", "day"), [("dmy", "2004-06-05"), ("mdy", "2004-05-06")])
def test_days_in_figures_are_read_in_the_order_that_is_told(api: Client, order: str, day: str) -> None:
    made(api, "/v1/sub-groups", name="Parks Group")
    document = table("Sub-group | Date", "Parks Group | 05/06/2004")
    answer = api.post(
        f"/v1/imports?kind=meetings&date_order={order}",
        content=document.encode(),
        headers={"Content-Type": "text/plain"},
    )
    assert answer.status_code == 201, answer.text
    assert listed(api, "/v1/meetings", "starts_on") == [(day,)]

"""Indicators out of flat tables, and the values that point to them."""

import pytest

from tests.support.client import Client
from tests.support.tables import cells, listed, made, places, send_table, table, take_table, told

INDICATORS = table(
    "Indicator | Definition | Unit | Good performance | Baseline | Baseline year | Plan | Cluster | Measured by",
    "Quay swept | Days on which it was | days | Higher is better | 1,204.5 | 2002/03 | quay | Quay group | QS",
    "Rubbish left | | tonnes | lower | 12 | | - | | Quay Society",
)
VALUES = table("Indicator | Period | Target | Actual", "Quay swept | 2003/04 | 1,300 | 1,310.25")


@pytest.fixture
def quay(api: Client) -> Client:
    """A register that has what the indicators name."""
    made(api, "/v1/organisations", name="Quay Society", acronym="QS")
    made(api, "/v1/sub-groups", name="Quay group", kind="sub_group")
    made(api, "/v1/plans", title="Quay", kind="strategy", reference="quay")
    return api


def test_indicators_are_kept_with_all_that_they_say(quay: Client) -> None:
    outcome = take_table(quay, "indicators", INDICATORS)
    assert told(outcome) == [
        ("indicator", "Quay swept", "created"),
        ("indicator", "Rubbish left", "created"),
    ]
    assert cells(outcome)["Good performance"]["reading"] == {"value": "up"}
    names = ("title", "definition", "unit", "direction", "baseline", "baseline_label")
    assert listed(quay, "/v1/indicators", *names) == [
        ("Quay swept", "Days on which it was", "days", "up", 1204.5, "2002/03"),
        ("Rubbish left", None, "tonnes", "down", 12, None),
    ]
    swept, rubbish = quay.get("/v1/indicators").json()["items"]
    ids = [quay.get(path).json()["items"][0]["id"] for path in ("/v1/plans", "/v1/sub-groups")]
    assert [swept["plan_id"], swept["sub_group_id"]] == ids
    assert (rubbish["plan_id"], rubbish["organisation_id"]) == (None, swept["organisation_id"])


def test_values_point_to_indicators_that_came_before(quay: Client) -> None:
    take_table(quay, "indicators", INDICATORS)
    take_table(quay, "indicator_values", VALUES)
    swept = quay.get("/v1/indicators/by-reference/quay-swept").json()
    assert (swept["latest"]["actual"], swept["verdict"], swept["trend"]) == (1310.25, "on_target", "better")


def test_same_table_again_changes_nothing_and_one_cell_that_alone(quay: Client) -> None:
    take_table(quay, "indicators", INDICATORS)
    again = take_table(quay, "indicators", INDICATORS)
    assert again["counts"] == {"indicator": {"unchanged": 2}}
    changed = take_table(quay, "indicators", INDICATORS.replace("tonnes", "bags"))
    assert changed["counts"] == {"indicator": {"unchanged": 1, "updated": 1}}
    assert changed["rows"][1]["changes"] == {"unit": {"before": "tonnes", "after": "bags"}}


def test_same_title_of_another_plan_is_another_indicator(quay: Client) -> None:
    made(quay, "/v1/plans", title="Harbour", kind="strategy", reference="harbour")
    both = table("Title | Direction | Plan", "Quay swept | Up | quay", "Quay swept | Up | harbour")
    assert take_table(quay, "indicators", both)["counts"] == {"indicator": {"created": 2}}
    assert take_table(quay, "indicators", both)["counts"] == {"indicator": {"unchanged": 2}}


def test_what_is_wrong_is_told_by_its_cell(quay: Client) -> None:
    refused = send_table(
        quay,
        "indicators",
        table(
            "Title | Direction | Baseline | Baseline date | Plan",
            "One | sideways | 1 | | ",
            "Two | Up | 1.23456 | | ",
            "Three | Up | 1 | 01/01/2090 | ",
            "Four | Up | 1 | | nowhere",
            "Five | | 1 | | ",
        ),
    )
    assert places(refused) == [
        (2, "Direction"),
        (3, "Baseline"),
        (4, "Baseline"),
        (5, "Plan"),
        (6, "Direction"),
    ]
    details = [fault["detail"] for fault in refused.json()["errors"]]
    assert details[0] == "'sideways' is none of: More is better, Less is better, Stay at the target"
    needed = (
        "is blank, and a new indicator needs it: one of More is better, Less is better, Stay at the target"
    )
    assert details[4] == needed
    assert quay.get("/v1/indicators").json()["items"] == []


def test_number_that_nothing_can_hold_is_told_by_its_cell(quay: Client) -> None:
    rows = table("Title | Direction | Baseline", f"One | Up | {10**20}", "Two | Up | 2")
    for asked in ({"dry_run": True}, {}):
        failed, _ = take_table(quay, "indicators", rows, on_error="skip", **asked)["rows"]
        (fault,) = failed["faults"]
        assert fault["detail"] == "'100000000000000000000' has more figures than can be kept"


def test_row_that_tells_of_the_same_again_is_told_once_and_by_what_it_shares(quay: Client) -> None:
    take_table(quay, "indicators", table("Title | Direction", "Quay swept | Up"))
    rows = ("Quay swept | Up | ", "QUAY SWEPT | Down | ", "Quay swept | Down | q2")
    refused = send_table(quay, "indicators", table("Title | Direction | Reference", *rows))
    assert places(refused) == [(3, "Title"), (4, "Title")]
    assert {one["detail"] for one in refused.json()["errors"]} == {"it is the same as line 2"}

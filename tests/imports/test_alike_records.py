"""Steps and reports of which an action has several that are called the same: which of them a record is of."""

from typing import Any

import pytest

from tests.imports.test_faulty_records import failed, taken, told
from tests.support.asking import Item
from tests.support.client import Client
from tests.support.documents import actions
from tests.support.records import action, report, sent, step

MET: Item = {"status": "met", "met_on": "2004-05-01"}


def kept(api: Client) -> list[tuple[str, Any]]:
    steps = actions(api, "quay", embed="milestones")["1"]["milestones"]
    return [(one["title"], one["status"]) for one in steps]


def test_good_step_is_not_made_anew_by_each_import_since_one_called_so_fails(api: Client) -> None:
    records = (action("1"), step("1", "Half", status="soon"), step("1", "Half", **MET))
    for became in ("created", "unchanged", "unchanged"):
        done = taken(api, *records)
        assert [*failed(done)] == [3]
        assert told(done)[4][0] == became
        assert kept(api) == [("Half", "met")]
    mended = sent(api, records[0], step("1", "Half"), records[2])
    assert [told(mended)[line][0] for line in (3, 4)] == ["created", "unchanged"]
    assert sorted(kept(api)) == [("Half", "met"), ("Half", "scheduled")]


def test_good_report_is_not_made_anew_by_each_import_since_one_like_it_fails(api: Client) -> None:
    records = (action("1"), report("1", text="Begun", colour="red"), report("1", text="Begun"))
    for became in ("created", "unchanged", "unchanged"):
        done = taken(api, *records)
        assert [*failed(done)] == [3]
        assert told(done)[4][0] == became
    updates = api.get(f"{actions(api, 'quay')['1']['url']}/progress-updates").json()["items"]
    assert [one["text"] for one in updates] == ["Begun"]


def test_steps_called_the_same_in_another_order_are_the_same(api: Client) -> None:
    sent(api, action("1"), step("1", "Half", position=1), step("1", "Half", position=2, **MET))
    for records in (
        (step("1", "Half", position=2, **MET), step("1", "Half", position=1)),
        (step("1", "Half", **MET), step("1", "Half")),
    ):
        done = sent(api, action("1"), *records)
        assert {became for became, _ in told(done).values()} == {"unchanged"}
    assert kept(api) == [("Half", "scheduled"), ("Half", "met")]


def test_change_is_of_the_one_that_nothing_else_says(api: Client) -> None:
    sent(api, action("1"), step("1", "Half"), step("1", "Half", **MET), step("1", "Half", status="not_met"))
    done = taken(
        api,
        action("1"),
        step("1", "Half", status="soon"),
        step("1", "Half", status="partially_met"),
        step("1", "Half", **MET),
    )
    assert [became for became, _ in told(done).values()][2:] == ["failed", "updated", "unchanged"]
    assert kept(api) == [("Half", "partially_met"), ("Half", "met"), ("Half", "not_met")]


@pytest.mark.parametrize("reading", ["confirmed", "carried"])
def test_reading_without_points_is_the_same_again(api: Client, reading: str) -> None:
    due = {"text": "May 2004", "reading": reading}
    records = (action("1", due=due), step("1", "Half", due=due))
    sent(api, *records)
    again = sent(api, *records)
    assert {became for became, _ in told(again).values()} == {"unchanged"}


def test_words_and_names_that_are_kept_otherwise_are_the_same_again(api: Client) -> None:
    group = ("sub_group", {"reference": "board", "name": "Board"})
    records = (
        group,
        ("theme", {"number": 1, "title": "Quay"}),
        ("issue", {"reference": "1", "text": "Rust"}),
        action("1", themes=[1, 1], issues=["1", "1"], cluster_ids=["board", "board"]),
        report("1", text=" Half  swept ", author=" Ann  Example "),
    )
    sent(api, *records, create_parties="true")
    again = sent(api, *records)
    assert {became for became, _ in told(again).values()} == {"unchanged"}


def test_truth_is_no_number_that_others_rest_on(api: Client) -> None:
    true = ("theme", {"number": True, "title": "Quay"})
    done = taken(api, true, ("theme", {"number": 1, "title": "Quay"}), action("1", themes=[1]))
    assert [*failed(done)] == [2]

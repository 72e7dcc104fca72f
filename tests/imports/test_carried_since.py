"""What was carried forward into another plan since: the old document no longer changes it, and is told so."""

import pytest

from tests.support.asking import Item, make
from tests.support.client import Client
from tests.support.documents import (
    HARBOUR,
    PAINT,
    SWEEP,
    actions,
    changed,
    changes,
    everything,
    outcomes,
    plan,
    remove,
    take,
    with_rows,
)

DITTO = ("Paint the buoys", "", "Harbour Trust", "ditto")


@pytest.fixture
def after(api: Client) -> Item:
    """The plan that follows."""
    return make(api, "/v1/plans", title="Harbour 2005/06", kind="partnership_plan")


def carry(api: Client, after: Item, *references: str) -> None:
    """Carry these actions of the imported plan forward."""
    found = actions(api)
    body = {"into": after["id"], "action_ids": [found[one]["id"] for one in references]}
    kept = api.get(f"/v1/plans/by-reference/{HARBOUR}").json()
    api.post(f"{kept['url']}/carry-forward", json=body).raise_for_status()


def test_old_document_that_says_nothing_new_changes_nothing(api: Client, after: Item) -> None:
    take(api, plan())
    carry(api, after, "1.1", "1.2")
    kept = everything(api.sessions)
    again = take(api, plan())
    assert [outcome for _, outcome in outcomes(again)] == ["unchanged"] * 4
    assert everything(api.sessions) == kept


def test_row_that_says_something_new_of_what_was_carried_forward_is_left_out(
    api: Client, after: Item
) -> None:
    take(api, plan())
    carry(api, after, "1.1")
    newer = with_rows(changed(SWEEP, situation="Swept", due="May 2005"), changed(PAINT, due="May 2005"))
    kept = actions(api)["1.1"]
    planned = take(api, newer, dry_run="true")
    outcome = take(api, newer)
    for told in (planned, outcome):
        assert outcomes(told)[:2] == [("1.1", "stays_carried"), ("1.2", "updated")]
        assert changes(told)["action 1.1"] == {
            "current_situation": {"before": "Half swept", "after": "Swept"},
            "due_text": {"before": "July 2004", "after": "May 2005"},
        }
    assert outcome["counts"]["action"] == {"stays_carried": 1, "updated": 1, "unchanged": 2}
    assert actions(api)["1.1"] == kept
    assert actions(api)["1.2"]["due"]["text"] == "May 2005"
    # As long as it says so it is told so, and it is taken over once the action is open again.
    assert outcomes(take(api, newer))[:2] == [("1.1", "stays_carried"), ("1.2", "unchanged")]
    (copy,) = api.get(f"/v1/actions?plan={after['id']}").json()["items"]
    remove(api, copy["url"])
    assert outcomes(take(api, newer))[0] == ("1.1", "updated")
    assert actions(api)["1.1"]["current_situation"] == "Swept"


def test_ditto_below_it_says_what_the_register_has(api: Client, after: Item) -> None:
    take(api, with_rows(SWEEP, DITTO))
    carry(api, after, "1.1")
    newer = take(api, with_rows(changed(SWEEP, due="May 2005"), DITTO))
    assert outcomes(newer)[:2] == [("1.1", "stays_carried"), ("1.2", "unchanged")]
    assert actions(api)["1.2"]["due"]["next_on"] == "2004-07-31"


def test_ditto_that_was_carried_forward_is_left_as_it_was_read(api: Client, after: Item) -> None:
    take(api, with_rows(SWEEP, DITTO))
    carry(api, after, "1.2")
    newer = take(api, with_rows(changed(SWEEP, due="May 2005"), DITTO))
    assert outcomes(newer)[:2] == [("1.1", "updated"), ("1.2", "stays_carried")]
    assert actions(api)["1.1"]["due"]["text"] == "May 2005"


def test_action_that_was_carried_forward_is_not_moved_by_the_document(api: Client, after: Item) -> None:
    take(api, plan())
    carry(api, after, "1.2")
    before = actions(api, embed="links")["1.2"]
    moved = take(api, with_rows(SWEEP, dock=(PAINT,)))
    assert ("1.2", "stays_carried") in outcomes(moved)
    assert actions(api, embed="links")["1.2"] == before


def test_action_that_was_carried_forward_is_not_deleted_with_what_has_vanished(
    api: Client, after: Item
) -> None:
    take(api, plan())
    carry(api, after, "1.1")
    done = take(api, with_rows(dock=()), missing="delete")
    assert outcomes(done) == [
        ("1.1", "stays_carried"),
        ("1.2", "deleted"),
        ("2.1", "deleted"),
        ("2.2", "deleted"),
    ]
    assert {*actions(api)} == {"1.1"}

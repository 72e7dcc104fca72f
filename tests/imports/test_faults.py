"""Rows that can't be taken: every fault is told with its place, and the good rows are taken where that is asked."""

from typing import Any

import pytest

from tests.support.client import Client
from tests.support.documents import (
    COUNT,
    DREDGE,
    HARBOUR,
    PAINT,
    SWEEP,
    Item,
    actions,
    as_planned,
    change,
    changed,
    changes,
    everything,
    outcomes,
    plan,
    send,
    take,
    with_rows,
)

STATUS = ("Planned Action", "Status", "Lead contact", "Due date")
# Lines 8 to 11: two good rows, one of an unknown status and too long a lead, and one without words.
MIXED = plan(
    {
        "1. Quay": (
            ("Sweep the quay", "Done", "", "July 2004"),
            ("Paint the bollards", "soon", "x" * 2_001, ""),
            ("", "Done", "", "May 2004"),
            ("Mend the crane", "", "", "ditto"),
        )
    },
    heading=STATUS,
)


def failed(outcome: Item) -> list[Any]:
    return [
        (row["line"], [(fault["line"], fault["column"]) for fault in row["faults"]])
        for row in outcome["rows"]
        if row["outcome"] == "failed"
    ]


def test_abort_tells_every_fault_with_its_place_and_keeps_nothing(api: Client) -> None:
    before = everything(api.sessions)
    for parameters in ({}, {"on_error": "abort"}, {"dry_run": "true"}):
        refused = send(api, MIXED, **parameters)
        problem = refused.json()
        assert (refused.status_code, problem["code"]) == (422, "document_is_unreadable")
        assert [(fault["row"], fault["column"]) for fault in problem["errors"]] == [
            (9, "Status"),
            (9, "Lead contact"),
            (10, "Planned Action"),
        ]
        assert problem["detail"] == "Nothing of it was kept. 3 faults were found."
        assert problem["errors"][0]["words"] == "soon"
        assert "'Not started'" in problem["errors"][0]["detail"]
    assert everything(api.sessions) == before


def test_skip_takes_exactly_the_good_rows(api: Client) -> None:
    planned = take(api, MIXED, dry_run="true", on_error="skip")
    done = take(api, MIXED, on_error="skip")
    assert as_planned(done) == as_planned(planned)
    assert outcomes(done) == [("1.1", "created"), ("1.2", "failed"), (None, "failed"), ("1.4", "created")]
    assert done["counts"]["action"] == {"created": 2, "failed": 2}
    assert failed(done) == [(9, [(9, "Status"), (9, "Lead contact")]), (10, [(10, "Planned Action")])]
    assert {name: one["text"] for name, one in actions(api).items()} == {
        "1.1": "Sweep the quay",
        "1.4": "Mend the crane",
    }
    kept = api.get(f"{done['url']}/rows", params={"outcome": "failed"}).json()["items"]
    assert [row["faults"] for row in kept] == [
        row["faults"] for row in done["rows"] if row["outcome"] == "failed"
    ]


def test_rows_that_were_mended_are_taken_by_the_next_import(api: Client) -> None:
    take(api, MIXED, on_error="skip")
    mended = MIXED.replace("soon\t" + "x" * 2_001, "Ongoing\tHelen").replace("\n\tDone", "\nTell all\tDone")
    done = take(api, mended)
    assert outcomes(done) == [
        ("1.1", "unchanged"),
        ("1.2", "created"),
        ("1.3", "created"),
        ("1.4", "unchanged"),
    ]


def test_change_that_can_not_be_kept_fails_and_leaves_the_action(api: Client) -> None:
    take(api, plan())
    before = actions(api)
    bad = with_rows(changed(SWEEP, due="May " * 501), changed(PAINT, due="May 2005"))
    done = take(api, bad, on_error="skip")
    assert outcomes(done)[:2] == [("1.1", "failed"), ("1.2", "updated")]
    assert ([*changes(done)], done["not_in_file"]) == (["action 1.2"], [])
    kept = actions(api)
    assert (kept["1.1"], kept["1.2"]["due"]["text"]) == (before["1.1"], "May 2005")
    # What a row said that failed was not taken over, so it counts as not said.
    assert outcomes(take(api, with_rows(changed(SWEEP, due="May 2005"), PAINT)))[0] == ("1.1", "updated")


def test_what_rests_on_a_row_that_failed_fails_with_it(api: Client) -> None:
    long_issue = f"Harbour plan\n\nIssue\tAction\n{'x' * 20_001}\tSweep\nRust\tPaint\n"
    done = take(api, long_issue, on_error="skip")
    assert outcomes(done, "issue") == [("1", "failed"), ("2", "created")]
    assert outcomes(done) == [("1.1", "failed"), ("2.1", "created")]
    assert "the issue on line 4 failed" in done["rows"][3]["faults"][0]["detail"]


def test_new_plan_that_can_not_be_kept_takes_all_its_rows_with_it(api: Client) -> None:
    refused = send(api, plan(title=f"Harbour plan {'x' * 500}"), on_error="skip")
    assert (refused.status_code, refused.json()["errors"][0]["column"]) == (422, "Title")
    assert api.get("/v1/plans").json()["items"] == []


@pytest.mark.parametrize("dry_run", ["true", "false"])
def test_plan_that_is_over_takes_changes_but_no_new_actions(api: Client, dry_run: str) -> None:
    take(api, plan())
    kept = api.get(f"/v1/plans/by-reference/{HARBOUR}").json()
    for one in actions(api).values():
        change(api, one, status="completed")
    closed = api.post(f"{kept['url']}/transitions", json={"to_status": "closed", "made_on": "2005-04-01"})
    assert closed.status_code == 201, closed.text
    more = with_rows(changed(SWEEP, due="May 2005"), PAINT, ("Mend the crane", "", "", ""))
    refused = send(api, more, dry_run=dry_run)
    assert (refused.status_code, refused.json()["code"]) == (409, "plan_is_closed")
    done = take(api, more, on_error="skip", **({"dry_run": "true"} if dry_run == "true" else {}))
    assert outcomes(done)[:3] == [("1.1", "updated"), ("1.2", "unchanged"), ("1.3", "failed")]


def test_repeated_request_that_skips_is_answered_alike(api: Client) -> None:
    headers = {"Content-Type": "text/plain", "Idempotency-Key": "k"}
    options = {"on_error": "skip"}
    first, again = (
        api.post("/v1/imports", content=MIXED.encode(), headers=headers, params=options) for _ in range(2)
    )
    assert (first.status_code, again.json()) == (201, first.json())
    assert again.headers["Idempotent-Replayed"] == "true"
    other = api.post("/v1/imports", content=MIXED.encode(), headers=headers)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")


# What has vanished


def test_what_has_vanished_is_deleted_only_when_asked(api: Client) -> None:
    take(api, plan())
    gone = with_rows(SWEEP)
    assert [one["reference"] for one in take(api, gone)["not_in_file"]] == ["1.2"]
    assert {*actions(api)} == {"1.1", "1.2", "2.1", "2.2"}
    planned = take(api, gone, missing="delete", dry_run="true")
    done = take(api, gone, missing="delete")
    assert as_planned(done) == as_planned(planned)
    assert outcomes(done)[-1] == ("1.2", "deleted")
    assert (done["counts"]["action"], done["not_in_file"]) == ({"unchanged": 3, "deleted": 1}, [])
    assert {*actions(api)} == {"1.1", "2.1", "2.2"}
    assert done["rows"][-1]["line"] == 0
    # It was taken out of the file on purpose, and comes back only when it is there again.
    again = take(api, gone, missing="delete")
    assert {row["outcome"] for row in again["rows"]} == {"unchanged"}


def test_mode_that_only_adds_deletes_nothing(api: Client) -> None:
    take(api, plan())
    done = take(api, with_rows(SWEEP), missing="delete", mode="create")
    assert outcomes(done)[-1] == ("1.2", "skipped")
    assert "1.2" in actions(api)


def test_nothing_is_deleted_where_a_row_failed_that_may_be_it(api: Client) -> None:
    take(api, plan())
    # "Paint the bollards" became other words, whose due can't be kept: nobody knows that it is the same.
    bad = with_rows(SWEEP, changed(PAINT, text="Paint all bollards", due="May " * 501), dock=(DREDGE,))
    done = take(api, bad, missing="delete", on_error="skip")
    left = {row["reference"]: row for row in done["rows"] if row["outcome"] == "skipped"}
    assert {*left} == {"1.2", "2.2"}
    assert "line 9 failed" in left["1.2"]["faults"][0]["detail"]
    assert {*actions(api)} == {"1.1", "1.2", "2.1", "2.2"}


def test_row_that_failed_and_names_its_action_keeps_that_from_being_deleted(api: Client) -> None:
    take(api, plan())
    bad = with_rows(changed(SWEEP, due="May " * 501), PAINT, dock=(COUNT,))
    done = take(api, bad, missing="delete", on_error="skip")
    assert [one for one in outcomes(done) if one[1] in ("failed", "deleted")] == [
        ("1.1", "failed"),
        ("2.1", "deleted"),
    ]
    assert {*actions(api)} == {"1.1", "1.2", "2.2"}

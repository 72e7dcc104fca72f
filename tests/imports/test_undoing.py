"""An import is taken back whole, and only while nothing of it has changed since."""

from typing import Any

import pytest

from app.core.callers import COMMAND_LINE
from app.core.db import writing
from app.imports.commands.undoing import undo_import
from tests.imports.test_modes import MANY_ACRONYMS, NEWER
from tests.support.client import Client
from tests.support.documents import (
    HARBOUR,
    PAINT,
    SWEEP,
    Item,
    actions,
    change,
    changed,
    everything,
    outcomes,
    plan,
    remove,
    take,
    with_rows,
    without_bookkeeping,
)

DUE = {"as_of": "2004-04-01", "include": "starts,undated", "limit": 200}


def undo(api: Client, outcome: Item) -> Any:
    return api.post(f"{outcome['url']}/undo")


def undone(api: Client, outcome: Item) -> Item:
    answer = undo(api, outcome)
    assert answer.status_code == 200, answer.text
    item: Item = answer.json()
    return item


def shown(api: Client) -> dict[str, Any]:
    """Give all that the register shows of plans and of who and what is in them, but when it changed."""
    paths = ("plans", "actions", "issues", "organisations", "people", "posts", "sub-groups")
    found = {path: api.get(f"/v1/{path}", params={"limit": 200}).json()["items"] for path in paths}
    for kept in found["plans"]:
        for part in ("themes", "glossary"):
            found[f"{kept['id']} {part}"] = api.get(f"{kept['url']}/{part}").json()["items"]
    for action in found["actions"]:
        found[f"{action['id']} progress"] = api.get(f"{action['url']}/progress-updates").json()["items"]
        whole = api.get(action["url"], params={"embed": "leads,themes,issues"}).json()
        found[f"{action['id']} whole"] = [whole]
    deadlines = api.get("/v1/deadlines", params=DUE).json()["items"]
    found["deadlines"] = [{name: one[name] for name in ("text", "latest", "state")} for one in deadlines]
    shown: dict[str, Any] = without_bookkeeping(found)
    return shown


def refusal(api: Client, outcome: Item) -> list[str]:
    before = everything(api.sessions)
    refused = undo(api, outcome)
    assert (refused.status_code, refused.json()["code"]) == (409, "import_cannot_be_undone"), refused.text
    assert everything(api.sessions) == before
    return [fault["detail"] for fault in refused.json().get("errors", ())]


def test_import_into_an_empty_register_leaves_it_empty_when_undone(api: Client) -> None:
    before = shown(api)
    done = take(api, plan(acronyms=MANY_ACRONYMS), create_parties="true", public="true")
    item = undone(api, done)
    assert shown(api) == before
    assert item["undone_at"] is not None
    assert (item["id"], item["counts"]) == (done["id"], done["counts"])


def test_changes_and_deletions_are_taken_back_with_all_that_followed(api: Client) -> None:
    document = plan(acronyms=MANY_ACRONYMS)
    ditto = with_rows(SWEEP, changed(PAINT, due="ditto"))
    take(api, document)
    take(api, ditto)
    kept = actions(api)
    change(api, kept["2.1"], due={"text": "End March 2005", "reading": "confirmed"})
    change(api, kept["1.1"], status="in_progress", rag="amber")
    before = shown(api)
    newer = plan(
        {
            "1. Quays": (changed(SWEEP, situation="All swept", lead="Port office", due="August 2004"), PAINT),
            "2. Dock": (("Dredge the dock", "", "Alex", "May 2005"), ("Mend the buoys", "News", "", "ditto")),
        },
        title="Harbour PARTNERSHIP PLAN 2004/06",
        acronyms=MANY_ACRONYMS,
    )
    done = take(
        api, newer, plan=HARBOUR, missing="delete", match="similar", create_parties="true", public="true"
    )
    assert {row["outcome"] for row in done["rows"]} >= {"created", "updated", "deleted"}
    undone(api, done)
    assert shown(api) == before


def test_undoing_is_told_in_the_ledger_and_its_rows_stay(api: Client) -> None:
    take(api, plan())
    done = take(api, NEWER)
    last = api.get("/v1/changes", params={"after": 0, "limit": 200}).json()["items"][-1]["id"]
    undone(api, done)
    told = api.get("/v1/changes", params={"after": last, "limit": 200}).json()["items"]
    verbs = [(one["kind"], one["verb"]) for one in told]
    assert verbs == [("action", "deleted"), ("action", "updated"), ("import", "updated")]
    assert {one["reason"] for one in told} == {f"The import {done['id']} was undone."}
    rows = api.get(f"{done['url']}/rows", params={"limit": 200}).json()["items"]
    assert [row["outcome"] for row in rows] == [row["outcome"] for row in done["rows"]]


def test_same_file_is_imported_again_after_it_was_undone(api: Client) -> None:
    take(api, plan())
    undone(api, take(api, NEWER))
    assert {*actions(api)} == {"1.1", "1.2", "2.1", "2.2"}
    again = take(api, NEWER)
    assert outcomes(again)[:2] == [("1.1", "updated"), ("1.3", "created")]
    undone(api, again)
    first = take(api, plan())
    assert {row["outcome"] for row in first["rows"]} == {"unchanged"}


def test_first_import_is_carried_out_again_after_it_was_undone(api: Client) -> None:
    undone(api, take(api, plan()))
    again = take(api, plan())
    assert {row["outcome"] for row in again["rows"]} == {"created"}
    assert {*actions(api)} == {"1.1", "1.2", "2.1", "2.2"}


def test_import_that_found_nothing_new_does_not_keep_what_was_undone_deleted(api: Client) -> None:
    first = take(api, plan())
    take(api, plan() + "\n")
    undone(api, first)
    assert {row["outcome"] for row in take(api, plan())["rows"]} == {"created"}


def edit(api: Client, kept: dict[str, Item]) -> str:
    change(api, kept["1.3"], text="By hand")
    return "action 1.3 was updated"


def delete(api: Client, kept: dict[str, Item]) -> str:
    remove(api, kept["1.3"]["url"])
    return "action 1.3 was deleted"


def report(api: Client, kept: dict[str, Item]) -> str:
    url = f"{kept['1.1']['url']}/progress-updates"
    api.post(url, json={"text": "Swept"}).raise_for_status()
    return "a progress update of action 1.1 was created"


def add_milestone(api: Client, kept: dict[str, Item]) -> str:
    api.post(f"{kept['1.3']['url']}/milestones", json={"title": "Half"}).raise_for_status()
    return "a milestone of action 1.3 was created"


def tick(api: Client, kept: dict[str, Item]) -> str:
    due = api.get("/v1/deadlines", params={"plan": HARBOUR, "as_of": "2004-08-31"}).json()["items"]
    mine = next(one for one in due if (one["action"] or {}).get("id") == kept["1.1"]["id"])
    body = {"completed_on": "2004-08-31"}
    answer = api.post(f"{mine['url']}/complete", json=body)
    assert answer.status_code < 300, answer.text
    return "a deadline of action 1.1 was ticked off"


@pytest.mark.parametrize("since", [edit, delete, report, add_milestone, tick])
def test_what_changed_since_is_named_and_nothing_is_undone(api: Client, since: Any) -> None:
    take(api, plan())
    done = take(api, NEWER)
    told = since(api, actions(api))
    assert told in refusal(api, done)


def test_imports_are_undone_one_after_the_other_the_last_first(api: Client) -> None:
    first = take(api, plan())
    second = take(api, NEWER)
    assert "action 1.1 was updated" in refusal(api, first)
    undone(api, second)
    undone(api, first)
    assert api.get("/v1/plans").json()["items"] == []
    assert api.get("/v1/actions").json()["items"] == []


def test_change_between_two_imports_that_are_undone_still_counts(api: Client) -> None:
    first = take(api, plan())
    change(api, actions(api)["2.2"], text="By hand")
    undone(api, take(api, NEWER))
    assert refusal(api, first) == ["action 2.2 was updated"]


def test_what_others_did_elsewhere_in_the_plan_holds_nothing_back(api: Client) -> None:
    take(api, plan())
    done = take(api, NEWER)
    kept = actions(api)
    change(api, kept["2.2"], text="By hand")
    url = api.get(f"/v1/plans/by-reference/{HARBOUR}").json()["url"]
    api.post(f"{url}/themes", json={"title": "Pier"}).raise_for_status()
    undone(api, done)
    assert actions(api)["2.2"]["text"] == "By hand"


def test_action_made_by_hand_in_a_plan_that_came_with_the_import_is_named(api: Client) -> None:
    done = take(api, plan())
    made = api.post("/v1/actions", json={"plan_id": HARBOUR, "text": "By hand"}).json()
    assert any(made["id"] in told for told in refusal(api, done))


def test_lead_given_to_a_party_that_came_with_the_import_is_named(api: Client) -> None:
    done = take(api, plan(), create_parties="true")
    other = api.post("/v1/plans", json={"title": "Other", "kind": "strategy", "reference": "o"}).json()
    led = {"plan_id": other["id"], "text": "By hand", "leads": [{"organisation_id": "harbour-trust"}]}
    made = api.post("/v1/actions", json=led).json()
    assert any(made["id"] in told for told in refusal(api, done))


def test_import_is_undone_once(api: Client) -> None:
    done = take(api, plan())
    headers = {"Idempotency-Key": "u-1"}
    first, again = (api.post(f"{done['url']}/undo", headers=headers) for _ in range(2))
    assert (first.status_code, again.json()) == (200, first.json())
    assert refusal(api, done) == []


@pytest.mark.parametrize(("scope", "status"), [("read", 403), ("write", 403), ("import", 200)])
def test_undoing_needs_the_scope_of_importing(api: Client, scope: str, status: int) -> None:
    done = take(api, plan())
    assert undo(api.as_key([scope]), done).status_code == status


def test_import_that_is_not_there_is_not_found(api: Client) -> None:
    missing = api.post("/v1/imports/01a20000-0000-7000-8000-000000000000/undo")
    assert (missing.status_code, missing.json()["code"]) == (404, "not_found")


def test_failure_in_the_middle_undoes_nothing(api: Client) -> None:
    done = take(api, plan())
    before = everything(api.sessions)

    def fail() -> None:
        with writing(api.sessions) as session:
            undo_import(session, COMMAND_LINE, done["id"])
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert everything(api.sessions) == before

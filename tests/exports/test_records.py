"""A plan as records: what goes out comes in again, in any register, and nothing of it is lost."""

import json
from typing import Any

import httpx
import pytest

from tests.support.asking import Item, change, changed, delete, make
from tests.support.client import Client

NDJSON = {"Content-Type": "application/x-ndjson"}
OF_ACTION = b'{"kind":"action","item":{"reference":"1","text":"A"}}\n{"kind":"%s","item":{"action":"1",%s}}'
EVERYTHING = {"create_parties": "true", "public": "true"}


def exported(api: Client, plan: Item, form: str = "ndjson") -> bytes:
    """Export a plan, which must succeed."""
    answer = api.get(f"{plan['url']}/export.{form}")
    assert answer.status_code == 200, answer.text
    return answer.content


def sent(api: Client, data: bytes, **options: str) -> httpx.Response:
    """Send records to be imported."""
    return api.post("/v1/imports", content=data, headers=NDJSON, params={**EVERYTHING, **options})


def imported(api: Client, data: bytes, **options: str) -> Item:
    """Import records, which must succeed; give the outcome."""
    answer = sent(api, data, **options)
    assert answer.status_code in (200, 201), answer.text
    outcome: Item = answer.json()
    return outcome


def plan_of(api: Client, outcome: Item) -> Item:
    """Read the plan that an import made."""
    plan: Item = api.get(f"/v1/plans/{outcome['plan']['id']}").json()
    return plan


def items(data: bytes, kind: str) -> list[Any]:
    """Give the items of a kind."""
    records = [json.loads(line) for line in data.splitlines()]
    return [record["item"] for record in records if record["kind"] == kind]


def with_item(data: bytes, kind: str, **members: Any) -> bytes:
    """Change members of the first record of a kind."""
    records = [json.loads(line) for line in data.splitlines()]
    next(record for record in records if record["kind"] == kind)["item"].update(members)
    return b"".join(json.dumps(record).encode() + b"\n" for record in records)


def test_plan_goes_through_an_empty_register_byte_for_byte(api: Client, empty: Client, rich: Item) -> None:
    before = exported(api, rich)
    outcome = imported(empty, before)
    assert exported(empty, plan_of(empty, outcome)) == before
    # Two parties of each of two kinds, and the person and the post.
    assert outcome["counts"]["organisation"] == {"created": 1}
    assert outcome["counts"]["sub_group"] == {"created": 2}
    assert outcome["counts"]["progress_update"] == {"created": 3}


def test_csv_of_what_came_in_as_records_is_the_same_too(api: Client, empty: Client, rich: Item) -> None:
    outcome = imported(empty, exported(api, rich))
    assert exported(empty, plan_of(empty, outcome), "csv") == exported(api, rich, "csv")


def test_readings_reports_and_leads_are_as_they_were(api: Client, empty: Client, rich: Item) -> None:
    imported(empty, exported(api, rich))
    action = empty.get("/v1/actions", params={"embed": "leads,relations", "sort": "position"}).json()[
        "items"
    ][0]
    assert (action["status"], action["percent"], action["rag"]) == ("in_progress", 50, "amber")
    assert action["current_situation"] == "Half of it is swept"
    assert [lead["name"] for lead in action["leads"]] == ["Helen Quiet", "Harbour Trust", None]
    assert action["leads_reading"] == "confirmed"
    assert (action["due"]["reading"], action["due"]["points"][0]["edtf"]) == ("confirmed", "2004-07")
    assert [one["kind"] for one in action["relations"]] == ["requires"]


def test_same_file_again_changes_nothing(api: Client, rich: Item) -> None:
    outcome = imported(api, exported(api, rich))
    assert {outcome for counts in outcome["counts"].values() for outcome in counts} == {"unchanged"}
    assert api.get("/v1/plans").json()["items"][0]["version"] == rich["version"]


def test_changed_members_are_written_and_nothing_else(api: Client, rich: Item) -> None:
    data = with_item(exported(api, rich), "action", text="Sweep the quay twice", due={"text": "August 2004"})
    outcome = imported(api, data)
    (row,) = [row for row in outcome["rows"] if row["outcome"] == "updated"]
    assert (row["kind"], row["reference"], set(row["changes"])) == ("action", "1.1", {"text", "due"})
    assert exported(api, rich) == data.replace(b'": ', b'":').replace(b', "', b',"').replace(b"}, {", b"},{")


def test_dry_run_tells_what_the_real_run_does(api: Client, empty: Client, rich: Item) -> None:
    data = exported(api, rich)
    planned = imported(empty, data, dry_run="true")
    assert empty.get("/v1/plans").json()["items"] == []
    real = imported(empty, data)
    assert planned["counts"] == real["counts"]
    for row in (*planned["rows"], *real["rows"]):
        row.pop("resource_id")
    assert planned["rows"] == real["rows"]


def test_public_gets_no_private_name_and_what_it_gets_comes_in(
    api: Client, empty: Client, rich: Item
) -> None:
    data = exported(api.public, rich)
    assert b"Quiet" not in data
    assert b"Helen" not in data
    outcome = imported(empty, data)
    assert exported(empty.public, plan_of(empty, outcome)) == data


def test_parties_that_nobody_knows_are_refused_unless_asked_for(
    api: Client, empty: Client, rich: Item
) -> None:
    answer = sent(empty, exported(api, rich), create_parties="false")
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (422, "document_is_unreadable")
    assert "no sub-group with the reference 'quay' unless create_parties is asked" in str(problem["errors"])
    assert empty.get("/v1/plans").json()["items"] == []


def test_what_was_carried_forward_goes_out_as_it_was_before(api: Client, empty: Client, rich: Item) -> None:
    later = make(api, "/v1/plans", title="Next plan", kind="partnership_plan", reference="next")
    assert api.post(f"{rich['url']}/carry-forward", json={"into": later["id"]}).status_code == 200
    statuses = [one["status"] for one in api.get("/v1/actions", params={"plan": rich["id"]}).json()["items"]]
    assert statuses == ["carried_forward"] * 3
    data = exported(api, rich)
    assert "carried_forward" not in data.decode()
    outcome = imported(empty, data)
    assert exported(empty, plan_of(empty, outcome)) == data


def test_actions_that_are_not_in_the_file_are_told(api: Client, rich: Item) -> None:
    data = exported(api, rich)
    make(api, "/v1/actions", plan_id=rich["id"], text="Something else")
    assert [one["text"] for one in imported(api, data)["not_in_file"]] == ["Something else"]


def test_actions_that_are_not_in_the_file_are_deleted_where_that_is_asked(api: Client, rich: Item) -> None:
    data = exported(api, rich)
    other = make(api, "/v1/actions", plan_id=rich["id"], text="Something else")
    told = imported(api, data, missing="delete", dry_run="true")
    assert told["counts"]["action"]["deleted"] == 1
    assert api.get(other["url"]).status_code == 200
    done = imported(api, data, missing="delete")
    assert (done["counts"], done["not_in_file"]) == (told["counts"], [])
    assert (api.get(other["url"]).status_code, exported(api, rich)) == (404, data)
    assert api.post(f"{done['url']}/undo").status_code == 200
    assert api.get(other["url"]).json()["text"] == "Something else"


def test_plan_is_imported_under_another_name(api: Client, rich: Item) -> None:
    outcome = imported(api, exported(api, rich), plan="copy")
    assert (outcome["plan"]["reference"], outcome["counts"]["action"]) == ("copy", {"created": 3})
    assert len(api.get("/v1/plans").json()["items"]) == 2


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (b"{", "not JSON"),
        (b'{"kind":"plan"}', '"kind" and an "item"'),
        (b'{"kind":"wish","item":{}}', "no kind of record"),
        (b'{"kind":"theme","item":[]}', "an item is an object"),
        (b'{"kind":"theme","item":{"number":1,"title":"A","position":1,"id":"x"}}', "no such member"),
        (b'{"kind":"theme","item":{"title":"A"}}', "is required"),
        (b'{"kind":"theme","item":{"number":0,"title":"A"}}', "greater than or equal to 1"),
        (b'{"kind":"theme","item":{"number":1e400,"title":"A"}}', ""),
        (b'{"kind":"theme","item":{"number":NaN,"title":"A"}}', "NaN is no number"),
        (b'{"kind":"theme","item":{"number":1,"title":"\\u0000"}}', "holds a NUL"),
        (b'{"kind":"theme","item":{"number":1,"title":"\\ud800"}}', ""),
        (b'{"kind":"action","item":{"reference":"1","text":"A","themes":["x"]}}', "their numbers"),
        (b'{"kind":"action","item":{"reference":"1","text":"A","themes":[7]}}', "no line is of the theme"),
        (b'{"kind":"action","item":{"reference":{"a":1},"text":"A"}}', "valid string"),
        (b'{"kind":"milestone","item":{"action":["1"],"title":"A"}}', ""),
        (b'{"kind":"milestone","item":{"action":"9","title":"A"}}', "no line is of the action"),
        (b'{"kind":"relation","item":{"action":"9","other":"9","kind":"requires"}}', "no line is of the action"),
        (b'{"kind":"plan","item":{"reference":"b","title":"B","kind":"strategy"}}', "one plan"),
        (2 * b'{"kind":"theme","item":{"number":1,"title":"A"}}\n', "twice"),
        (b'{"kind":"action","item":{"reference":null,"text":"A"}}', "is required"),
        (b'{"kind":"action","item":{"reference":"1","text":"A","leads":[{"role":"lead"}]}}', "exactly one of"),
        (b'{"kind":"action","item":{"reference":"1","text":"A","due":{"reading":"confirmed"}}}', "words as written"),
        (b'{"kind":"action","item":{"reference":"1","text":"A","status":"carried_forward"}}', "the register itself"),
        (OF_ACTION % (b"milestone", b'"title":"A","met_on":"2004-05-01"'), "only where the status"),
        (OF_ACTION % (b"progress_update", b'"author":"A"'), "at least one of"),
        (OF_ACTION % (b"progress_update", b'"text":"A","reported_on":"2900-01-01"'), "a day that has come"),
        (OF_ACTION % (b"progress_update", b'"status":"carried_forward"'), "the register itself"),
        (b"[" * 100_000, ""),
    ],
)  # fmt: skip
def test_broken_line_is_refused_with_its_place(api: Client, line: bytes, told: str) -> None:
    plan = b'{"kind":"plan","item":{"reference":"a","title":"A","kind":"strategy"}}\n'
    for dry_run in ("true", "false"):
        answer = sent(api, plan + line + b"\n", dry_run=dry_run)
        problem = answer.json()
        assert (answer.status_code, problem["code"]) == (422, "document_is_unreadable")
        assert problem["errors"][0]["row"] in (2, 3)
        assert told in str(problem["errors"])
    assert api.get("/v1/plans").json()["items"] == []


def test_file_without_a_plan_is_refused(api: Client) -> None:
    answer = sent(api, b'{"kind":"theme","item":{"number":1,"title":"A"}}\n')
    assert (answer.status_code, answer.json()["code"]) == (422, "document_is_unreadable")


def test_what_a_writer_refuses_is_told_with_its_line(api: Client) -> None:
    data = (
        b'{"kind":"plan","item":{"reference":"a","title":"A","kind":"strategy"}}\n'
        b'{"kind":"action","item":{"reference":"1","text":"A"}}\n'
        b'{"kind":"relation","item":{"action":"1","other":"1","kind":"requires"}}\n'
    )
    answer = sent(api, data)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["row"] == 3
    assert api.get("/v1/plans").json()["items"] == []


def test_key_that_may_only_import_brings_in_reports_too(api: Client, empty: Client, rich: Item) -> None:
    outcome = imported(empty.as_key(["import"]), exported(api, rich))
    assert outcome["counts"]["progress_update"] == {"created": 3}


def test_deleted_action_comes_back_anew(api: Client, rich: Item) -> None:
    data = exported(api, rich)
    action = api.get("/v1/actions", params={"sort": "position"}).json()["items"][1]
    delete(api, action)
    assert imported(api, data)["counts"]["action"] == {"unchanged": 2, "created": 1}
    assert exported(api, rich) == data


def test_only_reading_that_changed_is_read_anew(api: Client, rich: Item) -> None:
    data = exported(api, rich)
    action = api.get("/v1/actions", params={"sort": "position"}).json()["items"][1]
    assert change(api, action, due={"reading": "confirmed"}).status_code == 200
    assert exported(api, rich) != data
    imported(api, data)
    assert exported(api, rich) == data
    changed(api, rich, title="Other")


def test_mode_keeps_what_is_new_or_what_is_there_out(api: Client, rich: Item) -> None:
    data = with_item(exported(api, rich), "action", text="Sweep the quay twice")
    data += b'{"kind":"action","item":{"reference":"9","text":"Something new"}}\n'
    data += b'{"kind":"milestone","item":{"action":"9","title":"Its first half"}}\n'
    assert imported(api, data, mode="update", dry_run="true")["counts"] == (
        told := imported(api, data, mode="update")["counts"]
    )
    assert (told["action"], told["milestone"]) == (
        {"updated": 1, "unchanged": 2, "skipped": 1},
        {"unchanged": 1, "skipped": 1},
    )
    data = with_item(data, "action", text="Sweep it three times")
    told = imported(api, data, mode="create")["counts"]
    assert (told["action"], told["milestone"]) == (
        {"skipped": 1, "unchanged": 2, "created": 1},
        {"unchanged": 1, "created": 1},
    )


def test_plan_is_shown_to_the_public_only_where_that_is_asked(api: Client, empty: Client, rich: Item) -> None:
    data = exported(api, rich)
    outcome = imported(empty, data, public="false")
    assert plan_of(empty, outcome)["visibility"] == "partners"
    assert imported(empty, data)["counts"]["plan"] == {"updated": 1}
    assert plan_of(empty, outcome)["visibility"] == "public"


def test_reading_carried_from_another_plan_goes_along(api: Client, empty: Client, rich: Item) -> None:
    later = make(api, "/v1/plans", title="Next plan", kind="partnership_plan", reference="next")
    assert api.post(f"{rich['url']}/carry-forward", json={"into": later["id"]}).status_code == 200
    data = exported(api, later)
    outcome = imported(empty, data)
    assert exported(empty, plan_of(empty, outcome)) == data


def test_import_of_records_is_taken_back_whole(api: Client, empty: Client, rich: Item) -> None:
    outcome = imported(empty, exported(api, rich))
    undone = empty.post(f"{outcome['url']}/undo")
    assert undone.status_code == 200, undone.text
    for kind in (
        "plans",
        "actions",
        "deadlines",
        "organisations",
        "people",
        "posts",
        "sub-groups",
        "criteria",
    ):
        assert empty.get(f"/v1/{kind}").json()["items"] == []
    assert exported(empty, plan_of(empty, imported(empty, exported(api, rich)))) == exported(api, rich)


def test_parts_of_actions_that_were_there_are_taken_back_alone(api: Client, rich: Item) -> None:
    before = exported(api, rich)
    more = b'{"kind":"milestone","item":{"action":"1.1","title":"Second half"}}\n'
    outcome = imported(api, with_item(before, "milestone", title="All of it", status="scheduled") + more)
    assert outcome["counts"]["milestone"] == {"created": 2}
    assert api.post(f"{outcome['url']}/undo").status_code == 200
    assert exported(api, rich) == before
    action = api.get("/v1/actions", params={"sort": "position"}).json()["items"][0]
    # It was made and got a step; two more came, and went again.
    assert action["version"] == 6

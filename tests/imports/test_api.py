"""Imports over HTTP: how a document is sent, who may send it, and how an import is read back."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from tests.support.client import Client
from tests.support.documents import (
    COUNT,
    DREDGE,
    HARBOUR,
    PAINT,
    SWEEP,
    actions,
    changed,
    everything,
    outcomes,
    plan,
    send,
    take,
    with_rows,
)
from tests.support.ledger import events, last_event

TEXT = {"Content-Type": "text/plain"}


def as_form(api: Client, document: str | bytes, name: str = "plan.txt", **parameters: Any) -> httpx.Response:
    data = document.encode() if isinstance(document, str) else document
    return api.post("/v1/imports", files={"file": (name, data)}, params=parameters)


def test_form_and_body_give_the_same(api: Client) -> None:
    by_form = as_form(api, plan(), plan="form").json()
    by_body = take(api, plan(), plan="body", file_name="plan.txt")
    assert by_form["file_name"] == "plan.txt"

    def told(outcome: Any) -> Any:
        rows = [{**row, "resource_id": None, "reference": None} for row in outcome["rows"]]
        return [outcome["counts"], outcome["mode"], outcome["file_name"], rows, outcome["unread"]]

    assert told(by_form) == told(by_body)
    alike = ("text", "current_situation", "lead_text", "due", "position")
    of_form, of_body = actions(api, "form"), actions(api, "body")
    assert {reference: [item[name] for name in alike] for reference, item in of_form.items()} == {
        reference: [item[name] for name in alike] for reference, item in of_body.items()
    }


@pytest.mark.parametrize(
    "media_type",
    ["text/plain", "Text/Plain; charset=utf-8", "text/tab-separated-values", "application/octet-stream"],
)
def test_body_may_be_of_several_types(api: Client, media_type: str) -> None:
    answer = api.post("/v1/imports", content=plan().encode(), headers={"Content-Type": media_type})
    assert answer.status_code == 201


def test_import_is_told_where_it_is_and_read_there(api: Client) -> None:
    answer = send(api, plan() + "\nSigned by all.\n", file_name="harbour 2004.txt")
    outcome = answer.json()
    assert answer.headers["location"] == outcome["url"] == f"/v1/imports/{outcome['id']}"
    assert answer.headers["cache-control"] == "no-store"
    read = api.get(outcome["url"]).json()
    assert read["id"] == outcome["id"]
    for name in ("file_name", "mode", "counts", "unread", "not_in_file"):
        assert read[name] == outcome[name]
    assert (read["file_name"], read["plan_id"]) == ("harbour 2004.txt", outcome["plan"]["id"])
    assert read["unread"] == [{"line": 17, "text": "Signed by all."}]
    # What `sha256sum` says of a file of the bytes that were sent.
    assert read["digest"] == "fad70eb5c8d7818d5e389cce53ac245713694fde3c1b4cadb878c4de70cc66ca"
    assert [item["id"] for item in api.get("/v1/imports", params={"plan": HARBOUR}).json()["items"]] == [
        read["id"]
    ]


def test_rows_of_an_import_are_read_in_the_order_of_the_document(api: Client) -> None:
    outcome = take(api, plan())
    path = f"{outcome['url']}/rows"
    rows = api.get(path, params={"limit": 200}).json()["items"]
    assert [row["kind"] for row in rows] == ["plan", "glossary_term", "theme", "theme", *["action"] * 4]
    assert [row["position"] for row in rows] == [*range(8)]
    assert [row["line"] for row in rows] == [1, 3, 5, 11, 8, 9, 14, 15]
    sweep = rows[4]
    assert sweep["resource_id"] == actions(api)["1.1"]["id"]
    assert [(cell["line"], cell["column"], cell["words"], cell["read_as"]) for cell in sweep["cells"]] == [
        (8, "Planned Action agreed April 2004", "Sweep the quay", "action"),
        (8, "Current Situation", "Half swept", "current_situation"),
        (8, "Lead contact", "Helen", "lead"),
        (8, "Due date", "July 2004", "due"),
        (5, "Theme", "1. Quay", "theme"),
    ]
    blank = [cell for cell in rows[5]["cells"] if not cell["words"]]
    assert [(cell["column"], cell["read_as"]) for cell in blank] == [
        ("Current Situation", "current_situation")
    ]
    assert len(api.get(path, params={"kind": "theme"}).json()["items"]) == 2
    take(api, with_rows(changed(SWEEP, due="May 2005"), PAINT))
    newest = api.get("/v1/imports", params={"limit": 1}).json()["items"][0]
    updated = api.get(f"{newest['url']}/rows", params={"outcome": "updated"}).json()["items"]
    assert [(row["reference"], row["changes"]) for row in updated] == [
        ("1.1", {"due_text": {"before": "July 2004", "after": "May 2005"}})
    ]


def test_import_is_recorded_with_everything_it_did(api: Client) -> None:
    known = last_event(api)
    importer = api.as_key(["import"])
    take(importer, plan())
    found = events(api.sessions, known)
    kinds = [event["kind"] for event in found]
    # Two current situations are kept as progress.
    assert sorted(kinds) == sorted(
        ["plan", "glossary_term", "theme", "theme", *["action"] * 4, *["progress_update"] * 2, "import"]
    )
    assert {event["verb"] for event in found} == {"created"}
    assert {event["actor_id"] for event in found} == {importer.get("/v1/me").json()["key_id"]}


@pytest.mark.parametrize(
    ("scope", "status"), [("read", 403), ("report", 403), ("write", 403), ("import", 201), ("admin", 201)]
)
def test_importing_needs_its_own_scope(api: Client, scope: str, status: int) -> None:
    before = everything(api.sessions)
    for dry_run in ("true", "false"):
        answer = send(api.as_key([scope]), plan(), dry_run=dry_run)
        assert answer.status_code == (200 if status == 201 and dry_run == "true" else status)
    if status == 403:
        assert everything(api.sessions) == before


def test_importing_without_a_key_is_refused_before_the_document_is_looked_at(api: Client) -> None:
    for document in (plan().encode(), b"\x00"):
        for answer in (send(api.public, document), as_form(api.public, document)):
            assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")
    assert api.public.get("/v1/imports").status_code == 401


def test_importer_reads_what_it_imported(api: Client) -> None:
    importer = api.as_key(["import"])
    outcome = take(importer, plan())
    assert importer.get(outcome["url"]).status_code == 200
    assert importer.get(f"{outcome['url']}/rows").status_code == 200
    assert importer.post("/v1/organisations", json={"name": "Trust"}).status_code == 403


def test_repeated_request_is_done_once(api: Client) -> None:
    headers = {**TEXT, "Idempotency-Key": "k-1"}
    path, newer = "/v1/imports?plan=p", with_rows(changed(SWEEP, due="May 2005"), PAINT).encode()
    first = api.post(path, content=plan().encode(), headers=headers)
    api.post(path, content=newer, headers=TEXT).raise_for_status()
    kept = everything(api.sessions)
    again = api.post(path, content=plan().encode(), headers=headers)
    assert (again.status_code, again.json()) == (201, first.json())
    assert again.headers["idempotent-replayed"] == "true"
    assert again.headers["location"] == first.headers["location"]
    for other in (path.replace("=p", "=q"), f"{path}&public=true"):
        reused = api.post(other, content=plan().encode(), headers=headers)
        assert (reused.status_code, reused.json()["code"]) == (422, "idempotency_key_reused")
    assert api.post(path, content=newer, headers=headers).status_code == 422
    assert everything(api.sessions) == kept, "the older document was not imported once more"


def test_dry_run_uses_up_no_key(api: Client) -> None:
    headers = {**TEXT, "Idempotency-Key": "k-1"}
    document = plan().encode()
    assert api.post("/v1/imports?dry_run=true", content=document, headers=headers).status_code == 200
    assert api.post("/v1/imports", content=document, headers=headers).status_code == 201


@pytest.mark.parametrize(
    ("parameters", "named"),
    [
        ({"mode": "replace"}, "mode"),
        ({"dry_run": "perhaps"}, "dry_run"),
        ({"dryrun": "true"}, "dryrun"),
        ({"plan": "a/b"}, "plan"),
        ({"plan": ""}, "plan"),
        ({"plan": "x" * 81}, "plan"),
        ({"plan": "01890000-0000-7000-8000-000000000000"}, "plan"),
        ({"file_name": "a\x00b"}, "file_name"),
        ({"charset": "x" * 41}, "charset"),
    ],
)
def test_option_that_is_not_known_or_not_allowed_is_refused(api: Client, parameters: Any, named: str) -> None:
    refused = send(api, plan(), **parameters)
    assert (refused.status_code, refused.json()["code"]) == (400, "invalid_parameter")
    assert [fault["parameter"] for fault in refused.json()["errors"]] == [named]
    assert api.get("/v1/plans").json()["items"] == []


def test_options_in_the_form_are_refused_and_not_ignored(api: Client) -> None:
    # Or a `dry_run` that was put in the wrong place would be a real run.
    answer = api.post("/v1/imports", files={"file": ("p.txt", plan().encode())}, data={"dry_run": "true"})
    assert answer.status_code == 422
    told = "only 'file' and 'mapping' are taken in the form, not 'dry_run'; options are parameters of the address"
    assert answer.json()["errors"] == [{"pointer": "", "detail": told}]
    assert api.get("/v1/plans").json()["items"] == []


def test_imports_at_once_are_all_answered_and_leave_one_plan(api: Client) -> None:
    documents = [plan(), with_rows(changed(SWEEP, due="May 2005"), PAINT)] * 3
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda document: send(api, document), documents))
    assert [answer.status_code for answer in answers] == [201] * 6
    assert len(api.get("/v1/plans").json()["items"]) == 1
    assert [*actions(api)] == ["1.1", "1.2", "2.1", "2.2"]
    created = [answer.json() for answer in answers if answer.json()["counts"]["plan"] == {"created": 1}]
    assert len(created) == 1
    due = actions(api)["1.1"]["due"]["text"]
    last = api.get("/v1/imports", params={"limit": 1}).json()["items"][0]
    cells = api.get(f"{last['url']}/rows", params={"kind": "action"}).json()["items"][0]["cells"]
    assert due == next(cell["words"] for cell in cells if cell["read_as"] == "due"), "the last one stands"


def test_same_document_at_once_is_imported_once(api: Client) -> None:
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: take(api, plan()), range(4)))
    assert len({answer["id"] for answer in answers}) == 1
    assert sorted({outcome for answer in answers for _, outcome in outcomes(answer)}) == [
        "created",
        "unchanged",
    ]
    assert len(api.get("/v1/imports").json()["items"]) == 1


def test_actions_imported_stand_where_the_document_has_them(api: Client) -> None:
    take(api, plan())
    listed = api.get("/v1/actions", params={"plan": HARBOUR, "sort": "position"}).json()["items"]
    assert [(item["position"], item["text"]) for item in listed] == [
        (place, row[0]) for place, row in enumerate((SWEEP, PAINT, DREDGE, COUNT), start=1)
    ]

"""What the API promises of every resource alike: how it is made, read, changed, deleted, and what is recorded.

The other conventions are in `test_conventions_of_lists.py`, `test_conventions_of_refusals.py` and
`test_conventions_of_access.py`. Every resource that a room lists in its RESOURCES takes part.
"""

from typing import Any

import pytest

from app.core.links import OWNED
from tests.support.client import Client
from tests.support.ledger import events, last_event
from tests.support.samples import (
    RESOURCES,
    SAMPLES,
    Builder,
    can_change,
    has_reference,
    kinds,
    parent_of,
)

EVERY = kinds()
# The answer to a write is never gzipped, so its tag is that of the plain form.
PLAIN = {"Accept-Encoding": "identity"}
CHANGEABLE = kinds(can_change)
REFERENCED = kinds(has_reference)
NESTED = kinds(lambda resource: resource.parent is not None)
LINKS = [
    (kind, name)
    for kind in EVERY
    for name in (*SAMPLES[kind].needs, *SAMPLES[kind].may_link)
    if name not in SAMPLES[kind].unshared
]
# What is a part of something goes with it, and holds nothing back.
HOLDING = [(kind, name) for kind, name in LINKS if RESOURCES[kind].table.__table__.c[name].info != OWNED]


def tag(api: Client, item: dict[str, Any]) -> dict[str, str]:
    """Give the If-Match that names the thing as it is now."""
    return {"If-Match": api.get(item["url"], headers=PLAIN).headers["etag"]}


def holds(shown: Any, sent: Any) -> bool:
    """Tell whether what is shown holds what was sent, and perhaps more."""
    if isinstance(sent, dict):
        return isinstance(shown, dict) and all(holds(shown.get(name), value) for name, value in sent.items())
    return bool(shown == sent)


def test_every_resource_has_a_sample() -> None:
    assert set(SAMPLES) == set(RESOURCES)


@pytest.mark.parametrize("kind", EVERY)
def test_created_thing_is_read_where_the_answer_says(api: Client, builder: Builder, kind: str) -> None:
    answer = builder.post(kind)
    assert answer.status_code == 201, answer.text
    made = answer.json()
    assert answer.headers["location"] == made["url"] == f"{builder.path(kind)}/{made['id']}"
    assert answer.headers["etag"].startswith('"1-')
    assert made["version"] == 1
    assert made["created_at"] == made["updated_at"]
    read = api.get(made["url"], headers=PLAIN)
    assert read.json() == made
    assert read.headers["etag"] == answer.headers["etag"]
    assert api.get(made["url"].replace(made["id"], made["id"].upper())).json() == made


@pytest.mark.parametrize("kind", EVERY)
def test_created_thing_holds_what_was_sent(builder: Builder, kind: str) -> None:
    body = builder.body(kind, **builder.variant(kind, 2))
    assert holds(builder.make(kind, **body), body)


@pytest.mark.parametrize("kind", CHANGEABLE)
def test_patch_changes_what_it_names_and_leaves_the_rest(api: Client, builder: Builder, kind: str) -> None:
    before = builder.make(kind)
    answer = api.patch(before["url"], json=SAMPLES[kind].change, headers=tag(api, before))
    after = answer.json()
    assert answer.headers["etag"].startswith('"2-')
    assert after["version"] == 2
    assert after["updated_at"] > before["updated_at"]
    assert holds(after, SAMPLES[kind].change)
    unchanged = set(before) - set(SAMPLES[kind].change) - {"version", "updated_at"}
    assert {name for name in unchanged if after[name] != before[name]} == set()
    assert api.get(before["url"]).json() == after


@pytest.mark.parametrize("kind", CHANGEABLE)
@pytest.mark.parametrize("media_type", ["application/json", "application/merge-patch+json; charset=utf-8"])
def test_patch_that_changes_nothing_leaves_no_trace(
    api: Client, builder: Builder, kind: str, media_type: str
) -> None:
    made = builder.make(kind, **builder.variant(kind, 1))
    known = last_event(api)
    same = builder.body(kind, **builder.variant(kind, 1))
    headers = {**tag(api, made), "Content-Type": media_type}
    answer = api.request("PATCH", made["url"], json=same, headers=headers)
    assert answer.json() == made
    assert answer.headers["etag"] == headers["If-Match"]
    assert events(api.sessions, known) == []
    assert api.patch(made["url"], json={}, headers=headers).json() == made


@pytest.mark.parametrize("kind", CHANGEABLE)
def test_change_without_the_present_version_is_refused(api: Client, builder: Builder, kind: str) -> None:
    made = builder.make(kind)
    stale = tag(api, made)
    changed = api.patch(made["url"], json=SAMPLES[kind].change, headers=stale).json()
    for method in ("PATCH", "DELETE"):
        body = {"json": SAMPLES[kind].change} if method == "PATCH" else {}
        answers = [
            api.request(method, made["url"], headers=headers, **body)
            for headers in ({}, stale, {"If-Match": "2"}, {"If-Match": '"nonsense"'}, {"If-Match": '"20-ab"'})
        ]
        assert [answer.status_code for answer in answers] == [428, 412, 400, 412, 412]
    assert api.get(made["url"]).json() == changed


@pytest.mark.parametrize("kind", CHANGEABLE)
def test_if_match_takes_any_version_and_one_of_several(api: Client, builder: Builder, kind: str) -> None:
    made = builder.make(kind)
    several = f'"9-aa", {tag(api, made)["If-Match"]}'
    assert api.patch(made["url"], json=SAMPLES[kind].change, headers={"If-Match": several}).status_code == 200
    assert api.delete(made["url"], headers={"If-Match": "*"}).status_code == 204


@pytest.mark.parametrize("kind", EVERY)
def test_unchanged_thing_and_list_are_not_sent_again(api: Client, builder: Builder, kind: str) -> None:
    made = builder.make(kind)
    for path in (made["url"], builder.path(kind)):
        first = api.get(path)
        again = api.get(path, headers={"If-None-Match": f'"other", W/{first.headers["etag"]}'})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == first.headers["etag"]
        assert again.headers["cache-control"] == first.headers["cache-control"]
        assert api.get(path, headers={"If-None-Match": '"other"'}).status_code == 200
    builder.make(kind, **builder.variant(kind, 2))
    assert api.get(path, headers={"If-None-Match": first.headers["etag"]}).status_code == 200


@pytest.mark.parametrize("kind", CHANGEABLE)
def test_deleted_thing_is_gone_until_it_is_undeleted(api: Client, builder: Builder, kind: str) -> None:
    made = builder.make(kind)
    assert api.post(f"{made['url']}/undelete").status_code == 404
    gone = api.delete(made["url"], headers=tag(api, made))
    assert (gone.status_code, gone.content) == (204, b"")
    assert api.get(made["url"]).status_code == 404
    assert api.patch(made["url"], json=SAMPLES[kind].change, headers={"If-Match": "*"}).status_code == 404
    assert api.delete(made["url"], headers={"If-Match": "*"}).status_code == 404
    assert made["id"] not in [item["id"] for item in api.get(builder.path(kind)).json()["items"]]
    back = api.post(f"{made['url']}/undelete")
    assert back.status_code == 200
    assert back.json()["version"] == 3
    assert {**back.json(), "version": 1, "updated_at": made["updated_at"]} == made
    assert api.get(made["url"]).json() == back.json()


@pytest.mark.parametrize("kind", CHANGEABLE)
def test_each_write_leaves_one_event(api: Client, builder: Builder, kind: str) -> None:
    builder.body(kind)
    builder.path(kind)
    known = last_event(api)
    made = builder.make(kind)
    api.patch(made["url"], json=SAMPLES[kind].change, headers={"If-Match": "*"})
    api.delete(made["url"], headers={"If-Match": "*"})
    api.post(f"{made['url']}/undelete")
    found = events(api.sessions, known)
    assert [event["verb"] for event in found] == ["created", "updated", "deleted", "undeleted"]
    assert {(event["kind"], event["resource_id"]) for event in found} == {(kind, made["id"])}
    assert [event["version"] for event in found] == [1, 2, 3, 4]
    assert {event["actor_kind"] for event in found} == {"key"}
    assert {event["actor_id"] for event in found} == {api.get("/v1/me").json()["key_id"]}
    owner = RESOURCES[kind].parent_column
    subject = (parent_of(kind), made[owner]) if owner else (kind, made["id"])
    assert {(event["subject_kind"], event["subject_id"]) for event in found} == {subject}


@pytest.mark.parametrize("kind", CHANGEABLE)
def test_events_tell_what_was_before_and_after(api: Client, builder: Builder, kind: str) -> None:
    builder.body(kind)
    builder.path(kind)
    known = last_event(api)
    made = builder.make(kind)
    api.patch(made["url"], json=SAMPLES[kind].change, headers={"If-Match": "*"})
    api.delete(made["url"], headers={"If-Match": "*"})
    api.post(f"{made['url']}/undelete")
    created, updated, deleted, undeleted = events(api.sessions, known)
    assert created["before"] is None
    assert holds(created["after"], SAMPLES[kind].body)
    assert holds(updated["after"], SAMPLES[kind].change)
    assert updated["before"].keys() == updated["after"].keys()
    assert all(updated["before"][name] != updated["after"][name] for name in updated["after"])
    assert deleted["before"] == {**created["after"], **updated["after"]}
    assert deleted["after"] is None
    assert (undeleted["before"], undeleted["after"]) == (None, deleted["before"])


@pytest.mark.parametrize("kind", [kind for kind in EVERY if kind not in CHANGEABLE])
def test_what_is_only_added_to_can_not_be_changed(api: Client, builder: Builder, kind: str) -> None:
    known = last_event(api)
    made = builder.make(kind)
    found = [(event["verb"], event["resource_id"]) for event in events(api.sessions, known)]
    assert found.count(("created", made["id"])) == 1
    for method in ("PATCH", "DELETE"):
        answer = api.request(method, made["url"], headers={"If-Match": "*"})
        assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize("kind", EVERY)
def test_repeated_post_is_done_once(api: Client, builder: Builder, kind: str) -> None:
    path, body, other = builder.path(kind), builder.body(kind), builder.body(kind, **builder.variant(kind, 2))
    headers = {"Idempotency-Key": "the-same"}
    first = api.post(path, json=body, headers=headers)
    known = last_event(api)
    again = api.post(path, json=body, headers=headers)
    assert (again.status_code, again.content) == (201, first.content)
    assert again.headers["idempotent-replayed"] == "true"
    assert again.headers["location"] == first.headers["location"]
    assert again.headers["etag"] == first.headers["etag"]
    assert events(api.sessions, known) == []
    if other == body:
        other = {**body, **SAMPLES[kind].change}
    refused = api.post(path, json=other, headers=headers)
    assert (refused.status_code, refused.json()["code"]) == (422, "idempotency_key_reused")
    assert api.get(path, params={"count": "true"}).json()["total"] == 1 + (parent_of(kind) == kind)


@pytest.mark.parametrize("kind", EVERY)
def test_refused_post_may_be_mended_under_its_key(api: Client, builder: Builder, kind: str) -> None:
    headers = {"Idempotency-Key": "mended"}
    refused = api.post(builder.path(kind), json=builder.body(kind, nonsense=1), headers=headers)
    mended = api.post(builder.path(kind), json=builder.body(kind), headers=headers)
    assert (refused.status_code, mended.status_code) == (422, 201)


@pytest.mark.parametrize("kind", REFERENCED)
def test_put_creates_and_then_changes_by_reference(api: Client, builder: Builder, kind: str) -> None:
    address, body = builder.by_reference(kind, "by hand"), builder.body(kind)
    created = api.put(address, json=body, headers={"If-None-Match": "*"})
    assert (created.status_code, created.json()["reference"]) == (201, "by hand")
    assert created.headers["location"] == created.json()["url"]
    assert api.get(address).json() == created.json()
    assert api.get(address, headers=PLAIN).headers["etag"] == created.headers["etag"]
    again = api.put(address, json=body)
    assert (again.status_code, again.json()) == (200, created.json())
    changed = api.put(address, json={**body, **SAMPLES[kind].change})
    assert (changed.status_code, changed.json()["version"]) == (200, 2)
    assert holds(changed.json(), SAMPLES[kind].change)


@pytest.mark.parametrize("kind", REFERENCED)
def test_put_honours_the_conditions_that_are_sent(api: Client, builder: Builder, kind: str) -> None:
    address, body = builder.by_reference(kind, "R1"), builder.body(kind, reference="R1")
    assert api.put(address, json=body, headers={"If-Match": "*"}).status_code == 412
    first = api.put(address, json=body).headers["etag"]
    assert api.put(address, json=body, headers={"If-None-Match": "*"}).status_code == 412
    changed = {**body, **SAMPLES[kind].change}
    assert api.put(address, json=changed, headers={"If-Match": first}).status_code == 200
    assert api.put(address, json=body, headers={"If-Match": first}).status_code == 412
    other = api.put(address, json={**body, "reference": "R2"})
    assert (other.status_code, other.json()["errors"][0]["pointer"]) == (422, "/reference")


@pytest.mark.parametrize("kind", REFERENCED)
def test_reference_names_one_thing_and_is_free_after_deletion(
    api: Client, builder: Builder, kind: str
) -> None:
    first, other = builder.make(kind, reference="1.9"), builder.make(kind, reference="1.10")
    taken = builder.post(kind, reference="1.9")
    assert (taken.status_code, taken.json()["code"]) == (409, "reference_is_taken")
    assert taken.json()["errors"][0]["pointer"] == "/reference"
    assert first["url"] in taken.json()["errors"][0]["detail"]
    moved = api.patch(other["url"], json={"reference": "1.9"}, headers={"If-Match": "*"})
    assert (moved.status_code, moved.json()["code"]) == (409, "reference_is_taken")
    api.delete(first["url"], headers={"If-Match": "*"})
    assert api.get(builder.by_reference(kind, "1.9")).status_code == 404
    second = builder.make(kind, reference="1.9")
    assert api.get(builder.by_reference(kind, "1.9")).json()["id"] == second["id"]
    back = api.post(f"{first['url']}/undelete")
    assert (back.status_code, back.json()["code"]) == (409, "reference_is_taken")
    assert api.get(first["url"]).status_code == 404


@pytest.mark.parametrize("kind", REFERENCED)
def test_reference_is_made_where_none_is_given(builder: Builder, kind: str) -> None:
    made = [builder.make(kind)["reference"] for _ in range(3)]
    assert all(made)
    assert len(set(made)) == 3


@pytest.mark.parametrize(("kind", "link"), HOLDING)
def test_link_holds_back_what_it_points_to(api: Client, builder: Builder, kind: str, link: str) -> None:
    kind_of_target = {**SAMPLES[kind].needs, **SAMPLES[kind].may_link}[link]
    target = builder.one(kind_of_target)
    made = builder.make(kind, **{link: target["id"]})
    held = api.delete(target["url"], headers={"If-Match": "*"})
    assert (held.status_code, held.json()["code"]) == (409, "is_depended_on")
    assert any(made["url"] in fault["detail"] for fault in held.json()["errors"])
    if kind in CHANGEABLE:
        api.delete(made["url"], headers={"If-Match": "*"})
        assert api.delete(target["url"], headers={"If-Match": "*"}).status_code == 204
        back = api.post(f"{made['url']}/undelete")
        assert back.status_code == 422
        assert f"/{link}" in [fault["pointer"] for fault in back.json()["errors"]]


@pytest.mark.parametrize(("kind", "link"), LINKS)
def test_link_may_be_given_by_reference_and_must_lead_somewhere(
    builder: Builder, kind: str, link: str
) -> None:
    target = builder.one({**SAMPLES[kind].needs, **SAMPLES[kind].may_link}[link])
    if "reference" in target and "plan_id" not in target:
        assert builder.make(kind, **{link: target["reference"]})[link] == target["id"]
    assert (
        builder.make(kind, **{**builder.variant(kind, 3), link: target["id"].upper()})[link] == target["id"]
    )
    for nowhere in ("nowhere", "00000000-0000-7000-8000-000000000000", "x" * 80):
        refused = builder.post(kind, **{link: nowhere})
        assert refused.status_code == 422
        assert f"/{link}" in [fault["pointer"] for fault in refused.json()["errors"]]


@pytest.mark.parametrize("kind", NESTED)
def test_part_goes_and_comes_back_with_what_it_is_a_part_of(api: Client, builder: Builder, kind: str) -> None:
    made, whole = builder.make(kind), builder.one(parent_of(kind))
    assert api.delete(whole["url"], headers={"If-Match": "*"}).status_code == 204
    for path in (made["url"], builder.path(kind)):
        assert api.get(path).status_code == 404
    assert builder.post(kind).status_code in (404, 422)
    api.post(f"{whole['url']}/undelete")
    assert api.get(made["url"]).json() == made


@pytest.mark.parametrize("kind", NESTED)
def test_part_is_found_only_under_what_it_is_a_part_of(api: Client, builder: Builder, kind: str) -> None:
    made, whole = builder.make(kind), builder.one(parent_of(kind))
    elsewhere = builder.make(parent_of(kind), **builder.variant(parent_of(kind), 2))
    wrong = made["url"].replace(whole["id"], elsewhere["id"])
    assert api.get(wrong).status_code == 404
    if kind in CHANGEABLE:
        assert api.patch(wrong, json=SAMPLES[kind].change, headers={"If-Match": "*"}).status_code == 404
        assert api.delete(wrong, headers={"If-Match": "*"}).status_code == 404
        api.delete(made["url"], headers={"If-Match": "*"})
        assert api.post(f"{wrong}/undelete").status_code == 404
        assert api.post(f"{made['url']}/undelete").status_code == 200

"""What the API promises of every resource alike: who may see and do what, and how browsers and others are answered."""

from typing import Any

import pytest

from tests.support.client import Client
from tests.support.ledger import last_event
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
CHANGEABLE = kinds(can_change)
PRIVATE = kinds(lambda resource: resource.listing.visible is not None)
OPEN = [kind for kind in kinds(lambda resource: resource.read_scope is None) if kind not in PRIVATE]
KEPT_BACK = [kind for kind in EVERY if kind not in (*PRIVATE, *OPEN)]
QUIET = "Helena Quiet"
PRIVATE_PAPER = "What the partners think"
OF_MEETING = ("sub_group", "venue", "agenda_items", "decisions", "papers", "minutes_to_approve")


def writes(builder: Builder, kind: str) -> list[tuple[str, str, Any]]:
    """List every way to write a thing of the kind: method, address and body."""
    made = builder.make(kind)
    found: list[tuple[str, str, Any]] = [("POST", builder.path(kind), builder.body(kind))]
    if kind in CHANGEABLE:
        found += [("PATCH", made["url"], dict(SAMPLES[kind].change)), ("DELETE", made["url"], None)]
        found += [("POST", f"{made['url']}/undelete", None)]
    if has_reference(RESOURCES[kind]):
        found.append(("PUT", builder.by_reference(kind, "R7"), builder.body(kind)))
    return found


@pytest.mark.parametrize("kind", EVERY)
def test_writing_needs_a_key_that_may_write(api: Client, builder: Builder, kind: str) -> None:
    known_writes = writes(builder, kind)
    known = last_event(api)
    wrong = Client(api._running, "pp_wrong")
    reader, reporter = api.as_key(["read"]), api.as_key(["report"])
    for method, path, body in known_writes:
        for client in (api.public, wrong):
            answer = client.request(method, path, json=body, headers={"If-Match": "*"})
            assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")
            assert answer.headers["www-authenticate"].startswith("Bearer")
        refused = [reader, *([] if RESOURCES[kind].create_scope == "report" else [reporter])]
        for client in refused:
            answer = client.request(method, path, json=body, headers={"If-Match": "*"})
            assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    assert last_event(api) == known


@pytest.mark.parametrize("kind", EVERY)
def test_key_that_may_write_needs_no_other_scope(api: Client, kind: str) -> None:
    writer = Builder(api.as_key(["write"]))
    made = writer.make(kind)
    if kind in CHANGEABLE:
        writer.api.patch(made["url"], json=SAMPLES[kind].change, headers={"If-Match": "*"}).raise_for_status()
        writer.api.delete(made["url"], headers={"If-Match": "*"}).raise_for_status()
        writer.api.post(f"{made['url']}/undelete").raise_for_status()


@pytest.mark.parametrize("kind", EVERY)
def test_refusal_comes_before_the_body_is_looked_at(api: Client, builder: Builder, kind: str) -> None:
    answer = api.public.post(builder.path(kind), json={"nonsense": 1})
    assert answer.status_code == 401


def publish(builder: Builder, kind: str, *, is_public: bool) -> None:
    """Make what everything stands under public, or keep it among the partners."""
    for above in ("plan", "meeting"):
        if above != kind:
            visibility = "public" if is_public else "partners"
            address = builder.one(above)["url"]
            builder.api.patch(
                address, json={"visibility": visibility}, headers={"If-Match": "*"}
            ).raise_for_status()


def public_form(kind: str, *, is_public: bool) -> dict[str, Any]:
    """Give the member by which a thing itself is public or not."""
    if kind == "person":
        return {"is_name_public": is_public}
    return (
        {"visibility": "public" if is_public else "partners"}
        if kind in ("plan", "meeting", "paper", "protocol_rule")
        else {}
    )


def test_what_is_private_and_who_may_add_to_it_is_told_by_hand() -> None:
    assert set(PRIVATE) == {
        *("action", "indicator", "issue", "meeting", "paper", "person", "plan", "protocol_rule", "review"),
    }
    reported = kinds(lambda resource: resource.create_scope == "report")
    assert (reported, {RESOURCES[kind].create_scope for kind in EVERY}) == (
        ["progress_update"],
        {"report", "write"},
    )


@pytest.mark.parametrize("kind", PRIVATE)
def test_private_thing_is_nowhere_for_the_public(api: Client, builder: Builder, kind: str) -> None:
    publish(builder, kind, is_public=False)
    made = builder.make(kind, **public_form(kind, is_public=False))
    assert api.as_key(["read"]).get(made["url"]).json() == made
    missing = api.public.get(made["url"].replace(made["id"], "00000000-0000-7000-8000-000000000000"))
    hidden = api.public.get(made["url"])
    assert (hidden.status_code, missing.status_code) == (404, 404)
    assert api.public.get(made["url"], headers={"If-None-Match": "*"}).status_code == 404
    listed = api.public.get(builder.path(kind), params={"count": "true"})
    if parent_of(kind):
        assert listed.status_code == 404
    else:
        assert (listed.json()["items"], listed.json()["total"]) == ([], 0)
    if has_reference(RESOURCES[kind]):
        hidden = api.public.get(builder.by_reference(kind, made["reference"]))
        missing = api.public.get(builder.by_reference(kind, "none"))
        assert (hidden.status_code, missing.status_code) == (404, 404)
        alike = hidden.json()["detail"].replace(repr(made["reference"]), "'none'")
        assert alike == missing.json()["detail"], "what is hidden must look like what is not there"


@pytest.mark.parametrize("kind", PRIVATE)
def test_public_thing_is_shown_without_a_key(api: Client, builder: Builder, kind: str) -> None:
    publish(builder, kind, is_public=True)
    made = builder.make(kind, **public_form(kind, is_public=True))
    assert api.public.get(made["url"]).json()["id"] == made["id"]
    listed = api.public.get(builder.path(kind), params={"count": "true"}).json()
    assert made["id"] in [item["id"] for item in listed["items"]]
    assert listed["total"] == len(listed["items"])


@pytest.mark.parametrize("kind", PRIVATE)
def test_cursor_of_a_partner_is_none_of_the_public(api: Client, builder: Builder, kind: str) -> None:
    publish(builder, kind, is_public=True)
    for number in (1, 2, 3):
        builder.make(kind, **builder.variant(kind, number), **public_form(kind, is_public=True))
    path = builder.path(kind)
    for giver, taker in ((api, api.public), (api.public, api)):
        cursor = giver.get(path, params={"limit": 1}).json()["next"]
        assert giver.get(path, params={"limit": 1, "cursor": cursor}).status_code == 200
        refused = taker.get(path, params={"limit": 1, "cursor": cursor})
        assert (refused.status_code, refused.json()["code"]) == (400, "bad_cursor")


@pytest.mark.parametrize("kind", [kind for kind in OPEN if parent_of(kind)])
def test_part_of_a_private_thing_is_nowhere_for_the_public(api: Client, builder: Builder, kind: str) -> None:
    whole = parent_of(kind)
    if RESOURCES[whole].listing.visible is None:
        assert api.public.get(builder.make(kind)["url"]).status_code == 200
        return
    publish(builder, kind, is_public=False)
    made = builder.make(kind)
    assert [api.public.get(path).status_code for path in (made["url"], builder.path(kind))] == [404, 404]
    publish(builder, kind, is_public=True)
    assert [api.public.get(path).status_code for path in (made["url"], builder.path(kind))] == [200, 200]


def test_what_nobody_sees_without_a_key_is_told_by_hand() -> None:
    assert KEPT_BACK == ["skill"]


@pytest.mark.parametrize("kind", KEPT_BACK)
def test_what_is_kept_back_is_refused_without_a_key(api: Client, builder: Builder, kind: str) -> None:
    made = builder.make(kind)
    for path in (made["url"], builder.path(kind)):
        refused = api.public.get(path)
        assert (refused.status_code, refused.json()["code"]) == (401, "unauthenticated")
        assert api.as_key(["read"]).get(path).status_code == 200


@pytest.mark.parametrize("kind", [kind for kind in OPEN if not parent_of(kind)])
def test_what_is_not_private_is_shown_without_a_key(api: Client, builder: Builder, kind: str) -> None:
    made = builder.make(kind)
    assert api.public.get(made["url"]).status_code == 200
    assert made["id"] in [item["id"] for item in api.public.get(builder.path(kind)).json()["items"]]


@pytest.fixture
def told_of(builder: Builder) -> dict[str, tuple[str, list[str]]]:
    """What is public and tells, within what it embeds, of someone who is not: its address, and what it tells."""
    publish(builder, "", is_public=True)
    council, plan = builder.one("organisation"), builder.one("plan")
    quiet = builder.make("person", name=QUIET, organisation_id=council["id"], is_name_public=False)
    theme, issue, decision = (builder.make(kind) for kind in ("theme", "issue", "decision"))
    action = builder.make(
        "action",
        leads=[{"person_id": quiet["id"]}, {"is_vacant": True, "text": f"Who follows {QUIET}"}],
        theme_ids=[theme["id"]],
        issue_ids=[issue["id"]],
        decision_id=decision["id"],
    )
    builder.made["action"] = action
    builder.make("milestone")
    agenda_item = builder.make("agenda_item", presenter=QUIET)
    for part in ("recommendation", "decision"):
        builder.make(part, agenda_item_id=agenda_item["id"])
    review = builder.one("review")
    builder.make("finding")
    paper = {"agenda_item_id": agenda_item["id"], "author": QUIET, "kind": "minutes"}
    builder.make("paper", **paper, visibility="public")
    builder.make("paper", **paper, title=PRIVATE_PAPER)
    # The minutes of the one wait for the other.
    later = builder.make("meeting", starts_on="2004-09-21", visibility="public")
    return {
        "action": (action["url"], [QUIET, quiet["id"], "Who follows"]),
        "meeting": (builder.one("meeting")["url"], [QUIET, PRIVATE_PAPER]),
        "later meeting": (later["url"], [QUIET, PRIVATE_PAPER]),
        "agenda_item": (agenda_item["url"], [QUIET, PRIVATE_PAPER]),
        # What these embed tells of nobody.
        "plan": (plan["url"], []),
        "review": (review["url"], []),
        "indicator": (builder.make("indicator")["url"], []),
        "decision": (decision["url"], []),
    }


@pytest.mark.parametrize(
    ("kind", "embeds"),
    [
        ("action", ("links", "leads", "milestones", "plan", "themes", "issues", "decision", "relations")),
        ("agenda_item", ("recommendations", "decisions", "papers")),
        ("meeting", OF_MEETING),
        ("later meeting", OF_MEETING),
        ("plan", ("themes", "sub_group")),
        ("review", ("findings",)),
        ("indicator", ("periods",)),
        ("decision", ("actions",)),
    ],
)
def test_embeds_show_the_public_nothing_private(
    api: Client, told_of: dict[str, tuple[str, list[str]]], kind: str, embeds: tuple[str, ...]
) -> None:
    assert embeds == tuple(RESOURCES[kind.removeprefix("later ")].listing.embeds), (
        "a new embed may tell of someone: extend the scene"
    )
    address, secrets = told_of[kind]
    for path in (address, address.rpartition("/")[0]):
        known, shown = (client.get(path, params={"embed": ",".join(embeds)}) for client in (api, api.public))
        assert shown.status_code == 200
        for secret in secrets:
            assert secret in known.text
            assert secret not in shown.text
        assert QUIET not in shown.text


def test_resources_with_embeds_are_all_looked_at(told_of: dict[str, tuple[str, list[str]]]) -> None:
    assert set(told_of) - {"later meeting"} == set(kinds(lambda resource: bool(resource.listing.embeds)))


@pytest.mark.parametrize("kind", [*PRIVATE, *OPEN])
def test_answers_say_who_may_keep_them(api: Client, builder: Builder, kind: str) -> None:
    publish(builder, kind, is_public=True)
    made = builder.make(kind, **public_form(kind, is_public=True))
    for path in (made["url"], builder.path(kind)):
        assert api.get(path).headers["cache-control"] == "private, no-cache"
        public = api.public.get(path)
        assert public.headers["cache-control"] == "public, no-cache"
        assert "Authorization" in public.headers["vary"]
    assert builder.post(kind, nonsense=1).headers["cache-control"] == "no-store"


@pytest.mark.parametrize("kind", EVERY)
def test_answer_to_a_write_is_not_for_keeping(api: Client, builder: Builder, kind: str) -> None:
    body = builder.body(kind, **builder.variant(kind, 1))
    written = [api.post(builder.path(kind), json=body)]
    address = written[0].json()["url"]
    if kind in CHANGEABLE:
        written.append(api.patch(address, json=dict(SAMPLES[kind].change), headers={"If-Match": "*"}))
        assert api.delete(address, headers={"If-Match": "*"}).status_code == 204
        written.append(api.post(f"{address}/undelete"))
    if has_reference(RESOURCES[kind]):
        put = builder.body(kind)
        written += [api.put(builder.by_reference(kind, "R7"), json=put) for _ in range(2)]
    statuses = [201, *([200, 200] if kind in CHANGEABLE else [])]
    statuses += [201, 200] if has_reference(RESOURCES[kind]) else []
    assert [answer.status_code for answer in written] == statuses
    assert {answer.headers["cache-control"] for answer in written} == {"no-store"}


@pytest.mark.parametrize("kind", EVERY)
def test_head_answers_as_get_without_the_body(api: Client, builder: Builder, kind: str) -> None:
    made = builder.make(kind)
    for path in (made["url"], builder.path(kind)):
        get, head = api.get(path), api.request("HEAD", path)
        assert (head.status_code, head.content) == (200, b"")
        assert head.headers == get.headers
    assert api.request("HEAD", f"{made['url']}0").status_code == 404


@pytest.mark.parametrize("kind", EVERY)
def test_method_that_is_not_taken_is_told_which_are(api: Client, builder: Builder, kind: str) -> None:
    made = builder.make(kind)
    one = "DELETE, GET, HEAD, PATCH" if kind in CHANGEABLE else "GET, HEAD"
    for path, allowed in ((builder.path(kind), "GET, HEAD, POST"), (made["url"], one)):
        answer = api.put(path, json={})
        assert (answer.status_code, answer.headers["allow"]) == (405, allowed)
        assert answer.json()["code"] == "method_not_allowed"


@pytest.mark.parametrize("kind", EVERY)
def test_id_that_names_nothing_is_not_found(api: Client, builder: Builder, kind: str) -> None:
    for id in ("nope", "%00", "%ff", "00000000-0000-7000-8000-000000000000", "x" * 3000, "%F0%9F"):
        answer = api.get(f"{builder.path(kind)}/{id}")
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize("kind", EVERY)
def test_any_page_may_read_and_none_may_write(api: Client, builder: Builder, kind: str) -> None:
    path = builder.path(kind)
    origin = {"Origin": "https://widgets.example"}
    read = api.get(path, headers=origin)
    assert read.headers["access-control-allow-origin"] == "*"
    assert {"ETag", "Link"} <= {*read.headers["access-control-expose-headers"].split(", ")}
    assert "access-control-allow-credentials" not in read.headers
    refused = api.get(f"{path}?nonsense=1", headers=origin)
    assert (refused.status_code, refused.headers["access-control-allow-origin"]) == (400, "*")
    asked = {
        **origin,
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "if-none-match",
    }
    preflight = api.request("OPTIONS", path, headers=asked)
    assert preflight.headers["access-control-allow-methods"] == "GET, HEAD"
    assert "if-none-match" in preflight.headers["access-control-allow-headers"].lower()
    written = api.post(path, json=builder.body(kind), headers=origin)
    assert "access-control-allow-origin" not in written.headers

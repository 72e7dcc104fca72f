"""How a document may be taken: what is new, what is there, for whom, into which plan; and what a dry run tells."""

from typing import Any

import pytest

from tests.support.client import Client
from tests.support.documents import (
    COUNT,
    DREDGE,
    HARBOUR,
    PAINT,
    SWEEP,
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

BUOYS = ("Mend the buoys", "", "Port office", "June 2004")
# The first action is due later, the second is gone, and one is new.
NEWER = with_rows(changed(SWEEP, due="August 2004"), BUOYS, dock=(DREDGE, COUNT))
MANY_ACRONYMS = (
    "Acronyms: SG = Steering Group SteG = steering group\n\n"
    "HP = Harbour Partnership QC = Quay Cluster NRS = Neighbourhood Renewal Strategy"
)


def by_kind(outcome: Any) -> dict[str, Any]:
    return {kind: counts for kind, counts in outcome["counts"].items() if kind in ("plan", "theme", "action")}


@pytest.mark.parametrize("mode", ["create", "update", "upsert"])
@pytest.mark.parametrize("more", [{}, {"public": "true"}, {"create_parties": "true"}])
def test_dry_run_says_what_the_real_run_does_and_writes_nothing(api: Client, mode: str, more: Any) -> None:
    take(api, plan())
    change(api, actions(api)["2.1"], lead_text="Alex")
    document = NEWER.replace("Acronyms: SG = Steering Group", MANY_ACRONYMS).replace("Port office", "Pilots")
    before = everything(api.sessions)
    planned = take(api, document, dry_run="true", mode=mode, **more)
    assert everything(api.sessions) == before
    assert (planned["id"], planned["url"], planned["dry_run"]) == (None, None, True)
    done = take(api, document, mode=mode, **more)
    assert as_planned(done) == as_planned(planned)
    rows = api.get(f"{done['url']}/rows", params={"limit": 200}).json()["items"]
    kept = [{name: row[name] for name in done["rows"][0]} for row in rows]
    assert kept == done["rows"], "it is read again as it was answered"


def test_dry_run_of_a_new_plan_names_everything_as_it_will_be(api: Client) -> None:
    api.post("/v1/organisations", json={"name": "Other", "acronym": "HP"}).raise_for_status()
    document = plan(acronyms=MANY_ACRONYMS)
    planned = take(api, document, dry_run="true", create_parties="true", public="true")
    done = take(api, document, create_parties="true", public="true")
    assert as_planned(done) == as_planned(planned)
    assert outcomes(done, "organisation") == [
        ("hp-2", "created"),
        ("harbour-trust", "created"),
        ("port-office", "created"),
    ]
    assert outcomes(done, "sub_group") == [("steering-group", "created"), ("quay-cluster", "created")]


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        ("upsert", [("1.1", "updated"), ("1.3", "created"), ("2.1", "unchanged"), ("2.2", "unchanged")]),
        ("create", [("1.1", "skipped"), ("1.3", "created"), ("2.1", "unchanged"), ("2.2", "unchanged")]),
        ("update", [("1.1", "updated"), ("1.3", "skipped"), ("2.1", "unchanged"), ("2.2", "unchanged")]),
    ],
)
def test_mode_says_what_may_be_done(api: Client, mode: str, expected: Any) -> None:
    take(api, plan())
    done = take(api, NEWER, mode=mode)
    assert outcomes(done) == expected
    assert [one["reference"] for one in done["not_in_file"]] == ["1.2"]
    kept = actions(api)
    assert ("1.3" in kept) is (mode != "update")
    assert kept["1.1"]["due"]["text"] == ("July 2004" if mode == "create" else "August 2004")


@pytest.mark.parametrize("mode", ["create", "update"])
def test_what_a_mode_left_out_is_done_by_the_next_import(api: Client, mode: str) -> None:
    take(api, plan())
    take(api, NEWER, mode=mode)
    left = take(api, NEWER)
    assert outcomes(left)[0 if mode == "create" else 1][1] == ("updated" if mode == "create" else "created")
    kept = actions(api)
    assert (kept["1.1"]["due"]["text"], kept["1.3"]["text"]) == ("August 2004", "Mend the buoys")
    assert {row["outcome"] for row in take(api, NEWER)["rows"]} == {"unchanged"}


def test_action_does_not_move_to_a_theme_that_is_left_out(api: Client) -> None:
    take(api, plan())
    moved = plan(
        {"1. Quay": (PAINT,), "2. Dock": (DREDGE, COUNT), "3. Pier": (changed(SWEEP, due="May 2005"),)}
    )
    before = actions(api, embed="themes")
    done = take(api, moved, mode="update")
    assert (outcomes(done, "theme")[2], outcomes(done)[3]) == (("3", "skipped"), ("1.1", "skipped"))
    assert actions(api, embed="themes") == before
    assert outcomes(take(api, moved))[3] == ("1.1", "updated")
    kept = actions(api, embed="themes")["1.1"]
    assert (kept["themes"][0]["title"], kept["due"]["text"]) == ("Pier", "May 2005")


def test_update_needs_a_plan_that_is_there(api: Client) -> None:
    before = everything(api.sessions)
    for dry_run in ("true", "false"):
        refused = send(api, plan(), mode="update", dry_run=dry_run)
        assert (refused.status_code, refused.json()["code"]) == (404, "plan_is_not_there")
        assert HARBOUR in refused.json()["detail"]
    assert everything(api.sessions) == before


def test_import_publishes_only_when_asked(api: Client) -> None:
    take(api, plan())
    assert api.public.get("/v1/actions").json()["items"] == []
    published = take(api, plan(), public="true")
    assert changes(published) == {
        f"plan {HARBOUR}": {"visibility": {"before": "partners", "after": "public"}}
    }
    assert [*actions(api.public)] == ["1.1", "1.2", "2.1", "2.2"]
    due = api.public.get("/v1/deadlines", params={"as_of": "2004-04-01", "source": "action"}).json()["items"]
    assert [(one["action"]["reference"], one["latest"]) for one in due] == [
        ("1.1", "2004-07-31"),
        ("1.2", "2004-07-31"),
        ("2.1", "2005-03-31"),
    ]
    # Not asked, it is left as it is, whatever it is.
    take(api, NEWER)
    assert api.get(f"/v1/plans/by-reference/{HARBOUR}").json()["visibility"] == "public"
    assert "1.3" in actions(api.public)
    change(api, api.get(f"/v1/plans/by-reference/{HARBOUR}").json(), visibility="partners")
    take(api, plan())
    assert actions(api)["1.1"]["due"]["text"] == "July 2004"
    assert api.public.get("/v1/actions").json()["items"] == []


def test_import_that_may_only_add_leaves_a_hidden_plan_hidden(api: Client) -> None:
    take(api, plan())
    done = take(api, NEWER, mode="create", public="true")
    assert by_kind(done)["plan"] == {"skipped": 1}
    assert api.get(f"/v1/plans/by-reference/{HARBOUR}").json()["visibility"] == "partners"
    assert "1.3" in actions(api)
    assert api.public.get("/v1/plans").json()["items"] == []
    assert api.public.get("/v1/actions").json()["items"] == []
    # A plan that it adds itself it may show.
    take(api, plan(), plan="new", mode="create", public="true")
    assert [item["reference"] for item in api.public.get("/v1/plans").json()["items"]] == ["new"]


def test_public_import_of_a_new_plan_is_seen_by_everyone(api: Client) -> None:
    take(api, plan(), public="true")
    assert [item["reference"] for item in api.public.get("/v1/plans").json()["items"]] == [HARBOUR]
    assert {item["lead_text"] for item in actions(api.public).values()} == {None}, (
        "leads as written stay private"
    )


def test_plan_may_be_named(api: Client) -> None:
    first = take(api, plan(), plan="HP 04.05")
    assert first["plan"]["reference"] == "HP 04.05"
    take(api, plan())
    listed = api.get("/v1/plans", params={"sort": "reference"}).json()["items"]
    assert [item["reference"] for item in listed] == [HARBOUR, "HP 04.05"]
    again = take(api, NEWER, plan="HP 04.05")
    assert outcomes(again)[0] == ("1.1", "updated")
    assert actions(api)["1.1"]["due"]["text"] == "July 2004", "the other plan stays as it is"


def test_document_without_a_title_is_a_plan_of_the_name_that_is_given(api: Client) -> None:
    document = plan(title="", acronyms="")
    refused = send(api, document)
    assert (refused.status_code, refused.json()["code"]) == (422, "document_has_no_title")
    assert "plan=" in refused.json()["title"]
    named = take(api, document, plan="quays")
    assert (named["plan"]["title"], by_kind(named)["plan"]) == ("quays", {"created": 1})
    assert api.get("/v1/plans/by-reference/quays").json()["title"] == "quays"


def test_document_without_a_title_leaves_that_of_its_plan(api: Client) -> None:
    document = plan(title="", acronyms="")
    kept = {"title": "By hand", "kind": "strategy", "reference": "harbour"}
    api.post("/v1/plans", json=kept).raise_for_status()
    done = take(api, document, plan="harbour")
    assert (done["plan"]["title"], by_kind(done)["plan"]) == ("By hand", {"unchanged": 1})
    assert api.get("/v1/plans/by-reference/harbour").json()["kind"] == "strategy"


def test_deleted_plan_is_made_anew(api: Client) -> None:
    first = take(api, plan())
    items = actions(api).values()
    for item in items:
        api.delete(item["url"], headers={"If-Match": "*"}).raise_for_status()
    api.delete(f"/v1/plans/{first['plan']['id']}", headers={"If-Match": "*"}).raise_for_status()
    again = take(api, plan())
    assert again["plan"]["id"] != first["plan"]["id"]
    assert {row["outcome"] for row in again["rows"]} == {"created"}


def test_parties_are_created_only_when_asked_and_only_where_their_kind_is_told(api: Client) -> None:
    document = plan(acronyms=MANY_ACRONYMS)
    assert {*take(api, document)["counts"]} == {"plan", "glossary_term", "theme", "action"}
    done = take(api, document, create_parties="true")
    assert (done["counts"]["organisation"], done["counts"]["sub_group"]) == ({"created": 3}, {"created": 2})
    organisations = api.get("/v1/organisations").json()["items"]
    assert [(one["name"], one["acronym"], one["reference"]) for one in organisations] == [
        ("Harbour Partnership", "HP", "hp"),
        ("Harbour Trust", None, "harbour-trust"),
        ("Port office", None, "port-office"),
    ]
    groups = api.get("/v1/sub-groups", params={"sort": "name"}).json()["items"]
    assert [(one["name"], one["kind"], one["other_names"]) for one in groups] == [
        ("Quay Cluster", "cluster", ["QC"]),
        ("Steering Group", "steering_group", ["SG", "SteG"]),
    ]
    again = take(api, document, create_parties="true")
    assert {row["outcome"] for row in again["rows"]} == {"unchanged"}


def test_two_acronyms_of_one_party_are_both_its_names(api: Client) -> None:
    kept = {"name": "The Steering Group", "other_names": ["Steering Group", "Big Table"]}
    group = api.post("/v1/sub-groups", json=kept).json()
    done = take(api, plan(acronyms="Acronyms: SG = Steering Group BT = Big table SteG = The Steering Group"))
    assert outcomes(done, "sub_group") == [("steering-group", "updated")]
    names = ["Steering Group", "Big Table", "SG", "BT", "SteG"]
    assert api.get(group["url"]).json()["other_names"] == names


def test_name_that_several_parties_have_stands_for_none(api: Client) -> None:
    api.post("/v1/sub-groups", json={"name": "Steering Group"}).raise_for_status()
    api.post("/v1/organisations", json={"name": "Steering  group"}).raise_for_status()
    before = everything(api.sessions)
    led = {"1. Quay": (changed(SWEEP, lead="Steering group"),)}
    done = take(api, plan(led), create_parties="true", dry_run="true")
    assert {*done["counts"]} == {"plan", "glossary_term", "theme", "action"}
    assert everything(api.sessions) == before


def test_acronym_that_a_party_is_known_by_changes_nothing(api: Client) -> None:
    api.post("/v1/organisations", json={"name": "Harbour Trust", "acronym": "HT"}).raise_for_status()
    done = take(api, plan(acronyms="Acronyms: HT = harbour trust"))
    assert outcomes(done, "organisation") == [("ht", "unchanged")]


def test_first_import_meets_what_was_made_by_hand(api: Client) -> None:
    made = api.post("/v1/plans", json={"title": "By hand", "kind": "strategy", "reference": "p"}).json()
    body = {"plan_id": "p", "text": "sweep  the quay", "due": {"text": "May 2004"}, "lead_text": "Alex"}
    action = api.post("/v1/actions", json=body).json()
    done = take(api, with_rows(changed(SWEEP, lead=""), PAINT), plan="p")
    assert outcomes(done) == [("1", "updated"), ("1.2", "created"), ("2.1", "created"), ("2.2", "created")]
    kept = actions(api, "p")["1"]
    assert (kept["id"], kept["due"]["text"], kept["lead_text"]) == (action["id"], "July 2004", "Alex")
    assert api.get(made["url"]).json()["title"] == "Harbour PARTNERSHIP PLAN 2004/05"


def test_plan_that_is_left_out_is_told_by_the_title_that_it_has(api: Client) -> None:
    take(api, plan(), plan="p")
    done = take(api, plan(title="Harbour PARTNERSHIP PLAN 2005/06"), plan="p", mode="create")
    assert api.get("/v1/plans/by-reference/p").json()["title"] == "Harbour PARTNERSHIP PLAN 2004/05"
    assert done["plan"]["title"] == "Harbour PARTNERSHIP PLAN 2004/05"


def test_mere_table_without_rows_makes_no_plan_and_is_taken_of_one_that_is_there(api: Client) -> None:
    headed = "Action\tDue date\n"
    for dry_run in ("true", "false"):
        refused = send(api, headed, plan=HARBOUR, dry_run=dry_run)
        assert refused.status_code == 422, refused.text
        told = "there are no rows below these headings, so there is no plan to make"
        assert refused.json()["errors"] == [{"row": 1, "detail": told}]
    # What has a title is a plan that was begun.
    assert take(api, f"Station plan\n\n{headed}")["counts"] == {"plan": {"created": 1}}
    assert take(api, plan({"1. Quay": ()}), plan="airport")["counts"]["theme"] == {"created": 1}
    take(api, plan())
    kept = take(api, headed, plan=HARBOUR)
    assert (len(kept["not_in_file"]), len(actions(api))) == (4, 4)
    take(api, headed, plan=HARBOUR, missing="delete")
    assert actions(api) == {}

"""The version that adoption freezes: word for word what was adopted, whatever changes after; and compared."""

from typing import Any

import pytest

from tests.adoption.test_transitions import taken
from tests.support.asking import ANY, Item, change, changed, delete, make, refusal
from tests.support.client import Client
from tests.support.plans import make_action, make_plan, make_themes


@pytest.fixture
def plan(api: Client) -> Item:
    return make_plan(api, visibility="public")


@pytest.fixture
def theme(api: Client, plan: Item) -> Item:
    criterion = make(api, "/v1/criteria", framework="Accreditation", title="Strategic")
    (made,) = make_themes(api, plan, "Strategic")
    return changed(api, made, criterion_id=criterion["id"])


@pytest.fixture
def action(api: Client, plan: Item, theme: Item) -> Item:
    person = make(api, "/v1/people", name="A. N. Other", is_name_public=True)
    issue = make(api, "/v1/issues", plan_id=plan["id"], text="Few residents know of it")
    action = make_action(
        api,
        plan,
        "Review the website",
        theme_ids=[theme["id"]],
        issue_ids=[issue["id"]],
        due="August/September 2004",
        leads=[{"person_id": person["id"]}],
        lead_text="A. N. Other",
    )
    make(api, f"{action['url']}/milestones", title="A report", due={"text": "July 2004"})
    return action


def frozen(api: Client, plan: Item, number: int = 1) -> Item:
    answer = api.get(f"{plan['url']}/versions/{number}")
    assert answer.status_code == 200, answer.text
    shown: Item = answer.json()["frozen"]
    return shown


def compared(api: Client, plan: Item, number: int = 1, **query: Any) -> Item:
    answer = api.get(f"{plan['url']}/versions/{number}/compare", params=query)
    assert answer.status_code == 200, answer.text
    shown: Item = answer.json()
    return shown


@pytest.mark.usefixtures("action")
def test_version_holds_the_whole_plan(api: Client, plan: Item) -> None:
    make(api, f"{plan['url']}/glossary", term="SG", meaning="Steering group")
    taken(api, plan, "proposed", "adopted")
    whole = frozen(api, plan)
    assert (whole["plan"]["title"], whole["plan"]["status"]) == ("Partnership Plan", "adopted")
    assert [one["title"] for one in whole["plan"]["themes"]] == ["Strategic"]
    assert [one["title"] for one in whole["criteria"]] == ["Strategic"]
    assert [one["meaning"] for one in whole["glossary"]] == ["Steering group"]
    assert [one["text"] for one in whole["issues"]] == ["Few residents know of it"]
    (shown,) = whole["actions"]
    assert (shown["reference"], shown["text"]) == ("1.1", "Review the website")
    assert shown["due"]["text"] == "August/September 2004"
    assert [lead["name"] for lead in shown["leads"]] == ["A. N. Other"]
    assert [one["title"] for one in shown["milestones"]] == ["A report"]


def test_version_stays_word_for_word_whatever_changes(
    api: Client, plan: Item, theme: Item, action: Item
) -> None:
    taken(api, plan, "proposed", "adopted")
    before = api.get(f"{plan['url']}/versions/1").content
    changed(api, action, text="Rewrite the website", due={"text": "March 2005"}, status="in_progress")
    changed(api, theme, title="Inclusive")
    make_action(api, plan, "Something new")
    changed(api, plan, title="Another title")
    assert api.get(f"{plan['url']}/versions/1").content == before
    delete(api, action)
    assert api.get(f"{plan['url']}/versions/1").content == before


def test_plan_that_is_as_adopted_differs_in_nothing_that_was_agreed(
    api: Client, plan: Item, action: Item
) -> None:
    taken(api, plan, "proposed", "adopted")
    same = compared(api, plan)
    assert (same["is_as_agreed"], same["against"], same["plan"]) == (True, None, [])
    for kind in ("themes", "issues", "actions"):
        assert same[kind] == {"added": [], "removed": [], "changed": [], "unchanged": 1}
    changed(api, action, status="completed", percent=100)
    progressed = compared(api, plan)
    assert progressed["is_as_agreed"] is True
    (thing,) = progressed["actions"]["changed"]
    assert {one["member"]: (one["before"], one["after"]) for one in thing["changes"]} == {
        "status": ("not_started", "completed"),
        "percent": (None, 100),
    }


def test_comparison_tells_what_came_went_and_changed(
    api: Client, plan: Item, theme: Item, action: Item
) -> None:
    gone = make_action(api, plan, "To be dropped", theme_ids=[theme["id"]])
    taken(api, plan, "proposed", "adopted")
    delete(api, gone)
    new = make_action(api, plan, "Something new", theme_ids=[theme["id"]])
    changed(api, action, text="Rewrite the website", due={"text": "March 2005"})
    changed(api, theme, title="Inclusive")
    found = compared(api, plan)
    assert found["is_as_agreed"] is False
    assert [(one["id"], one["text"]) for one in found["actions"]["added"]] == [(new["id"], "Something new")]
    assert [(one["id"], one["text"]) for one in found["actions"]["removed"]] == [
        (gone["id"], "To be dropped")
    ]
    (thing,) = found["actions"]["changed"]
    assert (thing["id"], thing["reference"], thing["text"]) == (action["id"], "1.1", "Review the website")
    assert [(one["member"], one["is_agreed"]) for one in thing["changes"]] == [
        ("text", True),
        ("due.text", True),
        ("due.points", True),
    ]
    assert [one["changes"][0]["after"] for one in found["themes"]["changed"]] == ["Inclusive"]


def test_plan_adopted_anew_has_a_second_version_to_compare_with(
    api: Client, plan: Item, action: Item
) -> None:
    taken(api, plan, "proposed", "adopted")
    changed(api, action, text="Rewrite the website")
    second = taken(api, plan, "proposed", "adopted")
    assert second["version_number"] == 2
    assert [frozen(api, plan, number)["actions"][0]["text"] for number in (1, 2)] == [
        "Review the website",
        "Rewrite the website",
    ]
    (thing,) = compared(api, plan, 1, against=2)["actions"]["changed"]
    assert [(one["before"], one["after"]) for one in thing["changes"]] == [
        ("Review the website", "Rewrite the website")
    ]
    assert compared(api, plan, 2)["is_as_agreed"] is True


def test_version_that_is_not_there_is_refused(api: Client, plan: Item) -> None:
    taken(api, plan, "proposed", "adopted")
    for number, status in (("2", 404), ("0", 400), ("x", 400), (str(2**70), 400)):
        assert api.get(f"{plan['url']}/versions/{number}").status_code == status
    assert api.get(f"{plan['url']}/versions/1/compare?against=7").status_code == 404
    assert api.get(f"{plan['url']}/versions/1/compare?with=2").status_code == 400
    assert api.get(f"/v1/plans/{'0' * 8}/versions/1").status_code == 404


@pytest.mark.usefixtures("action")
def test_public_sees_of_a_version_what_it_sees_of_a_plan(api: Client, plan: Item) -> None:
    taken(api, plan, "proposed", "adopted")
    (seen,) = frozen(api.public, plan)["actions"]
    assert (seen["text"], seen["lead_text"]) == ("Review the website", None)
    assert [lead["name"] for lead in seen["leads"]] == ["A. N. Other"]
    person = api.get("/v1/people").json()["items"][0]
    changed(api, person, is_name_public=False)
    (seen,) = frozen(api.public, plan)["actions"]
    assert [(lead["name"], lead["person_id"]) for lead in seen["leads"]] == [(None, None)]
    assert "A. N. Other" not in api.public.get(f"{plan['url']}/versions/1/compare").text
    changed(api, person, is_name_public=True)
    changed(api, api.get(f"/v1/actions/{seen['id']}").json(), leads=[])
    delete(api, person)
    (seen,) = frozen(api.public, plan)["actions"]
    assert [lead["name"] for lead in seen["leads"]] == [None], "whoever is not there now is not shown"
    changed(api, plan, visibility="partners")
    for path in ("", "/1", "/1/compare"):
        assert api.public.get(f"{plan['url']}/versions{path}").status_code == 404


def test_public_is_not_told_which_plan_of_partners_a_version_follows(api: Client, plan: Item) -> None:
    private = make_plan(api, title="Before", visibility="partners")
    changed(api, plan, predecessor_id=private["id"])
    taken(api, plan, "proposed", "adopted")
    assert frozen(api.public, plan)["plan"]["predecessor_id"] is None
    assert frozen(api, plan)["plan"]["predecessor_id"] == private["id"]
    changed(api, plan, predecessor_id=None)
    assert compared(api.public, plan)["plan"] == []
    (change,) = compared(api, plan)["plan"]
    assert (change["member"], change["before"], change["after"]) == ("predecessor_id", private["id"], None)
    changed(api, private, visibility="public")
    assert frozen(api.public, plan)["plan"]["predecessor_id"] == private["id"]


def test_party_that_is_not_there_now_is_not_named_to_the_public(api: Client, plan: Item) -> None:
    parties = {
        "organisation_id": make(api, "/v1/organisations", name="RBKC"),
        "post_id": make(api, "/v1/posts", title="Town clerk"),
        "sub_group_id": make(api, "/v1/sub-groups", name="Learning"),
    }
    actions = [make_action(api, plan, leads=[{name: one["id"]}]) for name, one in parties.items()]
    stays = make(api, "/v1/organisations", name="KCSC")
    make_action(api, plan, leads=[{"organisation_id": stays["id"]}])
    taken(api, plan, "proposed", "adopted")
    adopted = frozen(api, plan)
    assert led(frozen(api.public, plan)) == led(adopted)
    for (name, one), action in zip(parties.items(), actions, strict=True):
        changed(api, action, leads=[])
        delete(api, one)
        told = api.public.get(f"{plan['url']}/versions/1").text
        assert one["id"] not in told, name
    assert led(frozen(api.public, plan)) == [
        *(("organisation", None), ("post", None), ("sub_group", None), ("organisation", "KCSC")),
    ]
    # With a key it stays word for word what was adopted.
    assert frozen(api, plan) == adopted


def led(frozen: Item) -> list[tuple[str, str | None]]:
    return [(lead["kind"], lead["name"]) for action in frozen["actions"] for lead in action["leads"]]


def test_version_is_answered_with_304_until_something_else_is_shown(api: Client, plan: Item) -> None:
    taken(api, plan, "proposed", "adopted")
    first = api.get(f"{plan['url']}/versions/1")
    again = api.get(f"{plan['url']}/versions/1", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_version_can_be_neither_changed_nor_deleted(api: Client, plan: Item) -> None:
    taken(api, plan, "proposed", "adopted")
    address = f"{plan['url']}/versions/1"
    for method in ("PATCH", "PUT", "DELETE"):
        answer = api.request(method, address, json={}, headers=ANY)
        assert refusal(answer)[:2] == (405, "method_not_allowed")
    assert change(api, plan, title="Another").status_code == 200

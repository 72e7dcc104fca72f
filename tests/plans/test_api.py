"""Plans, themes, glossaries and criteria over HTTP: their laws, and who sees them."""

from typing import Any

import pytest

from tests.support.asking import Item, change, changed, make, refusal
from tests.support.client import Client
from tests.support.plans import make_action, make_plan, make_themes

ANY = {"If-Match": "*"}


@pytest.fixture
def plan(api: Client) -> Item:
    """A plan that only partners see."""
    return make_plan(api)


def numbers(api: Client, plan: Item) -> list[tuple[int, int]]:
    """List the number and the place of each theme, in the order of the list."""
    themes = api.get(f"{plan['url']}/themes").json()["items"]
    return [(theme["number"], theme["position"]) for theme in themes]


def test_period_must_not_end_before_it_begins(api: Client, plan: Item) -> None:
    wanted = (422, "ends_before_it_starts", ["/ends_on"])
    body = {"title": "Plan", "kind": "strategy", "starts_on": "2004-04-01", "ends_on": "2004-03-31"}
    assert refusal(api.post("/v1/plans", json=body)) == wanted
    assert refusal(change(api, plan, starts_on="2005-04-01")) == wanted
    assert refusal(api.put(f"/v1/plans/by-reference/{plan['reference']}", json=body)) == wanted
    assert api.get(plan["url"]).json() == plan


def test_period_may_be_one_day_or_open_at_either_end(api: Client, plan: Item) -> None:
    assert changed(api, plan, ends_on="2004-04-01")["ends_on"] == "2004-04-01"
    assert changed(api, plan, starts_on=None)["starts_on"] is None
    assert changed(api, plan, ends_on=None, starts_on="2004-04-01")["ends_on"] is None


def test_plan_does_not_follow_itself(api: Client, plan: Item) -> None:
    second = make_plan(api, title="Second", predecessor_id=plan["id"])
    third = make_plan(api, title="Third", predecessor_id="second")
    assert third["predecessor_id"] == second["id"]
    wanted = (422, "follows_itself", ["/predecessor_id"])
    for predecessor in (plan, second, third):
        assert refusal(change(api, plan, predecessor_id=predecessor["id"])) == wanted
    assert api.get(plan["url"]).json() == plan
    assert changed(api, third, predecessor_id=plan["id"])["predecessor_id"] == plan["id"]
    assert changed(api, second, predecessor_id=third["id"])["predecessor_id"] == third["id"]


def test_public_is_not_told_which_plan_of_partners_a_plan_follows(api: Client, plan: Item) -> None:
    private = make_plan(api, title="Before", visibility="partners")
    changed(api, plan, predecessor_id=private["id"], visibility="public")
    action = make_action(api, plan)
    told = (plan["url"], f"/v1/plans?q={plan['title']}", f"{action['url']}?embed=plan")
    for address in told:
        assert private["id"] not in api.public.get(address).text
        assert private["id"] in api.get(address).text
    hidden = api.public.get(plan["url"])
    assert hidden.json()["predecessor_id"] is None
    changed(api, private, visibility="public")
    shown = api.public.get(plan["url"], headers={"If-None-Match": hidden.headers["etag"]})
    assert (shown.status_code, shown.json()["predecessor_id"]) == (200, private["id"])


def test_plan_takes_its_reference_from_its_title(api: Client, plan: Item) -> None:
    assert plan["reference"] == "partnership-plan"
    assert make_plan(api)["reference"] == "partnership-plan-2"


def test_status_is_not_for_a_patch_to_change(api: Client, plan: Item) -> None:
    assert plan["status"] == "draft"
    assert refusal(change(api, plan, status="adopted")) == (422, "invalid", ["/status"])


def test_plan_with_actions_is_not_deleted_and_the_answer_names_them(api: Client, plan: Item) -> None:
    make_themes(api, plan, "Inclusive")
    action = make(api, "/v1/actions", plan_id=plan["id"], text="Publish a newsletter")
    refused = api.delete(plan["url"], headers=ANY)
    assert refused.status_code == 409
    assert refused.json()["code"] == "is_depended_on"
    assert refused.json()["errors"] == [{"detail": f"action {action['url']}"}]
    assert api.delete(action["url"], headers=ANY).status_code == 204
    assert api.delete(plan["url"], headers=ANY).status_code == 204
    assert refusal(api.post(f"{action['url']}/undelete")) == (422, "invalid", ["/plan_id"])


def test_plan_that_another_follows_is_not_deleted(api: Client, plan: Item) -> None:
    second = make_plan(api, title="Second", predecessor_id=plan["id"])
    assert api.delete(plan["url"], headers=ANY).json()["errors"] == [{"detail": f"plan {second['url']}"}]


def test_visibility_shows_and_hides_a_plan_and_all_that_is_in_it_at_once(api: Client, plan: Item) -> None:
    theme = make(api, f"{plan['url']}/themes", title="Inclusive")
    term = make(api, f"{plan['url']}/glossary", term="KCSC", meaning="The Social Council")
    issue = make(api, "/v1/issues", plan_id=plan["id"], text="Few know of us")
    action = make(
        api, "/v1/actions", plan_id=plan["id"], text="Publish a newsletter", due={"text": "July 2004"}
    )
    make(api, f"{action['url']}/milestones", title="Printed", due={"text": "June 2004"})
    deadlines = api.get("/v1/deadlines").json()["items"]
    assert sorted(item["source"] for item in deadlines) == ["action", "milestone", "plan"]
    alone = [item["url"] for item in (plan, theme, term, issue, action, *deadlines)]
    lists = ["/v1/plans", "/v1/issues", "/v1/actions", "/v1/deadlines", "/v1/deadlines?state=overdue"]

    def seen() -> tuple[set[int], list[int]]:
        public = api.public
        codes = {public.get(url).status_code for url in alone}
        return codes, [len(public.get(url).json()["items"]) for url in lists]

    assert seen() == ({404}, [0, 0, 0, 0, 0])
    changed(api, plan, visibility="public")
    assert seen() == ({200}, [1, 1, 1, 3, 3])
    changed(api, plan, visibility="partners")
    assert seen() == ({404}, [0, 0, 0, 0, 0])


def test_plan_shows_its_themes_and_its_owner_where_it_is_asked_to(api: Client, plan: Item) -> None:
    make(api, "/v1/sub-groups", name="Steering Group")
    changed(api, plan, sub_group_id="steering-group")
    make_themes(api, plan, "Strategic", "Inclusive")
    make_themes(api, make_plan(api, title="Other"), "Efficient")
    shown = api.get("/v1/plans?embed=themes,sub_group&sort=-title").json()["items"]
    assert [theme["title"] for theme in shown[0]["themes"]] == ["Strategic", "Inclusive"]
    assert shown[0]["sub_group"]["name"] == "Steering Group"
    assert [theme["title"] for theme in shown[1]["themes"]] == ["Efficient"]
    assert shown[1]["sub_group"] is None
    alone = api.get(plan["url"]).json()
    assert [theme["title"] for theme in alone["themes"]] == ["Strategic", "Inclusive"]
    assert api.get(f"{plan['url']}?embed=sub_group").json()["sub_group"]["reference"] == "steering-group"


def test_plans_are_found_by_what_they_are(api: Client, plan: Item) -> None:
    make(api, "/v1/sub-groups", name="Steering Group")
    make(
        api,
        "/v1/plans",
        title="Strategy for the 20% most in need",
        reference="in-need",
        kind="strategy",
        starts_on="2005-04-01",
        ends_on="2008-03-31",
        sub_group_id="steering-group",
        predecessor_id=plan["id"],
        visibility="public",
    )

    def found(query: str) -> list[str]:
        page = api.get(f"/v1/plans?fields=reference&{query}").json()
        return [one["reference"] for one in page["items"]]

    both = ["in-need", "partnership-plan"]
    assert found("kind=strategy,partnership_plan") == found("status=draft") == both
    for query in (
        "kind=strategy",
        "visibility=public",
        "sub_group=steering-group",
        "predecessor=partnership-plan",
        f"predecessor={plan['id']}",
        "starts_from=2005-04-01",
        "q=20%25",
        "q=IN-NEED",
    ):
        assert found(query) == ["in-need"], query
    assert found("starts_from=2004-04-01") == found("ends_until=2008-03-31") == both
    assert found("ends_until=2005-03-31") == found("ends_until=2008-03-30") == ["partnership-plan"]
    assert found("status=adopted") == found("q=200%25") == []


def test_themes_are_numbered_one_after_the_other(api: Client, plan: Item) -> None:
    path = f"{plan['url']}/themes"
    make_themes(api, plan, "One", "Two")
    make(api, path, title="Seven", number=7)
    last = make(api, path, title="Eight")
    assert numbers(api, plan) == [(1, 1), (2, 2), (7, 7), (8, 8)]
    assert api.delete(last["url"], headers=ANY).status_code == 204
    assert make(api, path, title="Another")["number"] == 8
    assert make_themes(api, make_plan(api), "First")[0]["number"] == 1


def test_number_of_a_theme_is_its_own_within_its_plan(api: Client, plan: Item) -> None:
    path = f"{plan['url']}/themes"
    first, second = make_themes(api, plan, "One", "Two")
    wanted = (409, "theme_number_is_taken", ["/number"])
    assert refusal(api.post(path, json={"title": "Another", "number": 2})) == wanted
    assert refusal(change(api, first, number=2)) == wanted
    assert changed(api, second, number=2, title="Second")["number"] == 2
    assert api.delete(first["url"], headers=ANY).status_code == 204
    assert changed(api, second, number=1)["number"] == 1
    assert refusal(api.post(f"{first['url']}/undelete")) == wanted
    other = make_plan(api)
    assert make(api, f"{other['url']}/themes", title="One", number=1)["number"] == 1


def test_themes_stand_by_their_place_and_by_number_where_none_is_given(api: Client, plan: Item) -> None:
    first, second, _ = make_themes(api, plan, "One", "Two", "Three")
    changed(api, first, position=4)
    assert numbers(api, plan) == [(2, 2), (3, 3), (1, 4)]
    assert changed(api, second, number=5)["position"] == 2
    cleared = change(api, second, number=None, position=None)
    assert refusal(cleared) == (422, "invalid", ["/number", "/position"])


def test_number_of_a_theme_is_a_whole_number_from_one(api: Client, plan: Item) -> None:
    for number in (0, -1, 1.5, "1", True, 2**63):
        answer = api.post(f"{plan['url']}/themes", json={"title": "Inclusive", "number": number})
        assert refusal(answer) == (422, "invalid", ["/number"]), number


def test_criteria_stand_in_the_order_of_their_framework(api: Client) -> None:
    def criterion(framework: str, title: str, **values: Any) -> Item:
        return make(api, "/v1/criteria", framework=framework, title=title, **values)

    places = [
        criterion("Accreditation", title, **values)["position"]
        for title, values in (("Strategic", {}), ("Inclusive", {}), ("Efficient", {"position": 9}))
    ]
    assert places == [1, 2, 9]
    last = criterion("Accreditation", "Learning")
    assert last["position"] == 10
    assert criterion("Excellence", "Leadership")["position"] == 1
    changed(api, last, position=0)
    found = api.public.get("/v1/criteria?framework=Accreditation").json()["items"]
    assert [one["title"] for one in found] == ["Learning", "Strategic", "Inclusive", "Efficient"]
    assert changed(api, last, framework="Excellence")["position"] == 0


def test_theme_names_the_criterion_that_it_answers(api: Client, plan: Item) -> None:
    criterion = make(api, "/v1/criteria", framework="Accreditation", title="Strategic")
    theme = make(api, f"{plan['url']}/themes", title="Strategic", criterion_id="strategic")
    assert theme["criterion_id"] == criterion["id"]
    held = api.delete(criterion["url"], headers=ANY)
    assert (held.status_code, held.json()["errors"]) == (409, [{"detail": f"theme {theme['url']}"}])


def test_glossary_stands_in_the_order_of_its_terms(api: Client, plan: Item) -> None:
    path = f"{plan['url']}/glossary"
    for term, meaning in (
        ("RBKC", "The Royal Borough"),
        ("GOL", "Government Office"),
        ("KCSC", "The Council"),
    ):
        make(api, path, term=term, meaning=meaning)
    terms = [one["term"] for one in api.get(path).json()["items"]]
    assert terms == ["GOL", "KCSC", "RBKC"]
    assert [one["term"] for one in api.get(f"{path}?q=royal").json()["items"]] == ["RBKC"]
    assert [one["term"] for one in api.get(f"{path}?q=kcs").json()["items"]] == ["KCSC"]

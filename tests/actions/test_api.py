"""Actions over HTTP: how they are named, ordered and found, and what they are linked to."""

import pytest

from tests.support.asking import ANY, Item, change, changed, delete, make, refusal
from tests.support.client import Client
from tests.support.plans import deadlines, make_action, make_plan, make_themes, references


def test_reference_is_the_next_within_the_theme(api: Client, plan: Item) -> None:
    first, second = (theme["id"] for theme in make_themes(api, plan, "Strategic", "Inclusive"))
    made = [
        make_action(api, plan, theme_ids=themes)["reference"]
        for themes in ([first], [first], [second], [second, first], [], [])
    ]
    assert made == ["1.1", "1.2", "2.1", "2.2", "1", "2"]


def test_reference_goes_on_after_the_highest_number_there_is(api: Client, plan: Item) -> None:
    (theme,) = make_themes(api, plan, "Strategic")
    for reference in ("1.9", "1.x", "1.2.7", "11.30", "40"):
        make_action(api, plan, reference=reference, theme_ids=[theme["id"]])
    tenth = make_action(api, plan, theme_ids=[theme["id"]])
    assert tenth["reference"] == "1.10"
    assert make_action(api, plan)["reference"] == "41"
    delete(api, tenth)
    assert make_action(api, plan, theme_ids=[theme["id"]])["reference"] == "1.10"
    assert make_action(api, make_plan(api, title="Other"))["reference"] == "1"


def test_reference_is_the_next_within_the_issue_where_there_is_no_theme(api: Client, plan: Item) -> None:
    issues = [make(api, "/v1/issues", plan_id=plan["id"], text=text) for text in ("Few know us", "Few come")]
    assert [issue["reference"] for issue in issues] == ["1", "2"]
    made = [make_action(api, plan, issue_ids=[issues[1]["id"]])["reference"] for _ in range(2)]
    assert made == ["2.1", "2.2"]


def test_reference_within_an_issue_of_a_long_one_is_not_longer_than_any_may_be(
    api: Client, plan: Item
) -> None:
    issue = make(api, "/v1/issues", plan_id=plan["id"], text="Few know us", reference="i" * 80)
    action = make_action(api, plan, issue_ids=[issue["id"]])
    assert action["reference"] == "1"
    assert changed(api, action, reference=action["reference"])["issue_ids"] == [issue["id"]]


def test_nothing_is_without_a_reference_and_a_place(api: Client, plan: Item) -> None:
    make_action(api, plan)
    action = make_action(api, plan)
    assert (action["reference"], action["position"]) == ("2", 2)
    cleared = change(api, action, reference=None, position=None)
    assert refusal(cleared) == (422, "invalid", ["/reference", "/position"])


def test_references_stand_in_natural_order(api: Client, plan: Item) -> None:
    in_order = ["1.2", "1.9", "1.10", "1.10a", "2.1", "10.1", "A1", "b2", "B10"]
    for reference in sorted(in_order, reverse=True):
        make_action(api, plan, reference=reference)
    assert references(api) == in_order
    assert references(api, "sort=-reference") == in_order[::-1]
    first = api.get("/v1/actions?fields=reference&limit=2").json()
    second = api.get(f"/v1/actions?fields=reference&limit=2&cursor={first['next']}").json()
    assert [item["reference"] for item in second["items"]] == ["1.10", "1.10a"]


def test_theme_or_issue_of_another_plan_is_refused(api: Client, plan: Item, action: Item) -> None:
    other = make_plan(api, title="Other")
    (ours,), (theirs,) = make_themes(api, plan, "Ours"), make_themes(api, other, "Theirs")
    issue = make(api, "/v1/issues", plan_id=other["id"], text="Few come")
    wanted = (422, "belongs_to_another_plan", ["/theme_ids/1"])
    themes = [ours["id"], theirs["id"]]
    body = {"plan_id": plan["id"], "text": "Meet", "theme_ids": themes}
    assert refusal(api.post("/v1/actions", json=body)) == wanted
    assert refusal(change(api, action, theme_ids=themes)) == wanted
    assert refusal(change(api, action, issue_ids=[issue["id"]])) == (*wanted[:2], ["/issue_ids/0"])
    assert api.get(action["url"]).json() == action
    assert references(api) == [action["reference"]]


def test_link_that_leads_nowhere_is_refused_where_it_stands(api: Client, plan: Item, action: Item) -> None:
    (theme,) = make_themes(api, plan, "Strategic")
    delete(api, theme)
    for name, wrong in (("theme_ids", theme["id"]), ("cluster_ids", "no-such"), ("issue_ids", plan["id"])):
        assert refusal(change(api, action, **{name: [wrong]})) == (422, "invalid", [f"/{name}/0"])


def test_action_shows_what_it_is_linked_to(api: Client, plan: Item) -> None:
    first, second = make_themes(api, plan, "Strategic", "Inclusive")
    issue = make(api, "/v1/issues", plan_id=plan["id"], text="Few come")
    cluster = make(api, "/v1/sub-groups", name="Community", kind="cluster")
    action = make_action(
        api,
        plan,
        theme_ids=[second["id"], first["id"], second["id"]],
        issue_ids=[issue["id"]],
        cluster_ids=["community", cluster["id"]],
    )
    assert action["theme_ids"] == [second["id"], first["id"]]
    assert (action["issue_ids"], action["cluster_ids"]) == ([issue["id"]], [cluster["id"]])
    shown = api.get("/v1/actions?embed=plan,themes,issues").json()["items"][0]
    assert [theme["title"] for theme in shown["themes"]] == ["Inclusive", "Strategic"]
    assert [one["text"] for one in shown["issues"]] == ["Few come"]
    assert shown["plan"]["reference"] == plan["reference"]
    assert changed(api, action, theme_ids=[first["id"]])["theme_ids"] == [first["id"]]
    assert changed(api, action, theme_ids=[])["theme_ids"] == []


def test_theme_issue_and_cluster_of_an_action_are_not_deleted(api: Client, plan: Item) -> None:
    (theme,) = make_themes(api, plan, "Strategic")
    issue = make(api, "/v1/issues", plan_id=plan["id"], text="Few come")
    cluster = make(api, "/v1/sub-groups", name="Community", kind="cluster")
    linked = [theme, issue, cluster]
    action = make_action(
        api, plan, theme_ids=[theme["id"]], issue_ids=[issue["id"]], cluster_ids=[cluster["id"]]
    )
    for item in linked:
        held = api.delete(item["url"], headers=ANY)
        assert (held.status_code, held.json()["errors"]) == (409, [{"detail": f"action {action['url']}"}])
    delete(api, action)
    for item in linked:
        delete(api, item)


def test_action_comes_back_only_with_all_that_it_is_linked_to(api: Client, plan: Item) -> None:
    first, second = make_themes(api, plan, "Strategic", "Inclusive")
    organisation = make(api, "/v1/organisations", name="RBKC")
    action = make_action(
        api,
        plan,
        theme_ids=[first["id"], second["id"]],
        leads=[{"is_vacant": True}, {"organisation_id": "rbkc"}],
        due="July 2004",
    )
    delete(api, action)
    delete(api, second)
    delete(api, organisation)
    undelete = f"{action['url']}/undelete"
    assert refusal(api.post(undelete)) == (422, "invalid", ["/theme_ids/1"])
    assert api.post(f"{second['url']}/undelete").status_code == 200
    assert refusal(api.post(undelete)) == (422, "invalid", ["/leads/1/organisation_id"])
    assert deadlines(api) == []
    assert api.post(f"{organisation['url']}/undelete").status_code == 200
    back = api.post(undelete).json()
    assert (back["theme_ids"], back["leads"]) == (action["theme_ids"], action["leads"])
    assert deadlines(api) == [("action", "2004-07-31", "in_window")]


def test_issue_does_not_move_away_from_the_actions_that_answer_it(api: Client, plan: Item) -> None:
    issue = make(api, "/v1/issues", plan_id=plan["id"], text="Few come")
    action = make_action(api, plan, issue_ids=[issue["id"]])
    other = make_plan(api, title="Other")
    moved = change(api, issue, plan_id=other["id"])
    assert refusal(moved) == (422, "belongs_to_another_plan", ["/plan_id"])
    assert action["url"] in moved.json()["errors"][0]["detail"]
    assert changed(api, issue, plan_id=plan["reference"], text="Few came")["text"] == "Few came"
    delete(api, action)
    assert changed(api, issue, plan_id=other["id"])["plan_id"] == other["id"]
    undeleted = api.post(f"{action['url']}/undelete")
    assert refusal(undeleted) == (422, "belongs_to_another_plan", ["/issue_ids/0"])


@pytest.mark.parametrize("path", ["/v1/actions", "/v1/issues"])
def test_reference_must_be_free_in_the_plan_that_something_moves_to(
    api: Client, plan: Item, path: str
) -> None:
    other = make_plan(api, title="Other")
    item = make(api, path, plan_id=plan["id"], text="Meet", reference="7")
    holder = make(api, path, plan_id=other["id"], text="Meet", reference="7")
    refused = change(api, item, plan_id=other["id"])
    assert refusal(refused) == (409, "reference_is_taken", ["/reference"])
    moved = changed(api, item, plan_id=other["id"], reference="8")
    assert (moved["plan_id"], moved["reference"]) == (other["id"], "8")
    delete(api, holder)
    assert changed(api, moved, plan_id=plan["id"])["reference"] == "8"


def test_action_that_moves_takes_its_deadlines_along(api: Client, plan: Item, action: Item) -> None:
    public = make_plan(api, title="Public", visibility="public")
    (theme,) = make_themes(api, plan, "Strategic")
    changed(api, action, theme_ids=[theme["id"]])
    moved = change(api, action, plan_id=public["id"])
    assert refusal(moved) == (422, "belongs_to_another_plan", ["/theme_ids/0"])
    assert deadlines(api.public) == []
    changed(api, action, plan_id="public", theme_ids=[])
    shown = api.public.get("/v1/deadlines").json()["items"][0]
    assert (shown["plan"]["reference"], shown["theme"]) == ("public", None)


def test_deleted_action_takes_its_deadlines_with_it_and_brings_them_back(api: Client, action: Item) -> None:
    make(api, f"{action['url']}/milestones", title="Printed", due={"text": "June 2004"})
    before = [("milestone", "2004-06-30", "overdue"), ("action", "2004-07-31", "in_window")]
    assert deadlines(api) == before
    delete(api, action)
    assert deadlines(api) == []
    assert api.post(f"{action['url']}/undelete").status_code == 200
    assert deadlines(api) == before


# What finds the three actions, and which of them: `{theme}` and `{issue}` are ids.
FOUND = {
    "": ["1", "1.1", "2.1"],
    "plan=partnership-plan": ["1.1", "2.1"],
    "plan=partnership-plan,other": ["1", "1.1", "2.1"],
    "theme={theme}": ["1.1"],
    "theme=2": ["1.1", "2.1"],
    "cluster=community": ["2.1"],
    "issue={issue}": ["2.1"],
    "status=in_progress,deferred": ["1", "2.1"],
    "rag=red,green": ["1", "1.1"],
    "due_before=2004-07-01": ["1.1"],
    "due_before=2004-06-30": [],
    "due_after=2004-06-29": ["1.1", "2.1"],
    "due_after=2004-06-30": ["2.1"],
    "due_after=2004-09-30": [],
    "q=50%25": ["2.1"],
    "q=0%25 OF": ["2.1"],
    "q=BOOKED": ["2.1"],
    "q=1.1": ["1.1"],
    "sort=due": ["1.1", "2.1", "1"],
    "sort=-due": ["2.1", "1.1", "1"],
    "sort=status,-reference": ["1", "2.1", "1.1"],
}


@pytest.fixture
def names(api: Client, plan: Item) -> dict[str, str]:
    """Three actions of two plans, and the ids of a theme and of an issue that they are found by."""
    first, second = make_themes(api, plan, "Strategic", "Inclusive")
    issue = make(api, "/v1/issues", plan_id=plan["id"], text="Few come")
    make(api, "/v1/sub-groups", name="Community", kind="cluster")
    make_action(api, plan, theme_ids=[first["id"], second["id"]], due="June 2004", rag="red")
    make_action(
        api,
        plan,
        "Meet in 50% of wards",
        theme_ids=[second["id"]],
        due="Sept and Nov 2004",
        issue_ids=[issue["id"]],
        cluster_ids=["community"],
        status="in_progress",
        current_situation="Halls are booked",
    )
    make_action(api, make_plan(api, title="Other"), due="Ongoing", status="deferred", rag="green")
    return {"theme": first["id"], "issue": issue["id"]}


def test_actions_are_found_by_what_they_are(api: Client, names: dict[str, str]) -> None:
    for query, found in FOUND.items():
        assert references(api, query.format(**names)) == found, query


@pytest.mark.usefixtures("names")
def test_actions_are_not_looked_for_by_what_is_not_there(api: Client) -> None:
    for unknown in ("plan=none", "theme=9", "cluster=none", "issue=1", "lead=none", "organisation=none"):
        answer = api.get(f"/v1/actions?{unknown}")
        named = [error["parameter"] for error in answer.json()["errors"]]
        assert (answer.status_code, named) == (400, [unknown.partition("=")[0]])


def test_issues_are_found_by_their_plan_and_by_who_answers_them(api: Client, plan: Item) -> None:
    issues = [make(api, "/v1/issues", plan_id=plan["id"], text=text) for text in ("Few come", "None stay")]
    other = make_plan(api, title="Other", visibility="public")
    make(api, "/v1/issues", plan_id=other["id"], text="Too many came", reference="10", position=1)
    action = make_action(api, plan, issue_ids=[issues[1]["id"]])

    def found(client: Client, query: str) -> list[str]:
        page = client.get(f"/v1/issues?{query}").json()
        return [item["text"] for item in page["items"]]

    assert found(api, "") == ["Few come", "None stay", "Too many came"]
    assert found(api, "plan=other") == found(api.public, "") == ["Too many came"]
    assert found(api, f"action={action['id']}") == found(api, "q=stay") == ["None stay"]


def test_issues_that_no_action_answers_are_not_lost(api: Client, plan: Item) -> None:
    few, none = (make(api, "/v1/issues", plan_id=plan["id"], text=text) for text in ("Few come", "None stay"))
    both = make_action(api, plan, issue_ids=[few["id"], none["id"]])
    make_action(api, plan, issue_ids=[few["id"]])

    def found(answered: str) -> list[str]:
        page = api.get(f"/v1/issues?plan={plan['id']}&answered={answered}&count=true").json()
        assert page["total"] == len(page["items"])
        return [item["text"] for item in page["items"]]

    assert (found("true"), found("false")) == (["Few come", "None stay"], [])
    delete(api, both)
    assert (found("true"), found("false")) == (["Few come"], ["None stay"])

"""What is left of a plan, carried into the next one: with its lineage, due only there, and done once."""

from typing import Any

import httpx

from tests.adoption.test_transitions import taken
from tests.support.asking import Item, changed, delete, make, refusal
from tests.support.client import Client
from tests.support.plans import make_action, make_plan, make_themes


def carry(api: Client, plan: Item, after: Item, **values: Any) -> httpx.Response:
    return api.post(f"{plan['url']}/carry-forward", json={"into": after["reference"], **values})


def carried(api: Client, plan: Item, after: Item, **values: Any) -> Item:
    answer = carry(api, plan, after, **values)
    assert answer.status_code == 200, answer.text
    outcome: Item = answer.json()
    return outcome


def copy_of(api: Client, after: Item) -> Item:
    """Read the one action of the next plan, whole."""
    (listed,) = api.get(f"/v1/actions?plan={after['id']}").json()["items"]
    copy: Item = api.get(listed["url"]).json()
    return copy


def due_in(api: Client, *plans: Item) -> list[tuple[str, str]]:
    """List the plan and the day of each deadline of actions, as of 1 March 2005."""
    ids = ",".join(plan["id"] for plan in plans)
    asked = f"/v1/deadlines?plan={ids}&source=action,milestone&as_of=2005-03-01"
    return [(item["plan"]["id"], item["latest"]) for item in api.get(asked).json()["items"]]


def test_open_actions_are_copied_and_closed_ones_stay(api: Client, plan: Item, after: Item) -> None:
    statuses = ("not_started", "in_progress", "deferred", "completed", "cancelled")
    for number, status in enumerate(statuses, 1):
        make_action(api, plan, f"Action {number}", status=status)
    outcome = carried(api, plan, after)
    assert [one["text"] for one in outcome["carried"]] == ["Action 1", "Action 2", "Action 3"]
    assert (outcome["carried_before"], outcome["closed"], outcome["left"]) == (0, 2, 0)
    listed = api.get(f"/v1/actions?plan={plan['id']}&sort=position").json()["items"]
    assert [one["status"] for one in listed] == ["carried_forward"] * 3 + ["completed", "cancelled"]
    copies = api.get(f"/v1/actions?plan={after['id']}&sort=position").json()["items"]
    assert [one["status"] for one in copies] == ["not_started", "in_progress", "deferred"]
    assert [one["carried_from_id"] for one in copies] == [one["id"] for one in listed[:3]]
    assert [one["plans_lived"] for one in copies] == [2, 2, 2]


def test_run_twice_it_does_nothing_more(api: Client, plan: Item, after: Item) -> None:
    action = make_action(api, plan)
    carried(api, plan, after)
    changes = len(api.get("/v1/changes").json()["items"])
    again = carried(api, plan, after)
    assert (again["carried"], again["carried_before"]) == ([], 1)
    assert len(api.get("/v1/changes").json()["items"]) == changes
    assert len(api.get(f"/v1/actions?plan={after['id']}").json()["items"]) == 1
    assert api.get(action["url"]).json()["status"] == "carried_forward"


def test_nothing_is_due_twice(api: Client, plan: Item, after: Item) -> None:
    action = make_action(api, plan, due="March 2005")
    make(api, f"{action['url']}/milestones", title="A draft", due={"text": "10 March 2005"})
    before = due_in(api, plan, after)
    assert before == [(plan["id"], "2005-03-10"), (plan["id"], "2005-03-31")]
    carried(api, plan, after)
    assert due_in(api, plan, after) == [(after["id"], "2005-03-10"), (after["id"], "2005-03-31")]


def test_copy_has_all_that_the_action_had(api: Client, plan: Item, after: Item) -> None:
    (theme,) = make_themes(api, plan, "Inclusive")
    issue = make(api, "/v1/issues", plan_id=plan["id"], text="Few residents know of it")
    cluster = make(api, "/v1/sub-groups", name="Health cluster", kind="cluster")
    trust = make(api, "/v1/organisations", name="Golborne Trust")
    make_action(
        api,
        plan,
        "Review the website",
        theme_ids=[theme["id"]],
        issue_ids=[issue["id"]],
        cluster_ids=[cluster["id"]],
        leads=[{"organisation_id": trust["id"]}, {"is_vacant": True, "role": "support"}],
        lead_text="The Trust, and somebody else",
        status="in_progress",
        rag="amber",
        percent=40,
        current_situation="Begun",
        cross_cutting=["equalities"],
        due="Review once a year. Next review: August/September 2004",
    )
    carried(api, plan, after)
    copy = copy_of(api, after)
    assert (copy["reference"], copy["text"], copy["current_situation"]) == (
        "1.1",
        "Review the website",
        "Begun",
    )
    assert (copy["status"], copy["rag"], copy["percent"]) == ("in_progress", "amber", 40)
    assert (copy["cross_cutting"], copy["cluster_ids"]) == (["equalities"], [cluster["id"]])
    assert [(lead["role"], lead["kind"], lead["name"]) for lead in copy["leads"]] == [
        ("lead", "organisation", "Golborne Trust"),
        ("support", "vacant", None),
    ]
    assert copy["due"]["text"] == "Review once a year. Next review: August/September 2004"
    shown = api.get(f"{copy['url']}?embed=themes,issues").json()
    assert [(one["plan_id"], one["title"]) for one in shown["themes"]] == [(after["id"], "Inclusive")]
    assert [(one["plan_id"], one["text"]) for one in shown["issues"]] == [
        (after["id"], "Few residents know of it")
    ]


def test_themes_of_the_next_plan_that_are_called_alike_are_used(api: Client, plan: Item, after: Item) -> None:
    themes = make_themes(api, plan, "Strategic", "Inclusive")
    (known,) = make_themes(api, after, "INCLUSIVE")
    for theme in themes:
        make_action(api, plan, f"For {theme['title']}", theme_ids=[theme["id"]])
    carried(api, plan, after)
    listed = api.get(f"{after['url']}/themes").json()["items"]
    # The number 1, which "Strategic" had, is taken there, so it gets the next one.
    assert [(one["number"], one["title"]) for one in listed] == [(1, "INCLUSIVE"), (2, "Strategic")]
    found = api.get(f"/v1/actions?plan={after['id']}&theme={known['id']}").json()["items"]
    assert [one["text"] for one in found] == ["For Inclusive"]


def test_words_mean_in_the_next_plan_what_they_meant_where_they_were_agreed(
    api: Client, plan: Item, after: Item
) -> None:
    make_action(api, plan, due="July")
    carried(api, plan, after)
    due = copy_of(api, after)["due"]
    # In a plan for 2005/06 "July" alone would be July 2005, which nobody said.
    assert (due["text"], due["reading"]) == ("July", "carried")
    assert [(point["earliest"], point["latest"]) for point in due["points"]] == [("2004-07-01", "2004-07-31")]


def test_words_that_say_their_year_are_read_as_before(api: Client, plan: Item, after: Item) -> None:
    make_action(api, plan, due="July 2004")
    carried(api, plan, after)
    due = copy_of(api, after)["due"]
    assert (due["reading"], due["points"][0]["latest"]) == ("automatic", "2004-07-31")


def test_ticks_are_carried_along(api: Client, plan: Item, after: Item) -> None:
    make_action(api, plan, due="By June 2004. By March 2005")
    first = api.get(f"/v1/deadlines?plan={plan['id']}&source=action").json()["items"][0]
    ticked = api.post(f"{first['url']}/complete", json={"completed_on": "2004-06-15", "note": "Done"})
    assert ticked.json()["latest"] == "2004-06-30"
    carried(api, plan, after)
    done = api.get(f"/v1/deadlines?plan={after['id']}&source=action&state=done").json()["items"]
    assert [(one["latest"], one["completed_on"], one["completion_note"]) for one in done] == [
        ("2004-06-30", "2004-06-15", "Done")
    ]


def test_frozen_version_of_the_old_plan_stays_as_it_was(api: Client, plan: Item, after: Item) -> None:
    make_action(api, plan)
    taken(api, plan, "proposed", "adopted")
    before = api.get(f"{plan['url']}/versions/1").content
    carried(api, plan, after)
    taken(api, plan, "closed")
    assert api.get(f"{plan['url']}/versions/1").content == before


def test_closed_plan_can_still_be_carried_forward(api: Client, plan: Item, after: Item) -> None:
    make_action(api, plan)
    taken(api, plan, "closed")
    assert len(carried(api, plan, after)["carried"]) == 1


def test_action_knows_through_how_many_plans_it_has_lived(api: Client, plan: Item, after: Item) -> None:
    third = make_plan(api, title="Partnership Plan 2006/07")
    action = make_action(api, plan)
    carried(api, plan, after)
    carried(api, after, third)
    copy = copy_of(api, third)
    assert copy["plans_lived"] == 3
    for one in (action, copy):
        steps = api.get(f"{one['url']}/lineage").json()["items"]
        assert [step["plan"]["title"] for step in steps] == [
            "Partnership Plan",
            "Partnership Plan 2005/06",
            "Partnership Plan 2006/07",
        ]
        assert [step["status"] for step in steps] == ["carried_forward", "carried_forward", "not_started"]
    assert api.get(third["url"]).json()["predecessor_id"] == after["id"]


def test_public_sees_of_the_lineage_what_is_in_public_plans(api: Client, plan: Item, after: Item) -> None:
    make_action(api, plan)
    carried(api, plan, after)
    changed(api, after, visibility="public")
    copy = copy_of(api, after)
    seen = api.public.get(f"{copy['url']}/lineage").json()["items"]
    assert [step["id"] for step in seen] == [copy["id"]]
    assert api.public.get(copy["url"]).json()["carried_from_id"] is None
    assert api.public.get(f"/v1/actions/{copy['carried_from_id']}/lineage").status_code == 404


def test_only_chosen_actions_are_carried(api: Client, plan: Item, after: Item) -> None:
    first, second = make_action(api, plan, "First"), make_action(api, plan, "Second")
    outcome = carried(api, plan, after, action_ids=[second["id"]])
    assert [one["original"]["id"] for one in outcome["carried"]] == [second["id"]]
    assert outcome["left"] == 1
    assert api.get(first["url"]).json()["status"] == "not_started"
    stranger = make_action(api, make_plan(api, title="Another"), "Elsewhere")
    answer = carry(api, plan, after, action_ids=[first["id"], stranger["id"]])
    assert refusal(answer) == (422, "belongs_to_another_plan", ["/action_ids/1"])
    assert api.get(first["url"]).json()["status"] == "not_started", "nothing is half done"


def test_plan_is_carried_only_into_one_that_comes_after(api: Client, plan: Item, after: Item) -> None:
    make_action(api, plan)
    assert refusal(carry(api, plan, plan)) == (422, "carried_into_itself", ["/into"])
    changed(api, plan, predecessor_id=after["id"])
    assert refusal(carry(api, plan, after)) == (422, "carried_into_itself", ["/into"])
    assert refusal(carry(api, plan, {"reference": "nowhere"})) == (422, "invalid", ["/into"])
    third = make_plan(api, title="Third")
    taken(api, third, "closed")
    assert refusal(carry(api, plan, third)) == (409, "plan_is_closed", ["/into"])


def test_action_is_open_again_when_its_copy_is_deleted(api: Client, plan: Item, after: Item) -> None:
    action = make_action(api, plan, status="in_progress", due="March 2005")
    carried(api, plan, after)
    copy = copy_of(api, after)
    delete(api, copy)
    assert api.get(action["url"]).json()["status"] == "in_progress"
    assert due_in(api, plan, after) == [(plan["id"], "2005-03-31")]
    assert api.post(f"{copy['url']}/undelete").status_code == 200
    assert api.get(action["url"]).json()["status"] == "carried_forward"
    assert due_in(api, plan, after) == [(after["id"], "2005-03-31")]


def test_what_was_reported_keeps_its_day(api: Client, plan: Item, after: Item) -> None:
    action = make_action(api, plan)
    told = {"text": "Begun", "status": "in_progress", "reported_on": "2004-09-01"}
    api.post(f"{action['url']}/progress-updates", json=told).raise_for_status()
    carried(api, plan, after)
    (update,) = api.get(f"{copy_of(api, after)['url']}/progress-updates").json()["items"]
    assert (update["text"], update["status"], update["reported_on"]) == ("Begun", "in_progress", "2004-09-01")
    counts = api.get(f"{after['url']}/progress?by=theme&since=2004-09-02").json()["totals"]
    assert (counts["changed"], counts["by_status"]["in_progress"]) == (0, 1)


def test_relations_are_carried_along(api: Client, plan: Item, after: Item) -> None:
    first, second, third = (make_action(api, plan, text) for text in ("First", "Second", "Third"))
    elsewhere = make_action(api, make_plan(api, title="Another"), "Elsewhere")
    make(api, f"{first['url']}/relations", kind="requires", other_id=second["id"])
    make(api, f"{second['url']}/relations", kind="follows", other_id=elsewhere["id"])
    make(api, f"{third['url']}/relations", kind="part_of", other_id=first["id"])
    changed(api, third, status="completed")
    carried(api, plan, after)
    listed = api.get(f"/v1/actions?plan={after['id']}&embed=relations&sort=position").json()["items"]
    assert [
        (
            one["text"],
            sorted((to["kind"], to["other"]["text"], to["other"]["plan_id"]) for to in one["relations"]),
        )
        for one in listed
    ] == [
        ("First", [("part_of", "Third", plan["id"]), ("requires", "Second", after["id"])]),
        ("Second", [("follows", "Elsewhere", elsewhere["plan_id"]), ("requires", "First", after["id"])]),
    ]


def test_what_was_carried_elsewhere_is_told_apart(api: Client, plan: Item, after: Item) -> None:
    third = make_plan(api, title="Third")
    make_action(api, plan)
    carried(api, plan, after)
    outcome = carried(api, plan, third)
    assert (outcome["carried"], outcome["carried_before"], outcome["carried_elsewhere"]) == ([], 0, 1)

"""Reviews of plans and clusters: planned in people's words, held on a day; findings become issues."""

import pytest

from tests.support.asking import Item, change, changed, delete, make, refusal
from tests.support.client import Client
from tests.support.plans import make_plan


@pytest.fixture
def plan(api: Client) -> Item:
    return make_plan(api, visibility="public")


@pytest.fixture
def cluster(api: Client) -> Item:
    return make(api, "/v1/sub-groups", name="Health cluster", kind="cluster")


def review_deadlines(api: Client, as_of: str = "2004-07-01") -> list[tuple[str, str, str]]:
    page = api.get(f"/v1/deadlines?source=review&as_of={as_of}").json()
    return [(item["title"], item["latest"], item["state"]) for item in page["items"]]


def test_planned_review_is_due_as_its_words_say_until_it_is_held(api: Client, plan: Item) -> None:
    review = make(api, "/v1/reviews", plan_id=plan["reference"], due={"text": "Spring 2005"})
    assert review["title"] == "Review of Partnership Plan"
    assert (review["due"]["state"], review["held_on"]) == ("overdue", None)
    # Spring is March to May (the scheme of reading dates).
    assert review_deadlines(api) == [("Review of Partnership Plan", "2005-05-31", "upcoming")]
    assert review_deadlines(api.public) == review_deadlines(api)
    held = changed(api, review, held_on="2005-04-12", summary="On course")
    assert (held["due"]["state"], held["held_on"]) == ("done", "2005-04-12")
    assert review_deadlines(api) == []
    changed(api, review, held_on=None)
    assert len(review_deadlines(api)) == 1
    delete(api, review)
    assert review_deadlines(api) == []


def test_month_alone_means_the_plans_own_year(api: Client, plan: Item, cluster: Item) -> None:
    of_plan = make(api, "/v1/reviews", plan_id=plan["id"], due={"text": "July"})
    of_cluster = make(api, "/v1/reviews", sub_group_id=cluster["id"], due={"text": "July"})
    assert of_plan["due"]["points"][0]["latest"] == "2004-07-31"
    assert [point["latest"] for point in of_cluster["due"]["points"]] == [None], "no year is guessed"


def test_review_at_a_meeting_moves_with_it(api: Client, cluster: Item) -> None:
    review = make(api, "/v1/reviews", sub_group_id=cluster["id"], due={"text": "July 2004 meeting"})
    meeting = make(api, "/v1/meetings", sub_group_id=cluster["id"], starts_on="2004-07-20")
    assert review_deadlines(api) == [("Review of Health cluster", "2004-07-20", "upcoming")]
    changed(api, meeting, starts_on="2004-07-27")
    assert review_deadlines(api) == [("Review of Health cluster", "2004-07-27", "upcoming")]
    assert api.get(review["url"]).json()["due"]["points"][0]["meeting_id"] == meeting["id"]


@pytest.fixture
def july(api: Client) -> Item:
    """A meeting of the steering group."""
    make(api, "/v1/sub-groups", name="Steering Group", kind="steering_group")
    return make(api, "/v1/meetings", sub_group_id="steering-group", starts_on="2004-07-20")


def test_review_planned_at_a_meeting_is_due_on_its_day_without_words(
    api: Client, plan: Item, july: Item
) -> None:
    review = make(api, "/v1/reviews", plan_id=plan["id"], meeting_id=july["id"])
    assert review_deadlines(api) == [("Review of Partnership Plan", "2004-07-20", "upcoming")]
    (deadline,) = api.get("/v1/deadlines?source=review&as_of=2004-07-01").json()["items"]
    assert (deadline["binding"], deadline["text"], deadline["meeting"]["id"]) == ("chosen", "", july["id"])
    due = api.get(f"{review['url']}?as_of=2004-07-01").json()["due"]
    # Nobody wrote any words, or a day: that is the meeting's.
    assert (due["text"], due["reading"]) == ("", "automatic")
    assert due["points"] == [
        {
            **dict.fromkeys(("earliest", "latest", "edtf", "rrule", "anchor")),
            **{"kind": "at", "meeting_id": july["id"], "binding": "chosen", "text": ""},
        }
    ]
    assert (due["next_on"], due["state"]) == ("2004-07-20", "upcoming")


def test_review_planned_at_a_meeting_moves_with_it_and_waits_while_it_is_cancelled(
    api: Client, plan: Item, july: Item
) -> None:
    september = make(api, "/v1/meetings", sub_group_id="steering-group", starts_on="2004-09-21")
    review = make(api, "/v1/reviews", plan_id=plan["id"], meeting_id=july["id"])
    title = "Review of Partnership Plan"
    changed(api, july, starts_on="2004-07-27")
    assert review_deadlines(api) == [(title, "2004-07-27", "upcoming")]
    changed(api, review, meeting_id=september["id"])
    assert review_deadlines(api) == [(title, "2004-09-21", "upcoming")]
    changed(api, september, status="cancelled")
    assert review_deadlines(api) == []
    undated = api.get("/v1/deadlines?source=review&include=undated&as_of=2004-07-01").json()["items"]
    assert [(one["title"], one["latest"], one["state"]) for one in undated] == [(title, None, "undated")]
    changed(api, september, status="confirmed")
    assert review_deadlines(api) == [(title, "2004-09-21", "upcoming")]
    events = api.get("/v1/changes?kind=deadline").json()["items"]
    assert [event["reason"] for event in events] == [
        "It is due at 'Steering Group meeting', which is on 2004-07-20.",
        "'Steering Group meeting' is on 2004-07-27 now; it was on 2004-07-20.",
        "It is due at 'Steering Group meeting', which is on 2004-09-21.",
        "'Steering Group meeting' of 2004-09-21 is cancelled: it has no day for now.",
        "It is due at 'Steering Group meeting', which is on 2004-09-21.",
    ]


def test_review_at_a_meeting_is_due_as_its_words_say_where_it_has_any(
    api: Client, plan: Item, july: Item
) -> None:
    review = make(api, "/v1/reviews", plan_id=plan["id"], meeting_id=july["id"], due={"text": "Spring 2005"})
    title = "Review of Partnership Plan"
    assert review_deadlines(api) == [(title, "2005-05-31", "upcoming")]
    review = changed(api, review, due=None)
    assert review_deadlines(api) == [(title, "2004-07-20", "upcoming")]
    held = changed(api, review, held_on="2004-07-20")
    assert (held["due"]["state"], review_deadlines(api)) == ("done", [])
    review = changed(api, review, held_on=None)
    assert review_deadlines(api) == [(title, "2004-07-20", "upcoming")]
    without = changed(api, review, meeting_id=None)
    assert review_deadlines(api) == []
    assert [(one["kind"], one["binding"]) for one in without["due"]["points"]] == [("unknown", None)]


@pytest.mark.parametrize("given", [[], ["plan_id", "sub_group_id"]])
def test_review_is_of_one_plan_or_one_cluster(
    api: Client, plan: Item, cluster: Item, given: list[str]
) -> None:
    both = {"plan_id": plan["id"], "sub_group_id": cluster["id"]}
    answer = api.post("/v1/reviews", json={name: both[name] for name in given})
    assert refusal(answer) == (422, "not_one_reviewed", ["/plan_id", "/sub_group_id"])


def test_review_can_not_become_one_of_both_or_of_nothing(api: Client, plan: Item, cluster: Item) -> None:
    review = make(api, "/v1/reviews", plan_id=plan["id"])
    assert refusal(change(api, review, sub_group_id=cluster["id"]))[1] == "not_one_reviewed"
    assert refusal(change(api, review, plan_id=None))[1] == "not_one_reviewed"
    assert refusal(change(api, review, plan_id="nowhere")) == (422, "invalid", ["/plan_id"])
    moved = changed(api, review, plan_id=None, sub_group_id=cluster["id"])
    assert (moved["plan_id"], moved["sub_group_id"]) == (None, cluster["id"])


def test_review_is_not_held_ahead_of_time(api: Client, plan: Item) -> None:
    answer = api.post("/v1/reviews", json={"plan_id": plan["id"], "held_on": "2999-01-01"})
    assert refusal(answer) == (422, "held_ahead_of_time", ["/held_on"])


@pytest.fixture
def meeting(api: Client, cluster: Item) -> Item:
    return make(api, "/v1/meetings", sub_group_id=cluster["id"], starts_on="2004-07-20")


@pytest.mark.parametrize("held_on", ["2004-07-19", "2004-07-21", "2005-07-20"])
def test_review_at_a_meeting_is_held_on_its_day(api: Client, plan: Item, meeting: Item, held_on: str) -> None:
    at = {"plan_id": plan["id"], "meeting_id": meeting["reference"]}
    answer = api.post("/v1/reviews", json={**at, "held_on": held_on})
    assert refusal(answer) == (422, "held_on_another_day", ["/held_on"])
    assert "2004-07-20" in answer.json()["errors"][0]["detail"]
    planned = make(api, "/v1/reviews", **at)
    assert planned["held_on"] is None
    assert refusal(change(api, planned, held_on=held_on))[1] == "held_on_another_day"
    assert changed(api, planned, held_on="2004-07-20")["held_on"] == "2004-07-20"
    elsewhere = make(api, "/v1/reviews", plan_id=plan["id"], held_on=held_on)
    assert refusal(change(api, elsewhere, meeting_id=meeting["id"]))[1] == "held_on_another_day"


def test_review_is_not_held_at_a_meeting_that_is_cancelled(api: Client, plan: Item, meeting: Item) -> None:
    planned = make(api, "/v1/reviews", plan_id=plan["id"], meeting_id=meeting["id"])
    changed(api, meeting, status="cancelled")
    refused = (409, "meeting_is_cancelled", ["/meeting_id"])
    assert refusal(change(api, planned, held_on="2004-07-20")) == refused
    body = {"plan_id": plan["id"], "meeting_id": meeting["id"], "held_on": "2004-07-20"}
    assert refusal(api.post("/v1/reviews", json=body)) == refused
    # It may be planned for it still, and be held without it.
    assert changed(api, planned, summary="To be put off")["summary"] == "To be put off"
    assert changed(api, planned, meeting_id=None, held_on="2004-08-03")["held_on"] == "2004-08-03"


@pytest.mark.parametrize(
    ("values", "pointer"),
    [
        ({"status": "cancelled"}, "/status"),
        ({"status": "proposed"}, "/status"),
        ({"starts_on": "2004-07-21"}, "/starts_on"),
        ({"starts_on": "2004-07-19"}, "/starts_on"),
    ],
)
def test_meeting_at_which_a_review_was_held_stays_as_it_was(
    api: Client, plan: Item, meeting: Item, values: Item, pointer: str
) -> None:
    changed(api, meeting, status="held")
    review = make(api, "/v1/reviews", plan_id=plan["id"], meeting_id=meeting["id"], held_on="2004-07-20")
    refused = change(api, meeting, **values)
    assert refusal(refused) == (409, "rests_on_it", [pointer])
    assert review["url"] in refused.json()["errors"][0]["detail"]
    # One that is only planned for it holds nothing back.
    changed(api, review, held_on=None)
    assert change(api, meeting, **values).status_code == 200


def test_finding_becomes_an_issue_and_the_issue_an_action(api: Client, plan: Item) -> None:
    review = make(api, "/v1/reviews", plan_id=plan["id"], held_on="2004-04-20")
    finding = make(api, f"{review['url']}/findings", text="Communications lack direction")
    answer = api.post(f"{finding['url']}/issue", json={"reference": "7"})
    assert answer.status_code == 200
    issue = api.get(f"/v1/issues/{answer.json()['issue_id']}").json()
    assert (issue["plan_id"], issue["reference"], issue["text"]) == (
        plan["id"],
        "7",
        "Communications lack direction",
    )
    assert refusal(api.post(f"{finding['url']}/issue", json={}))[:2] == (409, "is_an_issue_already")
    action = make(
        api,
        "/v1/actions",
        plan_id=plan["id"],
        text="Publish a report",
        issue_ids=[issue["id"]],
        origin="review",
    )
    assert action["reference"] == "7.1"
    shown = api.get(review["url"]).json()
    assert [(one["text"], one["issue_id"]) for one in shown["findings"]] == [
        ("Communications lack direction", issue["id"])
    ]


def test_findings_of_which_no_issue_was_made_are_not_lost(api: Client, plan: Item) -> None:
    for title in ("All issues", "Nothing found", "One left", "Taken back"):
        make(api, "/v1/reviews", plan_id=plan["id"], title=title)
    reviews = {one["title"]: one for one in api.get("/v1/reviews").json()["items"]}
    found = [
        make(api, f"{reviews[title]['url']}/findings", text="Few partners attend")
        for title in ("All issues", "One left", "One left", "Taken back")
    ]
    for finding in found[:2]:
        api.post(f"{finding['url']}/issue", json={}).raise_for_status()
    delete(api, found[3])
    titles = {
        asked: [
            one["title"] for one in api.get(f"/v1/reviews?sort=title&open_findings={asked}").json()["items"]
        ]
        for asked in ("true", "false")
    }
    assert titles == {"true": ["One left"], "false": ["All issues", "Nothing found", "Taken back"]}
    # Of which findings issues were made is not shown without a key where that is of a plan of partners.
    assert api.public.get("/v1/reviews?open_findings=true").status_code == 401


def test_public_is_not_told_of_an_issue_in_a_plan_of_partners(api: Client, plan: Item) -> None:
    review = make(api, "/v1/reviews", plan_id=plan["id"])
    for number, visibility in enumerate(("partners", "public")):
        finding = make(api, f"{review['url']}/findings", text=f"Finding {number}")
        target = make_plan(api, title=f"Plan {number}", visibility=visibility)
        api.post(f"{finding['url']}/issue", json={"plan_id": target["id"]}).raise_for_status()
    seen = api.public.get(f"{review['url']}/findings").json()["items"]
    assert [one["issue_id"] is None for one in seen] == [True, False]


def test_finding_of_a_cluster_needs_a_plan_to_be_an_issue_of(api: Client, plan: Item, cluster: Item) -> None:
    review = make(api, "/v1/reviews", sub_group_id=cluster["id"])
    finding = make(api, f"{review['url']}/findings", text="Few partners attend")
    assert refusal(api.post(f"{finding['url']}/issue", json={})) == (422, "invalid", ["/plan_id"])
    assert api.post(f"{finding['url']}/issue", json={"plan_id": plan["reference"]}).status_code == 200


def test_reviews_are_found_by_what_and_when(api: Client, plan: Item, cluster: Item) -> None:
    make(api, "/v1/reviews", plan_id=plan["id"], title="Planned")
    make(api, "/v1/reviews", plan_id=plan["id"], title="Early", held_on="2004-04-20")
    make(api, "/v1/reviews", sub_group_id=cluster["id"], title="Late", held_on="2004-05-18")
    found = {
        query: [item["title"] for item in api.get(f"/v1/reviews?sort=title&{query}").json()["items"]]
        for query in (
            f"plan={plan['reference']}",
            f"sub_group={cluster['reference']}",
            "is_held=true",
            "is_held=false",
            "held_from=2004-05-01",
            "held_to=2004-05-01",
        )
    }
    assert list(found.values()) == [
        ["Early", "Planned"],
        ["Late"],
        ["Early", "Late"],
        ["Planned"],
        ["Late"],
        ["Early"],
    ]


def test_public_sees_reviews_of_public_plans(api: Client, plan: Item, cluster: Item) -> None:
    meeting = make(api, "/v1/meetings", sub_group_id=cluster["id"], starts_on="2004-07-20")
    seen = make(api, "/v1/reviews", plan_id=plan["id"], meeting_id=meeting["id"])
    hidden = make(api, "/v1/reviews", sub_group_id=cluster["id"])
    make(api, f"{seen['url']}/findings", text="Few partners attend")
    assert [item["id"] for item in api.public.get("/v1/reviews").json()["items"]] == [seen["id"]]
    assert api.public.get(seen["url"]).json()["meeting_id"] is None
    assert len(api.public.get(f"{seen['url']}/findings").json()["items"]) == 1
    assert api.public.get(hidden["url"]).status_code == 404
    assert api.public.get(f"{hidden['url']}/findings").status_code == 404

"""Plans and actions read as they stood at a time, from the ledger."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from tests.adoption.test_transitions import taken
from tests.support.asking import Item, change, changed, delete, make, refusal
from tests.support.client import Client
from tests.support.plans import make_action, make_plan, make_themes


def moment() -> str:
    """Give a time that lies between what was done before and what is done after."""
    time.sleep(0.002)
    told = datetime.now(UTC).isoformat().replace("+00:00", "Z")
    time.sleep(0.002)
    return told


def without_times(shown: Item) -> Item:
    """Leave out when things were kept: the ledger notes it a little later than the thing itself."""
    left: Item = {name: value for name, value in shown.items() if name not in ("created_at", "updated_at")}
    for name in ("themes", "milestones"):
        if name in shown:
            left[name] = [without_times(one) for one in shown[name]]
    return left


@pytest.fixture
def plan(api: Client) -> Item:
    return make_plan(api)


def test_plan_is_read_as_it_stood(api: Client, plan: Item) -> None:
    (theme,) = make_themes(api, plan, "Strategic")
    at = moment()
    changed(api, plan, title="Another title", visibility="public")
    changed(api, theme, title="Inclusive")
    make_themes(api, plan, "Efficient")
    then = api.get(f"{plan['url']}?at={at}").json()
    assert (then["title"], then["visibility"], then["version"]) == ("Partnership Plan", "partners", 1)
    assert [one["title"] for one in then["themes"]] == ["Strategic"]
    then, now = api.get(f"{plan['url']}?at={moment()}").json(), api.get(plan["url"]).json()
    assert [one["title"] for one in then["themes"]] == ["Inclusive", "Efficient"]
    assert without_times(then) == without_times(now)


def test_action_is_read_as_it_stood_with_leads_dates_and_milestones(api: Client, plan: Item) -> None:
    trust = make(api, "/v1/organisations", name="Golborne Trust")
    forum = make(api, "/v1/organisations", name="The Forum")
    action = make_action(
        api, plan, "Print a newsletter", due="July 2004", leads=[{"organisation_id": trust["id"]}]
    )
    step = make(api, f"{action['url']}/milestones", title="A draft", due={"text": "June 2004"})
    at = moment()
    changed(api, action, text="Print two", due={"text": "March 2005"}, status="in_progress")
    changed(api, action, leads=[{"organisation_id": forum["id"]}])
    changed(api, step, title="A second draft", status="met")
    then = api.get(f"{action['url']}?at={at}&as_of=2004-07-05").json()
    assert (then["text"], then["status"]) == ("Print a newsletter", "not_started")
    assert (then["due"]["text"], then["due"]["next_on"], then["due"]["state"]) == (
        "July 2004",
        "2004-07-31",
        "in_window",
    )
    assert [lead["name"] for lead in then["leads"]] == ["Golborne Trust"]
    assert [(one["title"], one["status"], one["due"]["state"]) for one in then["milestones"]] == [
        ("A draft", "scheduled", "overdue")
    ]


def test_nothing_has_changed_since_now(api: Client, plan: Item) -> None:
    person = make(api, "/v1/people", name="A. N. Other")
    action = make_action(
        api,
        plan,
        due="Review once a year. Next review: August/September 2004",
        leads=[{"person_id": person["id"]}, {"is_vacant": True}],
        lead_text="A. N. Other, and somebody else",
    )
    make(api, f"{action['url']}/milestones", title="A draft", due={"text": "June 2004"})
    api.post(
        f"{action['url']}/progress-updates", json={"text": "Begun", "status": "in_progress", "rag": "red"}
    )
    now, then = api.get(action["url"]).json(), api.get(f"{action['url']}?at={moment()}").json()
    # Which grammar read the words is not recorded, nor how a deadline hangs on meetings.
    for shown in (now, then, *now["milestones"], *then["milestones"]):
        shown["due"]["grammar"] = None
        for point in shown["due"]["points"]:
            point.pop("binding")
    assert without_times(then) == without_times(now)


def changes_of(api: Client, plan: Item, action: Item) -> list[Callable[[], object]]:
    """Give changes of a plan and its action, each with the versions that the two have after it."""
    trust, forum = (make(api, "/v1/organisations", name=name) for name in ("Golborne Trust", "The Forum"))
    (theme,) = make_themes(api, plan, "Strategic")
    step = f"{action['url']}/milestones"
    following = make_plan(api, title="The next one", predecessor_id=plan["id"])
    return [
        lambda: None,  # 1, 1
        lambda: make(api, step, title="A draft"),  # 1, 2: milestones are part of their action's version
        lambda: changed(api, api.get(step).json()["items"][0], status="met"),  # 1, 3
        lambda: delete(api, api.get(step).json()["items"][0]),  # 1, 4
        lambda: changed(
            api, action, theme_ids=[theme["id"]], leads=[{"organisation_id": trust["id"]}]
        ),  # 1, 5
        lambda: make(api, f"{action['url']}/progress-updates", text="Begun", status="in_progress"),  # 1, 5
        lambda: make(api, step, title="A second draft"),  # 1, 6
        lambda: changed(api, plan, title="Another title"),  # 2, 6
        lambda: delete(api, action),  # 2, 7
        lambda: api.post(f"{action['url']}/undelete").raise_for_status(),  # 2, 8
        lambda: taken(api, plan, "proposed", "adopted"),  # 4, 8
        lambda: merge(api, trust, forum),  # 4, 9: its leads are other ones
        lambda: carry_forward(api, plan, following),  # 4, 10
    ]


def test_version_is_the_one_that_the_thing_had_then(api: Client, plan: Item) -> None:
    action = make_action(api, plan, due="July 2004")
    times, versions = [], []
    for do in changes_of(api, plan, action):
        do()
        found = [api.get(one["url"]) for one in (plan, action)]
        versions.append([one.json()["version"] if one.status_code == 200 else 404 for one in found])
        times.append(moment())
    assert [f"{plan}/{action}" for plan, action in versions] == (
        ["1/1", "1/2", "1/3", "1/4", "1/5", "1/5", "1/6", "2/6", "2/404", "2/8", "4/8", "4/9", "4/10"]
    )
    for at, both in zip(times, versions, strict=True):
        for one, version in zip((plan, action), both, strict=True):
            then = api.get(f"{one['url']}?at={at}")
            told = then.json()["version"] if then.status_code == 200 else 404
            assert told == version, (one["url"], at)
            if told != 404:
                assert then.headers["etag"].startswith(f'"{version}-')


def merge(api: Client, party: Item, into: Item) -> None:
    answer = api.post(f"{party['url']}/merge", json={"into": into["id"]}, headers={"If-Match": "*"})
    assert answer.status_code == 200, answer.text


def carry_forward(api: Client, plan: Item, into: Item) -> None:
    api.post(f"{plan['url']}/carry-forward", json={"into": into["id"]}).raise_for_status()


def test_change_is_based_on_history_only_while_nothing_has_changed_since(api: Client, plan: Item) -> None:
    action = make_action(api, plan)
    at = moment()
    asked = [f"{action['url']}?at={at}", f"{action['url']}?at={at}&fields=text,version"]
    tags = [api.get(one).headers["etag"] for one in asked]
    # With its milestone, the action is at version 2: what was read of version 1 is no ground any more.
    step = make(api, f"{action['url']}/milestones", title="A draft")
    for tag in tags:
        refused = api.patch(action["url"], json={"text": "Other"}, headers={"If-Match": tag})
        assert refusal(refused)[:2] == (412, "precondition_failed")
    # What is read of the present is as good as what is read now.
    shown = api.get(f"{action['url']}?at={moment()}")
    assert shown.json()["updated_at"] > api.get(asked[0]).json()["updated_at"]
    present = shown.headers["etag"]
    assert api.patch(action["url"], json={"text": "Other"}, headers={"If-Match": present}).status_code == 200
    assert api.patch(action["url"], json={"text": "More"}, headers={"If-Match": present}).status_code == 412
    # Of what is shown without its version nothing can be changed.
    bare = api.get(f"{action['url']}?at={moment()}&fields=text").headers["etag"]
    assert api.patch(action["url"], json={"text": "More"}, headers={"If-Match": bare}).status_code == 412
    assert step["version"] == 1


def test_action_tells_on_which_meeting_it_hung_then(api: Client) -> None:
    group = make(api, "/v1/sub-groups", name="Steering Group", kind="steering_group")
    plan = make_plan(api, sub_group_id=group["id"])
    meeting = make(api, "/v1/meetings", sub_group_id=group["id"], starts_on="2004-07-20")
    action = make_action(api, plan, due="July 2004 meeting")
    before = moment()
    changed(api, meeting, starts_on="2004-07-27")
    shown = [api.get(f"{action['url']}?at={at}&as_of=2004-07-01").json()["due"] for at in (before, moment())]
    assert [one["next_on"] for one in shown] == ["2004-07-20", "2004-07-27"]
    assert [(one["points"][0]["meeting_id"], one["points"][0]["binding"]) for one in shown] == [
        (meeting["id"], "automatic")
    ] * 2


def test_ticks_of_that_time_count_and_later_ones_do_not(api: Client, plan: Item) -> None:
    action = make_action(api, plan, due="June 2004 and December 2004")
    first = api.get(f"/v1/deadlines?plan={plan['id']}&source=action").json()["items"][0]
    before = moment()
    api.post(f"{first['url']}/complete", json={"completed_on": "2004-06-15"})
    after = moment()
    api.post(f"{first['url']}/reopen", json={})
    states = [
        api.get(f"{action['url']}?at={at}&as_of=2004-07-05").json()["due"]["state"] for at in (before, after)
    ]
    assert states == ["overdue", "upcoming"]


def test_list_of_a_plans_actions_is_read_as_it_stood(api: Client, plan: Item) -> None:
    other = make_plan(api, title="Another plan")
    stays, goes, moves = (make_action(api, plan, text) for text in ("Stays", "Goes", "Moves"))
    at = moment()
    delete(api, goes)
    changed(api, moves, plan_id=other["id"])
    make_action(api, plan, "Comes")
    changed(api, stays, text="Stays, changed")
    asked = f"/v1/actions?plan={plan['id']}"
    assert [one["text"] for one in api.get(f"{asked}&at={at}").json()["items"]] == ["Stays", "Goes", "Moves"]
    now = api.get(f"{asked}&at={moment()}").json()["items"]
    assert [one["text"] for one in now] == ["Stays, changed", "Comes"]
    first = api.get(f"{asked}&at={at}&limit=2&count=true&fields=text").json()
    assert (first["items"], first["total"]) == ([{"text": "Stays"}, {"text": "Goes"}], 3)
    rest = api.get(f"{asked}&at={at}&limit=2&cursor={first['next']}").json()
    assert ([one["text"] for one in rest["items"]], rest["next"]) == (["Moves"], None)


def test_what_was_not_there_then_is_not_found(api: Client, plan: Item) -> None:
    before = moment()
    action = make_action(api, plan)
    assert api.get(f"{action['url']}?at={before}").status_code == 404
    assert api.get(f"/v1/actions?plan={plan['id']}&at={before}").json()["items"] == []
    delete(api, action)
    assert api.get(f"{action['url']}?at={moment()}").status_code == 404
    api.post(f"{action['url']}/undelete").raise_for_status()
    assert api.get(f"{action['url']}?at={moment()}").json()["text"] == action["text"]


def test_history_needs_a_key(api: Client, plan: Item) -> None:
    changed(api, plan, visibility="public")
    action = make_action(api, plan)
    at = moment()
    for path in (f"{plan['url']}?", f"{action['url']}?", f"/v1/actions?plan={plan['id']}&"):
        assert api.public.get(f"{path}at={at}").status_code == 401
        assert api.as_key(["read"]).get(f"{path}at={at}").status_code == 200


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("at=yesterday", "at"),
        ("at=2004-07-01", "at"),
        ("at=2004-07-01T00:00:00Z&status=completed&plan={plan}", "status"),
        ("at=2004-07-01T00:00:00Z&sort=due&plan={plan}", "sort"),
        ("at=2004-07-01T00:00:00Z&embed=leads&plan={plan}", "embed"),
        ("at=2004-07-01T00:00:00Z&fields=nonsense&plan={plan}", "fields"),
        ("at=2004-07-01T00:00:00Z", "plan"),
        ("at=2004-07-01T00:00:00Z&plan=nowhere", "plan"),
    ],
)
def test_question_that_the_ledger_can_not_answer_is_refused(
    api: Client, plan: Item, query: str, parameter: str
) -> None:
    answer = api.get(f"/v1/actions?{query.format(plan=plan['id'])}")
    assert answer.status_code == 400
    assert [fault["parameter"] for fault in answer.json()["errors"]] == [parameter]


def test_time_before_the_register_shows_nothing_and_one_to_come_shows_today(api: Client, plan: Item) -> None:
    assert api.get(f"{plan['url']}?at=1900-01-01T00:00:00Z").status_code == 404
    later = (datetime.now(UTC) + timedelta(days=1)).isoformat().replace("+00:00", "Z")
    assert api.get(f"{plan['url']}?at={later}").json()["title"] == plan["title"]
    answer = api.get(f"{plan['url']}?at={later}&embed=sub_group")
    assert refusal(answer)[:2] == (400, "invalid_parameter")
    assert change(api, plan, title="Another").status_code == 200

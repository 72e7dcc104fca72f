"""Actions that arise at a meeting: of decisions, due at meetings, put off, or overdue in the group's plans."""

import pytest

from tests.support.asking import Item, changed, delete, make
from tests.support.client import Client
from tests.support.matters import arising, carry, decide, meet
from tests.support.plans import make_action, make_plan


def test_action_of_a_decision_arises_with_all_that_is_known_of_it(
    api: Client, plan: Item, july: Item, september: Item
) -> None:
    decision = decide(api, july, "agreed", text="A newsletter is wanted")
    lead = make(api, "/v1/organisations", name="Golborne Trust")
    action = make_action(
        api,
        plan,
        decision_id=decision["id"],
        due="August 2004",
        leads=[{"organisation_id": lead["id"]}],
    )
    (item,) = api.get(f"{september['url']}/matters-arising").json()["items"]
    assert item == {
        "kind": "action",
        "id": action["id"],
        "url": action["url"],
        "reference": "1",
        "plan_id": plan["id"],
        "text": "Publish a newsletter",
        "agenda_item": None,
        "reasons": ["came_of_decision"],
        "meeting": {
            "id": july["id"],
            "url": july["url"],
            "reference": "steering-group-2004-07-20",
            "title": "Steering Group meeting",
            "starts_on": "2004-07-20",
            "status": "proposed",
        },
        "times_deferred": 0,
        # From 31 August to 21 September.
        "days_overdue": 21,
        "due_text": "August 2004",
        "milestone": None,
        "due_on": "2004-08-31",
        "status": "not_started",
        "outcome": None,
        "leads": [{"kind": "organisation", "name": "Golborne Trust"}],
    }


def test_action_arises_until_it_is_closed(api: Client, plan: Item, july: Item, september: Item) -> None:
    action = make_action(api, plan, decision_id=decide(api, july, "agreed")["id"])
    assert arising(api, september, "id") == [action["id"]]
    # At the meeting itself nothing arises from it.
    assert arising(api, july, "id") == []
    for status in ("completed", "cancelled"):
        changed(api, action, status=status)
        assert arising(api, september, "id") == [], status
    changed(api, action, status="in_progress")
    assert arising(api, september, "id") == [action["id"]]
    delete(api, action)
    # Nothing came of the decision then.
    assert arising(api, september, "reasons") == [["no_follow_up"]]


def test_how_long_it_is_overdue_is_told_as_of_a_day(
    api: Client, plan: Item, july: Item, september: Item
) -> None:
    make_action(api, plan, decision_id=decide(api, july, "agreed")["id"], due="August 2004; October 2004")
    told = ("due_on", "days_overdue")
    assert arising(api, september, *told) == [("2004-08-31", 21)]
    assert arising(api, september, *told, as_of="2004-08-31") == [("2004-08-31", None)]
    assert arising(api, september, *told, as_of="2004-09-01") == [("2004-08-31", 1)]


def test_action_due_at_a_meeting_arises_at_the_next(
    api: Client, plan: Item, july: Item, september: Item
) -> None:
    action = make_action(api, plan, due="Present to Steering Group meeting in July 2004")
    assert action["due"]["points"][0]["meeting_id"] == july["id"]
    step = make_action(api, plan, "Draw up a budget", due="March 2005")
    make(api, f"{step['url']}/milestones", title="Draft", due={"text": "Steering Group meeting July 2004"})
    make_action(api, plan, "Hold a fair", due="July 2004")
    told = ("reference", "reasons", "due_on", "days_overdue")
    # From 20 July to 21 September: 11 days of July, 31 of August, 21 of September.
    assert arising(api, september, *told) == [
        ("1", ["due_at_meeting"], "2004-07-20", 63),
        ("2", ["due_at_meeting"], "2004-07-20", 63),
    ]
    (deadline,) = (
        one
        for one in api.get("/v1/deadlines?source=action&as_of=2004-09-21").json()["items"]
        if one["action"]["id"] == action["id"]
    )
    api.post(f"{deadline['url']}/complete", json={"completed_on": "2004-07-20"}).raise_for_status()
    assert arising(api, september, "reference") == ["2"]


def test_milestone_by_which_an_action_is_due_is_named_with_its_words(
    api: Client, group: Item, september: Item, november: Item
) -> None:
    own = make_plan(api, title="Improvement Plan", sub_group_id=group["id"])
    make(api, f"{own['url']}/transitions", to_status="proposed")
    action = make_action(api, own, "Draw up a budget", due="September 2004")
    for title, due in (("Figures", "20 September 2004"), ("Draft", "End of August 2004")):
        make(api, f"{action['url']}/milestones", title=title, due={"text": due})
    alike = make_action(api, own, "Paint the hall", due="By the end of August 2004")
    make(api, f"{alike['url']}/milestones", title="Buy paint", due={"text": "August 2004"})
    told = ("text", "milestone", "due_text", "due_on", "days_overdue")
    # From 31 August to 21 September; what is due on one day with its action is that.
    assert sorted(arising(api, september, *told)) == [
        ("Draw up a budget", "Draft", "End of August 2004", "2004-08-31", 21),
        ("Paint the hall", None, "By the end of August 2004", "2004-08-31", 21),
    ]
    milestones = api.get(f"{action['url']}/milestones").json()["items"]
    changed(api, {"url": milestones[1]["url"]}, status="met", met_on="2004-08-31")
    # From 20 September, of which 10 days are left, 31 of October and 16.
    budget = [one for one in arising(api, november, *told) if one[0] == "Draw up a budget"]
    assert budget == [("Draw up a budget", "Figures", "20 September 2004", "2004-09-20", 57)]
    changed(api, {"url": milestones[0]["url"]}, status="met", met_on="2004-09-20")
    # From 30 September: 31 of October and 16.
    budget = [one for one in arising(api, november, *told) if one[0] == "Draw up a budget"]
    assert budget == [("Draw up a budget", None, "September 2004", "2004-09-30", 47)]


def test_milestone_that_is_due_next_is_named_where_nothing_is_overdue(
    api: Client, plan: Item, july: Item, september: Item
) -> None:
    decision = decide(api, july, "agreed")
    action = make_action(api, plan, decision_id=decision["id"], due="March 2005")
    make(api, f"{action['url']}/milestones", title="Draft", due={"text": "October 2004"})
    undated = make_action(api, plan, "Sweep the quay", decision_id=decision["id"], due="Ongoing")
    told = ("id", "milestone", "due_text", "due_on", "days_overdue")
    assert sorted(arising(api, september, *told)) == [
        (action["id"], "Draft", "October 2004", "2004-10-31", None),
        (undated["id"], None, "Ongoing", None, None),
    ]


def test_action_moved_away_from_a_meeting_arises_once_it_is_overdue(
    api: Client, plan: Item, september: Item, november: Item
) -> None:
    action = make_action(api, plan, due="Steering Group meeting September 2004")
    changed(api, action, due={"text": "31 October 2004"})
    told = ("reasons", "meeting", "due_on", "days_overdue")
    ((reasons, meeting, due_on, days),) = arising(api, november, *told)
    # From 31 October to 16 November.
    assert (reasons, meeting["id"], due_on, days) == (["due_at_meeting"], september["id"], "2004-10-31", 16)
    assert arising(api, november, "id", as_of="2004-10-31") == []
    # What never hung on a meeting of the group has nothing to do with it.
    other = make_action(api, plan, due="September 2004")
    changed(api, other, due={"text": "31 October 2004"})
    assert arising(api, november, "id") == [action["id"]]
    changed(api, action, status="completed")
    assert arising(api, november, "id") == []


def test_milestone_moved_away_from_a_meeting_arises_with_its_action(
    api: Client, plan: Item, july: Item, september: Item
) -> None:
    action = make_action(api, plan)
    told = {"title": "A draft", "due": {"text": "Steering Group meeting July 2004"}}
    changed(api, make(api, f"{action['url']}/milestones", **told), due={"text": "31 August 2004"})
    ((id, reasons, meeting, days),) = arising(api, september, "id", "reasons", "meeting", "days_overdue")
    # From 31 August to 21 September.
    assert (id, reasons, meeting["id"], days) == (action["id"], ["due_at_meeting"], july["id"], 21)


def test_action_of_the_groups_plan_that_was_put_off_arises(
    api: Client, plan: Item, group: Item, september: Item
) -> None:
    own = make_plan(api, title="Improvement Plan", sub_group_id=group["id"])
    put_off = make_action(api, own, "Hold a fair", reference="7", status="deferred")
    make_action(api, own, "Paint the hall")
    make_action(api, plan, "Sweep the quay", status="deferred")
    told = ("reference", "reasons", "meeting", "times_deferred")
    assert arising(api, september, *told) == [("7", ["deferred"], None, 1)]
    changed(api, put_off, status="in_progress")
    assert arising(api, september, "id") == []


def test_action_that_was_put_off_and_goes_on_arises_once_it_is_overdue(
    api: Client, group: Item, september: Item
) -> None:
    own = make_plan(api, title="Improvement Plan", sub_group_id=group["id"])
    action = make_action(api, own, "Hold a fair", due="August 2004", status="deferred")
    make_action(api, own, "Paint the hall", due="August 2004")
    changed(api, action, status="in_progress")
    told = ("reference", "reasons", "times_deferred", "days_overdue")
    assert arising(api, september, *told) == [("1", ["deferred"], 1, 21)]
    assert arising(api, september, *told, as_of="2004-08-31") == []
    changed(api, action, status="completed")
    assert arising(api, september, "id") == []


_STEPS = (
    "proposed",
    "adopted",
    "submitted",
    "refused",
    "proposed",
    "adopted",
    "submitted",
    "accredited",
    "closed",
)


@pytest.mark.parametrize("steps", range(1, len(_STEPS) + 1))
def test_what_is_overdue_in_a_plan_that_is_no_draft_arises(
    api: Client, group: Item, september: Item, steps: int
) -> None:
    own = make_plan(api, title="Improvement Plan", sub_group_id=group["id"])
    late = make_action(api, own, "Hold a fair", due="August 2004; October 2004")
    step = make_action(api, own, "Paint the hall", due="September 2004")
    make(api, f"{step['url']}/milestones", title="Buy paint", due={"text": "20 September 2004"})
    make_action(api, own, "Sweep the quay", due="21 September 2004")
    make_action(api, own, "Count the boats", due="August 2004", status="completed")
    assert arising(api, september, "id") == []
    for status in _STEPS[:steps]:
        make(api, f"{own['url']}/transitions", to_status=status)
    told = ("id", "reasons", "meeting", "days_overdue")
    # From 31 August, and from 20 September, to 21 September.
    expected = [(late["id"], ["overdue_in_plan"], None, 21), (step["id"], ["overdue_in_plan"], None, 1)]
    assert arising(api, september, *told) == expected
    ticked = api.get(f"/v1/deadlines?plan={own['id']}&source=milestone&as_of=2004-09-21").json()["items"][0]
    api.post(f"{ticked['url']}/complete", json={"completed_on": "2004-09-20"}).raise_for_status()
    assert arising(api, september, "id") == [late["id"]]
    changed(api, late, status="cancelled")
    assert arising(api, september, "id") == []


@pytest.mark.parametrize("ending", ["closed", "superseded"])
def test_what_is_overdue_in_a_plan_that_is_over_arises_until_it_is_carried_forward(
    api: Client, group: Item, september: Item, ending: str
) -> None:
    own = make_plan(api, title="First", sub_group_id=group["id"])
    after = make_plan(api, title="Second", sub_group_id=group["id"], predecessor_id=own["id"])
    late = make_action(api, own, "Hold a fair", due="August 2004")
    for status in ("proposed", "adopted"):
        make(api, f"{own['url']}/transitions", to_status=status)
    before = arising(api, september, "id", "reasons", "days_overdue")
    # From 31 August to 21 September.
    assert before == [(late["id"], ["overdue_in_plan"], 21)]
    make(api, f"{own['url']}/transitions", to_status=ending)
    assert arising(api, september, "id", "reasons", "days_overdue") == before
    carry(api, own, after)
    # It is due no more where it was, and is still to be done.
    assert arising(api, september, "plan_id", "text") == [(after["id"], "Hold a fair")]


def test_what_is_overdue_in_the_plans_of_others_does_not_arise(
    api: Client, plan: Item, september: Item
) -> None:
    other = make(api, "/v1/sub-groups", name="Learning Sub-group")
    theirs = make_plan(api, title="Learning Plan", sub_group_id=other["id"])
    for one in (plan, theirs):
        make_action(api, one, due="August 2004", status="deferred")
        for status in ("proposed", "adopted"):
            make(api, f"{one['url']}/transitions", to_status=status)
    assert arising(api, september, "id") == []


def test_what_is_overdue_and_was_carried_on_arises_while_the_next_plan_is_a_draft(
    api: Client, group: Item, september: Item
) -> None:
    first = make_plan(api, title="First", sub_group_id=group["id"])
    second = make_plan(api, title="Second", sub_group_id=group["id"])
    late = make_action(api, first, "Hold a fair", due="August 2004")
    make_action(api, second, "Paint the hall", due="August 2004")
    carry(api, first, second)
    (copy,) = api.get(f"/v1/actions?plan={second['id']}&q=fair").json()["items"]
    told = ("id", "reasons", "days_overdue")
    assert arising(api, september, *told) == [(copy["id"], ["overdue_in_plan"], 21)]
    assert arising(api, september, "id", as_of="2004-08-31") == []
    assert late["id"] != copy["id"]
    # What is proposed to the group is what it is to look at.
    make(api, f"{second['url']}/transitions", to_status="proposed")
    assert sorted(arising(api, september, "text")) == ["Hold a fair", "Paint the hall"]


def test_what_was_carried_into_a_plan_of_nobody_arises_where_it_was_agreed(
    api: Client, group: Item, september: Item
) -> None:
    other = make(api, "/v1/sub-groups", name="Learning Sub-group")
    theirs = meet(api, other, "2004-09-22")
    plans = [make_plan(api, title=title) for title in ("First", "Second", "Third")]
    changed(api, plans[0], sub_group_id=group["id"])
    make_action(api, plans[0], "Hold a fair", due="August 2004")
    make_action(api, plans[1], "Paint the hall", due="August 2004")
    carry(api, plans[0], plans[1])
    assert arising(api, september, "text") == ["Hold a fair"]
    (copy,) = api.get(f"/v1/actions?plan={plans[1]['id']}&q=fair").json()["items"]
    changed(api, copy, status="deferred")
    assert arising(api, september, "text", "reasons") == [("Hold a fair", ["deferred", "overdue_in_plan"])]
    api.post(
        f"{plans[1]['url']}/carry-forward", json={"into": plans[2]["id"], "action_ids": [copy["id"]]}
    ).raise_for_status()
    assert arising(api, september, "text") == ["Hold a fair"]
    assert arising(api, theirs, "text") == []
    # Where another group has it, it arises there.
    changed(api, plans[2], sub_group_id=other["id"])
    assert arising(api, september, "text") == []
    assert arising(api, theirs, "text") == ["Hold a fair"]


def test_what_hung_on_a_meeting_that_was_deleted_still_arises(
    api: Client, plan: Item, july: Item, september: Item
) -> None:
    action = make_action(api, plan, due="Present to Steering Group meeting in July 2004")
    step = make_action(api, plan, "Draw up a budget", due="March 2005")
    told = {"title": "Draft", "due": {"text": "Steering Group meeting July 2004"}}
    make(api, f"{step['url']}/milestones", **told)
    chosen = make_action(api, plan, "Sweep the quay", due="When the group meets")
    point = {"kind": "by", "earliest": None, "latest": None, "edtf": None, "meeting_id": july["id"]}
    changed(api, chosen, due={"points": [point]})
    make_action(api, plan, "Hold a fair", due="July 2004")
    before = [("1", ["due_at_meeting"]), ("2", ["due_at_meeting"]), ("3", ["due_at_meeting"])]
    assert sorted(arising(api, september, "reference", "reasons")) == before
    delete(api, july)
    seen = sorted(arising(api, september, "reference", "reasons", "meeting"))
    # A deleted meeting is shown nowhere.
    assert seen == [(reference, reasons, None) for reference, reasons in before]
    changed(api, action, status="completed")
    assert sorted(arising(api, september, "reference")) == ["2", "3"]


def test_what_hung_on_a_meeting_that_was_deleted_arises_before_its_day_has_passed(
    api: Client, plan: Item, group: Item, july: Item
) -> None:
    make_action(api, plan, due="Steering Group meeting July 2004")
    august = meet(api, group, "2004-08-01")
    delete(api, july)
    # Of 31 July, which the words name, it is not overdue yet.
    assert arising(api, august, "reasons", "days_overdue", as_of="2004-07-31") == [(["due_at_meeting"], None)]
    # Where it hangs on another meeting by now, that is the one to arise after.
    other = meet(api, group, "2004-07-29")
    assert arising(api, other, "id") == []
    assert arising(api, august, "meeting")[0]["id"] == other["id"]


def test_action_moved_away_from_a_meeting_that_is_deleted_arises_once_it_is_overdue(
    api: Client, plan: Item, july: Item, november: Item
) -> None:
    for text in ("First", "Second"):
        make_action(api, plan, text, due="Steering Group meeting July 2004")
    first, second = api.get(f"/v1/actions?plan={plan['id']}").json()["items"]
    changed(api, first, due={"text": "31 October 2004"})
    delete(api, july)
    changed(api, second, due={"text": "31 October 2004"})
    told = ("text", "reasons", "meeting", "days_overdue")
    assert arising(api, november, *told) == [
        ("First", ["due_at_meeting"], None, 16),
        ("Second", ["due_at_meeting"], None, 16),
    ]
    assert arising(api, november, "text", as_of="2004-10-31") == []


def test_public_is_told_nothing_of_a_deleted_meeting_that_it_did_not_see(
    api: Client, group: Item, plan: Item, july: Item
) -> None:
    changed(api, plan, visibility="public")
    september = meet(api, group, "2004-09-21", visibility="public")
    make_action(api, plan, due="Steering Group meeting July 2004")
    delete(api, july)
    assert arising(api, september, "reasons") == [["due_at_meeting"]]
    assert arising(api.public, september, "reasons") == []


def test_copy_arises_from_the_meeting_on_which_what_it_was_carried_from_had_hung(
    api: Client, plan: Item, july: Item, november: Item
) -> None:
    after = make_plan(api, title="Partnership Plan 2005/06")
    for text in ("First", "Second"):
        make_action(api, plan, text, due="Steering Group meeting July 2004")
    (first, _) = api.get(f"/v1/actions?plan={plan['id']}").json()["items"]
    changed(api, first, due={"text": "31 October 2004"})
    delete(api, july)
    carry(api, plan, after)
    # From 31 October, and from 31 July, to 16 November.
    told = ("text", "plan_id", "reasons", "days_overdue")
    assert sorted(arising(api, november, *told)) == [
        ("First", after["id"], ["due_at_meeting"], 16),
        ("Second", after["id"], ["due_at_meeting"], 108),
    ]

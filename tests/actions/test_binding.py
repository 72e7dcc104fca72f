"""What is due at a meeting hangs on it: found whichever comes first, moved with it, and never guessed."""

from typing import Any

import pytest

from tests.support.asking import ANY, Item, change, changed, delete, make, refusal
from tests.support.client import Client
from tests.support.plans import make_action, make_plan

JULY = "July 2004 meeting"


@pytest.fixture
def group(api: Client) -> Item:
    """The steering group."""
    return make(api, "/v1/sub-groups", name="Harbour Steering Group", kind="steering_group")


def hold(api: Client, group: Item, day: str, **values: Any) -> Item:
    """Make a meeting of the group."""
    return make(api, "/v1/meetings", sub_group_id=group["id"], starts_on=day, **values)


def due(api: Client, action: Item) -> tuple[str | None, str, str | None]:
    """Tell the day on which an action is due, how it hangs on a meeting, and which one."""
    (item,) = api.get("/v1/deadlines?as_of=2004-05-01&include=starts&source=action").json()["items"]
    assert item["action"]["id"] == action["id"]
    shown = api.get(action["url"]).json()["due"]
    point = shown["points"][0]
    meeting = item["meeting"] and item["meeting"]["id"]
    # The action tells the same as its deadline; the dates of the point stay those that the words name.
    assert (point["binding"], point["meeting_id"]) == (item["binding"], meeting)
    assert (point["earliest"], point["latest"]) == ("2004-07-01", "2004-07-31")
    assert shown["next_on"] == item["latest"]
    return item["latest"], item["binding"], meeting


def reasons(api: Client, action: Item) -> list[str]:
    """List why the deadlines of an action moved."""
    items = api.get(f"{action['url']}/due-history").json()["items"]
    return [item["reason"] for item in items if item["kind"] == "deadline"]


def test_meeting_that_is_there_is_found(api: Client, plan: Item, group: Item) -> None:
    hold(api, group, "2004-06-30")
    meeting = hold(api, group, "2004-07-21")
    action = make_action(api, plan, due=JULY)
    assert due(api, action) == ("2004-07-21", "automatic", meeting["id"])
    assert reasons(api, action) == ["It is due at 'Harbour Steering Group meeting', which is on 2004-07-21."]


def test_meeting_that_is_made_later_is_found(api: Client, plan: Item, group: Item) -> None:
    action = make_action(api, plan, due=JULY)
    assert due(api, action) == ("2004-07-31", "waiting", None)
    assert reasons(api, action) == []
    meeting = hold(api, group, "2004-07-21")
    assert due(api, action) == ("2004-07-21", "automatic", meeting["id"])
    assert api.get(f"/v1/actions?due_before=2004-07-22&q={action['text']}").json()["items"] != []


def test_group_that_is_made_or_named_later_is_found(api: Client, plan: Item) -> None:
    action = make_action(api, plan, due="Agenda Planning sub-group, July 2004 meeting")
    group = make(api, "/v1/sub-groups", name="Programme")
    meeting = hold(api, group, "2004-07-21")
    assert due(api, action)[1:] == ("waiting", None)
    changed(api, group, other_names=["agenda planning subgroup"])
    assert due(api, action) == ("2004-07-21", "automatic", meeting["id"])


def test_deadline_moves_with_its_meeting_and_says_why(api: Client, plan: Item, group: Item) -> None:
    meeting = hold(api, group, "2004-07-21")
    action = make_action(api, plan, due=JULY)
    (before,) = api.get("/v1/deadlines?source=action").json()["items"]
    version = api.get(action["url"]).json()["version"]
    changed(api, meeting, starts_on="2004-08-03")
    assert due(api, action) == ("2004-08-03", "automatic", meeting["id"])
    (after,) = api.get("/v1/deadlines?source=action").json()["items"]
    assert (after["id"], after["version"], after["edtf"]) == (
        before["id"],
        before["version"] + 1,
        "2004-08-03",
    )
    # Nobody changed the action: who edits it now loses nothing.
    assert api.get(action["url"]).json()["version"] == version
    assert reasons(api, action)[1:] == [
        "'Harbour Steering Group meeting' is on 2004-08-03 now; it was on 2004-07-21."
    ]
    page = api.get("/v1/changes?kind=deadline").json()["items"]
    assert [(one["subject_kind"], one["subject_id"]) for one in page] == [("action", action["id"])] * 2


def test_tick_stays_when_the_meeting_moves(api: Client, plan: Item, group: Item) -> None:
    meeting = hold(api, group, "2004-07-21")
    make_action(api, plan, due=JULY)
    (item,) = api.get("/v1/deadlines?source=action").json()["items"]
    api.post(f"{item['url']}/complete", json={"completed_on": "2004-07-21"})
    changed(api, meeting, starts_on="2004-07-28")
    after = api.get(item["url"]).json()
    assert (after["latest"], after["completed_on"], after["state"]) == ("2004-07-28", "2004-07-21", "done")


def test_cancelled_meeting_gives_the_month_back_and_is_told(api: Client, plan: Item, group: Item) -> None:
    meeting = hold(api, group, "2004-07-21")
    action = make_action(api, plan, due=JULY)
    changed(api, meeting, status="cancelled")
    assert due(api, action) == ("2004-07-31", "cancelled", meeting["id"])
    (item,) = api.get("/v1/deadlines?source=action").json()["items"]
    assert item["meeting"]["status"] == "cancelled"
    assert reasons(api, action)[1:] == [
        "'Harbour Steering Group meeting' of 2004-07-21 is cancelled: what the words name stands again."
    ]
    # It is held after all; or another one in its stead.
    changed(api, meeting, status="confirmed")
    assert due(api, action) == ("2004-07-21", "automatic", meeting["id"])
    assert reasons(api, action)[2] == reasons(api, action)[0]
    changed(api, meeting, status="cancelled")
    instead = hold(api, group, "2004-07-28")
    assert due(api, action) == ("2004-07-28", "automatic", instead["id"])


def test_deleted_meeting_gives_the_month_back(api: Client, plan: Item, group: Item) -> None:
    meeting = hold(api, group, "2004-07-21")
    action = make_action(api, plan, due=JULY)
    delete(api, meeting)
    assert due(api, action) == ("2004-07-31", "waiting", None)
    assert reasons(api, action)[1:] == ["Its meeting is no longer there: what the words name stands again."]
    assert api.post(f"{meeting['url']}/undelete").status_code == 200
    assert due(api, action) == ("2004-07-21", "automatic", meeting["id"])


def test_of_two_meetings_none_is_guessed_and_a_person_chooses(api: Client, plan: Item, group: Item) -> None:
    action = make_action(api, plan, due=JULY)
    first, second = hold(api, group, "2004-07-07"), hold(api, group, "2004-07-21")
    assert due(api, action) == ("2004-07-31", "ambiguous", None)
    (point,) = api.get(action["url"]).json()["due"]["points"]
    changed(api, action, due={"points": [{**point, "meeting_id": second["reference"]}]})
    assert due(api, action) == ("2004-07-21", "chosen", second["id"])
    changed(api, second, starts_on="2004-09-01")
    assert due(api, action) == ("2004-09-01", "chosen", second["id"])
    changed(api, action, due={"reading": "automatic"})
    assert due(api, action)[1:] == ("automatic", first["id"])


def test_second_meeting_in_the_month_makes_it_doubtful(api: Client, plan: Item, group: Item) -> None:
    hold(api, group, "2004-07-07")
    action = make_action(api, plan, due=JULY)
    second = hold(api, group, "2004-07-21")
    assert due(api, action) == ("2004-07-31", "ambiguous", None)
    delete(api, second)
    assert due(api, action)[0:2] == ("2004-07-07", "automatic")


def test_meeting_that_becomes_another_group_s_is_not_the_one_that_was_named(
    api: Client, plan: Item, group: Item
) -> None:
    meeting = hold(api, group, "2004-07-21")
    action = make_action(api, plan, due=JULY)
    other = make(api, "/v1/sub-groups", name="Quay Group")
    changed(api, meeting, sub_group_id=other["id"])
    assert due(api, action) == ("2004-07-31", "waiting", None)
    changed(api, meeting, sub_group_id=group["id"])
    assert due(api, action) == ("2004-07-21", "automatic", meeting["id"])


def test_meeting_is_that_of_the_plan_s_own_group(api: Client, plan: Item, group: Item) -> None:
    own = make(api, "/v1/sub-groups", name="Quay Group")
    theirs, steering = hold(api, own, "2004-07-07"), hold(api, group, "2004-07-21")
    action = make_action(api, plan, due=JULY)
    assert due(api, action)[2] == steering["id"]
    changed(api, plan, sub_group_id=own["id"])
    assert due(api, action)[2] == theirs["id"]
    # Words that say whose meeting it is say it whoever owns the plan.
    changed(api, action, due={"text": "To be agreed by full steering group at July 2004 meeting"})
    assert due(api, action)[2] == steering["id"]
    changed(api, plan, sub_group_id=None)
    assert due(api, action)[2] == steering["id"]


def test_what_starts_with_a_meeting_starts_when_it_is(api: Client, plan: Item, group: Item) -> None:
    make_action(api, plan, due="Start with July 2004 meeting")
    meeting = hold(api, group, "2004-07-21")
    query = "/v1/deadlines?as_of=2004-07-20&include=starts&source=action"
    (item,) = api.get(query).json()["items"]
    assert (item["kind"], item["earliest"], item["meeting"]["id"]) == ("from", "2004-07-21", meeting["id"])


def test_public_sees_the_day_and_the_meeting_only_where_that_is_public(api: Client, group: Item) -> None:
    plan = make_plan(api, visibility="public")
    meeting = hold(api, group, "2004-07-21")
    action = make_action(api, plan, due=JULY)
    (item,) = api.public.get("/v1/deadlines?source=action").json()["items"]
    assert (item["latest"], item["meeting"]) == ("2004-07-21", None)
    assert api.public.get(action["url"]).json()["due"]["points"][0]["meeting_id"] is None
    changed(api, meeting, visibility="public")
    (item,) = api.public.get("/v1/deadlines?source=action").json()["items"]
    assert item["meeting"]["id"] == meeting["id"]


def test_milestone_hangs_on_a_meeting_too(api: Client, plan: Item, group: Item) -> None:
    action = make_action(api, plan)
    milestone = make(api, f"{action['url']}/milestones", title="Agreed", due={"text": JULY})
    meeting = hold(api, group, "2004-07-21")
    shown = api.get(milestone["url"]).json()["due"]
    assert (shown["next_on"], shown["points"][0]["meeting_id"]) == ("2004-07-21", meeting["id"])


def test_choice_stands_whatever_becomes_of_the_meeting(api: Client, plan: Item, group: Item) -> None:
    action = make_action(api, plan, due=JULY, leads=[{"sub_group_id": group["id"]}])
    hold(api, group, "2004-07-07")
    chosen = hold(api, group, "2004-07-21")
    (point,) = action["due"]["points"]
    changed(api, action, due={"points": [{**point, "meeting_id": chosen["id"]}]})

    def gaps() -> list[str]:
        items = api.get("/v1/gaps").json()["items"]
        return [gap["kind"] for item in items for gap in item["gaps"]]

    assert (due(api, action), gaps()) == (("2004-07-21", "chosen", chosen["id"]), [])
    changed(api, chosen, status="cancelled")
    assert (due(api, action), gaps()) == (("2004-07-31", "chosen", chosen["id"]), ["cancelled_meeting"])
    changed(api, chosen, status="confirmed")
    assert due(api, action) == ("2004-07-21", "chosen", chosen["id"])
    delete(api, chosen)
    shown = api.get(action["url"]).json()["due"]
    assert (shown["next_on"], shown["points"][0]["binding"], gaps()) == (
        "2004-07-31",
        "chosen",
        ["cancelled_meeting"],
    )
    assert api.post(f"{chosen['url']}/undelete").status_code == 200
    assert due(api, action) == ("2004-07-21", "chosen", chosen["id"])


def test_meeting_of_a_confirmed_reading_stays_when_another_is_made(
    api: Client, plan: Item, group: Item
) -> None:
    meeting = hold(api, group, "2004-07-07")
    action = make_action(api, plan, due=JULY)
    changed(api, action, due={"reading": "confirmed"})
    hold(api, group, "2004-07-21")
    assert due(api, action) == ("2004-07-07", "chosen", meeting["id"])


def test_meeting_is_chosen_without_any_dates(api: Client, plan: Item, group: Item) -> None:
    meeting = hold(api, group, "2004-07-21")
    action = make_action(api, plan, due="at the summer gathering")
    due = changed(api, action, due={"points": [{"kind": "at", "meeting_id": meeting["id"]}]})["due"]
    assert (due["next_on"], due["points"][0]["binding"]) == ("2004-07-21", "chosen")


def test_group_that_is_there_twice_makes_its_meetings_doubtful(api: Client, plan: Item, group: Item) -> None:
    twin = make(api, "/v1/sub-groups", name="Harbour steering group")
    hold(api, group, "2004-07-21")
    hold(api, twin, "2004-07-22")
    action = make_action(api, plan, due="Harbour Steering Group, July 2004 meeting")
    assert due(api, action) == ("2004-07-31", "ambiguous", None)


def test_meetings_of_what_repeats_tell_which_occurrence_is_next(api: Client, plan: Item, group: Item) -> None:
    july, august = hold(api, group, "2004-07-10"), hold(api, group, "2004-08-14")
    rule = {
        "kind": "recurring",
        "edtf": "2004-07",
        "rrule": "FREQ=MONTHLY;COUNT=2",
        "anchor": "July 2004 meeting",
    }
    make_action(api, plan, due={"text": "each month", "points": [rule]})

    def listed(day: str) -> list[str]:
        items = api.get(f"/v1/deadlines?source=action&as_of={day}").json()["items"]
        return [item["meeting"]["id"] for item in items]

    assert listed("2004-07-10") == [july["id"]]
    assert listed("2004-07-11") == [july["id"], august["id"]]
    changed(api, july, starts_on="2004-07-20")
    assert listed("2004-07-11") == [july["id"]]
    changed(api, august, starts_on="2004-08-02")
    assert listed("2004-08-03") == [august["id"]]


def test_deleted_action_comes_back_to_its_meeting(api: Client, plan: Item, group: Item) -> None:
    meeting = hold(api, group, "2004-07-21")
    action = make_action(api, plan, due=JULY)
    changed(api, meeting, starts_on="2004-08-03")
    assert api.delete(action["url"], headers=ANY).status_code == 204
    assert api.post(f"{action['url']}/undelete").status_code == 200
    assert due(api, action) == ("2004-08-03", "automatic", meeting["id"])


AGENDA = "/v1/deadlines?source=meeting&as_of=2004-07-01"


def agendas(api: Client) -> list[tuple[str, str, str]]:
    """List the days by which agendas are to be circulated, their state and their title."""
    return [(item["latest"], item["state"], item["title"]) for item in api.get(AGENDA).json()["items"]]


def test_agenda_is_circulated_by_the_notice_that_the_group_agreed(api: Client, group: Item) -> None:
    meeting = hold(api, group, "2004-07-21", title="Summer meeting")
    assert agendas(api) == []
    changed(api, group, agenda_notice_days=7)
    assert agendas(api) == [("2004-07-14", "upcoming", "Summer meeting")]
    changed(api, group, agenda_notice_days=10)
    assert agendas(api) == [("2004-07-11", "upcoming", "Summer meeting")]
    (known,) = api.get(AGENDA).json()["items"]
    changed(api, meeting, starts_on="2004-07-28", title="Late summer meeting")
    assert agendas(api) == [("2004-07-18", "upcoming", "Late summer meeting")]
    (moved,) = api.get(AGENDA).json()["items"]
    assert (moved["id"], moved["meeting"]["starts_on"]) == (known["id"], "2004-07-28")
    assert (moved["action"], moved["plan"], moved["leads"]) == (None, None, [])
    found = api.get(f"/v1/deadlines?sub_group={group['reference']}&source=meeting").json()["items"]
    assert [item["id"] for item in found] == [known["id"]]


def test_agenda_of_a_meeting_that_is_over_or_off_is_due_no_more(api: Client, group: Item) -> None:
    changed(api, group, agenda_notice_days=7)
    meeting = hold(api, group, "2004-07-21")
    changed(api, meeting, status="held")
    assert agendas(api) == []
    changed(api, meeting, status="confirmed")
    assert len(agendas(api)) == 1
    changed(api, meeting, status="cancelled")
    assert agendas(api) == []
    changed(api, meeting, status="confirmed")
    assert change(api, group, agenda_notice_days=None).status_code == 200
    assert agendas(api) == []
    changed(api, group, agenda_notice_days=7)
    assert api.public.get(AGENDA).json()["items"] == []
    changed(api, meeting, visibility="public")
    assert len(api.public.get(AGENDA).json()["items"]) == 1
    assert api.delete(meeting["url"], headers=ANY).status_code == 204
    assert agendas(api) == []


def test_agenda_of_a_meeting_that_takes_place_after_all_is_the_same_deadline(
    api: Client, group: Item
) -> None:
    changed(api, group, agenda_notice_days=7)
    meeting = hold(api, group, "2004-07-21")
    (known,) = api.get(AGENDA).json()["items"]
    for status in ("cancelled", "confirmed"):
        changed(api, meeting, status=status)
    for days in (None, 7):
        assert change(api, group, agenda_notice_days=days).status_code == 200
    (item,) = api.get(AGENDA).json()["items"]
    assert item["id"] == known["id"]


def test_agenda_is_ticked_off_once_it_is_sent(api: Client, group: Item) -> None:
    changed(api, group, agenda_notice_days=7)
    meeting = hold(api, group, "2004-07-21")
    (item,) = api.get(AGENDA).json()["items"]
    reports = api.as_key(["report"])
    assert refusal(reports.post(f"{item['url']}/complete", json={}))[1] == "does_not_lead"
    assert api.post(f"{item['url']}/complete", json={"completed_on": "2004-07-13"}).status_code == 200
    changed(api, meeting, starts_on="2004-07-22")
    changed(api, group, agenda_notice_days=14)
    assert agendas(api) == []
    assert api.get(item["url"]).json()["latest"] == "2004-07-08"


def test_meetings_of_a_group_that_was_merged_are_found(api: Client, plan: Item, group: Item) -> None:
    changed(api, group, agenda_notice_days=7)
    double = make(api, "/v1/sub-groups", name="Agenda Planning")
    meeting = hold(api, double, "2004-07-21")
    action = make_action(api, plan, due=JULY)
    assert due(api, action)[1:] == ("waiting", None)
    into = {"into": group["id"]}
    assert api.post(f"{double['url']}/merge", json=into, headers=ANY).status_code == 200
    assert due(api, action) == ("2004-07-21", "automatic", meeting["id"])
    assert [day for day, _, _ in agendas(api)] == ["2004-07-14"]

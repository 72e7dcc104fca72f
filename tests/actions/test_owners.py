"""Plans that get another owner, whose meetings their words mean from then on."""

from typing import Any

from tests.actions.test_binding import JULY, due, group, hold, reasons
from tests.support.asking import Item, changed, make
from tests.support.client import Client
from tests.support.plans import make_action

__all__ = ["group"]


def moves(api: Client, action: Item) -> list[tuple[Any, ...]]:
    """List from which meeting to which, and from which last day to which, the deadlines of an action moved."""
    items = api.get(f"{action['url']}/due-history").json()["items"]
    return [
        (*(item[when][name] for name in ("meeting_id", "latest") for when in ("before", "after")),)
        for item in items
        if item["kind"] == "deadline"
    ]


def test_plan_that_gets_another_owner_tells_only_what_moves_by_that(
    api: Client, plan: Item, group: Item
) -> None:
    own = make(api, "/v1/sub-groups", name="Quay Group")
    steering = hold(api, group, "2004-07-21")
    action = make_action(api, plan, due=JULY)
    first = (None, steering["id"], "2004-07-31", "2004-07-21")
    # The steering group's was meant already, as the only one that there is; and stays so when it is put off.
    changed(api, plan, sub_group_id=group["id"])
    assert moves(api, action) == [first]
    changed(api, steering, starts_on="2004-08-04")
    second = (steering["id"], steering["id"], "2004-07-21", "2004-08-04")
    changed(api, plan, sub_group_id=None)
    assert moves(api, action) == [first, second]
    assert due(api, action) == ("2004-08-04", "automatic", steering["id"])
    # The other group has no meeting in July, and then it has one.
    changed(api, plan, sub_group_id=own["id"])
    third = (steering["id"], None, "2004-08-04", "2004-07-31")
    assert moves(api, action) == [first, second, third]
    assert due(api, action) == ("2004-07-31", "waiting", None)
    assert reasons(api, action)[2] == (
        "Its meeting is not one that the words mean now: what the words name stands again."
    )
    theirs = hold(api, own, "2004-07-07")
    fourth = (None, theirs["id"], "2004-07-31", "2004-07-07")
    # A second steering group, so that without an owner nobody's meeting is meant.
    make(api, "/v1/sub-groups", name="Lock Group", kind="steering_group")
    changed(api, plan, sub_group_id=None)
    fifth = (theirs["id"], None, "2004-07-07", "2004-07-31")
    assert moves(api, action) == [first, second, third, fourth, fifth]
    changed(api, plan, sub_group_id=group["id"])
    assert len(moves(api, action)) == 5


def test_no_event_of_a_deadline_tells_nothing(api: Client, plan: Item, group: Item) -> None:
    action = make_action(api, plan, due=JULY)
    own = make(api, "/v1/sub-groups", name="Quay Group")
    for day in ("2004-07-07", "2004-07-21"):
        hold(api, own, day)
    # Of two nobody can tell which is meant: no day moves by that.
    for owner in (group["id"], own["id"], None, own["id"]):
        changed(api, plan, sub_group_id=owner)
    items = api.get("/v1/changes?kind=deadline&limit=200").json()["items"]
    assert [(one["before"]["binding"], one["after"]["binding"]) for one in items] == [
        *(("waiting", "ambiguous"), ("waiting", "ambiguous")),
    ]
    assert all(one["before"] != one["after"] for one in items)
    assert {one["subject_id"] for one in items} == {action["id"]}


def test_meeting_stays_when_nobody_can_tell_any_more_whose_is_meant(
    api: Client, plan: Item, group: Item
) -> None:
    meeting = hold(api, group, "2004-07-21")
    action = make_action(api, plan, due=JULY)
    make(api, "/v1/sub-groups", name="Lock Group", kind="steering_group")
    changed(api, meeting, starts_on="2004-07-28")
    assert due(api, action) == ("2004-07-28", "automatic", meeting["id"])

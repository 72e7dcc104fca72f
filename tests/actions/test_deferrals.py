"""How often an action was put off, in all the plans that it has lived through: each time once."""

from tests.support.asking import Item, changed, delete, make
from tests.support.client import Client
from tests.support.matters import arising, carry, decide
from tests.support.plans import make_action, make_plan


def test_deferrals_are_counted_in_all_plans_that_an_action_has_lived_through(
    api: Client, group: Item, september: Item
) -> None:
    plans = [make_plan(api, title=title, sub_group_id=group["id"]) for title in ("First", "Second", "Third")]
    # Put off twice before it is carried forward as `deferred`, which is told of the copy and is nothing new.
    twice = make_action(api, plans[0], "Hold a fair", due="August 2004", status="deferred")
    changed(api, twice, status="in_progress")
    changed(api, twice, status="deferred")
    # Put off once, begun again, carried forward, and put off there at once.
    begun = make_action(api, plans[0], "Paint the hall", due="August 2004", status="deferred")
    changed(api, begun, status="not_started")
    # Never put off before it is carried forward.
    fresh = make_action(api, plans[0], "Sweep the quay", due="August 2004", status="in_progress")
    carry(api, plans[0], plans[1])
    copies = {one["carried_from_id"]: one for one in api.get("/v1/actions").json()["items"]}
    changed(api, copies[begun["id"]], status="deferred")
    told = ("text", "times_deferred", "status")
    assert arising(api, september, *told) == [
        ("Hold a fair", 2, "deferred"),
        ("Paint the hall", 2, "deferred"),
        ("Sweep the quay", 0, "in_progress"),
    ]
    changed(api, copies[fresh["id"]], status="deferred")
    changed(api, copies[twice["id"]], status="in_progress")
    carry(api, plans[1], plans[2])
    assert arising(api, september, *told) == [
        ("Hold a fair", 2, "in_progress"),
        ("Paint the hall", 2, "deferred"),
        ("Sweep the quay", 1, "deferred"),
    ]


def test_deferrals_of_a_later_day_are_not_counted(
    api: Client, plan: Item, july: Item, september: Item
) -> None:
    decision = decide(api, july, "agreed")
    action = make_action(api, plan, decision_id=decision["id"])
    for day in ("2004-08-02", "2004-09-21", "2004-09-22"):
        make(api, f"{action['url']}/progress-updates", status="deferred", reported_on=day)
    told = ("reasons", "times_deferred", "status")
    assert arising(api, september, *told) == [(["came_of_decision", "deferred"], 2, "deferred")]
    assert arising(api, september, "times_deferred", as_of="2004-09-22") == [3]


def test_what_comes_back_when_its_copy_is_deleted_is_not_put_off_anew(
    api: Client, group: Item, september: Item
) -> None:
    first, second = (make_plan(api, title=title, sub_group_id=group["id"]) for title in ("First", "Second"))
    action = make_action(api, first, "Hold a fair", due="August 2004", status="in_progress")
    changed(api, action, status="deferred")
    carry(api, first, second)
    (copy,) = api.get(f"/v1/actions?plan={second['id']}").json()["items"]
    told = ("id", "times_deferred", "status")
    assert arising(api, september, *told) == [(copy["id"], 1, "deferred")]
    # Put off once more there, which is forgotten with it.
    changed(api, copy, status="in_progress")
    changed(api, copy, status="deferred")
    assert arising(api, september, *told) == [(copy["id"], 2, "deferred")]
    delete(api, copy)
    assert arising(api, september, *told) == [(action["id"], 1, "deferred")]
    api.post(f"{copy['url']}/undelete").raise_for_status()
    assert arising(api, september, *told) == [(copy["id"], 2, "deferred")]
    # Once it is open again it can be put off again.
    delete(api, copy)
    changed(api, action, status="in_progress")
    changed(api, action, status="deferred")
    assert arising(api, september, *told) == [(action["id"], 2, "deferred")]
    # Nor is it put off by being carried forward anew, as of a day when that has happened.
    carry(api, first, second)
    assert arising(api, september, "times_deferred", "status", as_of="2100-01-01") == [(2, "deferred")]


def test_what_was_reported_late_is_not_counted_twice_when_it_is_carried_on(
    api: Client, group: Item, september: Item
) -> None:
    first, second = (make_plan(api, title=title, sub_group_id=group["id"]) for title in ("First", "Second"))
    action = make_action(api, first, "Hold a fair", due="August 2004")
    for day, status in (("2004-09-01", "deferred"), ("2004-08-01", "in_progress")):
        make(api, f"{action['url']}/progress-updates", status=status, reported_on=day)
    carry(api, first, second)
    (copy,) = api.get(f"/v1/actions?plan={second['id']}").json()["items"]
    assert arising(api, september, "times_deferred", "status") == [(1, "deferred")]
    delete(api, copy)
    assert arising(api, september, "times_deferred", "status") == [(1, "deferred")]

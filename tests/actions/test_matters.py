"""What arises at a meeting: everything that earlier meetings of the group left open, and nothing else."""

from typing import Any

from sqlalchemy import event

from tests.support.asking import Item, changed, make
from tests.support.client import Client
from tests.support.matters import arising, decide, meet
from tests.support.plans import make_action, make_plan


def test_nothing_arises_at_the_first_meeting(api: Client, july: Item) -> None:
    page = api.get(f"{july['url']}/matters-arising").json()
    assert page == {"items": [], "next": None, "total": 0}


def test_meetings_of_others_and_of_the_same_day_leave_nothing(
    api: Client, plan: Item, group: Item, july: Item, september: Item
) -> None:
    other = make(api, "/v1/sub-groups", name="Learning Sub-group")
    elsewhere = meet(api, other, "2004-07-06")
    for meeting in (july, elsewhere, september):
        make_action(api, plan, decision_id=decide(api, meeting, "agreed")["id"])
        decide(api, meeting, "deferred")
    assert arising(api, september, "kind", "reference") == [("decision", None), ("action", "1")]
    same_day = meet(api, group, "2004-09-21", reference="extra")
    assert arising(api, same_day, "kind", "reference") == [("decision", None), ("action", "1")]


def test_what_hung_on_a_meeting_that_is_cancelled_arises(
    api: Client, plan: Item, july: Item, september: Item
) -> None:
    make_action(api, plan, due="Present to Steering Group meeting in July 2004")
    cancelled = changed(api, july, status="cancelled")
    told = ("reference", "reasons", "due_on", "days_overdue")
    # The words stand again: by 31 July, so 31 days of August and 21 of September.
    assert arising(api, september, *told) == [("1", ["due_at_meeting"], "2004-07-31", 52)]
    (item,) = api.get(f"{september['url']}/matters-arising").json()["items"]
    assert (item["meeting"]["id"], item["meeting"]["status"]) == (cancelled["id"], "cancelled")


def test_longest_overdue_comes_first(
    api: Client, plan: Item, july: Item, september: Item, november: Item
) -> None:
    later, sooner = decide(api, september, "agreed")["id"], decide(api, july, "agreed")["id"]
    make_action(api, plan, reference="10", decision_id=sooner)
    make_action(api, plan, reference="9", decision_id=sooner, due="March 2005")
    make_action(api, plan, reference="1", decision_id=later)
    make_action(api, plan, reference="20", decision_id=later, due="July 2004")
    make_action(api, plan, reference="30", decision_id=later, due="June 2004")
    assert arising(api, november, "reference") == ["30", "20", "9", "10", "1"]
    path, walked, asked = f"{november['url']}/matters-arising", [], {"limit": "2"}
    while True:
        page = api.get(path, params=asked).json()
        assert page["total"] == 5
        walked += [item["reference"] for item in page["items"]]
        if page["next"] is None:
            break
        asked["cursor"] = page["next"]
    assert walked == ["30", "20", "9", "10", "1"]
    astray = api.get(f"{september['url']}/matters-arising", params=asked)
    assert (astray.status_code, astray.json()["code"]) == (400, "bad_cursor")


def test_database_is_asked_as_often_for_few_as_for_many(
    api: Client, plan: Item, group: Item, july: Item, september: Item
) -> None:
    own = make_plan(api, title="Improvement Plan", sub_group_id=group["id"])
    for status in ("proposed", "adopted"):
        make(api, f"{own['url']}/transitions", to_status=status)

    def leave_open() -> None:
        """Leave one matter of every kind."""
        make_action(api, plan, decision_id=decide(api, july, "agreed")["id"])
        make_action(api, own, due="August 2004", status="deferred", leads=[{"is_vacant": True}])
        moved = make_action(api, plan, due="Steering Group meeting July 2004")
        changed(api, moved, due={"text": "August 2004"})
        for outcome in ("agreed", "deferred"):
            decide(api, july, outcome, "The budget")

    def asked() -> tuple[int, int]:
        """Tell how much arises, and how often the database is asked for it."""
        statements: list[str] = []

        def count(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
            statements.append(statement)

        event.listen(api.sessions.engine, "before_cursor_execute", count)
        total = len(arising(api, september, "id"))
        event.remove(api.sessions.engine, "before_cursor_execute", count)
        return total, len(statements)

    # The statements are built as the first one asks, and what was asked is kept until somebody writes.
    leave_open()
    asked()
    leave_open()
    few, once = asked()
    for _ in range(3):
        leave_open()
    many, again = asked()
    assert (few, many) == (10, 25)
    assert 0 < again == once


def test_public_sees_what_is_public_alone(api: Client, plan: Item, july: Item, september: Item) -> None:
    shown_plan = make_plan(api, title="Improvement Plan", visibility="public")
    decision = decide(api, july, "agreed")
    decide(api, july, "deferred")
    person = make(api, "/v1/people", name="Ada Quiet")
    for one in (plan, shown_plan):
        make_action(api, one, decision_id=decision["id"], leads=[{"person_id": person["id"]}])
    path = f"{september['url']}/matters-arising"
    assert api.public.get(path).status_code == 404
    changed(api, september, visibility="public")
    assert api.public.get(path).json()["total"] == 0
    changed(api, july, visibility="public")
    told = ("kind", "plan_id", "leads")
    assert sorted(arising(api.public, september, *told)) == [
        ("action", shown_plan["id"], [{"kind": "person", "name": None}]),
        ("decision", None, []),
    ]
    assert len(arising(api, september, "id")) == 3


def test_parameters_that_are_not_taken_are_refused(api: Client, july: Item) -> None:
    for query in ("as_of=soon", "limit=0", "cursor=abc", "embed=leads"):
        answer = api.get(f"{july['url']}/matters-arising?{query}")
        assert answer.status_code == 400, query
    assert api.get("/v1/meetings/nonsense/matters-arising").status_code == 404

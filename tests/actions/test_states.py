"""Actions found by the state that they show: the law is told twice, in Python and in SQL, and the two agree."""

from collections import defaultdict
from datetime import date, timedelta
from itertools import combinations

import pytest

from app.schedule.rules import DueState
from tests.support.asking import Item, delete, make, refusal
from tests.support.client import Client
from tests.support.plans import make_action, make_plan, references

POINTS = (
    {"kind": "by", "edtf": "2004-07"},
    {"kind": "by", "edtf": "2004-08-15"},
    {"kind": "by", "edtf": "../2004-08-14"},
    {"kind": "review", "edtf": "2004-08", "rrule": "FREQ=YEARLY"},
    {"kind": "from", "edtf": "2004-08-15/.."},
    {"kind": "from", "edtf": None},
    {"kind": "ongoing", "edtf": None},
    {"kind": "ongoing", "edtf": "2004-08/.."},
    {"kind": "relative", "edtf": None, "anchor": "adoption"},
    {"kind": "unknown", "edtf": None},
    {"kind": "done", "edtf": "2004-07"},
)
SHAPES = [*combinations(POINTS, 1), *combinations(POINTS, 2)]
# Around each day on which a state may change, and where none does any more.
DAYS = [
    *(date(2004, month, 1) + timedelta(days=number) for month in (7, 8, 9) for number in (-1, 0, 1)),
    date(2004, 8, 14),
    date(2004, 8, 15),
    date(2004, 8, 16),
    date(2005, 8, 1),
    date(2005, 9, 1),
    date(2026, 11, 22),
]


def found(client: Client, as_of: date, states: str, **asked: object) -> list[str]:
    """List the references of the actions in states as of a day, one page after the other."""
    items: list[Item] = []
    cursor: dict[str, str] = {}
    while True:
        asked |= {"state": states, "as_of": as_of, "fields": "reference", "count": "true"}
        page = client.get("/v1/actions", params={**asked, **cursor}).json()
        items += page["items"]
        if page["next"] is None:
            assert page["total"] == len(items)
            return [item["reference"] for item in items]
        cursor = {"cursor": page["next"]}


def tick(api: Client, plan: Item, number: int) -> None:
    """Tick off the first deadline of the action that has this reference."""
    asked = {"plan": plan["id"], "as_of": "2004-07-01", "limit": 200, "q": f"Shape {number}."}
    (first, *_) = api.get("/v1/deadlines", params=asked).json()["items"]
    answer = api.post(f"{first['url']}/complete", json={"completed_on": "2004-08-10"})
    assert answer.status_code == 200, answer.text


@pytest.fixture
def shaped(api: Client) -> Item:
    """A plan with actions of every shape, some of them ticked off in part, or closed, or with an overdue milestone."""
    plan = make_plan(api)
    for number, points in enumerate(SHAPES, start=1):
        due = {"text": "as agreed", "points": [*points]}
        make_action(api, plan, f"Shape {number}.", reference=str(number), due=due)
    for number in (1, 4, 12):
        tick(api, plan, number)
    for status in ("completed", "cancelled", "deferred"):
        make_action(api, plan, reference=status, due="July 2004", status=status)
    step = make_action(api, plan, reference="step", due="Ongoing")
    make(api, f"{step['url']}/milestones", title="Printed", due={"text": "June 2004"})
    return plan


@pytest.mark.usefixtures("shaped")
def test_filter_by_state_agrees_with_what_is_shown(api: Client) -> None:
    seen: set[str] = set()
    for day in DAYS:
        shown: defaultdict[str, list[str]] = defaultdict(list)
        items = api.get("/v1/actions", params={"as_of": day, "limit": 200}).json()["items"]
        assert len(items) == len(SHAPES) + 4
        for item in items:
            shown[item["due"]["state"]].append(item["reference"])
        seen |= shown.keys()
        for state in DueState:
            assert found(api, day, state, limit=200) == shown[state], (day, state)
        pressing = [one["reference"] for one in items if one["due"]["state"] in ("overdue", "in_window")]
        assert found(api, day, "overdue,in_window", limit=200) == pressing
    assert seen == set(DueState)
    by_due = found(api, DAYS[-1], "overdue", limit=200, sort="due,-reference")
    assert found(api, DAYS[-1], "overdue", limit=7, sort="due,-reference") == by_due
    assert len(by_due) > 30


def test_state_is_that_of_the_whole_action_as_of_the_day(api: Client, plan: Item) -> None:
    for reference, due, status in (
        ("1", "July 2004", "in_progress"),
        ("2", "Sept and Nov 2004", "not_started"),
        ("3", "Ongoing", "not_started"),
        ("4", "within 6 months of adoption", "not_started"),
        ("5", "TBC", "deferred"),
        ("6", "July 2004", "completed"),
        ("7", "COMPLETED", "not_started"),
        ("8", "from September 2004", "not_started"),
        ("9", "", "not_started"),
    ):
        make_action(api, plan, reference=reference, due=due, status=status)
    for day, expected in (
        # On 1 August what was due in July is late; on 1 September 8 begins, and of 2 September is the month.
        ("2004-07-31", {"in_window": ["1"], "upcoming": ["2", "8"]}),
        ("2004-08-01", {"overdue": ["1"], "in_window": [], "upcoming": ["2", "8"], "ongoing": ["3"]}),
        ("2004-09-01", {"overdue": ["1"], "in_window": ["2"], "upcoming": [], "ongoing": ["3", "8"]}),
        ("2004-10-01", {"overdue": ["1", "2"], "waiting": ["4"], "undated": ["5", "9"], "done": ["6", "7"]}),
        ("2004-10-01", {"overdue,waiting": ["1", "2", "4"]}),
    ):
        for states, references_ in expected.items():
            assert references(api, f"as_of={day}&state={states}") == references_, (day, states)
    refused = api.get("/v1/actions?state=late").json()
    assert (refused["status"], refused["errors"][0]["parameter"]) == (400, "state")


def test_cursor_of_one_state_is_not_good_for_another(api: Client, plan: Item) -> None:
    for _ in range(2):
        make_action(api, plan, due="July 2004")
    page = api.get("/v1/actions?as_of=2004-08-01&state=overdue&limit=1").json()
    asked = f"/v1/actions?as_of=2004-08-01&limit=1&cursor={page['next']}"
    assert api.get(f"{asked}&state=overdue").json()["items"][0]["reference"] == "2"
    assert refusal(api.get(f"{asked}&state=done"))[:2] == (400, "bad_cursor")


def test_state_is_told_of_what_may_be_seen(api: Client) -> None:
    shown = make_action(api, make_plan(api, visibility="public"), due="July 2004")
    make_action(api, make_plan(api), due="July 2004", reference="hidden")
    overdue = "as_of=2004-08-01&state=overdue"
    assert references(api.public, overdue) == [shown["reference"]]
    assert len(references(api, overdue)) == 2
    delete(api, shown)
    assert references(api, overdue) == ["hidden"]

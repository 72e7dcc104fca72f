"""`plans due`: words tried at the command line, read anew by another grammar, and occurrences added as time passes."""

import json
from datetime import date
from typing import Any

import pytest
from sqlalchemy import delete, update

from app.actions.models import Action, Milestone
from app.adoption.models import Review
from app.core.db import Sessions, writing
from app.phrases.due import GRAMMAR_VERSION
from app.schedule.models import Deadline
from tests.cli.conftest import Plans
from tests.support.asking import Item, changed, make
from tests.support.client import Client
from tests.support.plans import make_action, make_plan

_action, _deadline = Action.__table__, Deadline.__table__


def test_words_are_read_at_the_command_line(plans: Plans) -> None:
    told = plans("due", "read", "Review once a year. Next review: August/September 2004")
    assert told.stdout == "Review: 1 Aug 2004 to 30 Sep 2004; FREQ=YEARLY;BYMONTH=8\n"
    told = plans("due", "read", "March", "--plan-start", "2004-04-01", "--plan-end", "2005-03-31", "--json")
    assert json.loads(told.stdout) == {
        "points": [
            {
                "kind": "by",
                "earliest": "2005-03-01",
                "latest": "2005-03-31",
                "edtf": "2005-03",
                "rrule": None,
                "anchor": None,
                "text": "March",
            }
        ],
        "unread": [],
    }
    assert plans("due", "read", "zzz").stdout == ("No date\nNot understood: zzz\n")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("July", "--plan-start", "soon"), "--plan-start: a day is written as text, YYYY-MM-DD"),
        (("July", "--document-date", "April"), "--document-date: "),
        (("x" * 2001,), "String should have at most 2000 characters"),
    ],
)
def test_what_can_not_be_asked_is_misuse(plans: Plans, arguments: tuple[str, ...], told: str) -> None:
    result = plans("due", "read", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert told in result.stderr


@pytest.fixture
def read_before(api: Client, sessions: Sessions) -> dict[str, Item]:
    """A plan whose words were read by a grammar before this one, which read July as June."""
    plan = make_plan(api, title="Harbour")
    made = {
        "first": make_action(api, plan, due="July 2004"),
        "ditto": make_action(api, plan, due="ditto"),
        "confirmed": make_action(api, plan, due="July 2004"),
        "same": make_action(api, plan, due="May 2004"),
    }
    changed(api, made["confirmed"], due={"reading": "confirmed"})
    made["milestone"] = make(
        api, f"{made['same']['url']}/milestones", title="Printed", due={"text": "July 2004"}
    )
    with writing(sessions) as session:
        for table in (Action.__table__, Milestone.__table__):
            session.execute(update(table).where(table.c.due_grammar.is_not(None)).values(due_grammar=0))
        for name in ("first", "ditto", "confirmed"):
            of_action = update(_action).where(_action.c.id == made[name]["id"])
            session.execute(of_action.values(due_points=[june(made[name])]))
        of_milestone = update(Milestone.__table__)
        session.execute(of_milestone.values(due_points=[june(made["milestone"])]))
    return made


def june(item: Item) -> dict[str, Any]:
    """Give the point of a due value as if it were June."""
    days = {"earliest": "2004-06-01", "latest": "2004-06-30", "edtf": "2004-06"}
    return {**item["due"]["points"][0], **days}


def months(api: Client, items: dict[str, Item]) -> dict[str, str]:
    """Tell the month that each is due in, as it is read."""
    return {name: api.get(item["url"]).json()["due"]["points"][0]["edtf"] for name, item in items.items()}


def test_dry_run_shows_what_is_read_differently_and_changes_nothing(
    plans: Plans, api: Client, read_before: dict[str, Item]
) -> None:
    before = months(api, read_before)
    told = json.loads(plans("due", "reread", "--dry-run", "--json").stdout)
    assert [(one["action"], one["milestone"], one["text"]) for one in told] == [
        ("1", None, "July 2004"),
        ("2", None, "ditto"),
        ("4", "Printed", "July 2004"),
    ]
    readings = [[one[name]["points"][0]["edtf"] for name in ("before", "after")] for one in told]
    assert readings == [["2004-06", "2004-07"]] * 3
    assert months(api, read_before) == before
    table = plans("due", "reread", "--dry-run")
    assert "harbour 4 Printed" in table.stdout
    assert f"3 due cells would be read differently by version {GRAMMAR_VERSION}" in table.stderr


def test_newer_reading_is_kept_but_for_what_a_person_confirmed(
    plans: Plans, api: Client, read_before: dict[str, Item]
) -> None:
    assert plans("due", "reread").exit_code == 0
    assert months(api, read_before) == {
        "first": "2004-07",
        "ditto": "2004-07",
        "confirmed": "2004-06",
        "same": "2004-05",
        "milestone": "2004-07",
    }
    grammars = {name: api.get(item["url"]).json()["due"]["grammar"] for name, item in read_before.items()}
    assert grammars == {**dict.fromkeys(read_before, GRAMMAR_VERSION), "confirmed": None}
    why = api.get(f"{read_before['ditto']['url']}/due-history").json()["items"][-1]
    assert (why["reason"], why["actor"]["kind"]) == (
        f"Read anew by version {GRAMMAR_VERSION} of the grammar.",
        "command_line",
    )
    assert "0 due cells are read differently" in plans("due", "reread").stderr


def test_review_that_no_words_plan_is_not_read_anew(plans: Plans, api: Client) -> None:
    group = make(api, "/v1/sub-groups", name="Steering Group")
    meeting = make(api, "/v1/meetings", sub_group_id=group["id"], starts_on="2004-07-20")
    review = make(api, "/v1/reviews", plan_id=make_plan(api)["id"], meeting_id=meeting["id"])
    assert json.loads(plans("due", "reread", "--json").stdout) == []
    assert api.get(review["url"]).json()["due"] == review["due"]


def test_words_of_reviews_are_read_anew_too(plans: Plans, api: Client, sessions: Sessions) -> None:
    plan = make_plan(api, reference="harbour")
    review = make(api, "/v1/reviews", plan_id=plan["id"], title="Yearly review", due={"text": "July 2004"})
    with writing(sessions) as session:
        session.execute(update(Review.__table__).values(due_points=[june(review)], due_grammar=1))
    (told,) = json.loads(plans("due", "reread", "--json").stdout)
    assert (told["plan"], told["action"], told["review"], told["text"]) == (
        "harbour",
        None,
        "Yearly review",
        "July 2004",
    )
    due = api.get(review["url"]).json()["due"]
    assert (due["points"][0]["edtf"], due["grammar"]) == ("2004-07", GRAMMAR_VERSION)
    assert "0 due cells" in plans("due", "reread").stderr


def test_occurrences_are_added_as_time_passes(plans: Plans, api: Client, sessions: Sessions) -> None:
    make_action(api, make_plan(api), due="Review once a year. Next review: August/September 2004")
    query = "/v1/deadlines?source=action&include=later,missed&limit=200"
    before = api.get(query).json()["items"]
    (first, *_, last) = sorted(before, key=lambda item: str(item["latest"]))
    # As it was when nobody had come so far: the last four are not there yet.
    with writing(sessions) as session:
        since = date.fromisoformat(last["latest"]).replace(day=1)
        later = _deadline.c.latest > since.replace(year=since.year - 3)
        session.execute(delete(_deadline).where(_deadline.c.rrule.is_not(None), later))
    assert "4 occurrences were added." in plans("due", "extend").stderr
    after = api.get(query).json()["items"]
    assert [item["latest"] for item in after] == [item["latest"] for item in before]
    assert {item["id"] for item in after} & {item["id"] for item in before} >= {first["id"]}
    assert "0 occurrences were added." in plans("due", "extend").stderr

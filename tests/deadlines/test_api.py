"""What is due, over HTTP: in which order, by which filters, as of which day, and for whom."""

from datetime import date
from typing import Any

import pytest

from app.core.callers import COMMAND_LINE
from app.core.db import reading
from app.core.listing import View
from app.deadlines.queries import list_deadlines
from app.deadlines.schemas import DeadlineQuery
from app.kernel.clock import today
from app.schedule.rules import DueState
from tests.deadlines.builders import DAY, listed, make_register
from tests.support.asking import Item, ask_past_the_contract, changed, delete, make
from tests.support.client import Client
from tests.support.plans import make_action, make_plan

OVERDUE = ["a.overdue 2004-06-30 overdue", "b.secret 2004-07-31 overdue"]
NOW = ["a.now 2004-08-31 in_window"]
AFTER = [
    "a.coming 2004-09-30 upcoming",
    "a.review 2004-09-30 in_window",
    "a.coming 2004-11-30 upcoming",
    "a.milestone 2005-03-31 upcoming",
]
STARTS = ["a.begun 2004-07-31 ongoing", "a.starts 2004-09-30 upcoming"]
UNDATED = [
    "a.milestone - undated",
    "a.none - undated",
    "a.ongoing - ongoing",
    "a.waiting - waiting",
]


@pytest.fixture
def register(api: Client) -> dict[str, Item]:
    """The register of `builders.py`."""
    return make_register(api)


def by_day(lines: list[str]) -> list[str]:
    """Put what is due on one day in the order of the references, since their order is that of their making."""
    return sorted(lines, key=lambda line: (line.split()[1], line.split()[0]))


@pytest.mark.usefixtures("register")
def test_overdue_comes_first_and_then_what_is_due_by_day(api: Client) -> None:
    found = listed(api)
    assert found[:3] == OVERDUE + NOW
    assert by_day(found) == OVERDUE + NOW + AFTER
    assert [line.split()[1] for line in found] == sorted(line.split()[1] for line in found)


@pytest.mark.usefixtures("register")
def test_starts_and_what_has_no_date_are_added_at_the_end(api: Client) -> None:
    due = listed(api)
    assert listed(api, "include=starts") == due + STARTS
    undated = listed(api, "include=undated")
    assert (undated[: len(due)], sorted(undated[len(due) :])) == (due, UNDATED)
    both = listed(api, "include=undated,starts")
    assert (both[: len(due) + 2], sorted(both[len(due) + 2 :])) == (due + STARTS, UNDATED)
    turned = listed(api, "include=starts,undated&sort=-due")
    assert by_day(turned[:7]) == OVERDUE + NOW + AFTER
    assert turned[0] == AFTER[-1]
    assert (turned[7:9], sorted(turned[9:])) == (STARTS[::-1], UNDATED)


@pytest.mark.usefixtures("register")
def test_pages_go_on_without_a_gap(api: Client) -> None:
    for query in ("include=starts,undated&", "sort=-due&", "state=upcoming,ongoing&"):
        whole = api.get(f"/v1/deadlines?as_of={DAY}&{query}count=true").json()
        following: str | None = f"/v1/deadlines?as_of={DAY}&{query}limit=2"
        seen: list[Item] = []
        while following:
            answer = api.get(following)
            seen += answer.json()["items"]
            following = answer.links.get("next", {}).get("url")
        assert seen == whole["items"]
        assert whole["total"] == len(seen) > 4


@pytest.mark.usefixtures("register")
def test_page_that_is_asked_for_after_midnight_goes_on_where_the_last_one_ended(api: Client) -> None:
    query = DeadlineQuery(state=[DueState.OVERDUE, DueState.IN_WINDOW], limit=2)
    with reading(api.sessions) as session:
        first = list_deadlines(session, query, View(COMMAND_LINE, date(2004, 8, 31)))
        following = query.model_copy(update={"cursor": first["next"]})
        second = list_deadlines(session, following, View(COMMAND_LINE, date(2004, 9, 1)))
    assert [item["action"]["reference"] for item in first["items"]] == ["a.overdue", "b.secret"]
    now = {item["action"]["reference"]: item["state"] for item in second["items"]}
    # August's is late since midnight; the review, due in August or September, was made before the other of September.
    assert now == {"a.now": "overdue", "a.review": "in_window"}


@pytest.mark.usefixtures("register")
def test_deadlines_are_found_by_what_they_are(api: Client) -> None:
    for query, found in {
        "plan=closed": OVERDUE[1:],
        "plan=open,closed": OVERDUE + NOW + AFTER,
        "theme=1": OVERDUE + NOW,
        "theme=2": [*NOW, AFTER[1]],
        "theme=1&plan=open": [OVERDUE[0], *NOW],
        "lead=rbkc": OVERDUE[:1],
        "lead=agenda-planning,chair": [AFTER[0], AFTER[1], AFTER[2]],
        "organisation=rbkc": [OVERDUE[0], *NOW, AFTER[0], AFTER[2]],
        "sub_group=agenda-planning": [AFTER[1]],
        "kind=review": [AFTER[1]],
        "kind=from&include=starts": STARTS,
        "kind=from": [],
        "source=milestone": [AFTER[3]],
        "source=action&kind=by&from=2005-01-01": [],
        "q=REVIEW": [AFTER[1]],
        "q=to do a.n": NOW,
        "q=signed": [AFTER[3]],
        "from=2004-08-31&to=2005-08-31": NOW + AFTER,
        "from=2004-09-01&to=2005-08-31": AFTER,
        "to=2004-07-31": OVERDUE,
        "to=2004-07-30": OVERDUE[:1],
        "from=2004-07-31&to=2004-09-29": [OVERDUE[1], *NOW],
        "from=2004-09-01&to=2004-09-01&include=starts": ["a.starts 2004-09-30 upcoming"],
        "from=2004-09-02&to=2004-09-30&include=starts,undated": AFTER[:2],
        "state=overdue": OVERDUE,
        "state=overdue&to=2004-07-30": OVERDUE[:1],
        "state=in_window": [*NOW, AFTER[1]],
        "state=upcoming": [AFTER[0], STARTS[1], AFTER[2], AFTER[3]],
        "state=overdue,in_window": [*OVERDUE, *NOW, AFTER[1]],
        "state=ongoing": [UNDATED[2], STARTS[0]],
        "state=waiting": [UNDATED[3]],
        "state=undated": [UNDATED[0], UNDATED[1]],
        "state=done": ["a.before - done", "a.closed 2004-07-31 done"],
        "state=done,overdue&plan=open&from=2004-07-01": ["a.before - done", "a.closed 2004-07-31 done"],
    }.items():
        assert by_day(listed(api, query)) == by_day(found), query


@pytest.mark.usefixtures("register")
def test_limit_gives_the_most_pressing(api: Client) -> None:
    assert listed(api, "limit=3") == OVERDUE + NOW
    assert listed(api, "limit=1&from=2004-08-01&include=starts") == NOW


def test_name_or_value_that_is_not_known_is_refused(api: Client) -> None:
    make_plan(api, reference="open")
    make(api, "/v1/organisations", name="RBKC")
    make(api, "/v1/sub-groups", name="Agenda Planning")
    for query in (
        "plan=none",
        "plan=open,none",
        "theme=9",
        "lead=none",
        "organisation=agenda-planning",
        "sub_group=rbkc",
        "state=late",
        "include=done",
        "kind=deadline",
        "source=minutes",
        "from=July",
        "to=20040731",
        "as_of=2004-02-30",
        "limit=0",
        "limit=201",
        "from_=2004-07-01",
        "sort=title",
        "embed=plan",
        "due=2004-07-31",
    ):
        answer = api.get(f"/v1/deadlines?{query}")
        assert answer.status_code == 400, query
        assert [fault["parameter"] for fault in answer.json()["errors"]] == [query.partition("=")[0]]


def test_states_and_days_left_are_those_of_the_day_asked_for(api: Client, register: dict[str, Item]) -> None:
    item = next(
        item
        for item in api.get("/v1/deadlines").json()["items"]
        if item["action"]["id"] == register["a.now"]["id"]
    )
    told = {}
    for day in ("2004-06-01", "2004-07-31", "2004-08-01", "2004-08-31", "2004-09-01", "2005-09-01"):
        shown = api.get(f"{item['url']}?as_of={day}").json()
        told[day] = (shown["state"], shown["days_left"])
    assert told == {
        "2004-06-01": ("upcoming", 91),
        "2004-07-31": ("upcoming", 31),
        "2004-08-01": ("in_window", 30),
        "2004-08-31": ("in_window", 0),
        "2004-09-01": ("overdue", -1),
        "2005-09-01": ("overdue", -366),
    }
    assert listed(api, "state=overdue&plan=open", "2004-08-31") == [OVERDUE[0]]
    assert listed(api, "state=overdue&plan=open", "2004-09-01") == [OVERDUE[0], "a.now 2004-08-31 overdue"]
    assert item["days_left"] == (date(2004, 8, 31) - today(api.settings.timezone)).days < 0


def test_deadline_shows_all_that_a_widget_needs(api: Client, register: dict[str, Item]) -> None:
    items = api.public.get(f"/v1/deadlines?as_of={DAY}&kind=review").json()["items"]
    (review,) = items
    action, plan = register["a.review"], register["a"]
    words = "Review once a year. Next review: August/September 2004"
    assert {
        name: review[name] for name in review if name not in ("id", "url", "created_at", "updated_at")
    } == {
        "version": 1,
        "kind": "review",
        "earliest": "2004-08-01",
        "latest": "2004-09-30",
        "edtf": "2004-08/2004-09",
        "rrule": "FREQ=YEARLY;BYMONTH=8",
        "anchor": None,
        "binding": None,
        "completed_on": None,
        "completion_note": None,
        "state": "in_window",
        "is_called_off": False,
        "days_left": 46,
        "text": words,
        "title": "To do a.review",
        "source": "action",
        "action": {"id": action["id"], "reference": "a.review", "url": action["url"]},
        "plan": {"id": plan["id"], "reference": "open", "title": "Open plan"},
        "theme": {"number": 2, "title": "Inclusive"},
        "leads": [{"kind": "sub_group", "name": "Agenda Planning"}, {"kind": "vacant", "name": None}],
        "lead_text": None,
        "meeting": None,
    }
    assert api.public.get(f"{review['url']}?as_of={DAY}").json() == review
    changed(api, action, lead_text="Helen")
    assert api.get(review["url"]).json()["lead_text"] == "Helen"
    assert api.public.get(review["url"]).json()["lead_text"] is None


def test_what_was_called_off_is_told_apart_from_what_was_done(api: Client) -> None:
    plan = make_plan(api, visibility="public")
    action = make_action(api, plan, "Report", due="June 2004 and July 2004")
    for title, status in (("Draft", {}), ("Outline", {"status": "met", "met_on": "2004-05-01"})):
        make(api, f"{action['url']}/milestones", title=title, due={"text": "May 2004"}, **status)
    make_action(api, plan, "Sweep", due="July 2004", status="completed")
    make_action(api, plan, "Paint", due="COMPLETED")
    make_action(api, plan, "Dredge", due="to be agreed")
    june = next(
        one for one in api.get(f"/v1/deadlines?as_of={DAY}").json()["items"] if one["latest"] == "2004-06-30"
    )
    api.post(f"{june['url']}/complete", json={"completed_on": "2004-06-15"}).raise_for_status()
    for one in api.get("/v1/actions").json()["items"]:
        if one["text"] in ("Report", "Paint", "Dredge"):
            changed(api, one, status="cancelled")
    for caller in (api, api.public):
        items = caller.get(f"/v1/deadlines?as_of={DAY}&state=done").json()["items"]
        told = {(item["title"], item["latest"], item["is_called_off"]) for item in items}
        assert told == {
            ("Report", "2004-06-30", False),
            ("Report", "2004-07-31", True),
            ("Draft", "2004-05-31", True),
            ("Outline", "2004-05-31", False),
            ("Sweep", "2004-07-31", False),
            ("Paint", None, False),
            ("Dredge", None, True),
        }
        assert {caller.get(item["url"]).json()["is_called_off"] for item in items} == {True, False}
    assert api.get("/v1/deadlines?state=done&fields=is_called_off").json()["items"][0].keys() == {
        "is_called_off"
    }
    changed(api, action, status="in_progress")
    items = api.get(f"/v1/deadlines?as_of={DAY}").json()["items"]
    assert {item["is_called_off"] for item in items if item["title"] in ("Report", "Draft")} == {False}


def test_title_is_that_of_the_milestone_or_the_words_of_the_action_cut_short(
    api: Client, register: dict[str, Item]
) -> None:
    (shown,) = api.get("/v1/deadlines?source=milestone").json()["items"]
    assert (shown["title"], shown["text"]) == ("Signed off", "End March 2005")
    assert shown["action"]["id"] == register["a.milestone"]["id"]
    long = "Work with " + "every resident " * 10
    make_action(api, register["b"], long, due="May 2004")
    cut = api.get("/v1/deadlines?to=2004-05-31").json()["items"][0]["title"]
    assert cut == "Work with every resident every resident every resident every resident every…"
    assert api.get("/v1/deadlines?kind=from&include=starts&limit=1").json()["items"][0]["days_left"] is None


@pytest.mark.usefixtures("register")
def test_public_sees_what_is_public_and_people_by_their_post_or_organisation(api: Client) -> None:
    assert by_day(listed(api.public)) == [OVERDUE[0], *NOW, *AFTER]
    assert listed(api.public, "plan=open&to=2004-08-31") == [OVERDUE[0], *NOW]
    now = f"/v1/deadlines?as_of={DAY}&from=2004-08-31&to=2004-08-31"
    assert api.get(now).json()["items"][0]["leads"] == [{"kind": "person", "name": "Ada Officer"}]
    (shown,) = api.public.get(now).json()["items"]
    assert shown["leads"] == [{"kind": "organisation", "name": "Royal Borough"}]
    secret = api.get("/v1/deadlines?plan=closed").json()["items"][0]
    assert api.get(secret["url"]).status_code == 200
    assert api.public.get(secret["url"]).status_code == 404


def test_what_is_done_leaves_the_list_and_is_found_as_done(api: Client, register: dict[str, Item]) -> None:
    assert OVERDUE[0] in listed(api)
    for status in ("completed", "cancelled"):
        changed(api, register["a.overdue"], status=status)
        assert OVERDUE[0] not in listed(api)
        assert "a.overdue 2004-06-30 done" in listed(api, "state=done")
        assert listed(api, "state=overdue") == OVERDUE[1:]
    changed(api, register["a.overdue"], status="deferred")
    assert OVERDUE[0] in listed(api)
    delete(api, register["b.secret"])
    assert listed(api, "state=overdue") == OVERDUE[:1]


def test_deadline_is_the_same_one_as_long_as_its_action_says_as_much(
    api: Client, register: dict[str, Item]
) -> None:
    def days() -> dict[str, Any]:
        items = api.get("/v1/deadlines?lead=chair").json()["items"]
        return {item["latest"]: (item["id"], item["version"]) for item in items}

    before = days()
    assert set(before) == {"2004-09-30", "2004-11-30"}
    action = changed(api, register["a.coming"], text="Other words", status="in_progress")
    assert days() == before
    changed(api, action, due={"text": "Oct and Nov 2004"})
    after = days()
    assert set(after) == {"2004-10-31", "2004-11-30"}
    # The one moved, by a version; of the other only the words are others.
    assert after["2004-10-31"] == (before["2004-09-30"][0], before["2004-09-30"][1] + 1)
    assert after["2004-11-30"][0] == before["2004-11-30"][0]


def test_what_a_deadline_shows_follows_what_it_comes_from(api: Client, register: dict[str, Item]) -> None:
    changed(api, register["a"], title="Opened plan", reference="opened")
    changed(api, register["a.overdue"], text="Done soon", reference="a.late", leads=[])
    theme = api.get(f"{register['a']['url']}/themes").json()["items"][0]
    changed(api, theme, title="Strategic thinking")
    (shown,) = api.get("/v1/deadlines?plan=opened&to=2004-06-30").json()["items"]
    assert (shown["plan"]["title"], shown["title"], shown["leads"]) == ("Opened plan", "Done soon", [])
    assert (shown["action"]["reference"], shown["theme"]["title"]) == ("a.late", "Strategic thinking")


@pytest.mark.usefixtures("register")
def test_deadlines_are_not_written_by_hand(api: Client) -> None:
    (shown,) = api.get("/v1/deadlines?source=milestone").json()["items"]
    for method, url in (("POST", "/v1/deadlines"), ("PATCH", shown["url"]), ("DELETE", shown["url"])):
        assert api.request(method, url, json={}).status_code == 405


def test_public_can_not_tell_a_theme_of_the_partners_from_one_that_is_not_there(api: Client) -> None:
    closed = make_plan(api, title="Closed plan", reference="closed")
    theme = make(api, f"{closed['url']}/themes", number=7, title="Quiet")
    for path in ("/v1/deadlines", "/v1/actions"):
        for hidden, absent in (("7", "8"), (theme["id"], closed["id"])):
            refused = api.public.get(f"{path}?theme={hidden}")
            other = api.public.get(f"{path}?theme={absent}")
            assert (refused.status_code, other.status_code) == (400, 400)
            assert refused.text.replace(hidden, absent) == other.text
            assert api.get(f"{path}?theme={hidden}").status_code == 200


def test_public_can_not_tell_a_plan_of_the_partners_from_one_that_is_not_there(api: Client) -> None:
    make_plan(api, title="Closed plan", reference="closed")
    for path in ("/v1/deadlines", "/v1/actions", "/v1/issues"):
        hidden = api.public.get(f"{path}?plan=closed")
        absent = api.public.get(f"{path}?plan=absent")
        assert (hidden.status_code, absent.status_code) == (400, 400)
        assert hidden.text.replace("closed", "absent") == absent.text
        assert api.get(f"{path}?plan=closed").status_code == 200


def test_public_finds_nothing_by_the_title_of_a_meeting_of_the_partners(api: Client) -> None:
    make(api, "/v1/sub-groups", name="Steering Group", kind="steering_group", agenda_notice_days=14)
    meeting = make(
        api, "/v1/meetings", sub_group_id="steering-group", title="On the merger", starts_on="2004-07-20"
    )
    make_action(api, make_plan(api, visibility="public"), "Report", due="July 2004 meeting")

    def found(caller: Client) -> list[str]:
        page = caller.get("/v1/deadlines?q=merger&count=true").json()
        lines = caller.get("/v1/deadlines.csv?q=merger").content.decode().splitlines()[1:]
        assert len(lines) == page["total"] == len(page["items"])
        return sorted(item["title"] for item in page["items"])

    assert found(api) == ["On the merger", "Report"]
    assert found(api.public) == []
    assert "Report" not in ask_past_the_contract(api, "/widgets/deadlines?q=merger").text
    changed(api, meeting, visibility="public")
    assert found(api.public) == ["On the merger", "Report"]
    assert "Report" in ask_past_the_contract(api, "/widgets/deadlines?q=merger").text

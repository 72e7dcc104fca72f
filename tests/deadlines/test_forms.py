"""What is due as a calendar, a feed and tables: the same list as in JSON, with the same filters, in every form."""

import io
from datetime import UTC, date, datetime
from typing import Any

import feedparser
import icalendar
import openpyxl
import pytest

from app.actions.models import Action
from app.core import forms
from app.deadlines.rules.forms import COLUMNS, day_after
from app.meetings.models import Meeting
from app.plans.models import Plan
from app.schedule.models import Deadline
from tests.deadlines.builders import DAY, make_register
from tests.deadlines.form_builders import all_events, asked_for, events, listed, rows, taken
from tests.support.asking import changed, make, make_last_changed
from tests.support.client import Client
from tests.support.feeds import ATOM, check_feed
from tests.support.matters import carry
from tests.support.plans import make_action, make_plan

LONG_AGO = datetime(2004, 1, 2, 3, 4, 5, tzinfo=UTC)
SUFFIXES = ("ics", "atom", "csv", "xlsx")
FILTERS = (
    "",
    "plan=open",
    "theme=1",
    "lead=rbkc",
    "organisation=rbkc",
    "sub_group=agenda-planning",
    "state=overdue",
    "state=done",
    "state=upcoming,in_window",
    "from=2004-07-01&to=2004-08-31",
    "kind=review",
    "source=milestone",
    "q=a.now",
    "include=starts",
    "include=starts,undated,later,missed",
    "updated_since=2004-01-01T00:00:00Z",
    "updated_since=2999-01-01T00:00:00Z",
    "sort=-due",
)


@pytest.mark.parametrize("asked", FILTERS)
def test_every_form_holds_what_the_list_holds(api: Client, asked: str) -> None:
    make_register(api)
    for caller in (api, api.public):
        items = listed(caller, asked)
        assert [row["What"] for row in rows(caller, asked)] == [item["title"] for item in items]
        sheet: Any = openpyxl.load_workbook(io.BytesIO(taken(caller, "xlsx", asked).content)).active
        assert [row[7].value for row in sheet.iter_rows(min_row=2)] == [item["title"] for item in items]
        fed = feedparser.parse(taken(caller, "atom", asked).content)
        assert sorted(entry.id for entry in fed.entries) == sorted(f"urn:uuid:{item['id']}" for item in items)
        uids = sorted(str(event["uid"]) for event in all_events(caller, asked))
        dated = [item for item in items if item["earliest"] or item["latest"]]
        assert uids == sorted(f"{item['id']}@partnership-plans" for item in dated)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_form_is_empty_where_nothing_is_due(api: Client, suffix: str) -> None:
    answer = taken(api, suffix)
    if suffix == "ics":
        assert not icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    elif suffix == "atom":
        assert check_feed(answer.content).findtext(f"{ATOM}updated") == f"{DAY}T00:00:00Z"
    elif suffix == "csv":
        assert answer.content.count(b"\r\n") == 1


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_answer_in_any_form_is_kept_and_named_as_in_json(api: Client, suffix: str) -> None:
    make_register(api)
    path = f"/v1/deadlines.{suffix}"
    for caller, kept in ((api, "private, no-cache"), (api.public, "public, no-cache")):
        answer = caller.get(path)
        assert answer.headers["cache-control"] == kept
        assert f'filename="deadlines.{suffix}"' in answer.headers["content-disposition"]
        assert answer.headers["access-control-allow-origin"] == "*"
        again = caller.get(path, headers={"If-None-Match": answer.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        head = caller.request("HEAD", path)
        assert (head.headers, head.content) == (answer.headers, b"")
    assert api.get(path).content != api.public.get(path).content


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize(
    "asked",
    ["fields=id", "embed=leads", "count=true", "limit=0", "nonsense=1", "plan=%00", "from=x", "plan=none"],
)
def test_parameter_that_is_not_allowed_is_named(api: Client, suffix: str, asked: str) -> None:
    answer = api.get(f"/v1/deadlines.{suffix}?{asked}")
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_parameter")
    assert answer.json()["errors"][0]["parameter"] == asked.partition("=")[0]


def test_calendars_and_tables_have_no_pages(api: Client) -> None:
    for suffix in ("ics", "csv", "xlsx"):
        assert api.get(f"/v1/deadlines.{suffix}?cursor=x").status_code == 400
    assert api.get("/v1/deadlines.atom?cursor=x").json()["code"] == "bad_cursor"


def test_feed_and_table_tell_when_the_words_of_the_action_changed(api: Client) -> None:
    action = make_action(api, make_plan(api), "Report", due="July 2004")
    make_last_changed(api, LONG_AGO, Deadline, Action, Plan)
    ((entry,), (row,)) = feedparser.parse(taken(api, "atom").content).entries, rows(api)
    assert entry.updated == row["Changed (UTC)"] == "2004-01-02T03:04:05Z"
    action = changed(api, action, text="Report to the steering group")
    ((entry,), (row,)) = feedparser.parse(taken(api, "atom").content).entries, rows(api)
    assert entry.updated == row["Changed (UTC)"] == f"{action['updated_at'][:19]}Z"
    (item,) = listed(api)
    assert item["updated_at"].startswith("2004-01-02")


def test_public_is_not_told_when_a_meeting_changed_that_it_does_not_see(api: Client) -> None:
    make(api, "/v1/sub-groups", name="Steering Group", kind="steering_group")
    meeting = make(api, "/v1/meetings", sub_group_id="steering-group", title="July", starts_on="2004-07-20")
    make_action(api, make_plan(api, visibility="public"), "Report", due="July 2004 meeting")
    make_last_changed(api, LONG_AGO, Deadline, Action, Plan, Meeting)
    changed(api, meeting, title="July, at the town hall")
    told = [rows(caller)[0]["Changed (UTC)"][:4] for caller in (api, api.public)]
    assert told[0] > "2004" == told[1]


def test_public_forms_tell_nothing_that_the_list_keeps_back(api: Client) -> None:
    plan = make_plan(api, visibility="public")
    make_action(api, plan, "Report", due="July 2004", lead_text="J. Secret, Borough", status="not_started")
    (item,) = listed(api)
    api.post(
        f"{item['url']}/complete", json={"completed_on": "2004-07-02", "note": "Secretly"}
    ).raise_for_status()
    for suffix in SUFFIXES:
        told = [cells(taken(caller, suffix, "state=done").content, suffix) for caller in (api, api.public)]
        assert "J. Secret" in told[0]
        assert "Secretly" in told[0]
        assert "Secret" not in told[1]


def cells(content: bytes, suffix: str) -> str:
    """Give all words of a form as one."""
    if suffix != "xlsx":
        return content.replace(b"\r\n ", b"").decode()
    sheet: Any = openpyxl.load_workbook(io.BytesIO(content)).active
    return str([[cell.value for cell in row] for row in sheet.iter_rows()])


def test_feed_begins_with_what_changed_last_and_goes_on_by_pages(api: Client) -> None:
    plan = make_plan(api)
    actions = [make_action(api, plan, f"Number {n}", due="July 2004") for n in range(5)]
    changed(api, actions[1], due={"text": "August 2004"})
    seen, path = [], f"/v1/deadlines.atom?{asked_for('limit=2')}"
    while path:
        content = api.get(path).content
        check_feed(content)
        page = feedparser.parse(content)
        seen += [entry.title.rpartition(" ")[2] for entry in page.entries]
        path = next((link["href"] for link in page.feed.links if link["rel"] == "next"), "")
    assert seen == ["1", "4", "3", "2", "0"]
    (entry,) = feedparser.parse(taken(api, "atom", "sort=due&limit=1").content).entries
    assert entry.title.rpartition(" ")[2] == "0"


def test_tables_have_headings_that_people_read_and_days_that_are_days(api: Client) -> None:
    make_register(api)
    (row,) = rows(api, "q=a.overdue")
    assert [*row] == [column.heading for column in COLUMNS]
    assert (row["Due"], row["From"], row["State"], row["Days left"]) == (
        "2004-06-30",
        "2004-06-01",
        "Overdue",
        "-46",
    )
    assert (row["Plan"], row["Theme"], row["Lead"]) == ("Open plan", "1. Strategic", "Royal Borough")
    assert [row["Lead"] for row in rows(api, "q=a.review")] == ["Agenda Planning; to be found"]
    sheet: Any = openpyxl.load_workbook(io.BytesIO(taken(api, "xlsx", "q=a.overdue").content)).active
    assert (sheet["A2"].value.date(), sheet["A2"].is_date, sheet["D2"].value) == (
        date(2004, 6, 30),
        True,
        -46,
    )


def test_hostile_words_are_words_in_every_form(api: Client) -> None:
    words = "=cmd|' /C calc'!A0 <b>&amp;\"' 😀 \\n; x\nEND:VCALENDAR"
    make_action(api, make_plan(api, title="=1+1"), words, due="July 2004", reference="1")
    (title,) = [item["title"] for item in listed(api)]
    assert [*events(api)] == [f"1 {title}"]
    assert (
        feedparser.parse(taken(api, "atom").content).entries[0].title_detail.value.split()
        == f"1 {title}".split()
    )
    (row,) = rows(api)
    assert (row["What"], row["Plan"]) == (f"'{title}", "'=1+1")
    sheet: Any = openpyxl.load_workbook(io.BytesIO(taken(api, "xlsx").content)).active
    assert (sheet["H2"].value, sheet["H2"].data_type, sheet["E2"].value) == (title, "s", "=1+1")


def test_limit_takes_so_many_and_too_many_are_refused(api: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms, "MOST_ROWS", 4)
    monkeypatch.setattr(forms, "CHUNK", 2)
    plan = make_plan(api)
    actions = [make_action(api, plan, f"Number {n}", due="July 2004") for n in range(4)]
    assert len(rows(api)) == len(events(api)) == 4
    assert len(rows(api, "limit=3")) == len(events(api, "limit=3")) == 3
    changed(api, actions[0], status="cancelled")
    make_action(api, plan, "Number 4", due="July 2004")
    # What is called off counts, too, where it is told.
    assert len(rows(api)) == 4
    refused = api.get(f"/v1/deadlines.ics?{asked_for('')}")
    assert (refused.status_code, refused.json()["code"]) == (422, "too_many_rows")
    assert "from" in refused.json()["detail"]
    assert len(events(api, "limit=4")) == 4


def test_address_is_that_of_the_request_unless_another_is_configured(make_api: Any) -> None:
    api = make_api()
    make_action(api, make_plan(api), "Report", due="July 2004")
    (event,) = events(api).values()
    assert event["url"].startswith("http://plans.test/v1/actions/")
    told = make_api(public_url="https://plans.example/register/")
    (event,) = events(told).values()
    assert event["url"].startswith("https://plans.example/register/v1/actions/")
    page = feedparser.parse(taken(told, "atom", "limit=1").content)
    assert page.feed.links[0]["href"].startswith("https://plans.example/register/v1/deadlines.atom?as_of=")
    refused = api.get("/v1/deadlines.ics", headers={"Host": 'x"><script>'})
    assert (refused.status_code, refused.json()["code"]) == (400, "bad_request")


def test_last_day_that_there_is_has_no_day_after_it() -> None:
    assert (day_after(date(2999, 12, 31)), day_after(date.max)) == (date(3000, 1, 1), None)


def test_what_was_called_off_is_told_as_cancelled_whatever_is_asked_for(api: Client) -> None:
    plan = make_plan(api)
    changed(api, make_action(api, plan, "Report", due="July 2004"), status="cancelled")
    changed(api, make_action(api, plan, "Sweep", due="July 2004"), status="completed")
    make_action(api, plan, "Paint", due="July 2004")
    carry(api, plan, make_plan(api, title="Next"))
    states = {"Report": "Cancelled", "Sweep": "Done", "Paint": "Done"}
    found = {name.partition(" ")[2]: event for name, event in events(api, "state=done").items()}
    for name, state in states.items():
        assert found[name]["status"] == ("CANCELLED" if name == "Report" else "CONFIRMED")
        assert f"State: {state}" in found[name]["description"]
    assert events(api)["1 Report"] == found["Report"]
    assert {row["What"]: row["State"] for row in rows(api, "state=done")} == states
    sheet: Any = openpyxl.load_workbook(io.BytesIO(taken(api, "xlsx", "state=done").content)).active
    assert {row[7].value: row[2].value for row in sheet.iter_rows(min_row=2)} == states
    fed = feedparser.parse(taken(api, "atom", "state=done").content)
    told = {entry.title.partition(" ")[2]: (entry.tags[0].term, entry.tags[0].label) for entry in fed.entries}
    assert told == {name: ("done", state) for name, state in states.items()}

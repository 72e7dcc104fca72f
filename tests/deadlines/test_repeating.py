"""What repeats falls due again and again: which of its occurrences are listed, and ticks on each by itself."""

from datetime import date, timedelta

import pytest

from tests.deadlines.builders import listed
from tests.support.asking import ANY, Item, change, changed, make, refusal
from tests.support.client import Client
from tests.support.plans import make_action, make_plan

REVIEW = "Review once a year. Next review: August/September 2004"


@pytest.fixture
def review(api: Client) -> Item:
    """An action that is reviewed each August or September, for the first time in 2004."""
    plan = make_plan(api, visibility="public")
    return make_action(api, plan, "Review the website", reference="1.1", due=REVIEW)


def occurrences(api: Client, query: str = "include=later,missed", day: str = "2004-07-01") -> dict[str, Item]:
    """List the occurrences of actions, by the day due."""
    items = api.get(f"/v1/deadlines?source=action&limit=200&as_of={day}&{query}").json()["items"]
    return {item["latest"]: item for item in items}


def tick(api: Client, deadline: Item, **values: str) -> Item:
    """Tick a deadline off, which must succeed."""
    answer = api.post(f"{deadline['url']}/complete", json={"completed_on": "2004-09-14", **values})
    assert answer.status_code == 200, answer.text
    ticked: Item = answer.json()
    return ticked


@pytest.mark.usefixtures("review")
def test_next_occurrence_is_listed_and_the_one_that_was_missed(api: Client) -> None:
    first, second, third = (f"1.1 {year}-09-30" for year in (2004, 2005, 2006))
    assert listed(api, day="2004-07-01") == [f"{first} upcoming"]
    assert listed(api, day="2004-09-30") == [f"{first} in_window"]
    assert listed(api, day="2004-10-01") == [f"{first} overdue", f"{second} upcoming"]
    # Once the second is late as well, it is the second that is told of.
    assert listed(api, day="2005-09-30") == [f"{first} overdue", f"{second} in_window"]
    assert listed(api, day="2005-10-01") == [f"{second} overdue", f"{third} upcoming"]
    assert listed(api, "include=missed", "2005-10-01") == [
        f"{first} overdue",
        f"{second} overdue",
        f"{third} upcoming",
    ]
    assert listed(api, "to=2006-12-31", "2004-07-01") == [
        f"{first} upcoming",
        f"{second} upcoming",
        f"{third} upcoming",
    ]


@pytest.mark.usefixtures("review")
def test_occurrences_are_there_for_two_years_ahead_of_today(api: Client) -> None:
    years = [int(day[:4]) for day in occurrences(api)]
    today = int(api.get("/v1/deadlines?source=action").json()["items"][-1]["latest"][:4])
    assert years == list(range(2004, years[-1] + 1))
    assert today + 1 <= years[-1] <= today + 3
    assert len({item["id"] for item in occurrences(api).values()}) == len(years)


@pytest.mark.usefixtures("review")
def test_one_occurrence_is_ticked_off_by_itself(api: Client) -> None:
    known = occurrences(api)
    ticked = tick(api, known["2004-09-30"], note="Seen by the group")
    assert (ticked["state"], ticked["completed_on"], ticked["completion_note"]) == (
        "done",
        "2004-09-14",
        "Seen by the group",
    )
    assert ticked["version"] == known["2004-09-30"]["version"] + 1
    # The next one is listed at once: this year's is over.
    assert listed(api, day="2004-09-15") == ["1.1 2005-09-30 upcoming"]
    assert api.public.get(ticked["url"]).json()["completion_note"] is None


@pytest.mark.usefixtures("review")
def test_what_was_missed_before_a_tick_is_late_no_more(api: Client) -> None:
    known = occurrences(api)
    assert listed(api, "state=overdue&include=missed", "2006-10-01") == [
        f"1.1 {year}-09-30 overdue" for year in (2004, 2005, 2006)
    ]
    tick(api, known["2005-09-30"], completed_on="2005-10-12")
    assert listed(api, "state=overdue&include=missed", "2006-10-01") == ["1.1 2006-09-30 overdue"]
    reopened = api.post(f"{known['2005-09-30']['url']}/reopen", json={"reason": "It was another review"})
    assert (reopened.status_code, reopened.json()["completed_on"]) == (200, None)
    assert len(listed(api, "state=overdue&include=missed", "2006-10-01")) == 3


def test_due_of_the_action_knows_its_ticks(api: Client, review: Item) -> None:
    def due(day: str) -> tuple[str, str]:
        shown = api.get(f"{review['url']}?as_of={day}").json()["due"]
        return shown["state"], shown["next_on"]

    assert due("2004-10-01") == ("overdue", "2005-09-30")
    tick(api, occurrences(api)["2004-09-30"])
    assert due("2004-10-01") == ("upcoming", "2005-09-30")
    assert due("2004-07-01") == ("upcoming", "2005-09-30")


def test_ticks_and_ids_outlive_new_words_a_reading_and_a_deletion(api: Client, review: Item) -> None:
    ticked = tick(api, occurrences(api)["2004-09-30"])
    later = occurrences(api)["2006-09-30"]["id"]
    changed(api, review, due={"text": REVIEW.replace("once a year", "each year")})
    changed(api, review, due={"reading": "confirmed"})
    changed(api, review, due={"reading": "automatic"})
    assert (occurrences(api)["2006-09-30"]["id"], api.get(ticked["url"]).json()["completed_on"]) == (
        later,
        "2004-09-14",
    )
    # The words say nothing of 2004 any more, but what was done then was done.
    changed(api, review, due={"text": "May 2010"})
    assert [*occurrences(api, "")] == ["2010-05-31"]
    assert [*occurrences(api, "state=done")] == ["2004-09-30"]
    assert api.delete(review["url"], headers=ANY).status_code == 204
    assert api.get(ticked["url"]).status_code == 404
    assert api.post(f"{review['url']}/undelete").status_code == 200
    assert [*occurrences(api, "state=done")] == ["2004-09-30"]
    changed(api, review, due={"text": REVIEW})
    assert occurrences(api, "state=done")["2004-09-30"]["id"] == ticked["id"]
    assert "2004-09-30" not in occurrences(api, "")


def test_corrected_reading_is_of_the_same_thing(api: Client) -> None:
    action = make_action(api, make_plan(api), due="Summer gala, July 2004")
    (july,) = occurrences(api).values()
    changed(api, action, due={"points": [{"kind": "at", "edtf": "2004-07-10", "text": july["text"]}]})
    (tenth,) = occurrences(api).values()
    assert (tenth["id"], tenth["latest"], tenth["kind"]) == (july["id"], "2004-07-10", "at")


@pytest.mark.usefixtures("review")
def test_what_can_not_be_ticked_off_is_refused(api: Client) -> None:
    plan = make_plan(api, title="Other")
    make_action(api, plan, due="TBC", reference="9.9")
    (undated,) = api.get("/v1/deadlines?include=undated&state=undated").json()["items"]
    first = occurrences(api)["2004-09-30"]
    body = {"completed_on": "2004-09-14"}

    def refused(deadline: Item, verb: str = "complete", **values: object) -> tuple[int, str, list[str]]:
        return refusal(api.post(f"{deadline['url']}/{verb}", json=values))

    assert refused(undated, **body) == (409, "deadline_has_no_day", [])
    assert refused(first, "reopen") == (409, "deadline_is_open", [])
    assert refused(first, completed_on="2999-01-01") == (422, "completed_ahead_of_time", ["/completed_on"])
    assert refused(first, completed_on="yesterday") == (422, "invalid", ["/completed_on"])
    assert refused(first, note="a\x00b") == (422, "invalid", ["/note"])
    assert refused(first, done=True) == (422, "invalid", ["/done"])
    tick(api, first)
    assert refused(first, **body) == (409, "deadline_is_complete", [])
    missing = {"url": f"/v1/deadlines/{plan['id']}"}
    assert refused(missing, **body)[0] == 404


def test_tick_is_repeated_safely_and_only_by_who_leads(api: Client, review: Item) -> None:
    trust = make(api, "/v1/organisations", name="Harbour Trust")
    other = make(api, "/v1/organisations", name="Boat Club")
    changed(api, review, leads=[{"organisation_id": trust["id"]}])
    first = occurrences(api)["2004-09-30"]
    body = {"completed_on": "2004-09-14"}
    assert api.public.post(f"{first['url']}/complete", json=body).status_code == 401
    strangers = api.as_key(["report"], other["id"])
    assert strangers.post(f"{first['url']}/complete", json=body).json()["code"] == "does_not_lead"
    leads = api.as_key(["report"], trust["id"])
    keyed = {"Idempotency-Key": "once"}
    answers = [leads.post(f"{first['url']}/complete", json=body, headers=keyed) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].content == answers[1].content


def test_milestone_and_the_end_of_a_plan_are_ticked_off_too(api: Client) -> None:
    plan = make_plan(api)
    action = make_action(api, plan)
    make(api, f"{action['url']}/milestones", title="Printed", due={"text": "June 2004"})
    items = api.get("/v1/deadlines?as_of=2004-07-01").json()["items"]
    assert [(item["source"], item["title"], item["latest"]) for item in items] == [
        ("milestone", "Printed", "2004-06-30"),
        ("plan", plan["title"], "2005-03-31"),
    ]
    for item in items:
        tick(api, item)
    assert api.get("/v1/deadlines?as_of=2004-07-01").json()["items"] == []
    (milestone,) = api.get(f"{action['url']}/milestones").json()["items"]
    assert milestone["due"]["state"] == "done"


def test_plan_s_end_moves_with_its_period(api: Client) -> None:
    plan = make_plan(api)
    for ends_on, due in (("2005-06-30", ["2005-06-30"]), (None, []), ("2005-03-31", ["2005-03-31"])):
        assert change(api, plan, ends_on=ends_on).status_code == 200
        items = api.get("/v1/deadlines?source=plan").json()["items"]
        assert [item["latest"] for item in items] == due
    assert api.delete(plan["url"], headers=ANY).status_code == 204
    assert api.get("/v1/deadlines?source=plan").json()["items"] == []
    assert api.post(f"{plan['url']}/undelete").status_code == 200
    assert len(api.get("/v1/deadlines?source=plan").json()["items"]) == 1


def test_what_comes_every_day_has_the_days_around_today(api: Client) -> None:
    today = date.fromisoformat(make_plan(api)["created_at"][:10])
    begun = today - timedelta(days=1000)
    point = {"kind": "by", "edtf": str(begun), "rrule": "FREQ=DAILY"}
    make_action(api, make_plan(api, title="Daily"), due={"text": "Daily", "points": [point]})
    due = [*occurrences(api, f"from={today - timedelta(days=3)}&to={today + timedelta(days=3)}")]
    assert due == [str(today + timedelta(days=ahead)) for ahead in range(-3, 4)]
    assert str(begun) in occurrences(api, "include=missed,later", str(begun))


def test_tick_is_not_given_to_another_thing_of_the_same_words(api: Client) -> None:
    action = make_action(api, make_plan(api), due="July 2004 and December 2004")
    july = occurrences(api)["2004-07-31"]
    tick(api, july, completed_on="2004-07-20")
    points = [{"kind": "by", "edtf": "2004-12"}, {"kind": "by", "edtf": "2005-07"}]
    due = changed(api, action, due={"points": points})["due"]
    assert [*occurrences(api, "include=later")] == ["2004-12-31", "2005-07-31"]
    assert api.get(july["url"]).json()["latest"] == "2004-07-31"
    assert due["next_on"] is not None


def test_first_day_due_of_an_action_is_that_of_what_is_not_done(api: Client, review: Item) -> None:
    tick(api, occurrences(api)["2005-09-30"], completed_on="2005-09-14")
    assert api.get("/v1/actions?due_before=2006-09-30").json()["items"] == []
    assert [one["id"] for one in api.get("/v1/actions?due_before=2006-10-01").json()["items"]] == [
        review["id"]
    ]


def test_ids_and_ticks_are_the_same_after_a_deletion_that_was_undone(api: Client, review: Item) -> None:
    ids = {day: item["id"] for day, item in occurrences(api).items()}
    assert api.delete(review["url"], headers=ANY).status_code == 204
    assert occurrences(api) == {}
    assert api.post(f"{review['url']}/undelete").status_code == 200
    assert {day: item["id"] for day, item in occurrences(api).items()} == ids

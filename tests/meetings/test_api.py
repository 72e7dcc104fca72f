"""Meetings over HTTP: when they are, what they are called, and who sees them."""

from typing import Any

import pytest

from tests.support.asking import Item, change, changed, make, refusal
from tests.support.client import Client


def test_meeting_takes_its_title_and_reference_from_its_sub_group_and_day(meeting: Item) -> None:
    assert meeting["reference"] == "steering-group-2003-01-21"
    assert meeting["title"] == "Steering Group meeting"


@pytest.mark.usefixtures("meeting")
def test_second_meeting_on_a_day_gets_a_reference_of_its_own(api: Client) -> None:
    second = make(api, "/v1/meetings", sub_group_id="steering-group", starts_on="2003-01-21")
    assert second["reference"] == "steering-group-2003-01-21-2"


def test_reference_comes_from_the_title_where_the_sub_groups_own_makes_none(api: Client) -> None:
    make(api, "/v1/sub-groups", name="Rhwydwaith", reference="Ωμέγα")
    made = make(api, "/v1/meetings", sub_group_id="Ωμέγα", starts_on="2003-01-21", title="Away day")
    assert made["reference"] == "away-day"


def test_cleared_title_is_made_anew_and_a_reference_is_not_cleared(api: Client, meeting: Item) -> None:
    named = changed(api, meeting, title="Away day", reference="away-day", starts_on="2002-09-27")
    assert (named["title"], named["reference"]) == ("Away day", "away-day")
    cleared = changed(api, meeting, title=None)
    assert (cleared["title"], cleared["reference"]) == ("Steering Group meeting", "away-day")
    assert refusal(change(api, meeting, reference=None)) == (422, "invalid", ["/reference"])


def test_day_alone_invents_no_time(meeting: Item) -> None:
    assert (meeting["starts_at"], meeting["ends_at"]) == (None, None)
    assert meeting["time_zone"] == "Europe/London"


def test_day_is_derived_from_a_time_in_the_time_zone(api: Client, group: Item) -> None:
    body = {"sub_group_id": group["id"], "starts_at": "2004-07-19T23:30:00Z"}
    in_london = make(api, "/v1/meetings", **body)
    assert (in_london["starts_on"], in_london["reference"]) == ("2004-07-20", "steering-group-2004-07-20")
    in_new_york = make(api, "/v1/meetings", **body, time_zone="America/New_York")
    assert in_new_york["starts_on"] == "2004-07-19"


def test_day_follows_a_time_that_moves_and_stays_when_the_time_is_cleared(api: Client, meeting: Item) -> None:
    moved = changed(api, meeting, starts_at="2003-01-28T18:30:00+00:00")
    assert (moved["starts_on"], moved["starts_at"]) == ("2003-01-28", "2003-01-28T18:30:00Z")
    assert changed(api, meeting, time_zone="Asia/Tokyo")["starts_on"] == "2003-01-29"
    cleared = changed(api, meeting, starts_at=None)
    assert (cleared["starts_on"], cleared["starts_at"]) == ("2003-01-29", None)


def test_meeting_put_off_keeps_its_hours_by_the_clock(api: Client, meeting: Item) -> None:
    changed(api, meeting, starts_at="2004-10-26T18:30:00+01:00", ends_at="2004-10-26T20:00:00+01:00")
    # Summer time ended on 31 October 2004: half past six is an hour later in UTC.
    put_off = changed(api, meeting, starts_on="2004-11-02")
    assert (put_off["starts_at"], put_off["ends_at"]) == ("2004-11-02T18:30:00Z", "2004-11-02T20:00:00Z")
    back = changed(api, meeting, starts_on="2004-10-26")
    assert (back["starts_at"], back["ends_at"]) == ("2004-10-26T17:30:00Z", "2004-10-26T19:00:00Z")
    # What is said besides stands: a meeting that is to end at another time, or to begin at another.
    longer = changed(api, meeting, starts_on="2004-11-02", ends_at="2004-11-02T21:00:00Z")
    assert (longer["starts_at"], longer["ends_at"]) == ("2004-11-02T18:30:00Z", "2004-11-02T21:00:00Z")
    refused = change(api, meeting, starts_on="2004-11-09", starts_at="2004-11-02T18:30:00Z")
    assert refusal(refused) == (422, "times_disagree", ["/starts_on"])


def test_meeting_put_off_keeps_its_hours_where_it_is(api: Client, group: Item) -> None:
    # Half past six in the morning in Tokyo is in the evening before in UTC; there is no summer time.
    body = {"sub_group_id": group["id"], "starts_at": "2004-10-25T21:30:00Z", "time_zone": "Asia/Tokyo"}
    meeting = make(api, "/v1/meetings", **body)
    assert meeting["starts_on"] == "2004-10-26"
    put_off = changed(api, meeting, starts_on="2004-11-02")
    assert (put_off["starts_at"], put_off["ends_at"]) == ("2004-11-01T21:30:00Z", None)


def test_meeting_without_any_day_is_refused(api: Client, group: Item, meeting: Item) -> None:
    wanted = (422, "meeting_has_no_day", ["/starts_on"])
    assert refusal(api.post("/v1/meetings", json={"sub_group_id": group["id"]})) == wanted
    assert refusal(change(api, meeting, starts_on=None)) == wanted


def test_times_that_do_not_fit_are_refused(api: Client, meeting: Item) -> None:
    other_day = change(api, meeting, starts_on="2003-01-21", starts_at="2003-01-22T18:30:00Z")
    assert refusal(other_day) == (422, "times_disagree", ["/starts_on"])
    assert refusal(change(api, meeting, ends_at="2003-01-21T20:30:00Z")) == (
        422,
        "times_disagree",
        ["/ends_at"],
    )
    early = change(api, meeting, starts_at="2003-01-21T18:30:00Z", ends_at="2003-01-21T18:29:00Z")
    assert refusal(early) == (422, "ends_before_it_starts", ["/ends_at"])


@pytest.mark.parametrize(
    "zone", ["Europe/Kensington", "", "../etc/passwd", "Europe", "europe/london", "\x00"]
)
def test_unknown_time_zone_is_refused(api: Client, group: Item, zone: str) -> None:
    body = {"sub_group_id": group["id"], "starts_on": "2003-01-21", "time_zone": zone}
    assert refusal(api.post("/v1/meetings", json=body)) == (422, "invalid", ["/time_zone"])


@pytest.mark.usefixtures("group")
def test_replacing_a_meeting_by_its_reference_with_the_same_changes_nothing(api: Client) -> None:
    body = {"sub_group_id": "steering-group", "starts_at": "2004-07-20T18:30:00+01:00"}
    first = api.put("/v1/meetings/by-reference/july-2004", json=body)
    again = api.put("/v1/meetings/by-reference/july-2004", json=body)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()


def test_town_hall_may_be_unknown(api: Client) -> None:
    assert make(api, "/v1/venues", name="Community centre")["is_town_hall"] is None
    make(api, "/v1/venues", name="Town Hall", is_town_hall=True)
    make(api, "/v1/venues", name="Library", is_town_hall=False)
    found = api.public.get("/v1/venues?is_town_hall=true").json()["items"]
    assert [venue["name"] for venue in found] == ["Town Hall"]


@pytest.mark.usefixtures("meeting")
def test_meetings_are_found_by_what_they_are_and_when(api: Client) -> None:
    make(api, "/v1/sub-groups", name="Agenda Planning")
    make(api, "/v1/venues", name="Town Hall")
    make(
        api,
        "/v1/meetings",
        sub_group_id="agenda-planning",
        starts_on="2004-07-06",
        venue_id="town-hall",
        status="confirmed",
        series="Agenda Planning 2004",
        visibility="public",
    )

    def found(query: str) -> list[str]:
        page = api.get(f"/v1/meetings?fields=starts_on&{query}").json()
        return [one["starts_on"] for one in page["items"]]

    assert found("") == ["2003-01-21", "2004-07-06"]
    assert found("sort=-starts_on") == ["2004-07-06", "2003-01-21"]
    for query in (
        "sub_group=agenda-planning",
        "venue=town-hall",
        "status=confirmed,held",
        "series=Agenda%20Planning%202004",
        "visibility=public",
        "from=2003-01-22",
        "q=planning%202004",
    ):
        assert found(query) == ["2004-07-06"], query
    assert found("to=2003-01-21") == ["2003-01-21"]
    assert found("from=2003-01-21&to=2004-07-06") == ["2003-01-21", "2004-07-06"]
    assert api.get("/v1/meetings?from_=2003-01-21").status_code == 400


def test_pages_go_on_with_the_days_asked_for(api: Client, group: Item) -> None:
    for day in ("2003-01-21", "2003-03-18", "2003-05-20"):
        make(api, "/v1/meetings", sub_group_id=group["id"], starts_on=day)
    first = api.get("/v1/meetings?from=2003-02-01&limit=1")
    second = api.get(first.links["next"]["url"]).json()
    assert [one["starts_on"] for one in first.json()["items"] + second["items"]] == [
        "2003-03-18",
        "2003-05-20",
    ]
    assert second["next"] is None


def test_public_sees_only_public_meetings_and_what_belongs_to_them(
    api: Client, meeting: Item, item: Item
) -> None:
    children = [f"{meeting['url']}/{part}" for part in ("agenda-items", "recommendations", "decisions")]
    hidden = [meeting["url"], item["url"], "/v1/meetings/by-reference/steering-group-2003-01-21", *children]
    assert {api.public.get(path).status_code for path in hidden} == {404}
    assert api.public.get("/v1/meetings?count=true").json() == {"items": [], "next": None, "total": 0}
    changed(api, meeting, visibility="public")
    assert {api.public.get(path).status_code for path in hidden} == {200}


@pytest.mark.usefixtures("meeting")
def test_hidden_meeting_looks_like_one_that_is_not_there(api: Client) -> None:
    hidden, absent = (
        api.public.get(f"/v1/meetings/by-reference/steering-group-2003-01-{day}").json()["detail"]
        for day in (21, 22)
    )
    assert hidden.replace("-21'", "-22'") == absent


def test_embeds_show_who_meets_where_and_the_whole_agenda(
    api: Client, group: Item, meeting: Item, item: Item
) -> None:
    venue = make(api, "/v1/venues", name="Town Hall")
    changed(api, meeting, venue_id="town-hall")
    first = make(api, f"{meeting['url']}/agenda-items", title="Apologies", kind="standing", position=1)
    changed(api, item, position=2)
    recommendation = make(
        api, f"{meeting['url']}/recommendations", agenda_item_id=item["id"], letter="a", text="Adopt it."
    )
    decision = make(
        api, f"{meeting['url']}/decisions", recommendation_id=recommendation["id"], outcome="agreed"
    )
    whole: Any = api.get(f"{meeting['url']}?embed=agenda_items,venue,sub_group").json()
    assert (whole["sub_group"], whole["venue"]) == (group, venue)
    assert [one["id"] for one in whole["agenda_items"]] == [first["id"], item["id"]]
    assert [one["recommendations"] for one in whole["agenda_items"]] == [[], [recommendation]]
    # What came of a decision is told where it is read by itself.
    bare = {name: value for name, value in decision.items() if name not in ("follow_up", "actions")}
    assert [one["decisions"] for one in whole["agenda_items"]] == [[], [bare]]
    listed = api.get("/v1/meetings?embed=agenda_items,venue,sub_group").json()["items"]
    assert listed == [whole]
    assert api.get(meeting["url"]).json()["agenda_items"] == whole["agenda_items"]
    assert "agenda_items" not in api.get("/v1/meetings").json()["items"][0]


def test_meeting_shows_all_that_it_decided(api: Client, meeting: Item, item: Item) -> None:
    path = f"{meeting['url']}/decisions"
    on_item = make(api, path, agenda_item_id=item["id"], outcome="noted")
    by_itself = make(api, path, outcome="agreed", text="The next meeting is in March.")
    shown = api.get(meeting["url"]).json()
    assert [one["id"] for one in shown["decisions"]] == [on_item["id"], by_itself["id"]]
    assert shown["decisions"][1]["text"] == "The next meeting is in March."
    assert api.get(f"{meeting['url']}?embed=decisions").json()["decisions"] == shown["decisions"]
    assert "decisions" not in api.get("/v1/meetings").json()["items"][0]
    assert api.get("/v1/meetings?fields=decisions").json()["items"] == [{"decisions": shown["decisions"]}]


def test_meeting_without_a_venue_embeds_none(api: Client, meeting: Item) -> None:
    assert api.get(f"{meeting['url']}?embed=venue").json()["venue"] is None


def test_sub_group_with_meetings_can_not_be_deleted(api: Client, group: Item, meeting: Item) -> None:
    answer = api.delete(group["url"], headers={"If-Match": "*"})
    assert answer.status_code == 409
    assert meeting["url"] in answer.json()["errors"][0]["detail"]

"""Sub-groups, those who sit in them, and their meetings, out of flat tables."""

import pytest

from tests.support.client import Client
from tests.support.documents import Item, change
from tests.support.tables import listed, made, places, send_table, table, take_table, told

GROUPS = table(
    "Sub-group | Kind | Agenda notice (days) | Standing items | Member | Role | On behalf of | From",
    "Parks Group | working group | 10 | Minutes; News | Ann Example | Chair | Harbour Trust | 1 April 2004",
    "Parks Group | | | | Harbour Trust | | | ",
    "Quay cluster | Cluster | | | | | | ",
)
MEETINGS = table(
    "Sub-group | Date | Start | End | Venue | Status | Title",
    "Parks Group | 20/07/2004 | 6.30pm | 20:00 | Town Hall | held | ",
    "Parks Group | 20 January 2005 | 18:30 | | | | Winter meeting",
)


@pytest.fixture(name="ann")
def _ann(api: Client) -> Item:
    """An organisation, and somebody in it."""
    trust = made(api, "/v1/organisations", name="Harbour Trust", acronym="HT")
    return made(api, "/v1/people", name="Ann Example", organisation_id=trust["id"])


def test_row_tells_of_a_group_and_of_who_sits_in_it(api: Client, ann: Item) -> None:
    outcome = take_table(api, "sub_groups", GROUPS)
    assert told(outcome) == [
        ("sub_group", "Parks Group", "created"),
        ("membership", "Parks Group, Ann Example, Harbour Trust", "created"),
        ("membership", "Parks Group, Harbour Trust", "created"),
        ("sub_group", "Quay cluster", "created"),
    ]
    names = ("name", "kind", "agenda_notice_days", "standing_items")
    assert listed(api, "/v1/sub-groups", *names) == [
        ("Parks Group", "working_group", 10, ["Minutes", "News"]),
        ("Quay cluster", "cluster", None, []),
    ]
    url = api.get("/v1/sub-groups/by-reference/parks-group").json()["url"]
    seats = listed(api, f"{url}/memberships", "name", "role", "person_id", "started_on")
    assert {*seats} == {
        ("Ann Example", "chair", ann["id"], "2004-04-01"),
        ("Harbour Trust", "member", None, None),
    }


@pytest.mark.usefixtures("ann")
def test_groups_again_are_unchanged_and_a_new_role_is_a_change(api: Client) -> None:
    take_table(api, "sub_groups", GROUPS)
    assert take_table(api, "sub_groups", GROUPS)["counts"] == {
        "sub_group": {"unchanged": 2},
        "membership": {"unchanged": 2},
    }
    newer = table("Group | Member | Role", "Parks Group | Ann Example | Vice-chair")
    (row,) = take_table(api, "memberships", newer)["rows"]
    assert row["changes"] == {"role": {"before": "chair", "after": "vice_chair"}}


@pytest.mark.usefixtures("ann")
def test_seat_from_another_day_is_another_seat(api: Client) -> None:
    take_table(api, "sub_groups", GROUPS)
    later = table("Group | Member | From", "Parks Group | Ann Example | 1 May 2006")
    assert take_table(api, "memberships", later)["counts"] == {"membership": {"created": 1}}
    unclear = send_table(
        api, "memberships", table("Group | Member | Role", "Parks Group | Ann Example | Chair")
    )
    assert places(unclear) == [(2, "Member")]


def test_rows_that_contradict_each_other_about_a_group_are_refused(api: Client) -> None:
    document = table("Sub-group | Kind", "Parks | Cluster", "Parks | Network")
    answer = send_table(api, "sub_groups", document)
    assert places(answer) == [(3, "Kind")]


def test_number_beyond_all_bounds_fails_its_row_alone(api: Client) -> None:
    groups = table(
        "Sub-group | Agenda notice (days)", "Parks Group | 10", f"Quay cluster | {10**20}", f"Homes | {10**9}"
    )
    outcome = take_table(api, "sub_groups", groups, on_error="skip")
    assert [row["outcome"] for row in outcome["rows"]] == ["created", "failed", "failed"]


def test_role_without_a_member_is_refused(api: Client) -> None:
    answer = send_table(api, "sub_groups", table("Sub-group | Member | Role", "Parks | | Chair"))
    assert places(answer) == [(2, None)]
    assert answer.json()["errors"][0]["detail"] == "the row has no words for Member"


def test_members_that_nobody_knows_are_created_where_asked_as_what_their_names_tell(api: Client) -> None:
    document = table(
        "Sub-group | Member", "Parks | Ann Example", "Parks | Residents Association", "Parks | Policy Manager"
    )
    assert places(send_table(api, "memberships", document)) == [(2, "Sub-group"), (2, "Member")] + [
        (line, column) for line in (3, 4) for column in ("Sub-group", "Member")
    ]
    outcome = take_table(api, "memberships", document, create_parties="true")
    assert outcome["counts"] == {
        "sub_group": {"created": 1},
        "person": {"created": 1},
        "organisation": {"created": 1},
        "post": {"created": 1},
        "membership": {"created": 3},
    }
    assert listed(api.public, "/v1/people", "name") == []


def test_meetings_are_at_the_times_of_the_partnerships_clock(api: Client) -> None:
    made(api, "/v1/sub-groups", name="Parks Group")
    outcome = take_table(api, "meetings", MEETINGS, create_parties="true")
    assert outcome["counts"] == {"venue": {"created": 1}, "meeting": {"created": 2}}
    names = ("reference", "title", "starts_on", "starts_at", "ends_at", "status", "visibility")
    # In July the clock is an hour ahead of UTC, in January it is not.
    assert listed(api, "/v1/meetings?sort=starts_on", *names) == [
        (
            *("parks-group-2004-07-20", "Parks Group meeting", "2004-07-20"),
            *("2004-07-20T17:30:00Z", "2004-07-20T19:00:00Z", "held", "partners"),
        ),
        (
            *("parks-group-2005-01-20", "Winter meeting", "2005-01-20"),
            *("2005-01-20T18:30:00Z", None, "proposed", "partners"),
        ),
    ]
    again = take_table(api, "meetings", MEETINGS, create_parties="true")
    assert again["counts"] == {"meeting": {"unchanged": 2}}


def test_meeting_put_off_by_an_hour_is_the_same_meeting(api: Client) -> None:
    made(api, "/v1/sub-groups", name="Parks Group")
    take_table(api, "meetings", MEETINGS, create_parties="true")
    later = MEETINGS.replace("6.30pm", "7pm")
    first, second = take_table(api, "meetings", later)["rows"]
    assert (first["outcome"], second["outcome"]) == ("updated", "unchanged")
    assert first["changes"]["starts_at"]["after"] == "2004-07-20T18:00:00Z"


def test_two_meetings_of_one_day_are_told_apart_by_their_times(api: Client) -> None:
    made(api, "/v1/sub-groups", name="Parks Group")
    document = table(
        "Sub-group | Date | Start", "Parks Group | 20/07/2004 | 10:00", "Parks Group | 20/07/2004 | 18:00"
    )
    assert take_table(api, "meetings", document)["counts"] == {"meeting": {"created": 2}}
    assert take_table(api, "meetings", document)["counts"] == {"meeting": {"unchanged": 2}}


def test_start_may_hold_the_day_as_workbooks_do(api: Client) -> None:
    made(api, "/v1/sub-groups", name="Parks Group")
    document = table("Sub-group | Title | Start", "Parks Group | Spring | 2004-04-20T18:30:00")
    take_table(api, "meetings", document)
    assert listed(api, "/v1/meetings", "starts_on", "starts_at") == [("2004-04-20", "2004-04-20T17:30:00Z")]


def test_times_that_disagree_are_faults_of_their_cells(api: Client) -> None:
    made(api, "/v1/sub-groups", name="Parks Group")
    document = table(
        "Sub-group | Date | Start | End | Status",
        "Parks Group | 20/07/2004 | 21/07/2004 18:30 | | ",
        "Parks Group | 21/07/2004 | 18:30 | 17:00 | ",
        "Parks Group | July 2004 | 18:30 | | ",
        "Parks Group | 1 July 2090 | | | held",
        "Parks Group | 22/07/2004 | soon | | ",
    )
    assert places(send_table(api, "meetings", document)) == [
        (2, "Start"),
        (3, "End"),
        (4, "Date"),
        (4, "Start"),
        (5, "Status"),
        (6, "Start"),
    ]


def test_meetings_are_shown_to_the_public_only_where_asked(api: Client) -> None:
    made(api, "/v1/sub-groups", name="Parks Group")
    take_table(api, "meetings", MEETINGS, create_parties="true")
    assert listed(api.public, "/v1/meetings", "id") == []
    outcome = take_table(api, "meetings", MEETINGS, public="true")
    assert outcome["counts"] == {"meeting": {"updated": 2}}
    assert len(listed(api.public, "/v1/meetings", "id")) == 2


def test_meeting_moved_in_the_register_stays_there_while_the_file_says_the_same(api: Client) -> None:
    made(api, "/v1/sub-groups", name="Parks Group")
    outcome = take_table(api, "meetings", MEETINGS, create_parties="true")
    meeting = api.get(f"/v1/meetings/{outcome['rows'][2]['resource_id']}").json()
    change(api, meeting, starts_at="2005-01-20T19:30:00Z")
    assert take_table(api, "meetings", MEETINGS)["counts"] == {"meeting": {"unchanged": 2}}
    assert api.get(meeting["url"]).json()["starts_at"] == "2005-01-20T19:30:00Z"

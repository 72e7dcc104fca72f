"""Who was at a meeting: each once, shown to the public as its memberships are."""

import pytest

from tests.support.asking import ANY, Item, change, changed, delete, make, refusal
from tests.support.client import Client
from tests.support.ledger import events, last_event


@pytest.fixture
def council(api: Client) -> Item:
    """An organisation."""
    return make(api, "/v1/organisations", name="The Borough Council", acronym="TBC")


@pytest.fixture
def alex(api: Client, council: Item) -> Item:
    """Someone of it whose name is not public."""
    return make(api, "/v1/people", name="Alex Example", organisation_id=council["id"])


def of(meeting: Item) -> str:
    return f"{meeting['url']}/attendances"


def merge(api: Client, gone: Item, into: Item) -> None:
    answer = api.post(f"{gone['url']}/merge", json={"into": into["id"]}, headers=ANY)
    assert answer.status_code == 200, answer.text


def test_attendance_is_of_exactly_one(api: Client, meeting: Item, alex: Item) -> None:
    assert refusal(api.post(of(meeting), json={"status": "present"})) == (
        422,
        "not_one_member",
        ["/person_id", "/organisation_id", "/post_id"],
    )
    both = {"status": "present", "person_id": alex["id"], "organisation_id": "tbc"}
    assert refusal(api.post(of(meeting), json=both))[1] == "not_one_member"
    made = make(api, of(meeting), status="apologies", person_id="alex-example", on_behalf_of_id="tbc")
    assert (made["name"], made["status"], made["on_behalf_of_id"]) == (
        "Alex Example",
        "apologies",
        alex["organisation_id"],
    )


@pytest.mark.usefixtures("council", "alex")
def test_everybody_attends_a_meeting_once(api: Client, group: Item, meeting: Item) -> None:
    make(api, "/v1/posts", title="Officer")
    for party in ({"person_id": "alex-example"}, {"organisation_id": "tbc"}, {"post_id": "officer"}):
        kept = make(api, of(meeting), status="present", **party)
        taken = (409, "attendance_is_kept", [f"/{next(iter(party))}"])
        again = api.post(of(meeting), json={"status": "absent", **party})
        assert refusal(again) == taken
        assert kept["url"] in again.json()["errors"][0]["detail"]
        delete(api, kept)
        make(api, of(meeting), status="absent", **party)
        assert refusal(api.post(f"{kept['url']}/undelete")) == taken
    march = make(api, "/v1/meetings", sub_group_id=group["id"], starts_on="2003-03-18")
    make(api, of(march), status="present", person_id="alex-example")


@pytest.mark.usefixtures("council")
def test_attendance_can_not_become_that_of_somebody_who_has_one(
    api: Client, meeting: Item, alex: Item
) -> None:
    make(api, of(meeting), status="present", organisation_id="tbc")
    made = make(api, of(meeting), status="present", person_id=alex["id"])
    moved = change(api, made, person_id=None, organisation_id="tbc")
    assert refusal(moved) == (409, "attendance_is_kept", ["/organisation_id"])
    assert changed(api, made, status="absent")["status"] == "absent"


def test_public_sees_a_private_person_by_post_or_organisation_and_never_a_note(
    api: Client, meeting: Item, council: Item, alex: Item
) -> None:
    made = make(api, of(meeting), status="apologies", person_id=alex["id"], note="Alex is ill.")
    assert made["note"] == "Alex is ill."
    assert api.public.get(made["url"]).status_code == 404
    changed(api, meeting, visibility="public")

    def seen() -> tuple[str | None, ...]:
        (listed,) = api.public.get(of(meeting)).json()["items"]
        assert listed == api.public.get(made["url"]).json()
        assert (listed["status"], listed["note"]) == ("apologies", None)
        return tuple(listed[name] for name in ("name", "person_id", "post_id", "organisation_id"))

    assert seen() == ("The Borough Council", None, None, council["id"])
    post = make(api, "/v1/posts", title="Officer", holder_id=alex["id"])
    assert seen() == ("Officer", None, post["id"], None)
    changed(api, alex, is_name_public=True)
    assert seen() == ("Alex Example", alex["id"], None, None)


@pytest.mark.usefixtures("council")
def test_attendances_are_found_by_status_and_party(api: Client, meeting: Item, alex: Item) -> None:
    make(api, of(meeting), status="present", organisation_id="tbc")
    make(api, of(meeting), status="apologies", person_id=alex["id"], on_behalf_of_id="tbc")
    make(api, of(meeting), status="absent", post_id=make(api, "/v1/posts", title="Officer")["id"])

    def found(query: str) -> list[str]:
        return [one["status"] for one in api.get(f"{of(meeting)}?{query}").json()["items"]]

    assert found("status=present,absent") == ["present", "absent"]
    assert found("organisation=tbc") == ["present", "apologies"]
    assert found("person=alex-example") == ["apologies"]
    changed(api, meeting, visibility="public")
    for name in ("alex-example", "nobody-at-all"):
        assert api.public.get(f"{of(meeting)}?person={name}").status_code == 401


@pytest.mark.parametrize(
    ("statuses", "kept"),
    [
        (("present", "present"), "present"),
        (("apologies", "present"), "present"),
        (("present", "absent"), "present"),
        (("apologies", "absent"), "absent"),
    ],
)
def test_two_people_who_are_one_attended_once(
    api: Client, group: Item, meeting: Item, alex: Item, statuses: tuple[str, str], kept: str
) -> None:
    alec = make(api, "/v1/people", name="Alec Example")
    for person, status in zip((alex, alec), statuses, strict=True):
        make(api, of(meeting), status=status, person_id=person["id"])
    march = make(api, "/v1/meetings", sub_group_id=group["id"], starts_on="2003-03-18")
    make(api, of(march), status="present", person_id=alex["id"])
    before = last_event(api)
    merge(api, alex, alec)
    for one, status in ((meeting, kept), (march, "present")):
        (attendance,) = api.get(of(one)).json()["items"]
        assert (attendance["person_id"], attendance["status"]) == (alec["id"], status)
    told = [event["verb"] for event in events(api.sessions, before) if event["kind"] == "attendance"]
    assert (
        sorted(told) == ["deleted", "updated"] if kept == statuses[1] else ["deleted", "updated", "updated"]
    )


def test_two_organisations_that_are_one_attended_once_and_were_spoken_for(
    api: Client, meeting: Item, council: Item, alex: Item
) -> None:
    borough = make(api, "/v1/organisations", name="The Royal Borough")
    for one in (council, borough):
        make(api, of(meeting), status="present", organisation_id=one["id"])
    make(api, of(meeting), status="present", person_id=alex["id"], on_behalf_of_id=council["id"])
    merge(api, council, borough)
    shown = api.get(of(meeting)).json()["items"]
    parties = [(one["organisation_id"], one["person_id"], one["on_behalf_of_id"]) for one in shown]
    assert parties == [(borough["id"], None, None), (None, alex["id"], borough["id"])]

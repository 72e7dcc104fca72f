"""Papers of meetings, and minutes: kept with one meeting and approved at a later one."""

from datetime import timedelta
from typing import Any

import pytest

from app.kernel.clock import now
from tests.support.asking import ANY, Item, change, changed, delete, make, refusal
from tests.support.client import Client
from tests.support.ledger import events, last_event


@pytest.fixture
def minutes(api: Client, meeting: Item) -> Item:
    """The minutes of the meeting of 21 January 2003."""
    return add(api, meeting, "Minutes of 21 January", kind="minutes")


@pytest.fixture
def march(api: Client, group: Item) -> Item:
    """The next meeting."""
    return make(api, "/v1/meetings", sub_group_id=group["id"], starts_on="2003-03-18")


def add(api: Client, meeting: Item, title: str, kind: str = "report", **values: Any) -> Item:
    return make(api, f"{meeting['url']}/papers", title=title, kind=kind, **values)


def approve(api: Client, minutes: Item, **values: Any) -> Any:
    return api.post(f"{minutes['url']}/approve", json=values)


def waiting(api: Client, meeting: Item) -> list[str]:
    shown = api.get(f"{meeting['url']}?embed=minutes_to_approve").json()
    return [paper["title"] for paper in shown["minutes_to_approve"]]


def test_reference_is_made_from_the_title_and_unique_in_its_meeting(
    api: Client, meeting: Item, march: Item
) -> None:
    papers = [add(api, one, "The Action Plan") for one in (meeting, meeting, march)]
    assert [paper["reference"] for paper in papers] == ["action-plan", "action-plan-2", "action-plan"]
    assert refusal(change(api, papers[1], reference="action-plan")) == (
        409,
        "reference_is_taken",
        ["/reference"],
    )
    assert papers[0]["url"] in change(api, papers[1], reference="action-plan").json()["errors"][0]["detail"]


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "ftp://example.org/a.doc",
        "//example.org",
        "papers/a.doc",
        "http://",
        "",
        " http://example.org",
        "http://example.org/a b",
        "http://example.org/\u0000",
        "http://example.org/\njavascript:alert(1)",
    ],
)
def test_link_is_a_web_address(api: Client, meeting: Item, link: str) -> None:
    body = {"title": "Plan", "kind": "report", "link": link}
    assert refusal(api.post(f"{meeting['url']}/papers", json=body)) == (422, "invalid", ["/link"])


def test_paper_belongs_to_an_item_of_its_own_meeting(
    api: Client, meeting: Item, march: Item, item: Item
) -> None:
    link = "https://example.org/plan.pdf"
    paper = add(api, meeting, "Plan", agenda_item_id=item["id"], purpose="decision", link=link)
    assert (paper["agenda_item_id"], paper["purpose"], paper["link"]) == (item["id"], "decision", link)
    body = {"title": "Plan", "kind": "report", "agenda_item_id": item["id"]}
    elsewhere = api.post(f"{march['url']}/papers", json=body)
    assert refusal(elsewhere) == (422, "of_another_meeting", ["/agenda_item_id"])
    held_back = api.delete(item["url"], headers=ANY)
    assert paper["url"] in held_back.json()["errors"][0]["detail"]


def test_papers_are_shown_within_their_meeting_and_their_items(
    api: Client, meeting: Item, item: Item
) -> None:
    own, of_item = add(api, meeting, "Map"), add(api, meeting, "Plan", agenda_item_id=item["id"])
    whole = api.get(meeting["url"]).json()
    assert whole["papers"] == [own, of_item]
    assert whole["agenda_items"][0]["papers"] == [of_item]
    assert api.get(f"{item['url']}?embed=papers").json()["papers"] == [of_item]
    assert api.get(f"{meeting['url']}/papers?agenda_item={item['id']}").json()["items"] == [of_item]


def test_public_sees_public_papers_of_public_meetings_without_their_authors(
    api: Client, meeting: Item, item: Item
) -> None:
    shown = add(api, meeting, "Plan", visibility="public", author="Alex Example", agenda_item_id=item["id"])
    hidden = add(api, meeting, "Notes", agenda_item_id=item["id"])
    assert api.public.get(shown["url"]).status_code == 404
    changed(api, meeting, visibility="public")
    assert shown["author"] == "Alex Example"
    assert api.public.get(shown["url"]).json()["author"] is None
    assert api.public.get(hidden["url"]).status_code == 404
    whole = api.public.get(meeting["url"]).json()
    for papers in (
        api.public.get(f"{meeting['url']}/papers?count=true").json()["items"],
        whole["papers"],
        whole["agenda_items"][0]["papers"],
    ):
        assert [(paper["title"], paper["author"]) for paper in papers] == [("Plan", None)]
    assert api.public.get(f"{meeting['url']}/papers?q=alex").json()["items"] == []


def test_minutes_are_a_draft_until_a_later_meeting_approves_them(
    api: Client, meeting: Item, minutes: Item, march: Item
) -> None:
    assert (minutes["status"], minutes["approved_on"]) == ("draft", None)
    assert add(api, meeting, "Plan")["status"] is None
    decision = make(api, f"{march['url']}/decisions", outcome="agreed", text="The minutes are right.")
    before = last_event(api)
    answer = approve(api, minutes, meeting_id=march["reference"], decision_id=decision["id"])
    assert answer.status_code == 200, answer.text
    shown = answer.json()
    names = ("status", "approved_on", "approval_meeting_id", "approval_decision_id")
    assert [shown[name] for name in names] == ["approved", "2003-03-18", march["id"], decision["id"]]
    assert [(event["verb"], event["kind"]) for event in events(api.sessions, before)] == [
        ("updated", "paper")
    ]
    assert api.get(minutes["url"]).json() == shown


def test_approval_may_be_of_a_later_day(api: Client, minutes: Item, march: Item) -> None:
    shown = approve(api, minutes, meeting_id=march["id"], approved_on="2003-03-25").json()
    assert shown["approved_on"] == "2003-03-25"


def test_approval_is_refused_where_it_does_not_fit(
    api: Client, group: Item, meeting: Item, minutes: Item, march: Item
) -> None:
    later = (422, "not_a_later_meeting", ["/meeting_id"])
    assert refusal(approve(api, minutes, meeting_id=meeting["id"])) == later
    other = make(api, "/v1/sub-groups", name="Learning")
    elsewhere = make(api, "/v1/meetings", sub_group_id=other["id"], starts_on="2003-04-01")
    assert refusal(approve(api, minutes, meeting_id=elsewhere["id"])) == later
    day = {"sub_group_id": group["id"], "starts_on": "2003-05-20"}
    cancelled = make(api, "/v1/meetings", **day, status="cancelled")
    assert refusal(approve(api, minutes, meeting_id=cancelled["id"])) == later
    assert refusal(approve(api, minutes, meeting_id="nowhere")) == (422, "invalid", ["/meeting_id"])
    decision = make(api, f"{meeting['url']}/decisions", outcome="agreed")
    of_other = approve(api, minutes, meeting_id=march["id"], decision_id=decision["id"])
    assert refusal(of_other) == (422, "of_another_meeting", ["/decision_id"])
    wrong_day = (422, "approval_day_disagrees")
    early = approve(api, minutes, meeting_id=march["id"], approved_on="2003-03-17")
    assert refusal(early) == (*wrong_day, ["/approved_on"])
    ahead = {"sub_group_id": group["id"], "starts_on": str(now().date() + timedelta(days=30))}
    to_come = make(api, "/v1/meetings", **ahead)
    assert refusal(approve(api, minutes, meeting_id=to_come["id"])) == (*wrong_day, ["/meeting_id"])
    assert api.get(minutes["url"]).json() == minutes


def test_minutes_are_approved_by_a_decision_that_agreed(api: Client, minutes: Item, march: Item) -> None:
    for outcome in ("rejected", "deferred", "noted"):
        decision = make(api, f"{march['url']}/decisions", outcome=outcome)
        answer = approve(api, minutes, meeting_id=march["id"], decision_id=decision["id"])
        assert refusal(answer) == (409, "decision_did_not_agree", ["/decision_id"]), outcome
    changed(api, decision, outcome="amended")
    assert approve(api, minutes, meeting_id=march["id"], decision_id=decision["id"]).status_code == 200


def test_only_minutes_are_approved_and_only_once(
    api: Client, meeting: Item, minutes: Item, march: Item
) -> None:
    report = add(api, meeting, "Plan")
    assert refusal(approve(api, report, meeting_id=march["id"])) == (409, "not_minutes", [])
    assert refusal(api.post(f"{report['url']}/reopen", json={})) == (409, "not_minutes", [])
    assert refusal(api.post(f"{minutes['url']}/reopen", json={})) == (409, "minutes_are_open", [])
    assert approve(api, minutes, meeting_id=march["id"]).status_code == 200
    assert refusal(approve(api, minutes, meeting_id=march["id"])) == (409, "minutes_are_approved", [])


def test_approved_minutes_stand_until_they_are_opened_again(api: Client, minutes: Item, march: Item) -> None:
    assert approve(api, minutes, meeting_id=march["id"]).status_code == 200
    refused: tuple[int, str, list[str]] = (409, "minutes_are_approved", [])
    assert refusal(change(api, minutes, title="Notes")) == refused
    assert refusal(change(api, minutes, title="Notes", visibility="public")) == refused
    # It is often decided only then that others may read them.
    assert changed(api, minutes, visibility="public")["visibility"] == "public"
    assert refusal(api.delete(minutes["url"], headers=ANY)) == refused
    assert minutes["url"] in api.delete(march["url"], headers=ANY).json()["errors"][0]["detail"]
    before = last_event(api)
    opened = api.post(f"{minutes['url']}/reopen", json={"reason": "Item 3 was misheard."}).json()
    assert (opened["status"], opened["approved_on"], opened["approval_meeting_id"]) == ("draft", None, None)
    assert [event["reason"] for event in events(api.sessions, before)] == ["Item 3 was misheard."]
    assert changed(api, minutes, title="Notes")["title"] == "Notes"
    delete(api, minutes)


def test_approval_that_is_repeated_with_its_key_is_done_once(api: Client, minutes: Item, march: Item) -> None:
    asked = {"json": {"meeting_id": march["id"]}, "headers": {"Idempotency-Key": "approve"}}
    first, again = (api.post(f"{minutes['url']}/approve", **asked) for _ in range(2))
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.content == again.content


def test_later_meetings_show_the_minutes_that_wait_for_approval(
    api: Client, meeting: Item, minutes: Item, march: Item, group: Item
) -> None:
    may = make(api, "/v1/meetings", sub_group_id=group["id"], starts_on="2003-05-20")
    other = make(api, "/v1/sub-groups", name="Learning")
    elsewhere = make(api, "/v1/meetings", sub_group_id=other["id"], starts_on="2003-05-20")
    add(api, march, "Minutes of 18 March", kind="minutes")
    add(api, meeting, "Plan")
    assert waiting(api, meeting) == []
    assert waiting(api, march) == ["Minutes of 21 January"]
    assert waiting(api, may) == ["Minutes of 21 January", "Minutes of 18 March"]
    assert waiting(api, elsewhere) == []
    assert approve(api, minutes, meeting_id=march["id"]).status_code == 200
    assert waiting(api, may) == ["Minutes of 18 March"]
    assert "minutes_to_approve" not in api.get(may["url"]).json()


def test_public_sees_of_waiting_minutes_only_what_is_public(
    api: Client, meeting: Item, minutes: Item, march: Item
) -> None:
    changed(api, march, visibility="public")
    assert waiting(api.public, march) == []
    changed(api, minutes, visibility="public")
    assert waiting(api.public, march) == []
    changed(api, meeting, visibility="public")
    assert waiting(api.public, march) == ["Minutes of 21 January"]
    delete(api, meeting)
    assert waiting(api, march) == []


def test_public_is_not_told_which_meeting_of_partners_approved_minutes(
    api: Client, meeting: Item, minutes: Item, march: Item
) -> None:
    changed(api, meeting, visibility="public")
    changed(api, minutes, visibility="public")
    decision = make(api, f"{march['url']}/decisions", outcome="agreed")
    approve(api, minutes, meeting_id=march["id"], decision_id=decision["id"]).raise_for_status()
    seen = api.public.get(minutes["url"]).json()
    assert (seen["status"], seen["approval_meeting_id"], seen["approval_decision_id"]) == (
        "approved",
        None,
        None,
    )
    changed(api, march, visibility="public")
    assert api.public.get(minutes["url"]).json()["approval_decision_id"] == decision["id"]


@pytest.mark.parametrize(
    ("which", "values", "pointer"),
    [
        ("march", {"status": "cancelled"}, "/status"),
        ("march", {"starts_on": "2003-01-21"}, "/starts_on"),
        ("march", {"starts_on": "2003-03-19"}, "/starts_on"),
        ("march", {"sub_group_id": "learning"}, "/sub_group_id"),
        ("january", {"starts_on": "2003-03-18"}, "/starts_on"),
        ("january", {"sub_group_id": "learning"}, "/sub_group_id"),
    ],
)
def test_meeting_on_which_approved_minutes_hang_stays_one_that_could_approve_them(
    api: Client, meeting: Item, minutes: Item, march: Item, which: str, values: Item, pointer: str
) -> None:
    make(api, "/v1/sub-groups", name="Learning")
    assert approve(api, minutes, meeting_id=march["id"]).status_code == 200
    hanging = {"january": meeting, "march": march}[which]
    refused = change(api, hanging, **values)
    assert refusal(refused) == (409, "rests_on_it", [pointer])
    assert minutes["url"] in refused.json()["errors"][0]["detail"]
    assert api.post(f"{minutes['url']}/reopen", json={}).status_code == 200
    assert change(api, hanging, **values).status_code == 200


def test_other_changes_of_a_meeting_on_which_minutes_hang_are_free(
    api: Client, meeting: Item, minutes: Item, march: Item
) -> None:
    assert approve(api, minutes, meeting_id=march["id"], approved_on="2003-03-25").status_code == 200
    # It is still after January, and not after the day of the approval.
    assert changed(api, march, starts_on="2003-03-20", status="held")["starts_on"] == "2003-03-20"
    assert changed(api, meeting, starts_on="2003-01-28", title="Winter meeting")["title"] == "Winter meeting"


def test_decision_by_which_minutes_were_approved_stays_one_that_agreed(
    api: Client, minutes: Item, march: Item
) -> None:
    decision = make(api, f"{march['url']}/decisions", outcome="agreed")
    assert approve(api, minutes, meeting_id=march["id"], decision_id=decision["id"]).status_code == 200
    refused = change(api, decision, outcome="deferred")
    assert refusal(refused) == (409, "rests_on_it", ["/outcome"])
    assert minutes["url"] in refused.json()["errors"][0]["detail"]
    assert changed(api, decision, outcome="amended")["outcome"] == "amended"

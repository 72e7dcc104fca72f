"""What is missing from actions, or left for a person to settle: each gap is told while it is there, and no longer."""

from datetime import date, timedelta
from typing import Any

import pytest

from app.actions.rules import GapKind
from tests.support.asking import Item, changed, make
from tests.support.client import Client
from tests.support.plans import make_action, make_plan

Gap = tuple[str, str | None]


def gaps(api: Client, query: str = "", *but: str) -> dict[str, list[Gap]]:
    """List the gaps of each action, as kind and words; without those of the kinds that don't matter."""
    items = api.get(f"/v1/gaps?{query}").json()["items"]
    told = {
        item["reference"]: [(gap["kind"], gap["text"]) for gap in item["gaps"] if gap["kind"] not in but]
        for item in items
    }
    return {reference: found for reference, found in told.items() if found}


@pytest.fixture
def trust(api: Client) -> Item:
    """An organisation that leads."""
    return make(api, "/v1/organisations", name="Harbour Trust")


def whole(api: Client, plan: Item, trust: Item, **values: Any) -> Item:
    """Make an action from which nothing is missing, but for what is given."""
    return make_action(
        api, plan, **{"leads": [{"organisation_id": trust["id"]}], "due": "July 2004", **values}
    )


def test_whole_action_has_no_gaps(api: Client, plan: Item, trust: Item) -> None:
    whole(api, plan, trust)
    assert gaps(api) == {}


def test_each_gap_is_told_with_its_words(api: Client, plan: Item, trust: Item) -> None:
    vacant = make(api, "/v1/posts", title="Warden", is_vacant=True)
    whole(api, plan, trust, reference="a", leads=[])
    whole(api, plan, trust, reference="b", leads=[{"is_vacant": True, "text": "to be found"}])
    whole(api, plan, trust, reference="c", leads=[{"post_id": vacant["id"]}])
    whole(api, plan, trust, reference="d", due="")
    whole(api, plan, trust, reference="e", due="TBC")
    whole(api, plan, trust, reference="f", due="zzz")
    whole(api, plan, trust, reference="g", leads=[], lead_text="Boat Club")
    assert gaps(api) == {
        "a": [("no_lead", None)],
        "b": [("vacant_lead", "to be found")],
        "c": [("vacant_lead", "Warden")],
        "d": [("no_date", None)],
        "e": [("no_date", "TBC")],
        "f": [("no_date", "zzz"), ("unread_due", "zzz")],
        "g": [("unresolved_name", "Boat Club")],
    }


def test_what_waits_goes_on_or_is_closed_has_no_gap_in_its_date(api: Client, plan: Item, trust: Item) -> None:
    for words in ("Ongoing", "within 6 months of adoption", "from September 2004", "COMPLETED"):
        whole(api, plan, trust, due=words)
    whole(api, plan, trust, due="", status="completed")
    whole(api, plan, trust, due="", status="cancelled")
    assert gaps(api) == {}


def test_gap_is_closed_by_what_was_missing(api: Client, plan: Item, trust: Item) -> None:
    action = whole(api, plan, trust, leads=[], lead_text="Boat Club", due="")
    club = make(api, "/v1/organisations", name="Boat Club")
    assert gaps(api) == {"1": [("no_date", None)]}
    changed(api, action, due={"text": "July 2004"})
    assert gaps(api) == {}
    assert api.get(action["url"]).json()["leads"][0]["organisation_id"] == club["id"]


def test_confirmation_that_new_words_ended_is_told(api: Client, plan: Item, trust: Item) -> None:
    action = whole(api, plan, trust)
    changed(api, action, due={"reading": "confirmed"})
    changed(api, action, due={"text": "August 2004"})
    assert gaps(api) == {"1": [("confirmation_ended", "July 2004")]}
    changed(api, action, due={"reading": "confirmed"})
    assert gaps(api) == {}


def test_meetings_that_somebody_must_settle_are_told(api: Client, plan: Item, trust: Item) -> None:
    group = make(api, "/v1/sub-groups", name="Steering Group", kind="steering_group")
    days = ("2004-07-07", "2004-07-21")
    meetings = [make(api, "/v1/meetings", sub_group_id=group["id"], starts_on=day) for day in days]
    whole(api, plan, trust, due="July 2004 meeting")
    (told,) = gaps(api)["1"]
    assert told[0] == "ambiguous_meeting"
    assert "July 2004 meeting" in str(told[1])
    changed(api, meetings[0], status="cancelled")
    assert gaps(api) == {}
    changed(api, meetings[1], status="cancelled")
    assert [kind for kind, _ in gaps(api)["1"]] == ["cancelled_meeting"]


def test_gaps_of_milestones_name_them(api: Client, plan: Item, trust: Item) -> None:
    action = whole(api, plan, trust)
    milestone = make(api, f"{action['url']}/milestones", title="Printed", due={"text": "zzz"})
    (item,) = api.get("/v1/gaps").json()["items"]
    assert item["gaps"] == [{"kind": "unread_due", "text": "zzz", "milestone_id": milestone["id"]}]
    changed(api, milestone, status="met")
    assert gaps(api) == {}


def test_no_news_for_long_is_a_gap(api: Client, plan: Item, trust: Item) -> None:
    action = whole(api, plan, trust)
    today = date.fromisoformat(action["created_at"][:10])

    def on(days: int) -> dict[str, list[Gap]]:
        return gaps(api, f"as_of={today + timedelta(days=days)}&no_update_days=30")

    assert on(29) == {}
    assert on(32) == {"1": [("no_update", None)]}
    told = make(api, f"{action['url']}/progress-updates", text="Begun", reported_on=str(today))
    assert on(30) == {}
    assert on(32) == {"1": [("no_update", told["reported_on"])]}
    assert gaps(api, f"as_of={today + timedelta(days=32)}") == {}


def test_gaps_are_asked_for_by_kind_plan_and_lead(api: Client, plan: Item, trust: Item) -> None:
    other = make_plan(api, title="Other", reference="other")
    whole(api, plan, trust, reference="a", due="")
    whole(api, plan, trust, reference="b", due="zzz")
    whole(api, other, trust, reference="c", leads=[])
    assert gaps(api, "kind=unread_due") == {"b": [("unread_due", "zzz")]}
    assert [*gaps(api, "kind=no_lead,unread_due")] == ["b", "c"]
    assert [*gaps(api, "plan=other")] == ["c"]
    assert [*gaps(api, f"lead={trust['reference']}")] == ["a", "b"]
    page = api.get("/v1/gaps?limit=2&count=true").json()
    assert ([item["reference"] for item in page["items"]], page["total"]) == (["a", "b"], 3)
    rest = api.get(f"/v1/gaps?limit=2&cursor={page['next']}").json()
    assert [item["reference"] for item in rest["items"]] == ["c"]


def test_gaps_are_for_partners_and_refuse_what_is_not_known(api: Client) -> None:
    assert api.public.get("/v1/gaps").status_code == 401
    for query in ("kind=late", "no_update_days=0", "no_update_days=x", "state=open", "plan=none"):
        answer = api.get(f"/v1/gaps?{query}")
        assert answer.status_code == 400, query
        assert [fault["parameter"] for fault in answer.json()["errors"]] == [query.partition("=")[0]]
    told = api.get("/v1/gaps?kind=late").json()["errors"][0]["detail"]
    assert all(kind in told for kind in GapKind)

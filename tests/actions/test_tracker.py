"""The progress of a plan: its actions counted by what they are under, and what changed since a day."""

from datetime import date
from typing import Any

import pytest

from app.actions.rules.progress import Changed, Reported, changed_since
from tests.support.asking import Item, changed, delete, make
from tests.support.client import Client
from tests.support.plans import make_action, make_plan, make_themes

STATUSES = ("not_started", "in_progress", "completed", "cancelled", "deferred", "carried_forward")
STATES = ("upcoming", "in_window", "overdue", "ongoing", "waiting", "undated", "done")


def tracked(client: Client, plan: Item, **asked: Any) -> Item:
    """Read the progress of a plan as of 1 August 2004."""
    answer = client.get(f"{plan['url']}/progress", params={"as_of": "2004-08-01", **asked})
    assert answer.status_code == 200, answer.text
    progress: Item = answer.json()
    return progress


def totals(progress: Item) -> list[tuple[str | None, int]]:
    """Give the name and the number of actions of each group."""
    return [(row["name"], row["total"]) for row in progress["groups"]]


def counts(words: tuple[str, ...], **some: int) -> dict[str, int]:
    """Give these numbers, and zero for all other words."""
    return {**dict.fromkeys(words, 0), **some}


def report(api: Client, action: Item, day: str, **values: Any) -> None:
    """Report progress of a day."""
    make(api, f"{action['url']}/progress-updates", reported_on=day, **values)


def test_actions_are_counted_under_each_theme_and_once_in_all(api: Client, plan: Item) -> None:
    first, second, _ = make_themes(api, plan, "Strategic", "Inclusive", "Efficient")
    make_action(api, plan, theme_ids=[first["id"]], due="July 2004", rag="red")
    make_action(api, plan, theme_ids=[first["id"], second["id"]], status="completed", rag="green")
    make_action(api, plan, theme_ids=[second["id"]], due="Ongoing", status="in_progress")
    make_action(api, plan, due="March 2005")
    delete(api, make_action(api, plan))
    make_action(api, make_plan(api), status="cancelled")
    progress = tracked(api, plan)
    assert (progress["plan_id"], progress["by"], progress["as_of"]) == (plan["id"], "theme", "2004-08-01")
    assert (progress["since"], progress["changes"]) == (None, [])
    assert totals(progress) == [("1. Strategic", 2), ("2. Inclusive", 2), (None, 1)]
    strategic, inclusive, none = progress["groups"]
    assert strategic == {
        "kind": "theme",
        "id": first["id"],
        "name": "1. Strategic",
        "organisation": None,
        "url": first["url"],
        "total": 2,
        "by_status": counts(STATUSES, not_started=1, completed=1),
        "by_state": counts(STATES, overdue=1, done=1),
        "by_rag": {"red": 1, "amber": 0, "green": 1, "none": 0},
        "changed": None,
        "newly_completed": None,
    }
    assert inclusive["by_state"] == counts(STATES, ongoing=1, done=1)
    assert (none["kind"], none["id"], none["url"]) == (None, None, None)
    assert none["by_state"] == counts(STATES, upcoming=1)
    # The action under both themes is one of four.
    assert progress["totals"]["total"] == 4
    assert progress["totals"]["by_status"] == counts(STATUSES, not_started=2, completed=1, in_progress=1)
    assert progress["totals"]["by_rag"] == {"red": 1, "amber": 0, "green": 1, "none": 2}


def test_states_are_those_of_the_list_of_actions(api: Client, plan: Item) -> None:
    for due in ("July 2004", "August 2004", "From September 2004", "After the report", "", "Yearly in May"):
        make_action(api, plan, due=due)
    for day in ("2004-07-31", "2004-08-01", "2004-09-01", "2005-06-01"):
        listed = api.get("/v1/actions", params={"as_of": day, "plan": plan["id"]}).json()["items"]
        expected = counts(STATES)
        for item in listed:
            expected[item["due"]["state"]] += 1
        assert tracked(api, plan, as_of=day)["totals"]["by_state"] == expected


def test_actions_are_counted_by_cluster_and_criterion(api: Client, plan: Item) -> None:
    cluster = make(api, "/v1/sub-groups", name="Health cluster", kind="cluster")
    criterion = make(api, "/v1/criteria", framework="Accreditation", title="Strategic")
    themes = [
        make(api, f"{plan['url']}/themes", title=title, criterion_id=criterion["id"]) for title in ("A", "B")
    ]
    make_action(api, plan, cluster_ids=[cluster["id"]], theme_ids=[one["id"] for one in themes])
    make_action(api, plan)
    (group, _) = tracked(api, plan, by="cluster")["groups"]
    assert [group[name] for name in ("kind", "id", "name", "url", "total")] == [
        *("sub_group", cluster["id"], "Health cluster", cluster["url"], 1)
    ]
    # Both themes answer the one criterion.
    (group, none) = tracked(api, plan, by="criterion")["groups"]
    assert [group[name] for name in ("kind", "id", "name", "url", "total")] == [
        *("criterion", criterion["id"], "Strategic", criterion["url"], 1)
    ]
    assert (none["name"], none["total"]) == (None, 1)


@pytest.fixture
def led(api: Client) -> Item:
    """A public plan, led by a council, a person of it whose name is private, a post of a trust, and nobody yet."""
    plan = make_plan(api, visibility="public")
    council = make(api, "/v1/organisations", name="RBKC")
    trust = make(api, "/v1/organisations", name="Golborne Trust")
    person = make(api, "/v1/people", name="Ada Quiet", organisation_id=council["id"])
    post = make(api, "/v1/posts", title="Officer", organisation_id=trust["id"])
    for leads in (
        [{"organisation_id": council["id"]}],
        [{"person_id": person["id"]}, {"post_id": post["id"]}],
        [{"is_vacant": True}],
    ):
        make_action(api, plan, leads=leads)
    make_action(api, plan, lead_text="Nobody Known Trust")
    make_action(api, plan)
    return plan


def test_actions_are_counted_by_who_leads(api: Client, led: Item) -> None:
    rows = tracked(api, led, by="lead")["groups"]
    assert [(row["kind"], row["name"], row["total"]) for row in rows] == [
        ("person", "Ada Quiet", 1),
        ("organisation", "Nobody Known Trust", 1),
        ("post", "Officer", 1),
        ("organisation", "RBKC", 1),
        ("vacant", None, 1),
        (None, None, 1),
    ]
    assert [row["url"] is None for row in rows] == [False, True, False, False, True, True]
    assert [row["organisation"] for row in rows] == ["RBKC", None, "Golborne Trust", None, None, None]
    assert tracked(api, led, by="lead")["totals"]["total"] == 5


def test_people_are_counted_by_organisation_without_a_key(api: Client, led: Item) -> None:
    answer = api.public.get(f"{led['url']}/progress?by=lead")
    assert "Ada" not in answer.text
    assert "Nobody Known" not in answer.text
    assert [(row["kind"], row["name"], row["total"]) for row in answer.json()["groups"]] == [
        ("post", "Officer", 1),
        # What it leads itself, and what someone of it leads.
        ("organisation", "RBKC", 2),
        ("organisation", None, 1),
        ("vacant", None, 1),
        (None, None, 1),
    ]
    # In none are the one to be led by somebody yet, the one led by an unknown name, and the one led by nobody.
    expected = [("Golborne Trust", 1), ("RBKC", 2), (None, 3)]
    for client in (api, api.public):
        assert totals(tracked(client, led, by="organisation")) == expected
    changed(api, led, visibility="partners")
    assert api.public.get(f"{led['url']}/progress").status_code == 404


def test_what_changed_since_a_day_is_told(api: Client, plan: Item) -> None:
    (theme,) = make_themes(api, plan, "Strategic")
    first, second, third, _ = (
        make_action(api, plan, reference=str(number), theme_ids=[theme["id"]] if number < 3 else [])
        for number in (1, 2, 3, 4)
    )
    report(api, first, "2004-06-30", status="in_progress", text="Begun")
    report(api, first, "2004-07-01", text="Half way")
    report(api, first, "2004-07-20", status="completed")
    report(api, second, "2004-06-30", status="completed")
    report(api, third, "2004-07-05", text="Asked for quotes", rag="amber")
    progress = tracked(api, plan, since="2004-07-01")
    assert progress["changes"] == [
        {
            "id": first["id"],
            "url": first["url"],
            "reference": "1",
            "from_status": "in_progress",
            "to_status": "completed",
            "reported_on": "2004-07-20",
            "text": "Half way",
        },
        {
            "id": third["id"],
            "url": third["url"],
            "reference": "3",
            "from_status": "not_started",
            "to_status": "not_started",
            "reported_on": "2004-07-05",
            "text": "Asked for quotes",
        },
    ]
    of_rows = [(row["name"], row["changed"], row["newly_completed"]) for row in progress["groups"]]
    assert of_rows == [("1. Strategic", 1, 1), (None, 1, 0)]
    assert (progress["totals"]["changed"], progress["totals"]["newly_completed"]) == (2, 1)
    later = tracked(api, plan, since="2004-07-21")
    assert (later["changes"], later["totals"]["changed"], later["totals"]["newly_completed"]) == ([], 0, 0)
    # Since the end of June both were completed.
    assert tracked(api, plan, since="2004-06-30")["totals"]["newly_completed"] == 2


def test_nothing_is_told_since_a_day_that_has_not_come(api: Client, plan: Item) -> None:
    refused = api.get(f"{plan['url']}/progress?as_of=2004-07-20&since=2004-07-21")
    (fault,) = refused.json()["errors"]
    assert (refused.status_code, fault["parameter"]) == (400, "since")
    assert "2004-07-20" in fault["detail"]
    assert tracked(api, plan, as_of="2004-07-20", since="2004-07-20")["changes"] == []
    # Without `as_of` it is told as of today.
    assert api.get(f"{plan['url']}/progress?since=2999-01-01").status_code == 400


def test_parameters_that_are_not_taken_are_refused(api: Client, plan: Item) -> None:
    for query in ("by=colour", "since=soon", "as_of=1", "limit=5"):
        assert api.get(f"{plan['url']}/progress?{query}").status_code == 400, query
    assert api.get("/v1/plans/nonsense/progress").status_code == 404
    empty = tracked(api, plan)
    assert (empty["groups"], empty["totals"]["total"]) == ([], 0)


MAY, JUNE, JULY = date(2004, 5, 1), date(2004, 6, 1), date(2004, 7, 1)


@pytest.mark.parametrize(
    ("updates", "status", "told"),
    [
        ([], "not_started", None),
        ([Reported(MAY, "in_progress", None)], "in_progress", None),
        (
            [Reported(JUNE, "completed", "Done")],
            "completed",
            ("not_started", "completed", JUNE, "Done", True),
        ),
        (
            [Reported(MAY, "completed", None), Reported(JULY, "in_progress", "Reopened")],
            "in_progress",
            ("completed", "in_progress", JULY, "Reopened", False),
        ),
        (
            [Reported(MAY, "completed", None), Reported(JUNE, None, "Thanked"), Reported(JULY, None, None)],
            "completed",
            ("completed", "completed", JULY, "Thanked", False),
        ),
    ],
)
def test_change_is_told_from_what_was_reported(
    updates: list[Reported], status: str, told: tuple[Any, ...] | None
) -> None:
    found = changed_since(updates, status, JUNE)
    assert isinstance(found, Changed) == (told is not None)
    if found is not None and told is not None:
        assert (found.from_status, found.to_status, found.day, found.text) == told[:4]
        assert found.is_newly_completed is told[4]

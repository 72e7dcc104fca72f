"""What a person made of due words stands, whatever an import would read them as now."""

from typing import Any

from sqlalchemy import select, update

from app.actions.models import Action
from app.core.db import reading, writing
from tests.support.client import Client
from tests.support.documents import PAINT, SWEEP, Item, actions, changed, changes, take, with_rows

_actions = Action.__table__
DITTO = changed(PAINT, due="ditto")
LATER = changed(SWEEP, due="August 2004")


def read_by_a_person(api: Client, action: Item, **values: Any) -> None:
    """Keep another reading of an action's due words: the API has no way to say one yet."""
    with writing(api.sessions) as session:
        session.execute(update(_actions).where(_actions.c.id == action["id"]).values(**values))


def bound_to_a_meeting(api: Client, action: Item) -> list[Item]:
    """Give the points of an action as they are when a meeting is what they stand for."""
    group = api.post("/v1/sub-groups", json={"name": "Dock Group"}).json()
    body = {"sub_group_id": group["id"], "starts_on": "2004-07-12"}
    meeting = api.post("/v1/meetings", json=body).json()
    with reading(api.sessions) as session:
        points = session.execute(select(_actions.c.due_points).where(_actions.c.id == action["id"]))
        return [{**point, "meeting_id": meeting["id"]} for point in points.scalar_one()]


def test_confirmed_ditto_stands_below_a_row_that_changed(api: Client) -> None:
    take(api, with_rows(SWEEP, DITTO))
    read_by_a_person(api, actions(api)["1.2"], due_reading="confirmed")
    stood = actions(api)["1.2"]
    assert [(point["edtf"], stood["due"]["reading"]) for point in stood["due"]["points"]] == [
        ("2004-07", "confirmed")
    ]
    assert [*changes(take(api, with_rows(LATER, DITTO)))] == ["action 1.1"]
    assert actions(api)["1.2"] == stood


def test_ditto_bound_to_a_meeting_stands_below_a_row_that_changed(api: Client) -> None:
    take(api, with_rows(SWEEP, DITTO))
    ditto = actions(api)["1.2"]
    read_by_a_person(api, ditto, due_points=bound_to_a_meeting(api, ditto))
    stood = actions(api)["1.2"]
    assert stood["due"]["points"][0]["meeting_id"] is not None
    assert [*changes(take(api, with_rows(LATER, DITTO)))] == ["action 1.1"]
    assert actions(api)["1.2"] == stood


def test_confirmed_due_gives_way_to_other_words_of_the_file(api: Client) -> None:
    take(api, with_rows(SWEEP, DITTO))
    read_by_a_person(api, actions(api)["1.2"], due_reading="confirmed")
    take(api, with_rows(SWEEP, changed(PAINT, due="May 2005")))
    due = actions(api)["1.2"]["due"]
    assert (due["text"], due["reading"], due["points"][0]["edtf"]) == ("May 2005", "automatic", "2005-05")

"""Events read back: everything, some kinds, or one thing with its parts."""

from typing import Any
from urllib.parse import parse_qsl

import pytest

from app.core.callers import COMMAND_LINE
from app.core.db import Sessions, reading, writing
from app.core.errors import InvalidParameter
from app.ledger.queries import changes_page, history_page
from app.ledger.schemas import ChangeQuery
from app.partners.commands import WRITE_ORGANISATIONS, WRITE_PEOPLE


@pytest.fixture
def kept(sessions: Sessions) -> list[str]:
    """Keep an organisation, a person of it, and a change of the organisation; give the ids of the two."""
    with writing(sessions) as session:
        rbkc = WRITE_ORGANISATIONS.create(session, COMMAND_LINE, {"name": "Borough", "sector": "public"})
        ada = WRITE_PEOPLE.create(session, COMMAND_LINE, {"name": "Ada", "organisation_id": rbkc.id})
        WRITE_ORGANISATIONS.update(session, COMMAND_LINE, rbkc, {"acronym": "RBKC"})
        return [rbkc.id, ada.id]


def told(page: dict[str, Any]) -> list[tuple[str, str]]:
    """List the kind and verb of each event of a page."""
    return [(event["kind"], event["verb"]) for event in page["items"]]


def following(page: dict[str, Any]) -> dict[str, str]:
    """Give the parameters with which a page says to go on."""
    path, _, query = page["next"].partition("?")
    assert path == "/v1/changes"
    return dict(parse_qsl(query))


@pytest.mark.usefixtures("kept")
def test_page_holds_what_comes_after_and_says_where_to_go_on(sessions: Sessions) -> None:
    with reading(sessions) as session:
        whole = changes_page(session, ChangeQuery(), "/v1/changes")
        numbers = [event["id"] for event in whole["items"]]
        second = changes_page(session, ChangeQuery(after=numbers[0], limit=1), "/v1/changes")
        beyond = changes_page(session, ChangeQuery(after=numbers[2]), "/v1/changes")
    assert told(whole) == [("organisation", "created"), ("person", "created"), ("organisation", "updated")]
    assert numbers[0] < numbers[1] < numbers[2]
    assert following(whole) == {"after": str(numbers[2]), "limit": "50"}
    assert told(second) == [("person", "created")]
    assert following(second) == {"after": str(numbers[1]), "limit": "1"}
    assert (beyond["items"], following(beyond)) == ([], following(whole))


@pytest.mark.usefixtures("kept")
def test_page_of_some_kinds_goes_on_with_those(sessions: Sessions) -> None:
    with reading(sessions) as session:
        people = changes_page(session, ChangeQuery(), "/v1/changes", ["person"])
        both = changes_page(session, ChangeQuery(limit=2), "/v1/changes", ["person", "organisation"])
    assert told(people) == [("person", "created")]
    assert following(people)["kind"] == "person"
    assert told(both) == [("organisation", "created"), ("person", "created")]
    assert following(both)["kind"] == "person,organisation"


def test_kind_that_is_never_recorded_is_refused(sessions: Sessions) -> None:
    with pytest.raises(InvalidParameter) as refused, reading(sessions) as session:
        changes_page(session, ChangeQuery(), "/v1/changes", ["person", "meeting_day", "none"])
    assert [fault.parameter for fault in refused.value.errors] == ["kind", "kind"]
    assert all("person" in fault.detail for fault in refused.value.errors)
    assert "meeting_day" not in refused.value.errors[1].detail


def test_history_is_of_one_thing(sessions: Sessions, kept: list[str]) -> None:
    with reading(sessions) as session:
        of_rbkc = history_page(session, "organisation", kept[0], ChangeQuery(), "/there")
        of_ada = history_page(session, "person", kept[1], ChangeQuery(), "/there")
        of_neither = history_page(session, "person", kept[0], ChangeQuery(), "/there")
    assert told(of_rbkc) == [("organisation", "created"), ("organisation", "updated")]
    assert told(of_ada) == [("person", "created")]
    assert (of_neither["items"], of_neither["next"]) == ([], "/there?after=0&limit=50")
    assert of_ada["items"][0]["actor"] == {"kind": "command_line", "id": None, "name": "command line"}

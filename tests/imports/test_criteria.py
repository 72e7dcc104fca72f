"""Themes that are named after a criterion answer it, unless a person says otherwise."""

import pytest

from tests.support.asking import Item, delete, make
from tests.support.client import Client
from tests.support.documents import HARBOUR, as_planned, change, changes, outcomes, plan, take

QUAY = plan(title="Harbour PARTNERSHIP PLAN 2004/05").replace("1. Quay", "1. Action  Focused")


@pytest.fixture
def criterion(api: Client) -> Item:
    return make(api, "/v1/criteria", framework="Accreditation", title="Action-focused")


def themes(api: Client) -> list[Item]:
    listed: list[Item] = api.get(f"/v1/plans/by-reference/{HARBOUR}?embed=themes").json()["themes"]
    return listed


def linked(api: Client) -> list[str | None]:
    """Tell which criterion each theme of the plan answers."""
    return [theme["criterion_id"] for theme in themes(api)]


def test_new_theme_answers_the_criterion_of_its_title_and_is_told_to(api: Client, criterion: Item) -> None:
    planned, kept = take(api, QUAY, dry_run=True), take(api, QUAY)
    assert as_planned(planned) == as_planned(kept)
    assert linked(api) == [criterion["id"], None]
    row = next(row for row in kept["rows"] if row["kind"] == "theme")
    readings = {cell["read_as"]: cell["reading"] for cell in row["cells"]}
    shown = {name: criterion[name] for name in ("id", "reference", "framework", "title")}
    assert readings == {"number": None, "title": {"criterion": shown}}


def test_theme_that_is_there_comes_to_answer_a_criterion_that_is_made_later(api: Client) -> None:
    take(api, QUAY)
    criterion = make(api, "/v1/criteria", framework="Accreditation", title="ACTION FOCUSED")
    again = take(api, QUAY)
    assert outcomes(again, "theme") == [("1", "updated"), ("2", "unchanged")]
    assert changes(again) == {"theme 1": {"criterion_id": {"before": None, "after": criterion["id"]}}}
    assert linked(api) == [criterion["id"], None]
    assert outcomes(take(api, QUAY), "theme") == [("1", "unchanged"), ("2", "unchanged")]


def test_criterion_that_a_person_set_or_cleared_is_left(api: Client, criterion: Item) -> None:
    other = make(api, "/v1/criteria", framework="Accreditation", title="Efficient")
    take(api, QUAY)
    for chosen in (other["id"], None):
        change(api, themes(api)[0], criterion_id=chosen)
        again = take(api, QUAY.replace("Half swept", f"Swept for {chosen}"))
        assert outcomes(again, "theme") == [("1", "unchanged"), ("2", "unchanged")]
        assert linked(api) == [chosen, None]
    assert criterion["title"] == "Action-focused"


def test_theme_answers_no_criterion_of_two_that_are_called_alike(api: Client, criterion: Item) -> None:
    twin = make(api, "/v1/criteria", framework="Another", title="Action focused")
    take(api, QUAY)
    assert linked(api) == [None, None]
    delete(api, twin)
    take(api, QUAY)
    assert linked(api) == [criterion["id"], None]

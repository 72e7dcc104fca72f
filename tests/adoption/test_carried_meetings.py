"""What hangs on a meeting goes on hanging on that meeting, into whosever plan it is carried."""

import pytest

from tests.actions.test_binding import hold
from tests.adoption.test_carrying_forward import carried, copy_of
from tests.adoption.test_transitions import taken
from tests.support.asking import Item, changed, delete, make
from tests.support.client import Client
from tests.support.plans import make_action, make_plan

JANUARY = "January 2005 meeting"


@pytest.fixture
def alpha(api: Client) -> Item:
    """The group whose plan it was agreed in."""
    return make(api, "/v1/sub-groups", name="Alpha Sub-group")


@pytest.fixture
def beta(api: Client) -> Item:
    """The group into whose plan it is carried."""
    return make(api, "/v1/sub-groups", name="Beta Sub-group")


@pytest.fixture
def tenth(api: Client, alpha: Item) -> Item:
    """The meeting of the first group, on 10 January 2005."""
    return hold(api, alpha, "2005-01-10")


@pytest.fixture
def of_alpha(api: Client, plan: Item, alpha: Item) -> Item:
    """The plan of the first group."""
    return changed(api, plan, sub_group_id=alpha["id"])


@pytest.fixture
def of_beta(api: Client, after: Item, beta: Item) -> Item:
    """The plan of the other group, which meets on 25 January 2005."""
    hold(api, beta, "2005-01-25")
    return changed(api, after, sub_group_id=beta["id"])


def hanging(api: Client, after: Item) -> tuple[str, str | None, str | None, str]:
    """Tell of the copy who read its words, on which meeting it hangs and how, and on which day it is due."""
    due = copy_of(api, after)["due"]
    (point,) = due["points"]
    return due["reading"], point["meeting_id"], point["binding"], due["next_on"]


def test_what_hangs_on_a_meeting_hangs_on_it_in_the_plan_of_another_group(
    api: Client, of_alpha: Item, of_beta: Item, tenth: Item
) -> None:
    action = make_action(api, of_alpha, due=JANUARY)
    make(api, f"{action['url']}/milestones", title="A draft", due={"text": JANUARY})
    carried(api, of_alpha, of_beta)
    assert hanging(api, of_beta) == ("carried", tenth["id"], "chosen", "2005-01-10")
    copy = copy_of(api, of_beta)
    (milestone,) = api.get(f"{copy['url']}/milestones").json()["items"]
    assert (milestone["due"]["points"][0]["meeting_id"], milestone["due"]["next_on"]) == (
        tenth["id"],
        "2005-01-10",
    )
    changed(api, tenth, starts_on="2005-01-17")
    assert hanging(api, of_beta) == ("carried", tenth["id"], "chosen", "2005-01-17")
    # The words stand as they were written, and are read for the plan that they are in now if somebody asks for it.
    assert copy["due"]["text"] == JANUARY
    anew = changed(api, copy, due={"reading": "automatic"})["due"]
    assert (anew["reading"], anew["next_on"]) == ("automatic", "2005-01-25")


def test_what_hangs_on_a_meeting_hangs_on_it_in_a_plan_of_no_group(
    api: Client, of_alpha: Item, after: Item, tenth: Item, beta: Item
) -> None:
    make_action(api, of_alpha, due=JANUARY)
    carried(api, of_alpha, after)
    assert hanging(api, after) == ("carried", tenth["id"], "chosen", "2005-01-10")
    # Also once that is the plan of another group.
    meeting = hold(api, beta, "2005-01-25")
    taken(api, after, "proposed", meeting_id=meeting["id"])
    assert hanging(api, after) == ("carried", tenth["id"], "chosen", "2005-01-10")


def test_what_a_person_confirmed_stays_confirmed_and_hangs_on_its_meeting(
    api: Client, of_alpha: Item, of_beta: Item, tenth: Item
) -> None:
    point = {"kind": "by", "edtf": "2005-01", "anchor": JANUARY}
    action = make_action(api, of_alpha, due={"text": "After the holidays", "points": [point]})
    assert action["due"]["points"][0]["binding"] == "automatic"
    carried(api, of_alpha, of_beta)
    assert hanging(api, of_beta) == ("confirmed", tenth["id"], "chosen", "2005-01-10")


def test_words_that_mean_the_same_meeting_in_the_next_plan_are_read_there(
    api: Client, of_alpha: Item, after: Item, alpha: Item, tenth: Item
) -> None:
    make_action(api, of_alpha, due=JANUARY)
    changed(api, after, sub_group_id=alpha["id"])
    carried(api, of_alpha, after)
    assert hanging(api, after) == ("automatic", tenth["id"], "automatic", "2005-01-10")


def test_words_that_name_their_group_mean_its_meeting_in_every_plan(
    api: Client, of_alpha: Item, of_beta: Item, tenth: Item
) -> None:
    make_action(api, of_alpha, due="Alpha Sub-group meeting January 2005")
    carried(api, of_alpha, of_beta)
    assert hanging(api, of_beta) == ("automatic", tenth["id"], "automatic", "2005-01-10")


def test_meeting_that_was_put_off_beyond_its_words_is_still_the_one_that_was_meant(
    api: Client, of_alpha: Item, after: Item, alpha: Item, tenth: Item
) -> None:
    make_action(api, of_alpha, due=JANUARY)
    changed(api, tenth, starts_on="2005-02-07")
    changed(api, after, sub_group_id=alpha["id"])
    carried(api, of_alpha, after)
    assert hanging(api, after) == ("carried", tenth["id"], "chosen", "2005-02-07")


def test_meeting_that_is_not_there_yet_is_that_of_the_group_that_agreed_it(
    api: Client, of_alpha: Item, of_beta: Item, alpha: Item
) -> None:
    make_action(api, of_alpha, due=JANUARY)
    carried(api, of_alpha, of_beta)
    assert hanging(api, of_beta) == ("carried", None, "waiting", "2005-01-31")
    assert copy_of(api, of_beta)["due"]["points"][0]["anchor"] == f"Alpha Sub-group, {JANUARY}"
    tenth = hold(api, alpha, "2005-01-10")
    assert hanging(api, of_beta) == ("carried", tenth["id"], "automatic", "2005-01-10")


def test_meeting_of_a_group_that_no_words_name_is_not_taken_for_that_of_another(
    api: Client, of_alpha: Item, of_beta: Item, alpha: Item
) -> None:
    changed(api, alpha, name="Alpha")
    make_action(api, of_alpha, due=JANUARY)
    carried(api, of_alpha, of_beta)
    assert hanging(api, of_beta) == ("carried", None, None, "2005-01-31")


def test_what_nobody_agreed_yet_means_the_meeting_of_the_group_into_whose_plan_it_comes(
    api: Client, plan: Item, of_beta: Item
) -> None:
    make_action(api, plan, due=JANUARY)
    carried(api, plan, of_beta)
    (reading, _, binding, day) = hanging(api, of_beta)
    assert (reading, binding, day) == ("automatic", "automatic", "2005-01-25")


def test_what_comes_back_each_year_comes_back_at_the_meetings_of_the_same_group(
    api: Client, of_alpha: Item, of_beta: Item, alpha: Item, beta: Item
) -> None:
    make_action(api, of_alpha, due="Each year, January 2005 meeting")
    for group, day in ((alpha, "2005-01-10"), (alpha, "2006-01-09"), (beta, "2006-01-23")):
        hold(api, group, day)
    carried(api, of_alpha, of_beta)
    asked = f"/v1/deadlines?plan={of_beta['id']}&source=action&as_of=2005-01-11&include=missed,later&limit=2"
    days = [one["latest"] for one in api.get(asked).json()["items"]]
    assert days == ["2005-01-10", "2006-01-09"]


def test_chosen_meeting_that_was_deleted_since_keeps_nothing_from_being_carried(
    api: Client, of_alpha: Item, of_beta: Item, tenth: Item
) -> None:
    point = {"kind": "by", "edtf": "2005-01", "meeting_id": tenth["id"]}
    make_action(api, of_alpha, due={"text": "After the holidays", "points": [point]})
    delete(api, tenth)
    carried(api, of_alpha, of_beta)
    assert hanging(api, of_beta) == ("confirmed", None, None, "2005-01-31")


def test_what_was_carried_twice_hangs_on_its_meeting_still(
    api: Client, of_alpha: Item, of_beta: Item, tenth: Item
) -> None:
    make_action(api, of_alpha, due=JANUARY)
    last = make_plan(api, title="Partnership Plan 2006/07")
    carried(api, of_alpha, of_beta)
    carried(api, of_beta, last)
    assert hanging(api, last) == ("carried", tenth["id"], "chosen", "2005-01-10")

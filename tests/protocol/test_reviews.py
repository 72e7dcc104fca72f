"""Rules about reviews: of each plan at intervals, of a cluster, and how many there were."""

import pytest

from tests.protocol.builders import hold_review, judged, make_plan_in_force, make_rule, numbers, step
from tests.support.asking import Item, changed, make
from tests.support.client import Client
from tests.support.plans import make_plan

YEARLY = {"months": 12}
NOTHING_DUE = "no review was due in the period, and none that counts was held"


@pytest.fixture
def plan(api: Client) -> Item:
    """The plan of April 2004 to March 2005."""
    make(api, "/v1/sub-groups", name="Steering Group", kind="steering_group")
    return make_plan_in_force(api, reference="kcp", sub_group_id="steering-group")


def test_each_plan_is_reviewed_each_year(api: Client, plan: Item) -> None:
    rule = make_rule(api, "review_interval", YEARLY)
    evaluation = judged(api, rule)
    # It began on 1 April 2004, so that by 31 March 2005 a year is over.
    assert numbers(evaluation) == (0, 1, "broken", 0)
    assert [(one["kind"], one["url"], one["dated_on"]) for one in evaluation["evidence"]] == [
        ("plan", plan["url"], None)
    ]
    # On the day before, there was still time.
    day_before = judged(api, rule, "from=2004-04-01&to=2005-03-31&as_of=2005-03-30")
    assert numbers(day_before) == (0, 0, "unknown", 0)
    assert day_before["reason"] == NOTHING_DUE
    review = hold_review(api, "2004-09-14", plan_id=plan["id"])
    evaluation = judged(api, rule)
    assert numbers(evaluation) == (1, 1, "kept", 0)
    assert evaluation["evidence"] == [
        {
            "kind": "review",
            "title": "Partnership Plan: Yearly review",
            "dated_on": "2004-09-14",
            "url": review,
            "counts": True,
        }
    ]
    # A year after 14 September 2004 is 14 September 2005, on which there was none.
    next_year = "from=2005-04-01&to=2006-03-31"
    assert numbers(judged(api, rule, f"{next_year}&as_of=2006-03-31")) == (0, 0, "unknown", 0)


def test_one_plan_that_was_not_reviewed_breaks_the_rule_for_each(api: Client, plan: Item) -> None:
    other = make_plan_in_force(api, title="Improvement Plan", ends_on=None)
    hold_review(api, "2004-09-14", plan_id=plan["id"])
    of_each = make_rule(api, "review_interval", YEARLY)
    of_one = make_rule(api, "review_interval", YEARLY, plan_id="kcp")
    of_owner = make_rule(api, "review_interval", YEARLY, sub_group_id="steering-group")
    assert numbers(judged(api, of_each)) == (1, 2, "broken", 0)
    assert numbers(judged(api, of_one)) == numbers(judged(api, of_owner)) == (1, 1, "kept", 0)
    hold_review(api, "2004-10-01", plan_id=other["id"])
    assert numbers(judged(api, of_each)) == (2, 2, "kept", 0)
    # In the next year the one plan is over; a year after 1 October 2004 the other was not reviewed.
    assert numbers(judged(api, of_each, "from=2005-04-01&to=2006-03-31")) == (0, 1, "broken", 0)


def test_plan_that_was_never_adopted_is_not_to_be_reviewed(api: Client) -> None:
    draft = make_plan(api, reference="kcp", visibility="public")
    of_each = make_rule(api, "review_interval", YEARLY, visibility="public")
    of_one = make_rule(api, "review_interval", YEARLY, plan_id="kcp")
    hold_review(api, "2004-02-01", plan_id=draft["id"])
    step(api, draft, "proposed", "2004-06-15")
    for rule in (of_each, of_one):
        evaluation = judged(api, rule)
        assert (*numbers(evaluation), evaluation["reason"]) == (0, 0, "unknown", 0, NOTHING_DUE)
        assert (evaluation["evidence"], evaluation["hidden"]) == ([], 0)
    # What is adopted later is in force from its own start on; the review of the draft is none of it.
    step(api, draft, "adopted", "2004-07-27")
    assert numbers(judged(api, of_each)) == numbers(judged(api, of_one)) == (0, 1, "broken", 0)
    # By June it had not been adopted.
    assert numbers(judged(api, of_each, "from=2004-04-01&to=2004-06-30&as_of=2005-04-01"))[:2] == (0, 0)
    hold_review(api, "2004-11-16", plan_id=draft["id"])
    assert numbers(judged(api, of_each)) == (1, 1, "kept", 0)


def test_plan_without_a_start_begins_with_its_first_adoption(api: Client) -> None:
    plan = make_plan_in_force(api, "2004-07-27", starts_on=None, ends_on=None)
    rule = make_rule(api, "review_interval", YEARLY)
    # A year from 27 July 2004 is over with 26 July 2005.
    for day, found in (("2005-07-26", (0, 0, "unknown", 0)), ("2005-07-27", (0, 1, "broken", 0))):
        assert numbers(judged(api, rule, f"from=2005-04-01&to=2006-03-31&as_of={day}")) == found
    # Adopted anew as amended, it has begun no later.
    for to in ("proposed", "adopted"):
        step(api, plan, to, "2005-03-01")
    assert numbers(judged(api, rule, "from=2005-04-01&to=2006-03-31&as_of=2005-07-27"))[2] == "broken"


def test_plan_is_to_be_reviewed_until_it_is_closed_or_superseded(api: Client) -> None:
    plan = make_plan_in_force(api, ends_on=None)
    rule = make_rule(api, "review_interval", YEARLY)
    next_year = "from=2005-04-01&to=2006-03-31&as_of=2006-04-01"
    assert numbers(judged(api, rule)) == numbers(judged(api, rule, next_year)) == (0, 1, "broken", 0)
    # The first review was due by 31 March 2005; on the day before it was closed.
    step(api, plan, "closed", "2005-03-30")
    for year in ("from=2004-04-01&to=2005-03-31&as_of=2005-04-01", next_year):
        assert numbers(judged(api, rule, year)) == (0, 0, "unknown", 0)
    # On 29 March nobody knew that; a review is due on 31 March still.
    assert numbers(judged(api, rule, "from=2004-04-01&to=2005-03-31&as_of=2005-03-29"))[2] == "unknown"
    make_plan(api, title="The next one", predecessor_id=plan["id"])
    step(api, plan, "superseded", "2005-06-01")
    assert numbers(judged(api, rule, next_year)) == (0, 0, "unknown", 0)


def test_plan_that_was_opened_again_is_to_be_reviewed(api: Client) -> None:
    plan = make_plan_in_force(api)
    rule = make_rule(api, "review_interval", YEARLY)
    step(api, plan, "closed", "2004-12-01")
    assert numbers(judged(api, rule)) == (0, 0, "unknown", 0)
    step(api, plan, "adopted", "2005-01-10")
    assert numbers(judged(api, rule)) == (0, 1, "broken", 0)


def test_cluster_that_may_have_begun_only_now_is_not_known_to_be_late(api: Client) -> None:
    undated = make(api, "/v1/sub-groups", name="Older people", kind="cluster")
    rule = make_rule(api, "review_interval", YEARLY, sub_group_id="older-people")
    evaluation = judged(api, rule)
    assert numbers(evaluation) == (0, 0, "unknown", 1)
    assert [(one["url"], one["missing"]) for one in evaluation["unknown"]] == [
        (undated["url"], ["starts_on"])
    ]


def test_cluster_is_reviewed_as_a_plan_is(api: Client) -> None:
    cluster = make(api, "/v1/sub-groups", name="Older people", kind="cluster", started_on="2003-04-01")
    rule = make_rule(api, "review_interval", YEARLY, sub_group_id="older-people")
    assert numbers(judged(api, rule)) == (0, 1, "broken", 0)
    # Every twelve months: by 31 March 2004, then by 31 March 2005.
    hold_review(api, "2004-03-31", sub_group_id=cluster["id"])
    assert numbers(judged(api, rule)) == (0, 1, "broken", 0)
    review = hold_review(api, "2005-03-31", sub_group_id=cluster["id"])
    evaluation = judged(api, rule)
    assert numbers(evaluation) == (1, 1, "kept", 0)
    assert [one["url"] for one in evaluation["evidence"]] == [review]


def test_reviews_are_counted_that_were_held_in_the_period(api: Client, plan: Item) -> None:
    other = make_plan_in_force(api, title="Another")
    rule = make_rule(api, "minimum_count", {"what": "reviews_held", "count": 2})
    for day in ("2004-03-31", "2004-04-01", "2005-03-31", "2005-04-01"):
        hold_review(api, day, plan_id=plan["id"])
    evaluation = judged(api, rule)
    assert (*numbers(evaluation), evaluation["counted"]) == (2, None, "kept", 0, "reviews")
    of_other = make_rule(api, "minimum_count", {"what": "reviews_held", "count": 1}, plan_id=other["id"])
    assert numbers(judged(api, of_other)) == (0, None, "broken", 0)
    of_owner = make_rule(
        api, "minimum_count", {"what": "reviews_held", "count": 2}, sub_group_id="steering-group"
    )
    assert numbers(judged(api, of_owner)) == (2, None, "kept", 0)


def test_public_is_told_of_reviews_of_public_plans_alone(api: Client, plan: Item) -> None:
    shown = make_plan_in_force(api, title="Open plan", visibility="public")
    for one in (plan, shown):
        hold_review(api, "2004-09-14", plan_id=one["id"])
    rule = make_rule(api, "review_interval", YEARLY, visibility="public")
    evaluation = judged(api.public, rule)
    assert (*numbers(evaluation), evaluation["hidden"]) == (2, 2, "kept", 0, 1)
    assert [one["title"] for one in evaluation["evidence"]] == ["Open plan: Yearly review"]


def test_public_is_not_told_about_which_plan_of_partners_a_rule_is(api: Client, plan: Item) -> None:
    other = make_plan_in_force(api, title="Another")
    hold_review(api, "2004-09-14", plan_id=other["id"])
    rule = make_rule(api, "review_interval", YEARLY, visibility="public", plan_id=plan["id"])
    assert api.public.get(rule["url"]).json()["plan_id"] is None
    # It is judged by that plan all the same, of which no review was held; by both plans it would be 1 of 2.
    assert numbers(judged(api.public, rule)) == numbers(judged(api, rule)) == (0, 1, "broken", 0)
    changed(api, plan, visibility="public")
    assert api.public.get(rule["url"]).json()["plan_id"] == plan["id"]

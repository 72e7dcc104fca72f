"""Indicators over HTTP: their periods, how they stand as of a day, and who sees them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.support.asking import Item, change, changed, delete, make, refusal
from tests.support.client import Client
from tests.support.ledger import events
from tests.support.plans import make_plan, make_themes

YEARS = {"2002/03": 2002, "2003/04": 2003, "2004/05": 2004}


@pytest.fixture
def plan(api: Client) -> Item:
    return make_plan(api, reference="kcp")


def make_indicator(api: Client, direction: str = "up", **values: Any) -> Item:
    return make(api, "/v1/indicators", **{"title": "Meetings away", "direction": direction, **values})


def make_year(api: Client, indicator: Item, label: str, target: float | None, actual: float | None) -> Item:
    first = YEARS[label]
    days = {"starts_on": f"{first}-04-01", "ends_on": f"{first + 1}-03-31"}
    return make(api, f"{indicator['url']}/periods", label=label, target=target, actual=actual, **days)


def standing(api: Client, indicator: Item, as_of: str = "2005-03-31") -> tuple[Any, ...]:
    """Give how the indicator stands: the label of its latest period, its verdict and its trend."""
    shown = api.get(f"{indicator['url']}?as_of={as_of}").json()
    return (shown["latest"] and shown["latest"]["label"], shown["verdict"], shown["trend"])


def test_indicator_shows_its_latest_period_and_its_trend(api: Client) -> None:
    indicator = make_indicator(api, unit="%", baseline=40, baseline_label="2001/02", baseline_on="2002-03-31")
    assert standing(api, indicator) == (None, "unknown", "unknown")
    make_year(api, indicator, "2004/05", 60, None)
    first = make_year(api, indicator, "2002/03", 50, 38.5)
    # 38.5 is below the target of 50, and below the baseline of 40.
    assert standing(api, indicator) == ("2002/03", "off_target", "worse")
    make_year(api, indicator, "2003/04", 50, 50)
    # 50 is the target of 50, and more than the 38.5 of the year before; 2004/05 has no actual yet.
    assert standing(api, indicator) == ("2003/04", "on_target", "better")
    shown = api.get(f"{indicator['url']}?as_of=2005-03-31").json()
    assert shown["compared_with"] == {"label": "2002/03", "value": 38.5, "period_id": first["id"]}
    assert [(one["label"], one["verdict"]) for one in shown["periods"]] == [
        ("2002/03", "off_target"),
        ("2003/04", "on_target"),
        ("2004/05", "unknown"),
    ]
    # On the day before 2003/04 began there was one year, and the baseline before it.
    assert standing(api, indicator, "2003-03-31") == ("2002/03", "off_target", "worse")
    assert standing(api, indicator, "2003-04-01") == ("2003/04", "on_target", "better")
    assert standing(api, indicator, "2002-03-31") == (None, "unknown", "unknown")


def test_nothing_is_measured_before_its_time(api: Client) -> None:
    indicator = make_indicator(api)
    today = datetime.now(UTC).date()
    ahead, begun = today + timedelta(days=2), today - timedelta(days=1)
    days = {"label": "next", "starts_on": f"{ahead}", "ends_on": f"{ahead + timedelta(days=365)}"}
    expected = (422, "measured_ahead_of_time", ["/actual"])
    assert refusal(api.post(f"{indicator['url']}/periods", json={**days, "actual": 0})) == expected
    period = make(api, f"{indicator['url']}/periods", target=50, **days)
    assert refusal(change(api, period, actual=62.5)) == expected
    # One that has begun may be measured so far, and can't be put off then.
    assert changed(api, period, starts_on=f"{begun}", actual=62.5)["verdict"] == "on_target"
    assert refusal(change(api, period, starts_on=f"{ahead}")) == expected
    assert changed(api, period, starts_on=f"{ahead}", actual=None)["actual"] is None
    baseline = {"baseline": 40, "baseline_on": f"{ahead}"}
    assert refusal(change(api, indicator, **baseline)) == (422, "measured_ahead_of_time", ["/baseline"])
    assert changed(api, indicator, baseline=40, baseline_on=f"{begun}")["baseline"] == 40


def test_baseline_is_what_the_first_period_is_compared_with(api: Client) -> None:
    indicator = make_indicator(api, "down", baseline=12, baseline_label="before")
    make_year(api, indicator, "2003/04", None, 11.9)
    shown = api.get(indicator["url"]).json()
    assert (shown["verdict"], shown["trend"]) == ("unknown", "better")
    assert shown["compared_with"] == {"label": "before", "value": 12, "period_id": None}
    assert changed(api, indicator, baseline=None)["trend"] == "unknown"


@pytest.mark.parametrize("number", [0.3, -0.3, 0, 62, 99_999_999_999.9999, -99_999_999_999.9999, 0.0001])
def test_numbers_come_back_as_they_were_written(api: Client, number: float) -> None:
    indicator = make_indicator(api, "hold", baseline=number)
    year = make_year(api, indicator, "2003/04", number, number)
    assert (year["target"], year["actual"], year["verdict"]) == (number, number, "on_target")
    answer = api.get(f"{indicator['url']}/periods?fields=actual,target").text
    assert f'"actual":{number},"target":{number}' in answer
    (kept,) = (event for event in events(api.sessions) if event["kind"] == "indicator_period")
    assert kept["after"]["actual"] == number


def test_sum_that_went_wrong_in_binary_is_refused_and_not_rounded(api: Client) -> None:
    indicator = make_indicator(api)
    year = make_year(api, indicator, "2003/04", 0.3, None)
    refused = change(api, year, actual=0.1 + 0.2)
    assert refusal(refused) == (422, "invalid", ["/actual"])
    assert "at most 4 digits after the point" in refused.json()["errors"][0]["detail"]
    assert changed(api, year, actual=0.3)["verdict"] == "on_target"


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "status"),
    [
        ("2003-03-31", "2003-03-31", 201),
        ("2004-04-01", "2005-03-31", 201),
        ("2003-03-31", "2003-04-01", 409),
        ("2004-03-31", "2004-04-01", 409),
        ("2003-06-01", "2003-06-30", 409),
        ("2003-01-01", "2004-12-31", 409),
    ],
)
def test_periods_have_no_day_in_common(api: Client, starts_on: str, ends_on: str, status: int) -> None:
    indicator, other = make_indicator(api), make_indicator(api)
    year = make_year(api, indicator, "2003/04", 1, 1)
    body = {"label": "x", "starts_on": starts_on, "ends_on": ends_on}
    assert api.post(f"{other['url']}/periods", json=body).status_code == 201
    answer = api.post(f"{indicator['url']}/periods", json=body)
    assert answer.status_code == status
    if status == 409:
        assert refusal(answer) == (409, "periods_overlap", ["/starts_on"])
        assert year["url"] in answer.json()["errors"][0]["detail"]


def test_period_may_move_within_its_own_days_but_not_into_another(api: Client) -> None:
    indicator = make_indicator(api)
    first, second = (make_year(api, indicator, label, 1, 1) for label in ("2002/03", "2003/04"))
    assert changed(api, first, ends_on="2003-03-30")["ends_on"] == "2003-03-30"
    assert refusal(change(api, first, ends_on="2003-04-01"))[:2] == (409, "periods_overlap")
    assert refusal(change(api, first, ends_on="2002-03-31")) == (422, "ends_before_it_starts", ["/ends_on"])
    delete(api, second)
    changed(api, first, ends_on="2003-04-01")
    assert refusal(api.post(f"{second['url']}/undelete"))[:2] == (409, "periods_overlap")


def test_theme_is_one_of_the_plan(api: Client, plan: Item) -> None:
    (theme,) = make_themes(api, plan, "Inclusive")
    other = make_plan(api, title="Another")
    indicator = make_indicator(api, plan_id="kcp", theme_id=theme["id"])
    assert indicator["plan_id"] == plan["id"]
    for wrong in ({"plan_id": other["id"]}, {"plan_id": None}):
        assert refusal(change(api, indicator, **wrong)) == (422, "belongs_to_another_plan", ["/theme_id"])


def test_indicator_is_as_public_as_its_plan(api: Client, plan: Item) -> None:
    of_plan, of_none = make_indicator(api, plan_id=plan["id"]), make_indicator(api)
    year = make_year(api, of_plan, "2003/04", 1, 1)
    for hidden in (of_plan, of_none, year):
        assert api.public.get(hidden["url"]).status_code == 404
    changed(api, plan, visibility="public")
    assert [api.public.get(one["url"]).status_code for one in (of_plan, year, of_none)] == [200, 200, 404]
    assert [one["id"] for one in api.public.get("/v1/indicators").json()["items"]] == [of_plan["id"]]


@pytest.mark.parametrize("direction", ["up", "down", "hold"])
def test_filter_by_verdict_is_the_verdict_that_is_shown(api: Client, direction: str) -> None:
    made = [make_indicator(api, direction) for _ in range(5)]
    for indicator, (target, actual) in zip(
        made, [(50, 49.9999), (50, 50), (50, 50.0001), (None, 50), (50, None)], strict=True
    ):
        make_year(api, indicator, "2003/04", target, actual)
        make_year(api, indicator, "2004/05", 50, None)
    for verdict in ("on_target", "off_target", "unknown"):
        listed = api.get(f"/v1/indicators?verdict={verdict}&as_of=2004-04-01&count=true").json()
        shown = [one["id"] for one in api.get("/v1/indicators").json()["items"] if one["verdict"] == verdict]
        assert [one["id"] for one in listed["items"]] == shown
        assert listed["total"] == len(shown) > 0
    # On a day before the year began nothing had been measured.
    assert api.get("/v1/indicators?verdict=unknown&as_of=2003-03-31&count=true").json()["total"] == 5


def test_filter_by_verdict_goes_by_the_newest_period_that_is_there(api: Client) -> None:
    indicator = make_indicator(api)
    make_year(api, indicator, "2002/03", 50, 49)
    make_year(api, indicator, "2003/04", 50, 51)
    last = make_year(api, indicator, "2004/05", 50, 48)
    for verdict in ("off_target", "on_target"):
        # With the year 2004/05, and without it.
        assert standing(api, indicator)[1] == verdict
        assert api.get(f"/v1/indicators?verdict={verdict}&count=true").json()["total"] == 1
        if verdict == "off_target":
            delete(api, last)


def test_indicators_are_found_by_what_they_tell_of(api: Client, plan: Item) -> None:
    (theme,) = make_themes(api, plan, "Inclusive")
    cluster = make(api, "/v1/sub-groups", name="Older people", kind="cluster")
    council = make(api, "/v1/organisations", name="RBKC")
    links = {"plan_id": "kcp", "theme_id": theme["id"], "sub_group_id": "older-people"}
    found = make_indicator(api, **links, organisation_id="rbkc", reference="i1")
    make_indicator(api, "down", reference="i2")
    assert (found["sub_group_id"], found["organisation_id"]) == (cluster["id"], council["id"])
    asked = ("plan=kcp", "theme=1", "sub_group=older-people", "organisation=rbkc", "direction=up")
    for query in asked:
        listed = api.get(f"/v1/indicators?{query}&fields=reference").json()["items"]
        assert listed == [{"reference": "i1"}], query


def test_merged_organisation_measures_on(api: Client) -> None:
    gone = make(api, "/v1/organisations", name="Social Council")
    stays = make(api, "/v1/organisations", name="KCSC")
    indicator = make_indicator(api, organisation_id=gone["id"])
    merged = api.post(f"{gone['url']}/merge", json={"into": "kcsc"}, headers={"If-Match": "*"})
    assert merged.status_code == 200
    assert api.get(indicator["url"]).json()["organisation_id"] == stays["id"]

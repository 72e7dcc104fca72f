"""The protocol over HTTP: which rules there may be, over which period they are judged, and who sees what of it."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import event

from app.protocol.queries import evaluation
from app.protocol.rules import TAKES, RuleKind
from tests.protocol.builders import YEAR, judged, make_meeting, make_rule, make_venues, numbers
from tests.support.asking import Item, change, changed, make, refusal
from tests.support.client import Client

PARAMETERS: dict[str, dict[str, Any]] = {
    "venue_share": {"minimum_percent": 50},
    "sector_share": {"minimum": {"numerator": 1, "denominator": 3}, "sectors": ["voluntary_community"]},
    "notice_days": {"agenda": "draft", "days": 14},
    "minimum_count": {"what": "meetings_ahead", "count": 3},
    "review_interval": {"months": 12},
    "standing_item": {"title": "News and views"},
}


def post(api: Client, kind: str, parameters: object, **values: Any) -> Any:
    body = {"title": "A rule", "kind": kind, "parameters": parameters, **values}
    return api.post("/v1/protocol", json=body)


def test_every_kind_of_rule_is_tried() -> None:
    assert set(PARAMETERS) == set(RuleKind) == set(TAKES)


@pytest.mark.parametrize(("kind", "parameters"), PARAMETERS.items())
def test_rule_shows_the_parameters_of_its_kind_and_no_others(
    api: Client, kind: str, parameters: dict[str, Any]
) -> None:
    rule = make_rule(api, kind, parameters)
    assert rule["parameters"] == parameters == api.get(rule["url"]).json()["parameters"]
    assert judged(api, rule)["verdict"] == ("broken" if kind == "minimum_count" else "unknown")


@pytest.mark.parametrize(("kind", "parameters"), PARAMETERS.items())
def test_parameter_that_is_needed_is_pointed_to(api: Client, kind: str, parameters: dict[str, Any]) -> None:
    for name in parameters:
        rest = {other: value for other, value in parameters.items() if other != name}
        answer = post(api, kind, rest)
        assert refusal(answer) == (422, "does_not_fit_the_kind", [f"/parameters/{name}"])
        assert answer.json()["errors"][0]["detail"] == f"is needed by {kind}"


def test_parameter_of_another_kind_is_pointed_to_with_those_that_are_allowed(api: Client) -> None:
    answer = post(api, "notice_days", {"agenda": "draft", "days": 14, "months": 12})
    assert refusal(answer) == (422, "does_not_fit_the_kind", ["/parameters/months"])
    assert answer.json()["errors"][0]["detail"] == "is not taken by notice_days; allowed: agenda, days"


def test_only_what_is_ahead_is_looked_for_so_many_months_on(api: Client) -> None:
    ahead = {"what": "meetings_ahead", "count": 3, "months": 6}
    assert make_rule(api, "minimum_count", ahead)["parameters"] == ahead
    for what in ("meetings_held", "reviews_held"):
        refused = post(api, "minimum_count", {**ahead, "what": what})
        assert refusal(refused) == (422, "does_not_fit_the_kind", ["/parameters/months"])
        told = "is not taken by minimum_count; allowed: what, count"
        assert refused.json()["errors"][0]["detail"] == told


@pytest.mark.parametrize(
    ("kind", "changed_to", "pointer"),
    [
        ("venue_share", {"minimum_percent": 0}, "minimum_percent"),
        ("venue_share", {"minimum_percent": 101}, "minimum_percent"),
        ("venue_share", {"minimum_percent": 33.3}, "minimum_percent"),
        ("sector_share", {"minimum": {"numerator": 1, "denominator": 0}}, "minimum/denominator"),
        ("sector_share", {"minimum": {"numerator": 4, "denominator": 3}}, "minimum"),
        ("sector_share", {"minimum": {"numerator": 1}}, "minimum/denominator"),
        ("sector_share", {"sectors": []}, "sectors"),
        ("sector_share", {"sectors": ["charity"]}, "sectors/0"),
        ("sector_share", {"roles": ["member", "guest"]}, "roles/1"),
        ("notice_days", {"agenda": "first"}, "agenda"),
        ("notice_days", {"days": 366}, "days"),
        ("minimum_count", {"what": "members"}, "what"),
        ("minimum_count", {"count": 10**30}, "count"),
        ("review_interval", {"months": 0}, "months"),
        ("standing_item", {"title": " "}, "title"),
        ("standing_item", {"title": "a\x00b"}, "title"),
        ("standing_item", {"nonsense": 1}, "nonsense"),
    ],
)
def test_value_of_a_parameter_that_is_not_allowed_is_pointed_to(
    api: Client, kind: str, changed_to: dict[str, Any], pointer: str
) -> None:
    answer = post(api, kind, {**PARAMETERS[kind], **changed_to})
    assert refusal(answer) == (422, "invalid", [f"/parameters/{pointer}"])


def test_kind_changes_only_with_its_parameters(api: Client) -> None:
    rule = make_rule(api, "review_interval", {"months": 12})
    refused = change(api, rule, kind="venue_share")
    assert refusal(refused)[:2] == (422, "does_not_fit_the_kind")
    assert {*refusal(refused)[2]} == {"/parameters/minimum_percent", "/parameters/months"}
    after = changed(api, rule, kind="venue_share", parameters={"minimum_percent": 50})
    assert after["parameters"] == {"minimum_percent": 50}
    refused = change(api, rule, parameters={"months": 12})
    assert {*refusal(refused)[2]} == {"/parameters/minimum_percent", "/parameters/months"}


def test_only_rules_about_reviews_are_about_a_plan(api: Client) -> None:
    make(api, "/v1/plans", title="Plan", kind="strategy", reference="p")
    for kind, parameters in PARAMETERS.items():
        answer = post(api, kind, parameters, plan_id="p")
        assert answer.status_code == (201 if kind == "review_interval" else 422)
    assert refusal(post(api, "venue_share", {"minimum_percent": 50}, plan_id="p"))[2] == ["/plan_id"]
    counted = {"what": "reviews_held", "count": 1}
    assert post(api, "minimum_count", counted, plan_id="p").status_code == 201


def test_decision_names_its_meeting(api: Client) -> None:
    make(api, "/v1/sub-groups", name="Steering Group")
    meetings = [make_meeting(api, day, None) for day in ("2003-01-21", "2003-03-18")]
    decision = make(api, f"{meetings[0]['url']}/decisions", outcome="agreed")
    rule = make_rule(api, "review_interval", {"months": 12}, decision_id=decision["id"])
    assert rule["meeting_id"] == meetings[0]["id"]
    refused = change(api, rule, meeting_id=meetings[1]["id"])
    assert refusal(refused) == (422, "of_another_meeting", ["/decision_id"])


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("as_of=2005-01-15", "2004-04-01", "2005-03-31"),
        ("as_of=2005-03-31", "2004-04-01", "2005-03-31"),
        ("as_of=2005-04-01", "2005-04-01", "2006-03-31"),
        ("as_of=2009-01-01&to=2005-03-31", "2004-04-01", "2005-03-31"),
        ("as_of=2009-01-01&from=2005-03-31", "2005-03-31", "2005-03-31"),
        ("from=2003-01-01&to=2004-12-31", "2003-01-01", "2004-12-31"),
    ],
)
def test_period_is_the_fiscal_year_where_none_is_given(
    api: Client, asked: str, first: str, last: str
) -> None:
    found = api.get(f"/v1/protocol/evaluation?{asked}").json()
    assert (found["from"], found["to"], found["items"]) == (first, last, [])


def test_rules_are_judged_by_default_as_of_today(api: Client) -> None:
    found = api.get("/v1/protocol/evaluation").json()
    assert found["from"] <= date.today().isoformat() <= found["to"]  # noqa: DTZ011 - within a day is enough.
    assert found["from"].endswith("-04-01")
    assert found["to"].endswith("-03-31")


@pytest.mark.parametrize(
    ("asked", "parameter"),
    [
        ("from=2004-04-02&to=2004-04-01", "to"),
        ("from=yesterday", "from"),
        ("as_of=0", "as_of"),
        ("rule=nowhere", "rule"),
        ("sub_group=nowhere", "sub_group"),
        ("nonsense=1", "nonsense"),
    ],
)
def test_parameter_of_an_evaluation_that_is_not_allowed_is_named(
    api: Client, asked: str, parameter: str
) -> None:
    answer = api.get(f"/v1/protocol/evaluation?{asked}")
    assert (answer.status_code, answer.json()["errors"][0]["parameter"]) == (400, parameter)


def test_rule_is_judged_on_the_days_on_which_it_was_in_force(api: Client) -> None:
    make(api, "/v1/sub-groups", name="Steering Group")
    make_venues(api)
    make_meeting(api, "2004-07-20", "town-hall")
    make_meeting(api, "2004-09-21", "library")
    rule = make_rule(
        api, "venue_share", {"minimum_percent": 100}, starts_on="2004-07-21", ends_on="2004-12-31"
    )
    evaluation = judged(api, rule)
    assert numbers(evaluation) == (1, 1, "kept", 0)
    assert (evaluation["from"], evaluation["to"]) == ("2004-07-21", "2004-12-31")
    next_year = "from=2005-04-01&to=2006-03-31"
    assert api.get(f"/v1/protocol/evaluation?{next_year}").json()["items"] == []
    assert judged(api, rule, next_year)["reason"] == "the rule was not in force in the period"
    assert judged(api, rule, "from=2004-07-21&as_of=2004-07-20")["reason"] == "the period has not begun"


def test_rules_are_found_by_the_day_on_which_they_were_in_force(api: Client) -> None:
    make_rule(api, "review_interval", {"months": 12}, reference="old", ends_on="2004-03-31")
    make_rule(api, "review_interval", {"months": 24}, reference="new", starts_on="2004-04-01")
    for day, reference in (("2004-03-31", "old"), ("2004-04-01", "new")):
        found = api.get(f"/v1/protocol?current_on={day}&fields=reference").json()["items"]
        assert found == [{"reference": reference}]


def test_more_rules_than_a_page_holds_are_all_judged(api: Client) -> None:
    for number in range(201):
        make_rule(api, "review_interval", {"months": 12}, reference=f"r{number}")
    found = api.get("/v1/protocol/evaluation").json()
    assert len({one["rule"]["id"] for one in found["items"]}) == 201
    assert found["summary"]["unknown"] == 201


def test_more_rules_than_one_answer_takes_are_refused_unless_fewer_are_named(
    api: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evaluation, "MOST_RULES", 2)
    for number in range(2):
        make_rule(api, "review_interval", {"months": 12}, reference=f"r{number}")
    assert len(api.get("/v1/protocol/evaluation").json()["items"]) == 2
    make_rule(api, "review_interval", {"months": 12}, reference="r2")
    refused = api.get("/v1/protocol/evaluation")
    assert (refused.status_code, refused.json()["errors"][0]) == (
        400,
        {"parameter": "rule", "detail": "more than 2 rules were in force: name those that are to be judged"},
    )
    assert len(api.get("/v1/protocol/evaluation?rule=r0,r2").json()["items"]) == 2


def test_what_rules_share_is_read_once(api: Client) -> None:
    make(api, "/v1/sub-groups", name="Steering Group")
    make_venues(api)
    make_meeting(api, "2004-07-20")
    counted = {"count": 1}
    kinds: list[tuple[str, dict[str, Any]]] = [
        ("venue_share", {"minimum_percent": 50}),
        ("notice_days", {"agenda": "draft", "days": 14}),
        ("standing_item", {"title": "News"}),
        ("minimum_count", {"what": "meetings_held", **counted}),
        ("minimum_count", {"what": "meetings_ahead", **counted}),
        ("minimum_count", {"what": "reviews_held", **counted}),
        ("review_interval", {"months": 12}),
    ]
    for kind, parameters in kinds:
        make_rule(api, kind, parameters)
    first = statements(api)
    for kind, parameters in kinds:
        make_rule(api, kind, parameters)
    # Only what is ahead is looked for by each rule as far as it says.
    assert statements(api) == first + 1
    # Another period is other meetings.
    make_rule(api, "venue_share", {"minimum_percent": 50}, starts_on="2004-08-01")
    assert statements(api) == first + 2


def statements(api: Client) -> int:
    """Count the statements that an evaluation of all rules takes."""
    told: list[str] = []

    def tell(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if "FROM protocol_rule" not in statement:
            told.append(statement)

    engine = api.sessions.engine
    event.listen(engine, "before_cursor_execute", tell)
    try:
        assert api.get(f"/v1/protocol/evaluation?{YEAR}").status_code == 200
    finally:
        event.remove(engine, "before_cursor_execute", tell)
    return len([one for one in told if one.lstrip().startswith("SELECT")])


@pytest.fixture
def meetings(api: Client) -> list[Item]:
    """Two meetings away from the town hall: one is public, the other has a title that must not be told."""
    make(api, "/v1/sub-groups", name="Steering Group")
    make_venues(api)
    return [
        make_meeting(api, "2004-07-20", visibility="public"),
        make_meeting(api, "2004-09-21", title="On the chief executive"),
    ]


@pytest.mark.usefixtures("meetings")
def test_public_is_told_the_whole_numbers_and_of_public_evidence_alone(api: Client) -> None:
    rule = make_rule(api, "venue_share", {"minimum_percent": 50}, visibility="public")
    for path in (
        f"{rule['url']}/evaluation?{YEAR}",
        f"/v1/protocol/evaluation?{YEAR}&rule={rule['reference']}",
    ):
        answer = api.public.get(path)
        assert "chief executive" not in answer.text
        found = answer.json()
        evaluation = found["items"][0] if "items" in found else found
        assert (*numbers(evaluation), evaluation["hidden"]) == (2, 2, "kept", 0, 1)
        assert [one["dated_on"] for one in evaluation["evidence"]] == ["2004-07-20"]
    assert judged(api, rule)["hidden"] == 0


def test_public_is_not_told_of_what_is_not_known_of_hidden_meetings(
    api: Client, meetings: list[Item]
) -> None:
    for meeting in meetings:
        changed(api, meeting, venue_id="annexe")
    rule = make_rule(api, "venue_share", {"minimum_percent": 50}, visibility="public")
    evaluation = judged(api.public, rule)
    assert (*numbers(evaluation), evaluation["hidden"]) == (0, 2, "unknown", 1, 1)
    assert evaluation["reason"] == "what is not known of 2 records would decide it"


def test_rule_that_is_not_public_is_nowhere_for_the_public(api: Client) -> None:
    rule = make_rule(api, "review_interval", {"months": 12}, reference="r1")
    assert api.public.get(f"{rule['url']}/evaluation").status_code == 404
    assert api.public.get("/v1/protocol/evaluation").json()["items"] == []
    assert api.public.get("/v1/protocol/evaluation?rule=r1").status_code == 400


def test_evaluation_that_has_not_changed_is_not_sent_again(api: Client) -> None:
    make_rule(api, "review_interval", {"months": 12}, visibility="public")
    first = api.public.get(f"/v1/protocol/evaluation?{YEAR}")
    again = api.public.get(
        f"/v1/protocol/evaluation?{YEAR}", headers={"If-None-Match": first.headers["etag"]}
    )
    assert (again.status_code, first.headers["cache-control"]) == (304, "public, no-cache")
    assert api.request("HEAD", f"/v1/protocol/evaluation?{YEAR}").status_code == 200


def test_public_is_not_told_at_which_meeting_of_partners_a_rule_was_agreed(api: Client) -> None:
    group = make(api, "/v1/sub-groups", name="Working group")
    meeting = make(api, "/v1/meetings", sub_group_id=group["id"], starts_on="2003-01-21")
    rule = make_rule(api, "standing_item", {"title": "News"}, visibility="public", meeting_id=meeting["id"])
    assert rule["meeting_id"] == meeting["id"]
    assert api.public.get(rule["url"]).json()["meeting_id"] is None
    changed(api, meeting, visibility="public")
    assert api.public.get(rule["url"]).json()["meeting_id"] == meeting["id"]


@pytest.mark.parametrize(
    ("values", "refused"),
    [
        ({"decision_id": "rejected"}, (409, "decision_did_not_agree")),
        ({"meeting_id": "cancelled"}, (409, "meeting_is_cancelled")),
        ({"meeting_id": "ahead"}, (422, "meeting_is_to_come")),
        ({"meeting_id": "held", "agreed_on": "2003-01-22"}, (422, "agreed_on_another_day")),
        ({"agreed_on": "2999-01-01"}, (422, "agreed_on_another_day")),
    ],
)
def test_rule_is_agreed_only_by_what_can_have_agreed_it(
    api: Client, values: Item, refused: tuple[int, str]
) -> None:
    group = make(api, "/v1/sub-groups", name="Working group")["id"]
    held, cancelled, ahead = (
        make(api, "/v1/meetings", sub_group_id=group, starts_on=day, status=status)
        for day, status in (
            ("2003-01-21", "held"), ("2003-02-21", "cancelled"), ("2999-01-01", "confirmed"),
        )
    )  # fmt: skip
    rejected = make(api, f"{held['url']}/decisions", outcome="rejected")
    known = {"held": held, "cancelled": cancelled, "ahead": ahead, "rejected": rejected}
    named = {name: known[value]["id"] if value in known else value for name, value in values.items()}
    rule = {"title": "A rule", "kind": "review_interval", "parameters": {"months": 12}, **named}
    answer = api.post("/v1/protocol", json=rule)
    assert refusal(answer)[:2] == refused


def test_meeting_and_decision_bear_out_the_rule_that_they_agreed(api: Client) -> None:
    group = make(api, "/v1/sub-groups", name="Working group")["id"]
    held = make(api, "/v1/meetings", sub_group_id=group, starts_on="2003-01-21", status="held")
    rule = make_rule(api, "review_interval", {"months": 12}, meeting_id=held["id"], agreed_on="2003-01-21")
    for values in ({"status": "cancelled"}, {"starts_on": "2003-01-22"}):
        refused = change(api, held, **values)
        assert refusal(refused)[:2] == (409, "rests_on_it")
        assert rule["url"] in refused.json()["errors"][0]["detail"]
    decision = make(api, f"{held['url']}/decisions", outcome="agreed", text="Yearly")
    changed(api, rule, decision_id=decision["id"])
    refused = change(api, decision, outcome="rejected")
    assert (refusal(refused)[1], rule["url"] in refused.json()["errors"][0]["detail"]) == (
        "rests_on_it",
        True,
    )

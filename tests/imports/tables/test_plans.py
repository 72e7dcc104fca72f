"""Plans, progress on their actions, and the values of their indicators, out of flat tables."""

import pytest

from tests.support.client import Client
from tests.support.documents import HARBOUR, Item, actions, everything, plan, take
from tests.support.tables import listed, made, places, send_table, table, take_table, told

PLANS = table(
    "Reference | Title | Kind | From | To | Owner | Follows | Document date",
    "p4 | Harbour plan 2004/05 | Partnership plan | 01/04/2004 | 31/03/2005 | Parks | Harbour plan 2003/04 | 2004-04",
    "p3 | Harbour plan 2003/04 | Cynllun partneriaeth | 1.4.2003 | 31.3.2004 | | | ",
)
PROGRESS = table(
    "Action | Date | Progress | Status | RAG | % complete",
    "1.1 | 01/06/2004 | Half swept again | In progress | G | 50%",
    "Paint the bollards | | Painted | completed | Green | 100",
)
VALUES = table(
    "Indicator | Period | Target | Actual | Note",
    "visits | 2004/05 | 1,200 | 1,150.5 | Rain",
    "Visits to the quay | Q1 2005/06 | 300 | - | ",
)


def test_plans_are_created_with_the_plan_that_they_follow(api: Client) -> None:
    group = made(api, "/v1/sub-groups", name="Parks")
    outcome = take_table(api, "plans", PLANS)
    assert told(outcome) == [
        ("plan", "Harbour plan 2004/05", "created"),
        ("plan", "Harbour plan 2003/04", "created"),
    ]
    newer, older = (api.get(f"/v1/plans/by-reference/{one}").json() for one in ("p4", "p3"))
    names = ("kind", "starts_on", "ends_on", "document_date", "sub_group_id", "predecessor_id", "visibility")
    assert [newer[name] for name in names] == [
        *("partnership_plan", "2004-04-01", "2005-03-31", "2004-04", group["id"], older["id"], "partners"),
    ]
    assert take_table(api, "plans", PLANS)["counts"] == {"plan": {"unchanged": 2}}


def test_plans_of_one_title_are_told_apart_by_their_references(api: Client) -> None:
    document = table("Ref | Title | Kind", "a | The plan | Strategy", "b | The plan | Strategy")
    assert take_table(api, "plans", document)["counts"] == {"plan": {"created": 2}}
    assert take_table(api, "plans", document)["counts"] == {"plan": {"unchanged": 2}}


def test_new_plan_needs_its_kind(api: Client) -> None:
    answer = send_table(api, "plans", table("Ref | Title", "a | The plan"))
    assert places(answer) == [(2, None)]
    detail = answer.json()["errors"][0]["detail"]
    assert detail.startswith(
        "the table has no column 'Kind', and a new plan needs it: one of Partnership plan, "
    )


def test_owner_that_is_no_sub_group_is_told_to_be_none(api: Client) -> None:
    made(api, "/v1/organisations", name="Borough Council", acronym="RBKC")
    document = table("Title | Kind | Owner", "P | Strategy | RBKC", "Q | Strategy | Nobody")
    answer = send_table(api, "plans", document, create_parties=True)
    assert places(answer) == [(2, "Owner")]
    told = "there is no sub-group 'RBKC', by reference or by name: this is the name of a known organisation"
    assert answer.json()["errors"][0]["detail"] == f"{told}; only sub-groups can own plans"
    details = [one["detail"] for one in send_table(api, "plans", document).json()["errors"]]
    told = "there is no sub-group 'Nobody', by reference or by name; only sub-groups can own plans"
    assert details[1] == f"{told}; `create_parties` would create it"


def test_plan_that_would_end_before_it_starts_is_a_fault_of_the_cell(api: Client) -> None:
    document = table("Title | Kind | From | To", "P | Strategy | 2004-04-01 | 2003-04-01")
    assert places(send_table(api, "plans", document)) == [(2, "To")]


def test_progress_is_reported_once_however_often_it_is_imported(api: Client) -> None:
    take(api, plan())
    outcome = take_table(api, "progress_updates", PROGRESS, plan=HARBOUR)
    assert outcome["counts"] == {"progress_update": {"created": 2}}
    kept = actions(api)
    names = ("current_situation", "status", "rag", "percent")
    # What the plan itself says of the situation was entered later than the day that is reported.
    assert [kept["1.1"][name] for name in names] == ["Half swept", "in_progress", "green", 50]
    assert [kept["1.2"][name] for name in names] == ["Painted", "completed", "green", 100]
    before = everything(api.sessions)
    again = take_table(api, "progress_updates", PROGRESS, plan=HARBOUR)
    assert again["counts"] == {"progress_update": {"unchanged": 2}}
    assert everything(api.sessions) == before


def test_update_that_says_anything_else_is_another(api: Client) -> None:
    take(api, plan())
    take_table(api, "progress_updates", PROGRESS, plan=HARBOUR)
    corrected = PROGRESS.replace("50%", "60%")
    outcome = take_table(api, "progress_updates", corrected, plan=HARBOUR)
    assert [row["outcome"] for row in outcome["rows"]] == ["created", "unchanged"]
    assert actions(api)["1.1"]["percent"] == 60


def test_updates_that_say_more_or_less_of_the_same_day_stay_apart(api: Client) -> None:
    take(api, plan())
    document = table(
        "Action | Date | Progress | RAG", "1.1 | 1/6/2004 | Swept | ", "1.1 | 1/6/2004 | Swept | Red"
    )
    first = take_table(api, "progress_updates", document, plan=HARBOUR)
    assert first["counts"] == {"progress_update": {"created": 2}}
    again = take_table(api, "progress_updates", document, plan=HARBOUR)
    assert again["counts"] == {"progress_update": {"unchanged": 2}}


def test_import_of_progress_on_one_plan_is_listed_with_the_plan(api: Client) -> None:
    take(api, plan())
    url = take_table(api, "progress_updates", PROGRESS, plan=HARBOUR)["url"]
    listing = api.get("/v1/imports", params={"plan": HARBOUR, "kind": "progress_updates"}).json()["items"]
    assert [one["url"] for one in listing] == [url]
    take_table(api, "organisations", table("Name | Sector", "One | public"))
    (other,) = api.get("/v1/imports", params={"kind": "organisations"}).json()["items"]
    assert other["plan_id"] is None
    event = api.get("/v1/changes", params={"limit": 200}).json()["items"][-1]
    assert event["kind"] == "import"


def test_plan_may_stand_in_a_column_or_must_be_named(api: Client) -> None:
    take(api, plan())
    bare = table("Action | Progress", "1.1 | Swept")
    assert places(send_table(api, "progress_updates", bare)) == [(2, "Action")]
    named = table("Plan | Action | Progress", f"{HARBOUR} | 1.1 | Swept")
    assert take_table(api, "progress_updates", named)["counts"] == {"progress_update": {"created": 1}}


def test_plan_that_is_not_there_is_all_that_is_wrong(api: Client) -> None:
    named = table("Plan | Action | Progress", "nowhere | 1.1 | Swept")
    assert places(send_table(api, "progress_updates", named)) == [(2, "Plan")]
    answer = send_table(api, "progress_updates", PROGRESS, plan="nowhere")
    assert (answer.status_code, answer.json()["code"]) == (404, "plan_is_not_there")


def test_import_key_may_report_on_whatever_the_file_holds(api: Client) -> None:
    take(api, plan())
    importer = api.as_key(["import"])
    outcome = take_table(importer, "progress_updates", PROGRESS, plan=HARBOUR)
    assert outcome["counts"] == {"progress_update": {"created": 2}}


def test_laws_of_progress_are_told_by_their_cells_in_a_dry_run_too(api: Client) -> None:
    take(api, plan())
    document = table(
        "Action | Date | Progress | Status",
        "1.1 | 1 June 2090 | Swept | ",
        "1.9 | | Swept | ",
        "1.2 | | | carried forward",
        "2.1 | | | ",
        "2.2 | | Twice | ",
        "2.2 | | twice | ",
    )
    for dry_run in ("true", "false"):
        answer = send_table(api, "progress_updates", document, plan=HARBOUR, dry_run=dry_run)
        assert places(answer) == [(2, "Date"), (3, "Action"), (4, "Status"), (5, None), (7, "Progress")]


@pytest.fixture
def indicator(api: Client) -> Item:
    """An indicator."""
    return made(api, "/v1/indicators", reference="visits", title="Visits to the quay", direction="up")


def test_values_of_indicators_are_kept_by_their_periods(api: Client, indicator: Item) -> None:
    outcome = take_table(api, "indicator_values", VALUES)
    assert outcome["counts"] == {"indicator_period": {"created": 2}}
    names = ("label", "starts_on", "ends_on", "target", "actual", "note")
    assert listed(api, f"{indicator['url']}/periods", *names) == [
        ("2004/05", "2004-04-01", "2005-03-31", 1200, 1150.5, "Rain"),
        ("Q1 2005/06", "2005-04-01", "2005-06-30", 300, None, None),
    ]
    assert take_table(api, "indicator_values", VALUES)["counts"] == {"indicator_period": {"unchanged": 2}}
    (_, row) = take_table(api, "indicator_values", VALUES.replace("| -", "").replace("300\t-", "300\t280"))[
        "rows"
    ]
    assert row["changes"] == {"actual": {"before": None, "after": 280}}


@pytest.mark.usefixtures("indicator")
def test_period_whose_name_tells_no_days_needs_them(api: Client) -> None:
    answer = send_table(
        api, "indicator_values", table("Indicator | Period | Actual", "visits | Year one | 3")
    )
    assert {place[0] for place in places(answer)} == {2}
    document = table(
        "Indicator | Period | From | To | Actual", "visits | Year one | 1 May 2004 | 30 April 2005 | 3"
    )
    assert take_table(api, "indicator_values", document)["counts"] == {"indicator_period": {"created": 1}}


@pytest.mark.usefixtures("indicator")
def test_periods_that_overlap_are_refused_with_their_cell(api: Client) -> None:
    document = table("Indicator | Period | Actual", "visits | 2004/05 | 1", "visits | Q1 2004/05 | 1")
    answer = send_table(api, "indicator_values", document)
    assert places(answer) == [(3, "Period")]
    assert "Another period of the indicator has some of these days" in answer.json()["errors"][0]["detail"]


def test_plan_goes_with_no_other_kind(api: Client) -> None:
    answer = send_table(api, "indicator_values", VALUES, plan=HARBOUR)
    assert (answer.status_code, answer.json()["errors"][0]["parameter"]) == (400, "plan")

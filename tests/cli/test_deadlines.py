"""`plans deadlines`: what is due, for people and for programs."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Plans
from tests.support.asking import change, make
from tests.support.client import Client
from tests.support.documents import PAINT, SWEEP, THEMES, changed, plan


@pytest.fixture(autouse=True)
def harbour(plans: Plans, tmp_path: Path) -> None:
    """A small plan in the register: two actions due in July 2004, one at the end of March 2005, one ongoing."""
    themes = {**THEMES, "1. Quay": (SWEEP, changed(PAINT, due="ditto"))}
    (tmp_path / "harbour.txt").write_text(plan(themes), encoding="utf-8")
    assert plans("import", "--plan", "harbour", "harbour.txt").exit_code == 0


def test_deadlines_are_listed_in_words_overdue_first(plans: Plans) -> None:
    result = plans("deadlines", "--as-of", "2004-08-02", "--include", "undated")
    lines = [" ".join(line.split()) for line in result.stdout.splitlines()]
    dated = [line for line in lines if "harbour" in line]
    assert lines[0] == "Due as of 2 Aug 2004"
    assert dated == [
        "31 Jul 2004 Overdue 2 late harbour 1.1 Sweep the quay",
        "31 Jul 2004 Overdue 2 late harbour 1.2 Paint the bollards",
        "31 Mar 2005 Upcoming 241 harbour Harbour PARTNERSHIP PLAN 2004/05",
        "31 Mar 2005 Upcoming 241 harbour 2.1 Dredge the dock",
        "Ongoing harbour 2.2 Count the boats",
    ]
    # Leads that are not linked are told as they were written.
    assert "“ditto” · Harbour Trust" in lines


def test_what_was_called_off_is_not_told_as_done(plans: Plans, api: Client) -> None:
    for action in api.get("/v1/actions?q=Sweep").json()["items"]:
        change(api, action, status="cancelled").raise_for_status()
    result = plans("deadlines", "--as-of", "2004-08-02", "--state", "done")
    assert "31 Jul 2004 Cancelled 2 late harbour 1.1 Sweep the quay" in " ".join(result.stdout.split())


def test_json_is_what_the_api_gives(plans: Plans, api: Client) -> None:
    asked = {"as_of": "2004-08-02", "state": "overdue", "limit": "1", "theme": "1", "from": "2004-07-01"}
    told = plans(
        "deadlines", "--json", *(part for name, value in asked.items() for part in (option(name), value))
    )
    page = api.get("/v1/deadlines", params=asked).json()
    assert (json.loads(told.stdout), told.stderr) == (page, "")
    assert page["next"] is not None


def option(name: str) -> str:
    """Give the option of a parameter."""
    return f"--{name.replace('_', '-')}"


def test_list_goes_on_where_the_last_one_ended(plans: Plans) -> None:
    first = json.loads(plans("deadlines", "--json", "--limit", "2").stdout)
    second = json.loads(plans("deadlines", "--json", "--limit", "2", "--cursor", first["next"]).stdout)
    texts = [item["text"] for item in (*first["items"], *second["items"])]
    due_in_march = {"End March 2005", "End of the plan's period"}
    assert (texts[:2], {*texts[2:]}, second["next"]) == (["July 2004", "ditto"], due_in_march, None)
    assert "There are more" in plans("deadlines", "--limit", "2").stderr


def test_plan_of_its_own_is_named_once_above(plans: Plans) -> None:
    result = plans("deadlines", "--plan", "harbour", "--as-of", "2004-07-31")
    assert result.stdout.startswith("Harbour PARTNERSHIP PLAN 2004/05. Due as of 31 Jul 2004")
    assert "31 Jul 2004   Due now    today       1.1" in result.stdout


def test_nothing_due_is_said(plans: Plans) -> None:
    result = plans("deadlines", "--to", "1990-01-01")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "Nothing of this kind is due.\n")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--as-of", "yesterday"), "--as-of: a day is written as text, YYYY-MM-DD"),
        (("--from", "2004-02-30"), "--from: "),
        (("--state", "overdue,late"), "--state: Input should be 'upcoming', 'in_window', 'overdue'"),
        (("--limit", "201"), "--limit: Input should be less than or equal to 200"),
        (("--include", "everything"), "--include: Input should be 'starts', 'undated', 'missed' or 'later'"),
    ],
)
def test_value_that_is_not_allowed_is_misuse(plans: Plans, arguments: tuple[str, ...], told: str) -> None:
    result = plans("deadlines", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert told in result.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--plan", "nowhere"), "--plan: no plan has the id or reference 'nowhere'"),
        (("--lead", "nobody"), "--lead: no organisation, sub-group, person or post is named 'nobody'"),
        (("--cursor", "abc"), "Take `next` from the page before"),
    ],
)
def test_name_that_nothing_has_is_refused(plans: Plans, arguments: tuple[str, ...], told: str) -> None:
    result = plans("deadlines", *arguments)
    assert (result.exit_code, result.stdout) == (1, "")
    assert told in result.stderr


def test_what_hangs_on_a_meeting_is_listed(plans: Plans, api: Client) -> None:
    group = make(api, "/v1/sub-groups", name="Steering Group", kind="steering_group", agenda_notice_days=7)
    for day in ("2004-07-20", "2004-09-21"):
        make(api, "/v1/meetings", sub_group_id=group["id"], starts_on=day)
    told = plans("deadlines", "--json", "--meeting", "steering-group-2004-09-21", "--as-of", "2004-07-01")
    assert [(one["source"], one["latest"]) for one in json.loads(told.stdout)["items"]] == [
        ("meeting", "2004-09-14")
    ]


def test_help_names_all_that_may_be_included(plans: Plans) -> None:
    told = plans("deadlines", "--help").output
    assert [name for name in ("starts", "undated", "missed", "later") if f"`{name}`" not in told] == []

"""`plans adoption`: plans taken from step to step, compared, carried forward, and sent to those who accredit."""

import json
from io import BytesIO
from pathlib import Path

import docx
import pytest

from tests.cli.conftest import Plans
from tests.support.asking import Item, changed
from tests.support.client import Client
from tests.support.plans import make_action, make_plan


@pytest.fixture
def plan(api: Client) -> Item:
    return make_plan(api, reference="kcp-2004-05")


def test_plan_is_taken_step_by_step(api: Client, plan: Item, plans: Plans) -> None:
    assert plans("adoption", "step", "kcp-2004-05", "proposed", "--on", "2004-06-01").exit_code == 0
    told = plans("adoption", "step", plan["id"], "adopted", "--on", "2004-07-20", "--note", "With thanks")
    assert told.stdout == "It was proposed, and is adopted since 2004-07-20. Version 1 is frozen.\n"
    steps = api.get(f"{plan['url']}/transitions").json()["items"]
    assert [(step["to_status"], step["made_by"], step["note"]) for step in steps] == [
        ("proposed", "command line", None),
        ("adopted", "command line", "With thanks"),
    ]


def test_step_that_is_not_allowed_is_told(plan: Item, plans: Plans) -> None:
    refused = plans("adoption", "step", plan["reference"], "accredited")
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "The plan is draft. From there it may become: proposed, closed" in refused.stderr
    assert plans("adoption", "step", plan["reference"], "nonsense").exit_code == 2
    wrong_day = plans("adoption", "step", plan["reference"], "proposed", "--on", "yesterday")
    assert (wrong_day.exit_code, "a day is written as text, YYYY-MM-DD" in wrong_day.stderr) == (2, True)
    unknown = plans("adoption", "step", "nowhere", "proposed")
    assert (unknown.exit_code, "there is no plan with this id or reference" in unknown.stderr) == (1, True)


def test_last_step_is_taken_back(api: Client, plan: Item, plans: Plans) -> None:
    nothing = plans("adoption", "take-back", plan["reference"])
    assert (nothing.exit_code, nothing.stderr) == (1, "The plan has taken no step.\n")
    plans("adoption", "step", plan["reference"], "proposed")
    told = plans("adoption", "take-back", plan["reference"], "--reason", "Too early")
    assert told.stdout == "It was proposed, and is draft again.\n"
    assert api.get(plan["url"]).json()["status"] == "draft"


def test_what_is_open_is_carried_forward_once(api: Client, plan: Item, plans: Plans) -> None:
    make_action(api, plan, "Publish a newsletter")
    make_action(api, plan, "Review the website", status="completed")
    after = make_plan(api, title="The next plan", reference="kcp-2005-06")
    told = plans("adoption", "carry-forward", "kcp-2004-05", "kcp-2005-06")
    assert "Publish a newsletter" in told.stdout
    assert told.stderr == "1 carried forward, 0 had been before; 1 are completed or cancelled.\n"
    again = json.loads(plans("adoption", "carry-forward", "kcp-2004-05", "kcp-2005-06", "--json").stdout)
    assert (again["carried"], again["carried_before"]) == ([], 1)
    assert len(api.get(f"/v1/actions?plan={after['id']}").json()["items"]) == 1


def test_plan_is_compared_with_what_was_adopted(api: Client, plan: Item, plans: Plans) -> None:
    action = make_action(api, plan, "Publish a newsletter")
    for to in ("proposed", "adopted"):
        assert plans("adoption", "step", "kcp-2004-05", to).exit_code == 0
    same = plans("adoption", "compare", "kcp-2004-05")
    assert (same.stdout, same.stderr) == ("", "Nothing that was agreed is other than it was.\n")
    changed(api, action, text="Publish two newsletters")
    other = plans("adoption", "compare", "kcp-2004-05")
    assert "Publish two newsletters" in other.stdout
    assert other.stderr == "It is not as agreed.\n"
    assert json.loads(plans("adoption", "compare", "kcp-2004-05", "--json").stdout)["is_as_agreed"] is False


def test_accreditation_pack_is_written(api: Client, plan: Item, plans: Plans, tmp_path: Path) -> None:
    make_action(api, plan, "Publish a newsletter")
    refused = plans("adoption", "pack", "kcp-2004-05")
    assert (refused.exit_code, "as it was adopted" in refused.stderr) == (1, True)
    for to in ("proposed", "adopted"):
        plans("adoption", "step", "kcp-2004-05", to)
    file = tmp_path / "pack.docx"
    assert plans("adoption", "pack", "kcp-2004-05", "-o", file, "--as-of", "2004-12-31").exit_code == 0
    words = [one.text for one in docx.Document(BytesIO(file.read_bytes())).paragraphs]
    assert "What is due is reckoned, and reports are told, up to 31 Dec 2004." in words
    for asked in ((), ("--json",), ("--json", "-o", file)):
        told = plans("adoption", "pack", "kcp-2004-05", *asked).stdout
        assert json.loads(told)["totals"]["total"] == 1

"""`plans progress`: how a plan stands, for people and for programs."""

import json

import pytest

from tests.cli.conftest import Plans
from tests.support.asking import Item, make
from tests.support.client import Client
from tests.support.plans import make_action, make_plan, make_themes


@pytest.fixture(autouse=True)
def quay(api: Client) -> Item:
    """A plan with an action under a theme, late and begun in July 2004, and one under none."""
    plan = make_plan(api, reference="quay")
    (theme,) = make_themes(api, plan, "Quay")
    action = make_action(api, plan, "Sweep the quay", theme_ids=[theme["id"]], due="July 2004")
    make_action(api, plan, "Count the boats", reference="2", status="completed")
    told = {"status": "in_progress", "text": "Brooms bought", "reported_on": "2004-07-10"}
    make(api, f"{action['url']}/progress-updates", **told)
    return plan


def test_progress_is_told_in_words(plans: Plans) -> None:
    result = plans("progress", "quay", "--since", "2004-07-01", "--as-of", "2004-08-01")
    lines = [" ".join(line.split()) for line in result.stdout.splitlines() if line.strip()]
    assert lines[0] == "Progress of quay as of 1 Aug 2004"
    # All; not started, in progress, completed, cancelled, deferred, carried forward; overdue; reported on, completed.
    assert "1. Quay 1 0 1 0 0 0 0 1 1 0" in lines
    assert "Reported since 1 Jul 2004" in lines
    assert "10 Jul 2004 1.1 Not started In progress Brooms bought" in lines
    quiet = plans("progress", "quay", "--since", "2990-01-01", "--as-of", "2990-01-01")
    assert quiet.stderr == "Nothing was reported since.\n"
    alone = plans("progress", "quay", "--as-of", "2004-08-01").stdout
    assert "Reported" not in alone
    assert "(none) 1 0 0 1 0 0 0 0" in " ".join(alone.split())
    assert "All 2 0 1 1 0 0 0 1" in " ".join(alone.split())


def test_progress_as_json_is_what_the_api_gives(plans: Plans, api: Client, quay: Item) -> None:
    asked = {"by": "lead", "since": "2004-07-01", "as_of": "2004-08-01"}
    told = plans(
        "progress", quay["id"], "--json", "--by", "lead", "--since", "2004-07-01", "--as-of", "2004-08-01"
    )
    assert json.loads(told.stdout) == api.get(f"{quay['url']}/progress", params=asked).json()


def test_plan_or_word_that_is_none_is_refused(plans: Plans) -> None:
    nowhere = plans("progress", "nowhere")
    assert (nowhere.exit_code, nowhere.stdout) == (1, "")
    assert "There is no plan with the id or reference 'nowhere'." in nowhere.stderr
    wrong = plans("progress", "quay", "--by", "colour")
    assert (wrong.exit_code, "--by: Input should be 'theme', 'cluster'" in wrong.stderr) == (2, True)

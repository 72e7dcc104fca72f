"""Issues of a document that is imported again: which actions answer them, and what moves between them."""

from typing import Any

from tests.support.client import Client
from tests.support.documents import Item, actions, change, changes, outcomes, remove, take

PLAN = "harbour-improvement-plan"
DREDGE = ("Mud", "Dredge the dock", "July 2004")
SWEEP = ("", "Sweep the quay", "May 2004")
PAINT = ("Rust", "Paint the bollards", "June 2004")


def findings(*rows: tuple[str, str, str]) -> str:
    """Write a plan of issues, their actions and when; a blank issue is that of the row above."""
    heading = ("Issue", "Action", "By when")
    return "Harbour improvement plan\n\n" + "".join("\t".join(row) + "\n" for row in (heading, *rows))


def answered(api: Client) -> dict[str, list[str]]:
    """Tell which issues each action answers, by their words."""
    found = actions(api, PLAN, embed="issues")
    return {item["text"]: [issue["text"] for issue in item["issues"]] for item in found.values()}


AS_WRITTEN = {"Dredge the dock": ["Mud"], "Sweep the quay": ["Mud"], "Paint the bollards": ["Rust"]}


def test_action_moves_to_another_issue_where_the_file_says_so(api: Client) -> None:
    first = take(api, findings(DREDGE, SWEEP, PAINT))
    assert answered(api) == AS_WRITTEN
    before = {item["text"]: item["id"] for item in actions(api, PLAN).values()}
    again = take(api, findings(DREDGE, PAINT, SWEEP))
    assert changes(again) == {"action 1.2": {"issue": {"before": "Mud", "after": "Rust"}}}
    assert outcomes(again) == [("1.1", "unchanged"), ("2.1", "unchanged"), ("1.2", "updated")]
    assert answered(api) == {**AS_WRITTEN, "Sweep the quay": ["Rust"]}
    assert {item["text"]: item["id"] for item in actions(api, PLAN).values()} == before
    assert outcomes(first, "issue") == [("1", "created"), ("2", "created")]
    assert outcomes(again, "issue") == [("1", "unchanged"), ("2", "unchanged")]


def test_action_moves_to_an_issue_that_is_new(api: Client) -> None:
    take(api, findings(DREDGE, SWEEP, PAINT))
    # It stands first and is the first that the document numbers, but the register has a 1 and a 2 already.
    again = take(api, findings(("Wind", *SWEEP[1:]), DREDGE, PAINT))
    assert outcomes(again, "issue") == [("3", "created"), ("1", "unchanged"), ("2", "unchanged")]
    assert changes(again) == {"action 1.2": {"issue": {"before": "Mud", "after": "Wind"}}}
    assert answered(api) == {**AS_WRITTEN, "Sweep the quay": ["Wind"]}


def test_action_does_not_move_to_an_issue_that_is_left_out(api: Client) -> None:
    take(api, findings(DREDGE, SWEEP, PAINT))
    moved = findings(DREDGE, PAINT, ("Wind", "Sweep the quay", "May 2005"))
    before = actions(api, PLAN, embed="issues")
    left_out = take(api, moved, mode="update")
    assert outcomes(left_out, "issue") == [("1", "unchanged"), ("2", "unchanged"), ("3", "skipped")]
    assert outcomes(left_out) == [("1.1", "unchanged"), ("2.1", "unchanged"), ("1.2", "skipped")]
    assert actions(api, PLAN, embed="issues") == before
    # To one that is there it moves in the same mode.
    take(api, findings(DREDGE, PAINT, SWEEP), mode="update")
    assert answered(api) == {**AS_WRITTEN, "Sweep the quay": ["Rust"]}
    assert outcomes(take(api, moved))[2] == ("1.2", "updated")
    kept = actions(api, PLAN, embed="issues")["1.2"]
    assert ([issue["text"] for issue in kept["issues"]], kept["due"]["text"]) == (["Wind"], "May 2005")


def test_issue_taken_off_an_action_since_is_not_put_back(api: Client) -> None:
    take(api, findings(DREDGE, SWEEP, PAINT))
    change(api, actions(api, PLAN)["1.1"], issue_ids=[])
    again = take(api, findings(("Mud", "Dredge the dock", "May 2005"), SWEEP, PAINT))
    assert changes(again) == {"action 1.1": {"due_text": {"before": "July 2004", "after": "May 2005"}}}
    assert answered(api) == {**AS_WRITTEN, "Dredge the dock": []}


def test_issue_whose_case_changed_is_the_same_to_its_actions(api: Client) -> None:
    take(api, findings(DREDGE, SWEEP, PAINT))
    again = take(api, findings(("MUD", *DREDGE[1:]), SWEEP, PAINT))
    assert changes(again) == {"issue 1": {"text": {"before": "Mud", "after": "MUD"}}}
    assert answered(api) == {
        "Dredge the dock": ["MUD"],
        "Sweep the quay": ["MUD"],
        "Paint the bollards": ["Rust"],
    }


def test_new_action_answers_the_issue_that_is_there(api: Client) -> None:
    take(api, findings(DREDGE, SWEEP, PAINT))
    buoys = ("", "Mend the buoys", "June 2004")
    again = take(api, findings(DREDGE, SWEEP, PAINT, buoys))
    assert outcomes(again)[3] == ("2.2", "created")
    assert answered(api) == {**AS_WRITTEN, "Mend the buoys": ["Rust"]}


def test_deleted_issue_comes_back_only_with_an_action_that_answers_it(api: Client) -> None:
    take(api, findings(DREDGE, SWEEP, PAINT))
    remove(api, actions(api, PLAN)["2.1"]["url"])
    (rust,) = (issue for issue in issues(api) if issue["text"] == "Rust")
    remove(api, rust["url"])
    again = take(api, findings(DREDGE, SWEEP, PAINT))
    assert outcomes(again, "issue") == [("1", "unchanged"), ("2", "stays_deleted")]
    assert [issue["text"] for issue in issues(api)] == ["Mud"]
    # An action that moves to it brings it back, as a new one does.
    again = take(api, findings(DREDGE, ("Rust", *SWEEP[1:])))
    assert outcomes(again, "issue") == [("1", "unchanged"), ("2", "created")]
    assert answered(api) == {"Dredge the dock": ["Mud"], "Sweep the quay": ["Rust"]}
    assert [issue["id"] for issue in issues(api) if issue["text"] == "Rust"] != [rust["id"]]


def issues(api: Client) -> list[Item]:
    """List the issues of the plan."""
    found: Any = api.get("/v1/issues", params={"plan": PLAN}).json()["items"]
    return list(found)


def test_deleted_issue_does_not_come_back_for_an_action_that_may_not_move(api: Client) -> None:
    take(api, findings(DREDGE, SWEEP, PAINT))
    remove(api, actions(api, PLAN)["2.1"]["url"])
    (rust,) = (issue for issue in issues(api) if issue["text"] == "Rust")
    remove(api, rust["url"])
    again = take(api, findings(DREDGE, ("Rust", *SWEEP[1:])), mode="create")
    assert outcomes(again) == [("1.1", "unchanged"), ("1.2", "skipped")]
    assert outcomes(again, "issue") == [("1", "unchanged"), ("2", "stays_deleted")]
    assert [issue["text"] for issue in issues(api)] == ["Mud"]

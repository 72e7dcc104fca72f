"""Records that can't be taken: each is told with its line, and the good ones are taken where that is asked."""

from typing import Any

import pytest

from tests.support.asking import Item, make
from tests.support.client import Client
from tests.support.documents import actions, as_planned, everything
from tests.support.records import NDJSON, PLAN, Record, action, relation, report, sent, step, written

QUAY: Record = ("theme", {"number": 1, "title": "Quay"})
# Line 1 is the plan. Good are the lines 2, 4, 6, 10 and 14.
MIXED: tuple[Record, ...] = (
    QUAY,
    ("theme", {"number": 2, "title": "x" * 501}),
    action("1.1", themes=[1]),
    action("2.1", themes=[2]),
    step("1.1", "Half of it"),
    step("2.1", "Half of it"),
    report("1.1", status="soon"),
    action("1.2", colour="red"),
    action("1.3", due={"text": "July 2004"}),
    relation("1.1", "requires", "1.1"),
    relation("1.3", "requires", "1.2"),
    action("1.4", leads=[{"organisation_id": "nobody"}]),
    relation("1.3", "requires", "1.1"),
    relation("1.1", "requires", "1.3"),
    ("wish", {"text": "A crane"}),
)


def told(outcome: Item) -> dict[int, tuple[str, str]]:
    """Give what became of each line, with the first thing that is wrong with it."""
    return {
        row["line"]: (row["outcome"], row["faults"][0]["detail"] if row["faults"] else "")
        for row in outcome["rows"]
    }


def failed(outcome: Item) -> dict[int, str]:
    return {line: words for line, (became, words) in told(outcome).items() if became == "failed"}


def taken(api: Client, *records: Record, plan: Record = PLAN, **options: str) -> Item:
    """Import the good ones of these records, of which a dry run must tell just the same."""
    before = everything(api.sessions)
    planned = sent(api, *records, plan=plan, status=200, dry_run="true", on_error="skip", **options)
    assert everything(api.sessions) == before
    assert {row["resource_id"] for row in planned["rows"] if row["outcome"] == "created"} <= {None}
    done = sent(api, *records, plan=plan, status=201, on_error="skip", **options)
    assert as_planned(done) == as_planned(planned)
    return done


def test_skip_takes_exactly_the_good_records(api: Client) -> None:
    done = taken(api, *MIXED)
    assert {line for line, (became, _) in told(done).items() if became == "created"} == {1, 2, 4, 6, 10, 14}
    wanted = {
        3: "at most 500 characters",
        5: "the theme on line 3 failed, which it needs",
        7: "the action on line 5 failed, which it needs",
        8: "Input should be",
        9: "no such member",
        11: "No action is related to itself",
        12: "the action on line 9 failed, which it needs",
        13: "there is no organisation with the reference 'nobody' unless create_parties is asked",
        15: "would go round in a circle",
        16: "is no kind of record",
    }
    wrong = failed(done)
    assert {line: words in wrong[line] for line, words in wanted.items()} == dict.fromkeys(wrong, True)
    kept = actions(api, "quay", embed="milestones")
    assert {name: [one["title"] for one in item["milestones"]] for name, item in kept.items()} == {
        "1.1": ["Half of it"],
        "1.3": [],
    }
    (link,) = api.get(f"{kept['1.3']['url']}/relations").json()["items"]
    assert (link["kind"], link["other_id"]) == ("requires", kept["1.1"]["id"])


def test_rows_that_failed_are_read_back_with_their_faults(api: Client) -> None:
    done = sent(api, *MIXED, on_error="skip")
    kept = api.get(f"{done['url']}/rows", params={"outcome": "failed"}).json()["items"]
    assert {row["line"]: row["faults"][0]["detail"] for row in kept} == failed(done)
    assert done["counts"]["action"] == {"created": 2, "failed": 3}
    assert done["counts"]["record"] == {"failed": 1}
    assert kept[0]["faults"][0]["column"] == "title"


def test_records_that_were_mended_are_taken_by_the_next_import(api: Client) -> None:
    sent(api, *MIXED, on_error="skip")
    mended = [
        QUAY,
        ("theme", {"number": 2, "title": "Dock"}),
        *MIXED[2:6],
        report("1.1", status="in_progress"),
        action("1.2"),
        *MIXED[8:9],
        *(relation("1.3", "requires", one) for one in ("1.2", "1.1")),
    ]
    again = sent(api, *mended)["counts"]
    assert again["action"] == {"unchanged": 2, "created": 2}
    assert (again["milestone"], again["relation"], again["progress_update"]) == (
        {"unchanged": 1, "created": 1},
        {"unchanged": 1, "created": 1},
        {"created": 1},
    )


@pytest.mark.parametrize("dry_run", ["true", "false"])
def test_abort_tells_every_fault_by_its_line_and_keeps_nothing(api: Client, dry_run: str) -> None:
    before = everything(api.sessions)
    problem = sent(api, *MIXED, status=422, dry_run=dry_run)
    assert [fault["row"] for fault in problem["errors"]] == [3, 8, 9, 13, 16]
    assert problem["detail"] == "Nothing of it was kept. 5 faults were found."
    assert everything(api.sessions) == before


@pytest.mark.parametrize("dry_run", ["true", "false"])
def test_abort_tells_all_that_only_writers_know(api: Client, dry_run: str) -> None:
    """Of two relations that go round, the one that comes first is as good as the other."""
    before = everything(api.sessions)
    round_and_round = (
        relation("1", "requires", "2"),
        relation("2", "requires", "1"),
        relation("1", "requires", "1"),
    )
    problem = sent(api, action("1"), action("2"), *round_and_round, status=422, dry_run=dry_run)
    assert [(fault["row"], fault["column"]) for fault in problem["errors"]] == [(5, "other"), (6, "other")]
    assert everything(api.sessions) == before


def test_what_is_there_stays_as_it_is_where_its_record_fails(api: Client) -> None:
    sent(api, QUAY, action("1", themes=[1]), step("1", "Half"), step("1", "All"))
    bad: tuple[Record, ...] = (
        ("theme", {"number": 1, "title": ""}),
        action("1", text="", themes=[1]),
        step("1", "Half", status="met", met_on="soon"),
        step("1", "All", status="met", met_on="2004-05-01"),
        step("1", "More"),
        action("2", themes=[1]),
    )
    done = taken(api, *bad)
    assert [*failed(done)] == [2, 3, 4]
    assert [became for became, _ in told(done).values()][4:] == ["updated", "created", "created"]
    kept = actions(api, "quay", embed="milestones,themes")
    assert kept["1"]["text"] == "Sweep it"
    assert {one["title"]: one["status"] for one in kept["1"]["milestones"]} == {
        "Half": "scheduled",
        "All": "met",
        "More": "scheduled",
    }
    assert [one["title"] for one in kept["2"]["themes"]] == ["Quay"]


def test_change_that_a_writer_refuses_fails_alone(api: Client) -> None:
    met = {"status": "met", "met_on": "2004-05-01"}
    sent(api, action("1"), step("1", "Half", **met), step("1", "All"))
    # What it does not tell of the step stays, so it would have been met before it was.
    done = taken(api, action("1"), step("1", "Half", status="scheduled"), step("1", "All", position=7))
    assert [*failed(done)] == [3]
    assert told(done)[4][0] == "updated"
    steps = actions(api, "quay", embed="milestones")["1"]["milestones"]
    assert {one["title"]: (one["status"], one["position"]) for one in steps} == {
        "Half": ("met", 1),
        "All": ("scheduled", 7),
    }


def test_what_rests_on_what_a_writer_refuses_fails_with_it(api: Client) -> None:
    done = taken(
        api,
        ("person", {"reference": "ann", "name": "Ann Example"}),
        ("post", {"reference": "clerk", "title": "Clerk", "holder_id": "ann", "is_vacant": True}),
        action("1", leads=[{"post_id": "clerk"}]),
        action("2", leads=[{"person_id": "ann"}]),
        step("1", "Half"),
        step("2", "Half"),
        relation("2", "requires", "1"),
        create_parties="true",
    )
    assert {*failed(done)} == {3, 4, 6, 8}
    assert failed(done)[4] == "the post on line 3 failed, which it needs"
    assert {*actions(api, "quay")} == {"2"}
    assert api.get("/v1/posts").json()["items"] == []


def test_new_plan_that_can_not_be_kept_is_refused_with_all_its_records(api: Client) -> None:
    bad = ("plan", {**PLAN[1], "title": ""})
    for dry_run in ("true", "false"):
        problem = sent(api, action("1"), plan=bad, status=422, on_error="skip", dry_run=dry_run)
        assert [(fault["row"], fault["column"]) for fault in problem["errors"]] == [(1, "title")]
    group = ("plan", {**PLAN[1], "sub_group_id": "board"})
    board = ("sub_group", {"reference": "board", "name": ""})
    problem = sent(api, board, action("1"), plan=group, status=422, on_error="skip", create_parties="true")
    assert [(fault["row"], fault["column"]) for fault in problem["errors"]] == [(2, "name")]
    assert api.get("/v1/plans").json()["items"] == []


def test_plan_that_is_there_stays_as_it_is_and_takes_the_good_records(api: Client) -> None:
    sent(api, action("1"))
    bad = ("plan", {**PLAN[1], "title": ""})
    done = taken(api, action("1", text="Sweep it twice"), action("2"), plan=bad)
    assert [became for became, _ in told(done).values()] == ["failed", "updated", "created"]
    assert done["plan"]["reference"] == "quay"
    assert api.get("/v1/plans/by-reference/quay").json()["title"] == "Quay"


def test_records_of_the_same_thing_all_fail(api: Client) -> None:
    sent(api, QUAY, action("1"))
    twice = (QUAY, action("1", text="A"), ("theme", {"number": 1, "title": "Dock"}), action("1", text="B"))
    done = taken(api, *twice, action("2", themes=[1]), step("1", "Half"))
    assert failed(done) == {
        2: "this theme stands twice in the file: line 4 has it, too",
        3: "this action stands twice in the file: line 5 has it, too",
        4: "this theme stands twice in the file: line 2 has it, too",
        5: "this action stands twice in the file: line 3 has it, too",
    }
    # What they are of was there before, so what rests on it is kept.
    assert [told(done)[line][0] for line in (6, 7)] == ["created", "created"]
    assert actions(api, "quay")["1"]["text"] == "Sweep it"


def test_relation_without_a_direction_is_the_same_from_either_end(api: Client) -> None:
    ends = (action("1"), action("2"))
    done = taken(api, *ends, relation("1", "relates", "2"), relation("2", "relates", "1"))
    assert failed(done) == {
        4: "this relation stands twice in the file: line 5 has it, too",
        5: "this relation stands twice in the file: line 4 has it, too",
    }
    assert told(sent(api, *ends, relation("1", "relates", "2")))[4][0] == "created"
    assert told(sent(api, *ends, relation("2", "relates", "1")))[4][0] == "unchanged"
    both = taken(api, *ends, relation("1", "requires", "2"), relation("2", "requires", "1"))
    assert [became for became, _ in told(both).values()][3:] == ["created", "failed"]


def test_records_that_name_nothing_are_not_the_same_thing(api: Client) -> None:
    done = taken(api, *2 * [("action", {"text": "Sweep it"})])
    assert failed(done) == {2: "is required", 3: "is required"}


def test_nothing_is_deleted_where_a_record_failed_that_may_be_it(api: Client) -> None:
    sent(api, action("1"), action("2"), action("3"))
    for bad in (("action", {"text": "Sweep it"}), action("9", text=""), ("acton", {"reference": "2"})):
        done = taken(api, action("1"), action("3", text=""), bad, missing="delete")
        left = [row for row in done["rows"] if row["line"] == 0]
        assert [(row["reference"], row["outcome"]) for row in left] == [("2", "skipped")]
        assert left[0]["faults"][0]["detail"] == "left, since line 4 failed, and may be what became of it"
    done = taken(api, action("1"), action("3", text=""), missing="delete")
    assert [row["outcome"] for row in done["rows"] if row["line"] == 0] == ["deleted"]
    assert {*actions(api, "quay")} == {"1", "3"}


def test_nothing_is_deleted_that_the_file_still_names(api: Client) -> None:
    sent(api, action("1"), action("2"), action("3"))
    done = taken(api, action("1"), relation("1", "requires", "2"), missing="delete")
    assert failed(done) == {3: "no line is of the action '2'"}
    left = {row["reference"]: (row["outcome"], row["faults"]) for row in done["rows"] if row["line"] == 0}
    assert (left["3"], left["2"][0]) == (("deleted", []), "skipped")
    assert left["2"][1][0]["detail"] == "left, since line 3 names it"
    assert {*actions(api, "quay")} == {"1", "2"}


def test_plan_that_is_over_takes_changes_but_no_new_actions(api: Client) -> None:
    sent(api, action("1", status="completed"))
    plan = api.get("/v1/plans/by-reference/quay").json()
    make(api, f"{plan['url']}/transitions", to_status="closed", made_on="2005-04-01")
    done = taken(api, action("1", status="completed", text="Swept"), action("2"), step("2", "Half"))
    assert failed(done) == {
        3: "the plan is closed, and takes no new actions",
        4: "the action on line 3 failed, which it needs",
    }
    assert told(done)[2][0] == "updated"


def test_what_was_carried_forward_stays_with_all_that_belongs_to_it(api: Client) -> None:
    sent(api, action("1"), step("1", "Half"), action("2"))
    after = make(api, "/v1/plans", title="Quay 2005/06", kind="strategy")
    plan = api.get("/v1/plans/by-reference/quay").json()
    body = {"into": after["id"], "action_ids": [actions(api, "quay")["1"]["id"]]}
    assert api.post(f"{plan['url']}/carry-forward", json=body).status_code == 200
    newer = (
        action("1", text="Sweep it twice"),
        step("1", "Half", status="met", met_on="2004-05-01"),
        step("1", "More"),
        report("1", text="Done"),
        relation("2", "requires", "1"),
        action("2", text="Sweep it twice"),
    )
    before = actions(api, "quay")["1"]
    # As with a document nothing is wrong with it, so nothing has to be skipped.
    planned = sent(api, *newer, status=200, dry_run="true")
    done = sent(api, *newer)
    assert as_planned(done) == as_planned(planned)
    assert [became for became, _ in told(done).values()] == ["unchanged", *5 * ["stays_carried"], "updated"]
    assert actions(api, "quay")["1"] == before


def test_action_that_would_come_under_what_is_left_out_is_left_out_itself(api: Client) -> None:
    sent(api, action("1"), action("2"))
    done = taken(api, QUAY, action("1", themes=[1]), action("2", text="Sweep it twice"), mode="update")
    assert [became for became, _ in told(done).values()] == ["unchanged", "skipped", "skipped", "updated"]


def test_import_of_the_good_records_is_taken_back_whole(api: Client) -> None:
    done = sent(api, *MIXED, on_error="skip")
    assert api.post(f"{done['url']}/undo").status_code == 200
    assert api.get("/v1/plans").json()["items"] == []
    assert failed(sent(api, *MIXED, on_error="skip")) == failed(done)


def test_line_that_is_no_record_at_all_is_refused_with_the_file(api: Client) -> None:
    good = written(PLAN, action("1"))
    for line in (b'{"kind":"action"', b'{"kind":"action","item":{},"id":1}', b'{"text":"A"}', b"[]"):
        answer = api.post(
            "/v1/imports", content=good + b"\n" + line, headers=NDJSON, params={"on_error": "skip"}
        )
        assert (answer.status_code, answer.json()["errors"][0]["row"]) == (422, 3), answer.text
    assert api.get("/v1/plans").json()["items"] == []


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("action", ["1"]),
        ("action", {"a": 1}),
        ("action", 1),
        ("title", ["Half"]),
        ("due", "May"),
        ("due", []),
    ],
)
def test_fault_is_told_once(api: Client, member: str, value: Any) -> None:
    kind, item = step("1", "Half")
    problem = sent(api, action("1"), (kind, {**item, member: value}), status=422)
    assert [(fault["row"], fault["column"]) for fault in problem["errors"]] == [(3, member)]


def test_new_plan_that_its_writer_refuses_is_refused_with_all_its_records(api: Client) -> None:
    bad = ("plan", {**PLAN[1], "starts_on": "2005-04-01", "ends_on": "2004-04-01"})
    records = (
        QUAY,
        ("issue", {"reference": "1", "text": "Noise"}),
        action("1", themes=[1]),
        step("1", "Half"),
    )
    for dry_run in ("true", "false"):
        for on_error in ("abort", "skip"):
            problem = sent(api, *records, plan=bad, status=422, on_error=on_error, dry_run=dry_run)
            assert [(fault["row"], fault["column"]) for fault in problem["errors"]] == [(1, "ends_on")]
    assert api.get("/v1/plans").json()["items"] == []

"""Columns that hold no free words: references, themes, status, traffic light, percentage, tags; and mapping by hand."""

import json
from typing import Any

import pytest

from app.core.callers import COMMAND_LINE
from app.core.db import writing
from app.formats.document import Document, Row, Table
from app.formats.table_text import read_table_text
from app.imports.commands import GivenDocument, apply_import
from app.imports.rules import read_plan
from app.imports.rules.drafts import NotAPlan
from app.imports.rules.mapping import read_mapping
from app.imports.schemas import ImportOptions
from tests.imports.drafts import read, texts
from tests.support.client import Client
from tests.support.documents import Item, actions, change, changes, everything, outcomes, send, take

HEADING = "Ref\tTheme\tAction\tStatus\tRAG\t% complete\tCross-cutting\n"


def sheet(*rows: str) -> str:
    """Write a table that has a column for each kind of value."""
    return f"Harbour plan\n\n{HEADING}" + "".join(f"{row}\n" for row in rows)


SWEEP = "1.1\t1. Quay\tSweep the quay\tOngoing\tG\t50 %\tEquality; Youth"
PAINT = "1.2\t1. Quay\tPaint the bollards\tHeb ddechrau\tOren\t\t"
DREDGE = "2.1\tDock\tDredge the dock\tDone\tGreen\t100%\tYouth"


@pytest.mark.parametrize(
    ("column", "words", "value"),
    [
        ("Status", "Not started", "not_started"),
        ("Status", "IN-PROGRESS", "in_progress"),
        ("Status", "Ar y gweill", "in_progress"),
        ("Status", "Complete.", "completed"),
        ("Status", "Cwblhawyd", "completed"),
        ("Status", "On hold", "deferred"),
        ("RAG", "a", "amber"),
        ("RAG", "Coch", "red"),
        ("% complete", "5", 5),
        ("% complete", "100.0%", 100),
        ("% complete", "25 y cant", 25),
        ("Cross-cutting", "Youth, Equality;Youth", ["Youth", "Equality"]),
    ],
)
def test_value_is_read_in_the_words_that_people_use(column: str, words: str, value: Any) -> None:
    [action] = read(f"Action\t{column}\nSweep\t{words}\n").actions
    assert ([*action.values.values()], action.faults) == ([value], ())


@pytest.mark.parametrize(
    ("column", "words", "allowed"),
    [
        ("Status", "Soon", "'Not started', 'In progress'"),
        ("RAG", "Blue", "'Red', 'Amber', 'Green'"),
        ("% complete", "101%", "0 to 100"),
        ("% complete", "half", "0 to 100"),
        ("% complete", "0.5", "0 to 100"),
        ("% complete", "-5", "0 to 100"),
    ],
)
def test_value_that_can_not_be_read_is_a_fault_of_its_cell(column: str, words: str, allowed: str) -> None:
    [action] = read(f"Action\t{column}\nSweep\t{words}\n").actions
    [fault] = action.faults
    assert (fault.line, fault.column, fault.words) == (2, column, words)
    assert allowed in fault.detail


def test_values_of_the_columns_are_kept_and_told(api: Client) -> None:
    done = take(api, sheet(SWEEP, PAINT, DREDGE))
    kept = actions(api, "harbour-plan", embed="themes")
    shown = {
        name: (one["status"], one["rag"], one["percent"], one["cross_cutting"], one["themes"][0]["title"])
        for name, one in kept.items()
    }
    assert shown == {
        "1.1": ("in_progress", "green", 50, ["Equality", "Youth"], "Quay"),
        "1.2": ("not_started", "amber", None, [], "Quay"),
        "2.1": ("completed", "green", 100, ["Youth"], "Dock"),
    }
    sweep = next(row for row in done["rows"] if row["kind"] == "action")
    read_as = {cell["read_as"]: cell["reading"] for cell in sweep["cells"] if cell["reading"]}
    assert read_as["status"] == {"status": "in_progress"}
    assert read_as["percent"] == {"percent": 50}
    assert done["columns"][0]["line"] == 3
    assert {one["heading"]: one["read_as"] for one in done["columns"][0]["columns"]} == {
        "Ref": "reference",
        "Theme": "theme",
        "Action": "action",
        "Status": "status",
        "RAG": "rag",
        "% complete": "percent",
        "Cross-cutting": "cross_cutting",
    }
    before = everything(api.sessions)
    assert {row["outcome"] for row in take(api, sheet(SWEEP, PAINT, DREDGE))["rows"]} == {"unchanged"}
    assert everything(api.sessions) == before


def test_value_that_is_only_written_otherwise_changes_nothing(api: Client) -> None:
    take(api, sheet(SWEEP))
    written = "1.1\tQuay\tSweep the quay\tIn progress\tgwyrdd\t50\tEquality, Youth"
    assert outcomes(take(api, sheet(written)))[-1] == ("1.1", "unchanged")


def test_changed_and_emptied_values_are_taken_over_and_others_left(api: Client) -> None:
    take(api, sheet(SWEEP))
    change(api, actions(api, "harbour-plan")["1.1"], cross_cutting=["By hand"])
    done = take(api, sheet("1.1\t1. Quay\tSweep the quay\tComplete\t\t60%\tEquality; Youth"))
    assert changes(done) == {
        "action 1.1": {
            "status": {"before": "in_progress", "after": "completed"},
            "rag": {"before": "green", "after": None},
            "percent": {"before": 50, "after": 60},
        }
    }
    kept = actions(api, "harbour-plan")["1.1"]
    assert (kept["status"], kept["rag"], kept["percent"]) == ("completed", None, 60)
    assert kept["cross_cutting"] == ["By hand"]


def test_themes_named_by_title_alone_keep_their_numbers_whatever_their_order(api: Client) -> None:
    rows = "Theme\tAction\nQuay\tSweep\nDock\tDredge\n"
    take(api, f"Harbour plan\n\n{rows}")
    moved = "Theme\tAction\nPier\tPaint\nDock\tDredge\nQuay\tSweep\n"
    done = take(api, f"Harbour plan\n\n{moved}")
    assert outcomes(done, "theme") == [("3", "created"), ("2", "unchanged"), ("1", "unchanged")]
    kept = actions(api, "harbour-plan", embed="themes").values()
    assert {(one["text"], one["themes"][0]["number"]) for one in kept} == {
        ("Sweep", 1),
        ("Dredge", 2),
        ("Paint", 3),
    }


def test_theme_named_by_its_number_alone_keeps_the_title_that_it_has(api: Client) -> None:
    take(api, "Harbour plan\n\nTheme\tAction\n1. Quay\tSweep\n")
    done = take(api, "Harbour plan\n\nTheme\tAction\n1\tSweep\n2\tDredge\n")
    assert outcomes(done, "theme") == [("1", "unchanged"), ("2", "created")]
    kept = actions(api, "harbour-plan", embed="themes").values()
    assert {one["themes"][0]["title"] for one in kept} == {"Quay", "Theme 2"}


def test_cell_may_name_several_themes_one_below_the_other(api: Client) -> None:
    rows = (Row(("Theme", "Action"), 1), Row(("2. Dock\n1. Quay", "Sweep"), 2))
    draft = read_plan(Document((Table(rows),)))
    options = ImportOptions(plan="harbour-plan")
    with writing(api.sessions) as session:
        apply_import(session, COMMAND_LINE, draft, GivenDocument(None, b"x"), options)
    [kept] = actions(api, "harbour-plan", embed="themes").values()
    assert [theme["title"] for theme in kept["themes"]] == ["Dock", "Quay"]


def test_row_whose_theme_has_another_title_is_a_fault_of_that_cell() -> None:
    quay, dock = read("Theme\tAction\n1. Quay\tSweep\n1. Dock\tDredge\n").actions
    assert quay.faults == ()
    assert [(fault.column, fault.words) for fault in dock.faults] == [("Theme", "1. Dock")]


def test_reference_of_the_file_is_kept(api: Client) -> None:
    done = take(api, "Harbour plan\n\nNo.\tAction\nQ7\tSweep\n\tPaint\n1\tDredge\n")
    # "1" is named by a later row, so the row without a reference has the next that is free.
    assert outcomes(done) == [("Q7", "created"), ("2", "created"), ("1", "created")]


def test_status_that_only_the_register_says_is_refused(api: Client) -> None:
    for dry_run in ("true", "false"):
        refused = send(api, "Harbour plan\n\nAction\tStatus\nSweep\tCarried forward\n", dry_run=dry_run)
        [fault] = refused.json()["errors"]
        assert (refused.status_code, fault["row"], fault["column"]) == (422, 4, "Status")
        assert "carry the action forward with its plan" in fault["detail"]


# Mapping by hand

ODD = "Harbour plan\n\nWhat we will do\tFinish by\tStatus\tAction\nSweep\tMay 2004\tnot looking good\tx\n"
BY_HAND = {"What we will do": "action", "due": "finish  BY", "Status": None}


@pytest.mark.parametrize("place", ["address", "form"])
def test_columns_are_mapped_by_hand_in_either_order(api: Client, place: str) -> None:
    words = json.dumps(BY_HAND)
    if place == "address":
        done = take(api, ODD, mapping=words)
    else:
        file = {"file": ("plan.txt", ODD.encode())}
        answer = api.post("/v1/imports", files=file, data={"mapping": words})
        assert answer.status_code == 201, answer.text
        done = answer.json()
    assert [(one["heading"], one["read_as"]) for one in done["columns"][0]["columns"]] == [
        ("What we will do", "action"),
        ("Finish by", "due"),
        ("Status", None),
        # What is mapped by hand is the only one that is taken so.
        ("Action", None),
    ]
    [kept] = actions(api, "harbour-plan").values()
    assert (kept["text"], kept["due"]["text"], kept["status"]) == ("Sweep", "May 2004", "not_started")
    assert api.get(done["url"]).json()["options"]["mapping"] == words


@pytest.mark.parametrize(
    ("mapping", "told"),
    [
        ("{", "JSON object"),
        ("[" * 9_000, "JSON object"),
        ('["action"]', "JSON object"),
        ('{"Finish by": "end"}', "reference, theme, issue, action"),
        ('{"Finish by": 7}', "reference, theme, issue, action"),
        ('{"Finish by": "due", "finish  by": "lead"}', "mapped twice"),
    ],
)
def test_mapping_that_can_not_be_read_is_refused_and_told_what_is_allowed(
    api: Client, mapping: str, told: str
) -> None:
    refused = send(api, ODD, mapping=mapping)
    [fault] = refused.json()["errors"]
    assert (refused.status_code, fault["parameter"]) == (400, "mapping")
    assert told in fault["detail"]
    in_form = api.post("/v1/imports", files={"file": ("p.txt", ODD.encode())}, data={"mapping": mapping})
    [fault] = in_form.json()["errors"]
    assert (in_form.status_code, fault["pointer"]) == (422, "/mapping")


def test_mapping_of_a_heading_that_is_not_there_is_refused() -> None:
    with pytest.raises(NotAPlan, match=r"'finsh by'.*there are 'What we will do', 'Finish by'"):
        read_plan(read_table_text(ODD), read_mapping('{"Finsh by": "due"}'))


def test_field_that_is_called_like_a_heading_is_mapped_as_it_stands() -> None:
    by_hand = read_mapping('{"Action": "current_situation", "Task": "action"}')
    draft = read_plan(read_table_text("Task\tAction\nSweep\tHalf swept\n"), by_hand)
    assert (texts(draft), draft.actions[0].current_situation) == (["Sweep"], "Half swept")


def test_mapping_that_is_given_twice_is_refused(api: Client) -> None:
    words: Item = {"mapping": json.dumps(BY_HAND)}
    refused = api.post("/v1/imports", files={"file": ("p.txt", ODD.encode())}, data=words, params=words)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/mapping")

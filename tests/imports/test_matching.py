"""Which action a row is about: by its reference, else by its words; what is alike is told, or taken when asked."""

from typing import Any

import pytest

from app.imports.rules.likeness import Texts, likeness
from tests.imports.drafts import read
from tests.support.client import Client
from tests.support.documents import (
    PAINT,
    SWEEP,
    Item,
    actions,
    change,
    changed,
    changes,
    everything,
    outcomes,
    plan,
    send,
    take,
    with_rows,
)

HARBOUR = "harbour-plan"


def table(*rows: str, heading: str = "Ref\tAction\tDue date") -> str:
    return "\n".join(("Harbour plan", "", heading, *rows)) + "\n"


FIRST = table("1\tSweep the quay\tMay 2004", "2\tPaint the bollards\tJune 2004")
LONGER = changed(SWEEP, text="Sweep the quay twice")


def similar(outcome: Item) -> list[Any]:
    rows = (row["similar_to"] for row in outcome["rows"] if row["kind"] == "action")
    return [one and (one["reference"], one["text"], one["likeness"]) for one in rows]


def test_row_is_the_action_of_its_reference_whatever_its_words_and_its_place(api: Client) -> None:
    take(api, FIRST)
    before = {one["id"] for one in actions(api, HARBOUR).values()}
    done = take(api, table("2\tPaint the bollards\tJune 2004", "1\tWash the steps\tMay 2004"))
    assert outcomes(done) == [("2", "unchanged"), ("1", "updated")]
    assert changes(done) == {"action 1": {"text": {"before": "Sweep the quay", "after": "Wash the steps"}}}
    assert {one["id"] for one in actions(api, HARBOUR).values()} == before


def test_action_renamed_in_the_register_since_is_the_same(api: Client) -> None:
    take(api, FIRST)
    change(api, actions(api, HARBOUR)["1"], reference="A", text="By hand")
    before = everything(api.sessions)
    assert outcomes(take(api, FIRST)) == [("A", "unchanged"), ("2", "unchanged")]
    assert everything(api.sessions) == before


def test_row_with_a_new_reference_is_the_action_of_its_words(api: Client) -> None:
    take(api, FIRST)
    done = take(api, table("A1\tsweep the  QUAY\tMay 2004", "2\tPaint the bollards\tJune 2004"))
    assert outcomes(done) == [("A1", "updated"), ("2", "unchanged")]
    assert changes(done)["action A1"]["reference"] == {"before": "1", "after": "A1"}
    assert {*actions(api, HARBOUR)} == {"A1", "2"}


def test_reference_twice_is_a_fault_of_both_rows_and_each_names_the_other(api: Client) -> None:
    refused = send(api, table("1\tSweep the quay\t", "1\tPaint the bollards\t"))
    assert refused.status_code == 422
    assert [
        (fault["row"], fault["column"], fault["words"], fault["detail"]) for fault in refused.json()["errors"]
    ] == [
        (4, "Ref", "1", "the row on line 5 has the same reference"),
        (5, "Ref", "1", "the row on line 4 has the same reference"),
    ]


def test_no_place_makes_one_of_two_rows_with_a_reference_the_good_one(api: Client) -> None:
    take(api, FIRST)
    before = actions(api, HARBOUR)
    twice = table("1\tSweep the quay well\t", "1\tPaint the bollards\t", "3\tMend the crane\t")
    done = take(api, twice, on_error="skip", missing="delete")
    assert [(row["label"], row["outcome"]) for row in done["rows"] if row["kind"] == "action"] == [
        ("Sweep the quay well", "failed"),
        ("Paint the bollards", "failed"),
        ("Mend the crane", "created"),
        # A row that failed has its words, so it has not vanished either.
        ("Paint the bollards", "skipped"),
    ]
    assert {**actions(api, HARBOUR), **before} == actions(api, HARBOUR)


def test_rows_numbered_anew_are_refused_and_not_mixed_up(api: Client) -> None:
    take(api, FIRST)
    shifted = table("1\tMend the crane\t", "2\tSweep the quay\tMay 2004", "3\tPaint the bollards\tJune 2004")
    before = everything(api.sessions)
    refused = send(api, shifted)
    [fault] = refused.json()["errors"]
    assert (refused.status_code, fault["row"], fault["column"]) == (422, 5, "Ref")
    assert "reference of 'Paint the bollards', and these are the words of '1'" in fault["detail"]
    assert everything(api.sessions) == before


def test_row_numbers_that_are_left_out_by_hand_mix_nothing_up(api: Client) -> None:
    numbers = '{"Ref": null}'
    take(api, FIRST, mapping=numbers)
    shifted = table("1\tMend the crane\t", "2\tSweep the quay\tMay 2004", "3\tPaint the bollards\tJune 2004")
    done = take(api, shifted, mapping=numbers)
    assert outcomes(done) == [("3", "created"), ("1", "unchanged"), ("2", "unchanged")]


def test_words_of_an_action_that_another_row_has_by_its_reference_are_a_fault(api: Client) -> None:
    take(api, FIRST)
    refused = send(api, table("1\tSweep the whole quay\t", "\tSweep the quay\t"))
    [fault] = refused.json()["errors"]
    assert (refused.status_code, fault["row"], fault["column"]) == (422, 5, "Action")
    assert "the row on line 4 has its reference, '1'" in fault["detail"]


def test_words_that_are_alike_are_told_and_created(api: Client) -> None:
    take(api, plan())
    done = take(api, with_rows(LONGER, PAINT))
    assert outcomes(done)[0] == ("1.3", "created")
    # With spaces around them they have 15 and 21 runs of three characters; the 15 are in both: 30 / 36.
    assert similar(done)[0] == ("1.1", "Sweep the quay", 0.83)
    assert [one["reference"] for one in done["not_in_file"]] == ["1.1"]


def test_words_that_are_alike_are_taken_for_the_action_when_asked(api: Client) -> None:
    take(api, plan())
    before = actions(api)["1.1"]
    done = take(api, with_rows(LONGER, PAINT), match="similar")
    assert (outcomes(done)[0], done["not_in_file"]) == (("1.1", "updated"), [])
    assert similar(done)[0][:2] == ("1.1", "Sweep the quay")
    kept = actions(api)["1.1"]
    assert (kept["id"], kept["text"]) == (before["id"], "Sweep the quay twice")
    again = take(api, with_rows(LONGER, PAINT))
    assert {row["outcome"] for row in again["rows"]} == {"unchanged"}


def test_of_two_rows_alike_to_one_action_the_one_less_alike_fails_with_both_lines(api: Client) -> None:
    take(api, plan())
    less = changed(SWEEP, text="Sweep the quay twice a day")
    refused = send(api, with_rows(less, LONGER, PAINT), match="similar")
    [fault] = refused.json()["errors"]
    assert (refused.status_code, fault["row"]) == (422, 8)
    assert fault["detail"] == "the row on line 9 is alike to '1.1', too"


def test_action_that_a_row_has_by_its_words_is_alike_to_no_other(api: Client) -> None:
    take(api, plan())
    done = take(api, with_rows(SWEEP, LONGER, PAINT), match="similar")
    assert outcomes(done)[:2] == [("1.1", "unchanged"), ("1.3", "created")]
    assert similar(done)[:2] == [None, None]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Sweep", "sweep ", 1.0),
        ("abc", "xyz", 0.0),
        # "  ab ", "  ac ": of three runs each only the first is the same.
        ("ab", "ac", 1 / 3),
    ],
)
def test_likeness_is_the_share_of_runs_that_both_have(one: str, other: str, expected: float) -> None:
    assert likeness(one, other) == pytest.approx(expected)


def test_most_like_of_many_is_found_by_the_words_that_are_shared() -> None:
    texts = Texts({str(number): f"Inspect bridge number {number} and report" for number in range(3_000)})
    found = texts.most_like("Inspect the bridge number 2718, and report")
    assert found is not None
    assert found[0] == "2718"
    assert texts.most_like("Paint the bollards") is None


def test_document_of_many_themes_and_many_new_words_is_not_read_for_long(api: Client) -> None:
    first = "".join(f"Quay {n}\tInspect bridge {n} near the quay\n" for n in range(50))
    take(api, f"Harbour plan\n\nTheme\tAction\n{first}")
    second = first.replace("near the quay", "near the docks")
    done = take(api, f"Harbour plan\n\nTheme\tAction\n{second}", dry_run="true")
    assert [one and one[0] for one in similar(done)[:2]] == ["1.1", "2.1"]
    draft = read("Theme\tAction\n" + "".join(f"Quay {n}\tx\n" for n in range(50_000)))
    assert len(draft.themes) == 50_000

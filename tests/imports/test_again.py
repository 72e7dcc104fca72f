"""A document that is imported again: only what the file itself says anew is taken over."""

from typing import Any

import pytest
from sqlalchemy import select

from app.actions.models import Action
from app.core.db import reading
from app.imports.queries import last_said, last_said_in_plan
from tests.support.asking import delete, make
from tests.support.client import Client
from tests.support.documents import (
    COUNT,
    DREDGE,
    HARBOUR,
    PAINT,
    SWEEP,
    THEMES,
    actions,
    change,
    changed,
    changes,
    everything,
    outcomes,
    plan,
    take,
    with_rows,
)
from tests.support.ledger import events, last_event

UNCHANGED = [("1.1", "unchanged"), ("1.2", "unchanged"), ("2.1", "unchanged"), ("2.2", "unchanged")]


def without(kept: dict[str, Any], *tables: str) -> dict[str, Any]:
    return {name: rows for name, rows in kept.items() if name not in tables}


def test_importing_again_changes_nothing_at_all(api: Client) -> None:
    first = take(api, plan())
    kept = everything(api.sessions)
    for _ in range(2):
        again = take(api, plan())
        assert (again["id"], again["url"]) == (first["id"], first["url"])
        assert again["counts"] == {
            "plan": {"unchanged": 1},
            "glossary_term": {"unchanged": 1},
            "theme": {"unchanged": 2},
            "action": {"unchanged": 4},
        }
    assert everything(api.sessions) == kept


def test_other_file_that_says_the_same_is_noted_and_changes_nothing_else(api: Client) -> None:
    first = take(api, plan())
    kept = everything(api.sessions)
    again = take(api, plan().replace("Helen", " Helen ").replace("\n\n", "\n\n\n"))
    assert again["id"] != first["id"]
    assert outcomes(again) == UNCHANGED
    noted = ("import", "import_row", "event")
    assert without(everything(api.sessions), *noted) == without(kept, *noted)


def test_what_was_said_of_a_plan_is_what_was_said_of_its_actions(api: Client) -> None:
    taken = take(api, plan())
    take(api, plan().replace("Sweep the quay", "Sweep every street"))
    shared: dict[str, str] = {}
    with reading(api.sessions) as session:
        ids = session.scalars(select(Action.__table__.c.id)).all()
        said = last_said_in_plan(session, Action, taken["plan"]["id"], shared)
        assert said == last_said(session, ids)
        assert last_said_in_plan(session, Action, "nothing", {}) == {}
    assert len(said) == len(ids)
    # Words that are written in several rows are held once.
    assert all(shared[words] is words for one in said.values() for words in one.values())


def deadlines_of(api: Client, reference: str) -> list[Any]:
    """List what is due of an action."""
    items = api.get("/v1/deadlines?source=action&limit=200&as_of=2004-05-01").json()["items"]
    return [item for item in items if item["action"]["reference"] == reference]


def test_changed_cell_changes_exactly_that(api: Client) -> None:
    take(api, plan())
    before = actions(api)
    (due,) = deadlines_of(api, "2.1")
    known = last_event(api)
    again = take(api, with_rows(SWEEP, PAINT, dock=(changed(DREDGE, due="May 2005"), COUNT)))
    # It is the same deadline, so that calendars move it.
    (moved,) = deadlines_of(api, "2.1")
    assert (moved["id"], moved["version"], moved["latest"]) == (due["id"], due["version"] + 1, "2005-05-31")
    assert outcomes(again) == [*UNCHANGED[:2], ("2.1", "updated"), UNCHANGED[3]]
    assert changes(again) == {"action 2.1": {"due_text": {"before": "End March 2005", "after": "May 2005"}}}
    after = actions(api)
    assert after["2.1"]["due"]["points"][0]["edtf"] == "2005-05"
    assert {name for name in after["2.1"] if after["2.1"][name] != before["2.1"][name]} == {
        "due",
        "updated_at",
        "version",
    }
    assert without(after, "2.1") == without(before, "2.1")
    assert [(event["kind"], event["verb"]) for event in events(api.sessions, known)] == [
        ("action", "updated"),
        ("import", "created"),
    ]


@pytest.mark.parametrize(
    ("cells", "name", "shown"),
    [
        ({"lead": "Alex"}, "lead_text", "Alex"),
        ({"situation": "All swept"}, "current_situation", "All swept"),
        ({"lead": ""}, "lead_text", ""),
        # History is only added to.
        ({"situation": ""}, "current_situation", "Half swept"),
    ],
)
def test_each_cell_has_its_place(api: Client, cells: dict[str, str], name: str, shown: str) -> None:
    take(api, plan())
    again = take(api, with_rows(changed(SWEEP, **cells), PAINT))
    assert actions(api)["1.1"][name] == shown
    expected = (
        {} if shown == "Half swept" else {"action 1.1": {name: {"before": _before(name), "after": shown}}}
    )
    assert changes(again) == expected


def _before(name: str) -> str:
    return {"lead_text": "Helen", "current_situation": "Half swept"}[name]


def test_change_made_since_survives_the_unchanged_file(api: Client) -> None:
    take(api, plan())
    found = actions(api)
    change(api, found["1.1"], due={"text": "October 2004"}, lead_text="Alex", current_situation="All swept")
    change(api, found["2.2"], theme_ids=[])
    terms = api.get(f"/v1/plans/{found['1.1']['plan_id']}/glossary").json()["items"]
    change(api, terms[0], meaning="The Steering Group of the Partnership")
    kept_plan = api.get(f"/v1/plans/{found['1.1']['plan_id']}").json()
    change(api, kept_plan, title="The Harbour Plan", ends_on="2005-04-30")
    change(api, kept_plan["themes"][0], title="Quays")
    kept = everything(api.sessions)
    again = take(api, plan())
    assert outcomes(again) == UNCHANGED
    assert changes(again) == {}
    assert everything(api.sessions) == kept


def test_change_made_since_is_overwritten_only_where_the_file_changed(api: Client) -> None:
    take(api, plan())
    change(api, actions(api)["1.1"], due={"text": "October 2004"}, lead_text="Alex")
    again = take(api, with_rows(changed(SWEEP, due="August 2004"), PAINT))
    assert changes(again) == {"action 1.1": {"due_text": {"before": "October 2004", "after": "August 2004"}}}
    kept = actions(api)["1.1"]
    assert (kept["due"]["text"], kept["lead_text"]) == ("August 2004", "Alex")
    # What the file said then is what it is compared with from now on.
    change(api, kept, due={"text": "November 2004"})
    assert changes(take(api, with_rows(changed(SWEEP, due="August 2004"), PAINT))) == {}
    assert actions(api)["1.1"]["due"]["text"] == "November 2004"


def test_file_that_comes_round_to_the_register_s_words_changes_nothing(api: Client) -> None:
    take(api, plan())
    change(api, actions(api)["1.1"], due={"text": "October 2004"})
    again = take(api, with_rows(changed(SWEEP, due="October 2004"), PAINT))
    assert (outcomes(again), changes(again)) == (UNCHANGED, {})


def test_words_of_an_action_corrected_since_do_not_make_it_another(api: Client) -> None:
    take(api, plan())
    corrected = change(api, actions(api)["1.1"], text="Sweep the whole quay")
    kept = everything(api.sessions)
    again = take(api, plan())
    assert (outcomes(again), again["not_in_file"]) == (UNCHANGED, [])
    assert everything(api.sessions) == kept
    assert actions(api)["1.1"]["text"] == corrected["text"]
    # Nor do they when the document has followed.
    followed = take(api, with_rows(changed(SWEEP, text="Sweep the whole quay", due="May 2005"), PAINT))
    assert changes(followed) == {"action 1.1": {"due_text": {"before": "July 2004", "after": "May 2005"}}}
    assert [*actions(api)] == ["1.1", "1.2", "2.1", "2.2"]


def test_action_that_was_given_the_old_words_of_another_does_not_take_its_row(api: Client) -> None:
    take(api, plan())
    known = actions(api)["1.1"]
    change(api, known, text="Sweep the whole quay")
    make(api, "/v1/actions", plan_id=known["plan_id"], reference="1.9", text=SWEEP[0])
    again = take(api, plan())
    assert (outcomes(again), [one["reference"] for one in again["not_in_file"]]) == (UNCHANGED, ["1.9"])
    # Nor where there are as many actions as rows.
    delete(api, actions(api)["1.2"])
    again = take(api, plan())
    assert outcomes(again) == [UNCHANGED[0], ("1.2", "stays_deleted"), *UNCHANGED[2:]]
    assert [one["reference"] for one in again["not_in_file"]] == ["1.9"]


def test_words_of_an_action_are_taken_over_where_only_their_case_changed(api: Client) -> None:
    take(api, plan())
    again = take(api, with_rows(changed(SWEEP, text="SWEEP the Quay"), PAINT))
    assert changes(again) == {"action 1.1": {"text": {"before": "Sweep the quay", "after": "SWEEP the Quay"}}}
    assert actions(api)["1.1"]["text"] == "SWEEP the Quay"


def test_words_of_an_issue_corrected_since_do_not_make_it_another(api: Client) -> None:
    document = (
        "Harbour improvement plan\n\nIssue\tAction\tBy when\nMud\tDredge\tJuly 2004\n\tSweep\tMay 2004\n"
    )
    take(api, document)
    (issue,) = api.get("/v1/issues").json()["items"]
    change(api, issue, text="Too much mud")
    kept = everything(api.sessions)
    again = take(api, document)
    assert {row["outcome"] for row in again["rows"]} == {"unchanged"}
    assert everything(api.sessions) == kept


def test_title_of_a_theme_changes_the_theme_alone(api: Client) -> None:
    take(api, plan())
    again = take(api, plan({"1. Quays": (SWEEP, PAINT), "2. Dock": (DREDGE, COUNT)}))
    assert changes(again) == {"theme 1": {"title": {"before": "Quay", "after": "Quays"}}}
    assert outcomes(again) == UNCHANGED


def test_names_given_in_the_register_since_do_not_make_things_others(api: Client) -> None:
    take(api, plan())
    kept_plan = api.get(f"/v1/plans/by-reference/{HARBOUR}").json()
    change(api, kept_plan["themes"][1], number=7, title="Docks")
    (term,) = api.get(f"{kept_plan['url']}/glossary").json()["items"]
    change(api, term, term="StG")
    kept = everything(api.sessions)
    again = take(api, plan())
    assert {row["outcome"] for row in again["rows"]} == {"unchanged"}
    assert everything(api.sessions) == kept


def test_row_that_moved_is_the_same_action(api: Client) -> None:
    take(api, plan())
    before = {item["id"]: item["text"] for item in actions(api).values()}
    again = take(api, plan({"1. Quay": (PAINT,), "2. Dock": (COUNT, SWEEP, DREDGE)}))
    moved = {"before": "1. Quay", "after": "2. Dock"}
    assert changes(again) == {"action 1.1": {"theme": moved}}
    found = actions(api, embed="themes")
    assert {item["id"]: item["text"] for item in found.values()} == before
    assert [theme["title"] for theme in found["1.1"]["themes"]] == ["Dock"]
    assert again["not_in_file"] == []


def test_new_row_is_a_new_action_with_a_free_reference(api: Client) -> None:
    take(api, plan())
    buoys = ("Mend the buoys", "", "", "June 2004")
    again = take(api, with_rows(SWEEP, buoys, PAINT))
    assert outcomes(again) == [("1.1", "unchanged"), ("1.3", "created"), *UNCHANGED[1:]]
    found = actions(api, embed="themes")
    assert (found["1.3"]["text"], found["1.3"]["themes"][0]["number"]) == ("Mend the buoys", 1)


def due_of(api: Client) -> dict[str, list[str]]:
    return {
        item["text"]: [point["edtf"] for point in item["due"]["points"]] for item in actions(api).values()
    }


DITTO = changed(PAINT, due="ditto")


def test_ditto_is_the_row_above_in_the_document_as_it_is_now(api: Client) -> None:
    take(api, with_rows(SWEEP, DITTO))
    newer = with_rows(changed(SWEEP, due="August 2004"), DITTO)
    again = take(api, newer)
    assert due_of(api)["Paint the bollards"] == ["2004-08"]
    assert {*changes(again)["action 1.2"]} == {"due_points"}
    assert {row["outcome"] for row in take(api, newer)["rows"]} == {"unchanged"}


def test_ditto_of_a_new_row_is_the_row_above_it_in_the_document(api: Client) -> None:
    take(api, with_rows(SWEEP, DITTO))
    buoys = ("Mend the buoys", "", "", "December 2004")
    ropes = ("Mend the ropes", "", "", "ditto")
    take(api, with_rows(SWEEP, buoys, ropes, DITTO))
    assert [due_of(api)[row[0]] for row in (buoys, ropes, DITTO)] == [["2004-12"]] * 3
    take(api, with_rows(DITTO, SWEEP, buoys, ropes))
    assert [due_of(api)[row[0]] for row in (buoys, ropes, DITTO)] == [["2004-12"], ["2004-12"], [None]]


def test_due_changed_since_is_not_read_again_in_the_light_of_the_file(api: Client) -> None:
    take(api, with_rows(SWEEP, DITTO))
    change(api, actions(api)["1.2"], due={"text": "October 2004"})
    take(api, with_rows(changed(SWEEP, due="August 2004"), DITTO))
    assert due_of(api)["Paint the bollards"] == ["2004-10"]


def test_date_moved_in_the_register_does_not_move_the_ditto_of_an_unchanged_file(api: Client) -> None:
    take(api, with_rows(SWEEP, DITTO))
    change(api, actions(api)["1.1"], due={"text": "October 2004"})
    kept = everything(api.sessions)
    assert changes(take(api, with_rows(SWEEP, DITTO))) == {}
    assert everything(api.sessions) == kept


def test_dues_without_a_year_follow_the_plan_s_period(api: Client) -> None:
    take(api, with_rows(changed(SWEEP, due="Review in March"), PAINT), plan="p")
    before = [item["due"]["points"][0]["edtf"] for item in actions(api, "p").values()]
    newer = (
        with_rows(changed(SWEEP, due="Review in March"), PAINT).replace("2004", "2005").replace("/05", "/06")
    )
    again = take(api, newer, plan="p")
    assert (before[0], actions(api, "p")["1.1"]["due"]["points"][0]["edtf"]) == ("2005-03", "2006-03")
    assert {*changes(again)["action 1.1"]} == {"due_points"}


def test_row_that_is_gone_from_the_file_is_told_and_left(api: Client) -> None:
    take(api, plan())
    before = actions(api)
    again = take(api, with_rows(PAINT, dock=(DREDGE,)))
    assert again["not_in_file"] == [
        {"id": before["1.1"]["id"], "reference": "1.1", "text": "Sweep the quay"},
        {"id": before["2.2"]["id"], "reference": "2.2", "text": "Count the boats"},
    ]
    assert actions(api) == before
    read = api.get(again["url"]).json()
    assert read["not_in_file"] == again["not_in_file"]


def test_new_row_stands_where_the_document_has_it(api: Client) -> None:
    take(api, plan())
    first, middle = ("Buy a broom", "", "", "May 2004"), ("Buy paint", "", "", "June 2004")
    brushes = ("Buy brushes", "", "", "ditto")
    take(api, with_rows(first, SWEEP, middle, brushes, PAINT))
    kept = actions(api, sort="position")
    assert [item["text"] for item in kept.values()] == [
        "Buy a broom",
        "Sweep the quay",
        "Buy paint",
        "Buy brushes",
        "Paint the bollards",
        "Dredge the dock",
        "Count the boats",
    ]
    (ditto,) = (item for item in kept.values() if item["text"] == "Buy brushes")
    changed_words = change(api, ditto, due={"text": "As above"})
    assert changed_words["due"]["points"][0]["edtf"] == "2004-06", "the row above is the older of its place"


def test_rows_with_the_same_words_stay_apart(api: Client) -> None:
    twice = with_rows(SWEEP, changed(SWEEP, due="May 2005"))
    take(api, twice)
    kept = everything(api.sessions)
    assert outcomes(take(api, twice)) == UNCHANGED
    assert everything(api.sessions) == kept


def test_column_that_the_file_does_not_have_takes_nothing_away(api: Client) -> None:
    take(api, plan())
    before = actions(api)
    rows = {theme: [(row[0], row[3]) for row in table] for theme, table in THEMES.items()}
    again = take(api, plan(rows, heading=("Action", "Due date")))
    assert (outcomes(again), changes(again)) == (UNCHANGED, {})
    assert actions(api) == before


def test_file_without_a_title_leaves_the_plan_as_it_is(api: Client) -> None:
    take(api, plan())
    kept = api.get(f"/v1/plans/by-reference/{HARBOUR}").json()
    again = take(api, plan(title="", acronyms=""), plan=HARBOUR)
    assert outcomes(again) == UNCHANGED
    assert again["plan"] == {"id": kept["id"], "reference": HARBOUR, "title": kept["title"]}
    assert api.get(kept["url"]).json() == kept


def test_title_that_tells_another_period_changes_the_plan(api: Client) -> None:
    take(api, plan(), plan="harbour")
    again = take(api, plan(title="Harbour PARTNERSHIP PLAN 2005/06"), plan="harbour")
    kept = api.get("/v1/plans/by-reference/harbour").json()
    assert (kept["starts_on"], kept["ends_on"]) == ("2005-04-01", "2006-03-31")
    assert {*changes(again)["plan harbour"]} == {"title", "starts_on", "ends_on"}


def test_name_of_a_party_taken_away_since_is_not_given_again(api: Client) -> None:
    group = api.post("/v1/sub-groups", json={"name": "Steering Group"}).json()
    assert outcomes(take(api, plan()), "sub_group") == [("steering-group", "updated")]
    change(api, group, other_names=[])
    again = take(api, plan())
    assert outcomes(again, "sub_group") == [("steering-group", "unchanged")]
    assert api.get(group["url"]).json()["other_names"] == []


def test_party_that_is_known_only_later_is_given_its_other_name(api: Client) -> None:
    take(api, plan())
    group = api.post("/v1/sub-groups", json={"name": "The Group", "other_names": ["Steering group"]}).json()
    again = take(api, plan())
    assert changes(again)["sub_group group"] == {
        "other_names": {"before": ["Steering group"], "after": ["Steering group", "SG"]}
    }
    assert api.get(group["url"]).json()["other_names"] == ["Steering group", "SG"]

"""Due phrases of our own: as many as the shared ones and of every class, and how well they are read."""

from tests.scoring.own import scores

FEWEST = 127
"""How many phrases the public set has."""

CLASSES = """month; day; several points; window; unknown; range or alternative (one point); end of a period;
fiscal year or quarter; from; recurring, dated; recurring, no date; relative, no date; ongoing; season; review;
done, dated; done, no date; until; calendar year; school term or year; early/mid/late; ditto; ongoing since"""

SCORES = scores("due.jsonl")
FOUND = scores("due-found.jsonl")


def test_own_phrases_are_many_and_of_every_class() -> None:
    assert len(SCORES) >= FEWEST
    assert len({one.row["id"] for one in SCORES}) == len(SCORES)
    assert {one.row["class"] for one in SCORES} == {" ".join(name.split()) for name in CLASSES.split(";")}


def test_own_phrases_are_read_right() -> None:
    # They were annotated by the scheme alone, without a look at what the reader makes of them.
    assert [one.row["phrase"] for one in SCORES if not one.is_due_right] == []
    assert [one.row["phrase"] for one in SCORES if not one.is_full] == []


def test_no_date_is_made_up_in_own_phrases() -> None:
    assert [one.row["phrase"] for one in SCORES if not one.is_clean] == []


def test_phrases_found_in_plans_and_minutes_are_read_nearly_all() -> None:
    assert len({one.row["id"] for one in FOUND}) == len(FOUND) > FEWEST
    assert sum(one.is_due_right for one in FOUND) >= 0.98 * len(FOUND)
    assert sum(one.is_full for one in FOUND) >= 0.94 * len(FOUND)
    assert [one.row["phrase"] for one in FOUND if not one.is_clean] == []

"""What a person made of due words stands, whatever an import would read them as now."""

from tests.support.asking import change
from tests.support.client import Client
from tests.support.documents import PAINT, SWEEP, actions, changed, changes, take, with_rows

DITTO = changed(PAINT, due="ditto")
LATER = changed(SWEEP, due="August 2004")


def test_confirmed_ditto_stands_below_a_row_that_changed(api: Client) -> None:
    take(api, with_rows(SWEEP, DITTO))
    change(api, actions(api)["1.2"], due={"reading": "confirmed"})
    stood = actions(api)["1.2"]
    assert [(point["edtf"], stood["due"]["reading"]) for point in stood["due"]["points"]] == [
        ("2004-07", "confirmed")
    ]
    assert [*changes(take(api, with_rows(LATER, DITTO)))] == ["action 1.1"]
    assert actions(api)["1.2"] == stood


def test_confirmed_due_gives_way_to_other_words_of_the_file(api: Client) -> None:
    take(api, with_rows(SWEEP, DITTO))
    change(api, actions(api)["1.2"], due={"reading": "confirmed"})
    take(api, with_rows(SWEEP, changed(PAINT, due="May 2005")))
    due = actions(api)["1.2"]["due"]
    assert (due["text"], due["reading"], due["points"][0]["edtf"]) == ("May 2005", "automatic", "2005-05")
    assert due["confirmed_text"] == "ditto"


def test_ditto_below_a_confirmed_reading_says_that_and_not_what_the_file_reads(api: Client) -> None:
    take(api, with_rows(SWEEP, DITTO))
    change(api, actions(api)["1.1"], due={"points": [{"kind": "by", "edtf": "2004-06"}]})
    stood = actions(api)["1.2"]
    assert [point["edtf"] for point in stood["due"]["points"]] == ["2004-06"]
    assert changes(take(api, with_rows(SWEEP, DITTO))) == {}
    assert actions(api)["1.2"] == stood

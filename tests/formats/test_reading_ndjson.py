"""JSON Lines: flat objects are rows, what our own export writes are records, and all else is refused by its line."""

import json

import pytest

from app.formats.document import Document, DocumentIsBroken, Record, Row, Table, gathered
from app.formats.readers.ndjson import ndjson_parts


def read(text: str) -> Document:
    return gathered(ndjson_parts(text))


def test_objects_are_rows_below_all_their_names() -> None:
    text = '{"action":"Sweep","due":"May"}\r\n\n{"action":"Paint","lead":null,"count":3,"done":true}\n'
    (table,) = read(text).blocks
    assert table == Table(
        (
            Row(("action", "due", "lead", "count", "done"), 1),
            Row(("Sweep", "May", "", "", ""), 1),
            Row(("Paint", "", "", "3", "yes"), 3),
        ),
        is_whole=True,
    )


def test_what_an_export_writes_are_records() -> None:
    text = (
        '{"kind":"plan","item":{"title":"Harbour"}}\n{"kind":"action","item":{"leads":[{"name":"Helen"}]}}\n'
    )
    assert read(text).records == (
        Record({"kind": "plan", "item": {"title": "Harbour"}}, 1),
        Record({"kind": "action", "item": {"leads": [{"name": "Helen"}]}}, 2),
    )


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("[1]", "no JSON object"),
        ('{"a":', "not JSON"),
        ("{a: 1}", "not JSON: it goes wrong at character 2$"),
        ('{"a":NaN}', "NaN is no number"),
        ('{"a":-Infinity}', "no number"),
        ('{"a":1e400}', "no number that can be kept"),
        ('{"a":9223372036854775808}', "too large"),
        ('{"a":' + "9" * 5_000 + "}", "too large"),
        ('{"a":"\\ud800"}', "surrogate"),
        ('{"a":"\\u0000"}', "a NUL"),
        ('{"a\\u0000b":1}', "a NUL"),
        ('{"kind":"plan","item":{"note":["\\\\\\u0000"]}}', "a NUL"),
        ('{"a":1,"a":2}', "twice"),
        ('{"a":{"b":1}}', "neither"),
        ('{"kind":"plan","item":' + "[" * 40 + "]" * 40 + "}", "more than 32 deep"),
        # So deep that a JSON parser takes it, and a function that goes down after it does not.
        ('{"a":' + "[" * 950 + "]" * 950 + "}", "nested"),
        ('{"a":' + "[" * 100_000, "nested too deeply"),
    ],
)
def test_line_that_can_not_be_kept_is_refused_by_its_number(line: str, told: str) -> None:
    with pytest.raises(DocumentIsBroken, match=told) as refused:
        read(f"{json.dumps({'a': 'Sweep'})}\n{line}\n")
    assert refused.value.line == 2

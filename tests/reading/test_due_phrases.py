"""Due phrases read over the API: for everybody, each in its own context, with nothing kept."""

from typing import Any

import pytest

from tests.support.asking import refusal
from tests.support.client import Client
from tests.support.ledger import last_event

PATH = "/v1/phrases/due"


def ask(api: Client, phrase: str, context: dict[str, Any] | None = None) -> dict[str, Any]:
    """Read one phrase."""
    answer = api.post(PATH, json={"phrases": [{"phrase": phrase, "context": context}]})
    assert answer.status_code == 200, answer.text
    (item,) = answer.json()["items"]
    return dict(item)


def test_phrase_is_read_in_its_context_without_a_key(api: Client) -> None:
    context = {"document_date": "2004-04", "plan_start": "2004-04-01", "plan_end": "2005-03-31"}
    assert ask(api.public, "July/August", context) == {
        "points": [
            {
                "kind": "by",
                "edtf": "2004-07/2004-08",
                "earliest": "2004-07-01",
                "latest": "2004-08-31",
                "rrule": None,
                "anchor": None,
                "text": "July/August",
            }
        ],
        "unread": [],
    }
    assert ask(api.public, "July")["points"][0]["edtf"] == "XXXX-07"


def test_answers_come_in_the_order_of_the_phrases(api: Client) -> None:
    phrases = [{"phrase": "July 2004"}, {"phrase": ""}, {"phrase": "Ongoing"}]
    items = api.public.post(PATH, json={"phrases": phrases}).json()["items"]
    assert [item["points"][0]["kind"] for item in items] == ["by", "unknown", "ongoing"]


def test_ditto_repeats_the_points_as_they_were_answered(api: Client) -> None:
    above = ask(api, "Review annually in March/April", {"document_date": "2004-04"})
    again = ask(
        api, "ditto", {"previous": {"phrase": "Review annually in March/April", "points": above["points"]}}
    )
    assert [{**point, "text": ""} for point in again["points"]] == [
        {**point, "text": ""} for point in above["points"]
    ]
    assert ask(api, "ditto", {"previous": {"points": []}})["points"]


def test_every_word_of_a_context_is_taken_and_may_be_null(api: Client) -> None:
    names = ("document_date", "plan_start", "plan_end", "previous", "anchors", "quarters", "field")
    bare = ask(api, "July 2004")
    assert ask(api, "July 2004", dict.fromkeys(names)) == bare
    full = {"anchors": {"adoption": "2004-07-21"}, "quarters": "calendar", "field": "By when"}
    assert ask(api, "July 2004", full) == bare


BAD = [
    ({}, "/phrases"),
    ({"phrases": []}, "/phrases"),
    ({"phrases": "July"}, "/phrases"),
    ({"phrases": ["July"]}, "/phrases/0"),
    ({"phrases": [{}]}, "/phrases/0/phrase"),
    ({"phrases": [{"phrase": None}]}, "/phrases/0/phrase"),
    ({"phrases": [{"phrase": "July"}, {"phrase": "a" * 2001}]}, "/phrases/1/phrase"),
    ({"phrases": [{"phrase": "a\x00b"}]}, "/phrases/0/phrase"),
    ({"phrases": [{"phrase": "July", "contxt": {}}]}, "/phrases/0/contxt"),
    ({"phrases": [{"phrase": "July"}], "more": 1}, "/more"),
    ({"phrases": [{"phrase": "July"}] * 1001}, "/phrases"),
]
BAD_CONTEXTS = [
    ({"today": "2004-07-01"}, "/today"),
    ({"document_date": "July 2004"}, "/document_date"),
    ({"document_date": "2004-13"}, "/document_date"),
    ({"document_date": "2004/2005"}, "/document_date"),
    ({"document_date": 2004}, "/document_date"),
    ({"plan_start": "2004-02-30"}, "/plan_start"),
    ({"plan_end": 0}, "/plan_end"),
    ({"plan_start": "2005-04-01", "plan_end": "2004-03-31"}, ""),
    ({"previous": {}}, "/previous/points"),
    ({"previous": {"points": [{"kind": "never"}]}}, "/previous/points/0/kind"),
    ({"previous": {"points": [{"kind": "by", "due": "2004-07-01"}]}}, "/previous/points/0/due"),
    ({"previous": {"points": [{"kind": "by", "earliest": "2004"}]}}, "/previous/points/0/earliest"),
    (
        {"previous": {"points": [{"kind": "by", "earliest": "2004-08-01", "latest": "2004-07-01"}]}},
        "/previous/points/0",
    ),
    ({"anchors": {"adoption": "soon"}}, "/anchors/adoption"),
    ({"anchors": []}, "/anchors"),
    ({"quarters": "lunar"}, "/quarters"),
    ({"field": "a\x00b"}, "/field"),
]


@pytest.mark.parametrize(("body", "pointer"), BAD)
def test_what_is_wrong_is_refused_and_pointed_to(api: Client, body: Any, pointer: str) -> None:
    assert refusal(api.public.post(PATH, json=body)) == (422, "invalid", [pointer])


@pytest.mark.parametrize(("context", "pointer"), BAD_CONTEXTS)
def test_what_is_wrong_in_a_context_is_refused(api: Client, context: Any, pointer: str) -> None:
    body = {"phrases": [{"phrase": "July"}, {"phrase": "July", "context": context}]}
    assert refusal(api.public.post(PATH, json=body)) == (422, "invalid", [f"/phrases/1/context{pointer}"])


def test_half_of_a_surrogate_pair_is_refused(api: Client) -> None:
    body = b'{"phrases": [{"phrase": "\\ud800"}]}'
    answer = api.public.post(PATH, content=body, headers={"Content-Type": "application/json"})
    assert refusal(answer) == (422, "invalid", ["/phrases/0/phrase"])


def test_other_bodies_and_parameters_are_refused(api: Client) -> None:
    for content, kind, status in ((b"{", "application/json", 400), (b"July", "text/plain", 415)):
        answer = api.public.post(PATH, content=content, headers={"Content-Type": kind})
        assert answer.status_code == status
    assert api.public.post(f"{PATH}?x=1", json={"phrases": [{"phrase": ""}]}).status_code == 400
    assert api.public.get(PATH).status_code == 405
    large = api.public.post(PATH, json={"phrases": [{"phrase": "a" * 2000}] * 300})
    assert (large.status_code, large.json()["code"]) == (413, "too_large")


def test_key_that_is_not_valid_is_refused_here_too(api: Client) -> None:
    answer = Client(api._running, "pp_wrong").post(PATH, json={"phrases": [{"phrase": "July"}]})
    assert answer.status_code == 401


def test_nothing_is_kept_of_what_was_read(api: Client) -> None:
    before = last_event(api)
    answer = api.public.post(PATH, json={"phrases": [{"phrase": "July"}] * 1000})
    assert len(answer.json()["items"]) == 1000
    assert answer.headers["cache-control"] == "no-store"
    assert last_event(api) == before

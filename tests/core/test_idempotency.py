"""A repeated POST is done once, for a day; after that its key is as good as new."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from app.core.callers import COMMAND_LINE, Caller
from app.core.db import Sessions, reading, writing
from app.core.errors import IdempotencyKeyReused
from app.core.http import Answer
from app.core.idempotency import KEPT_FOR, StoredAnswer, digest, once
from app.kernel.clock import now
from tests.support.client import Client

_answers: Any = StoredAnswer.__table__
KEY = {"Idempotency-Key": "k-1"}


def age(sessions: Sessions, by: timedelta) -> None:
    """Make every kept answer older."""
    with writing(sessions) as session:
        session.execute(update(_answers).values(at=now() - by))


def kept(sessions: Sessions) -> list[str]:
    with reading(sessions) as session:
        return list(session.execute(select(_answers.c.key).order_by(_answers.c.key)).scalars())


def made(api: Client, name: str, key: str = "k-1") -> Any:
    return api.post("/v1/organisations", json={"name": name}, headers={"Idempotency-Key": key})


def test_answer_is_repeated_for_a_day_and_no_longer(api: Client) -> None:
    first = made(api, "Trust")
    age(api.sessions, KEPT_FOR - timedelta(minutes=1))
    again = made(api, "Trust")
    assert (again.json(), again.headers["idempotent-replayed"]) == (first.json(), "true")
    age(api.sessions, KEPT_FOR + timedelta(seconds=1))
    anew = made(api, "Trust")
    assert anew.status_code == 201
    assert anew.json()["id"] != first.json()["id"]
    assert "idempotent-replayed" not in anew.headers
    assert made(api, "Trust").json() == anew.json(), "the new answer has taken the old one's place"


def test_key_is_free_for_another_request_after_a_day(api: Client) -> None:
    made(api, "Trust")
    assert made(api, "Forum").status_code == 422
    age(api.sessions, KEPT_FOR + timedelta(seconds=1))
    assert made(api, "Forum").status_code == 201


def test_answers_of_days_gone_by_are_not_kept(api: Client) -> None:
    made(api, "Trust", "old-1")
    made(api, "Trust", "old-2")
    age(api.sessions, KEPT_FOR + timedelta(seconds=1))
    made(api, "Trust", "new")
    assert kept(api.sessions) == ["new"]


def test_key_belongs_to_the_one_who_sent_it(api: Client) -> None:
    mine = made(api, "Trust")
    theirs = made(api.as_key(["write"]), "Trust")
    assert theirs.status_code == 201
    assert theirs.json()["id"] != mine.json()["id"]


def test_undeletion_is_repeated_as_any_other_post(api: Client) -> None:
    made(api, "Trust", "other")
    thing = made(api, "Forum", "another").json()
    assert api.delete(thing["url"], headers={"If-Match": "*"}).status_code == 204
    first, again = (api.post(f"{thing['url']}/undelete", headers=KEY) for _ in range(2))
    assert (first.status_code, again.status_code) == (200, 200)
    assert (again.json(), again.headers["idempotent-replayed"]) == (first.json(), "true")
    assert "idempotent-replayed" not in first.headers
    # Without the key, there is nothing left to undelete.
    assert api.post(f"{thing['url']}/undelete").status_code == 404


def test_same_body_at_another_address_is_another_request(api: Client) -> None:
    # Two lists of themes take bodies of one shape, where a trust and a venue have shapes of their own.
    plans = [api.post("/v1/plans", json={"title": name, "kind": "strategy"}).json() for name in "ab"]
    one, other = (f"{plan['url']}/themes" for plan in plans)
    tried: list[tuple[str, str, dict[str, str]]] = [
        (one, other, {"title": "Quay"}),
        ("/v1/organisations", "/v1/venues", {"name": "Trust"}),
    ]
    for number, (there, elsewhere, body) in enumerate(tried):
        key = {"Idempotency-Key": f"k-{number}"}
        assert api.post(there, json=body, headers=key).status_code == 201
        answer = api.post(elsewhere, json=body, headers=key)
        assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_key_reused")
        assert api.get(elsewhere).json()["items"] == []


@pytest.mark.parametrize("key", ["", " ", "a b", "x" * 201, "tab\tbed"])
def test_key_that_is_no_key_is_named(api: Client, key: str) -> None:
    answer = made(api, "Trust", key)
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_parameter")
    assert [fault["parameter"] for fault in answer.json()["errors"]] == ["Idempotency-Key"]
    assert api.get("/v1/organisations").json()["items"] == []


def test_key_may_be_long(api: Client) -> None:
    first, again = made(api, "Trust", "~" * 200), made(api, "Trust", "~" * 200)
    assert (first.status_code, again.json()) == (201, first.json())


def test_request_that_was_refused_is_not_kept(api: Client) -> None:
    assert api.post("/v1/organisations", json={"name": ""}, headers=KEY).status_code == 422
    assert kept(api.sessions) == []


def test_answer_is_kept_with_what_was_done_or_not_at_all(sessions: Sessions) -> None:
    def fail() -> Answer:
        raise ZeroDivisionError

    def act_twice() -> None:
        with writing(sessions) as session:
            once(session, COMMAND_LINE, "done", "r", lambda: Answer(201, b"{}"))
            once(session, COMMAND_LINE, "k", "r", fail)

    with pytest.raises(ZeroDivisionError):
        act_twice()
    assert kept(sessions) == []


def test_repetition_gives_what_may_be_given_twice(sessions: Sessions) -> None:
    caller = Caller("key", "an-id")

    def act() -> Answer:
        return Answer(201, b'{"secret": "s"}', {"Location": "/v1/x"}, kept=b'{"secret": null}')

    def never() -> Answer:
        raise AssertionError("it is done already")

    with writing(sessions) as session:
        assert once(session, caller, None, "r", act).content == b'{"secret": "s"}'
        assert once(session, caller, "k", "r", act).content == b'{"secret": "s"}'
    with writing(sessions) as session:
        again = once(session, caller, "k", "r", never)
        assert (again.status, again.content) == (201, b'{"secret": null}')
        assert again.headers == {"Location": "/v1/x", "Idempotent-Replayed": "true"}
        with pytest.raises(IdempotencyKeyReused):
            once(session, caller, "k", "other", never)


def test_digest_tells_parts_from_one_another() -> None:
    assert digest("ab", "c") != digest("a", "bc") != digest("abc")
    assert digest("ab", b"c") == digest(b"ab", "c")
    assert digest() != digest("")

"""How far a large import is, told to whoever asks while another process carries it out, in one transaction."""

import json
import time
from typing import Any

import pytest
from sqlalchemy import update

from app.core.db import Sessions, reading, writing
from app.imports.commands.jobs import carry_out_waiting
from app.imports.commands.progress import gone_through, tell_progress
from app.imports.models import Import
from app.imports.queries.progress import mark_file
from app.imports.rules.jobs import ImportPhase, ImportState
from app.imports.rules.progress import HowFar, mark_of, read_marks
from app.kernel.clock import now
from tests.conftest import MakeApi
from tests.imports.test_jobs import large_plan, read, start_worker, take_later
from tests.support.client import Client
from tests.support.documents import plan
from tests.support.tables import table

_import = Import.__table__
MANY = 1_500
PARTNERS = table("Name | Sector", *(f"Harbour Friends {number} | Public sector" for number in range(MANY)))
RECORDS = "\n".join(
    json.dumps({"kind": kind, "item": item})
    for kind, item in (
        ("plan", {"reference": "Harbour 04", "title": "Harbour plan 2004/05", "kind": "partnership_plan"}),
        *(("glossary_term", {"term": f"Q{n}", "meaning": f"Quay {n}"}) for n in range(MANY)),
    )
)
DRY_RUN = {"dry_run": True}
OF_PARTNERS = {"kind": "organisations"}


@pytest.fixture
def api(make_api: MakeApi) -> Client:
    """The API to which every file is a large one, and which keeps answers."""
    return make_api(import_at_once_bytes=0)


def far(api: Client, url: str) -> tuple[int | None, int]:
    one = read(api, url)
    return one["rows_total"], one["rows_done"]


@pytest.mark.parametrize(
    ("document", "asked"),
    [
        pytest.param(large_plan(), {}, id="plan"),
        pytest.param(large_plan(), DRY_RUN, id="dry run of a plan"),
        pytest.param(PARTNERS, OF_PARTNERS, id="table"),
        pytest.param(PARTNERS, {**OF_PARTNERS, **DRY_RUN}, id="dry run of a table"),
        pytest.param(RECORDS, {}, id="records"),
    ],
)
def test_rows_are_counted_up_while_another_process_goes_through_them(
    document: str, asked: dict[str, Any], api: Client
) -> None:
    url = take_later(api, document, **asked)["url"]
    seen = [far(api, url)]
    with start_worker(api) as worker:
        while worker.poll() is None:
            seen.append(far(api, url))
            time.sleep(0.02)
    done = read(api, url)
    assert done["state"] == "done", done["problem"]
    rows = sum(sum(counts.values()) for counts in done["counts"].values())
    assert (done["rows_total"], done["rows_done"]) == (rows, rows)
    assert seen[0] == (None, 0)
    told = [done for total, done in seen if total is not None]
    assert {total for total, _ in seen} == {None, rows}
    assert told == sorted(told)
    assert [done for done in told if 1_000 <= done < rows]


def begin(sessions: Sessions, id: str) -> Import:
    """Have an import be one whose rows somebody goes through."""
    with writing(sessions) as session:
        begun = {"state": ImportState.RUNNING.value, "phase": ImportPhase.APPLYING.value, "alive_at": now()}
        session.execute(update(_import).where(_import.c.id == id).values(begun))
        return session.get_one(Import, id)


def test_each_part_is_told_at_once_though_nothing_is_committed(api: Client, sessions: Sessions) -> None:
    taken, other = take_later(api, plan()), take_later(api, plan(title="Airport PARTNERSHIP PLAN 2004/05"))
    job = begin(sessions, taken["id"])
    begin(sessions, other["id"])
    with writing(sessions) as session:
        seen = [
            (len(part), far(api, taken["url"]))
            for part in gone_through(session, job, ["Quay", "Dock", "Pier s"], 16, done=2)
        ]
        assert seen == [(4, (16, 2)), (4, (16, 6)), (6, (16, 10))]
        assert far(api, taken["url"]) == (16, 16)
        assert [one["rows_done"] for one in api.get("/v1/imports?sort=created_at").json()["items"]] == [16, 0]
        assert api.get(taken["url"], params={"fields": "rows_done"}).json() == {"rows_done": 16}
        assert far(api, other["url"]) == (None, 0)


def test_nobody_keeps_what_changes_without_a_write(api: Client) -> None:
    url = take_later(api, plan())["url"]
    for path in (url, "/v1/imports"):
        assert api.get(path).headers["cache-control"] == "no-store"


def test_refused_import_was_gone_through_by_nobody(api: Client, sessions: Sessions) -> None:
    url = take_later(api, "Nothing here is a plan.")["url"]
    carry_out_waiting(sessions)
    assert read(api, url)["state"] == "failed"
    assert far(api, url) == (None, 0)


def test_what_was_told_of_an_import_that_was_given_up_is_not_shown_and_goes(
    api: Client, sessions: Sessions
) -> None:
    taken = take_later(api, plan())
    with reading(sessions) as session:
        tell_progress(session, taken["id"], HowFar(3, 7))
        assert far(api, taken["url"]) == (None, 0)
    carry_out_waiting(sessions)
    # The plan, a term, two themes and four actions.
    assert far(api, taken["url"]) == (8, 8)
    with reading(sessions) as session:
        file = mark_file(session, taken["id"])
    assert file is None or [*file.parent.glob(f"{file.name}*")] == []


# PostgreSQL is told by the transaction itself, and needs no file.
@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_what_somebody_left_who_was_killed_at_the_end_goes_with_the_next(
    api: Client, sessions: Sessions
) -> None:
    over, later = take_later(api, plan()), take_later(api, plan())
    with reading(sessions) as session:
        left, copy = mark_file(session, over["id"]), mark_file(session, "copy")
    assert left is not None
    assert copy is not None
    for file in (left, left.with_name(f"{left.name}-new"), copy):
        file.touch()
    with writing(sessions) as session:
        session.execute(
            update(_import).where(_import.c.id == over["id"]).values(state=ImportState.DONE.value)
        )
    carry_out_waiting(sessions)
    assert read(api, later["url"])["state"] == "done"
    assert [*copy.parent.glob(f"{copy.name.removesuffix('copy')}*")] == [copy]
    copy.unlink()


# PostgreSQL is told by the transaction itself, and needs no file.
@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_import_that_can_not_tell_how_far_it_is_goes_on(
    api: Client, sessions: Sessions, caplog: pytest.LogCaptureFixture
) -> None:
    taken = take_later(api, plan())
    with reading(sessions) as session:
        file = mark_file(session, taken["id"])
    assert file is not None
    # Where a folder is, no file can be put.
    file.mkdir()
    try:
        assert carry_out_waiting(sessions) == 1
    finally:
        file.rmdir()
    assert (read(api, taken["url"])["state"], far(api, taken["url"])) == ("done", (8, 8))
    assert "can't be told" in caplog.text


def test_only_what_is_told_of_imports_is_read() -> None:
    far = HowFar(2_000, 100_000)
    id = "01a20309-d20c-7a3e-9d1c-0c1f4d9b2a77"
    assert read_marks([mark_of(id, far), "", "psql", "import", f"import {id} 2000/", "import all"]) == {
        id: far
    }
    # PostgreSQL cuts what is longer.
    assert len(mark_of(id, HowFar(999_999_999, 999_999_999))) <= 63

"""A dry run of a large file is told later, at an address of its own; it is never taken for an import."""

import signal
from datetime import timedelta
from typing import Any

import anyio
import pytest
from anyio import to_thread
from sqlalchemy import update

from app.core.db import Sessions, writing
from app.imports.commands.aside import RowsAside
from app.imports.commands.jobs import carry_out_waiting
from app.imports.models import Import, ImportFile, ImportRow
from app.imports.rules.jobs import DRY_RUNS_KEPT_FOR, STALE_AFTER
from app.kernel.clock import now
from app.worker import clear_old_dry_runs, keep_dry_runs
from tests.conftest import MakeApi
from tests.imports.test_jobs import LARGE, count, large_plan, read, start_worker, take_later, wait_until
from tests.support.client import Client
from tests.support.documents import (
    HARBOUR,
    PAINT,
    SWEEP,
    actions,
    as_planned,
    changed,
    everything,
    plan,
    take,
    with_rows,
)
from tests.support.tables import send_table, table

_import, _row, _file = Import.__table__, ImportRow.__table__, ImportFile.__table__
OF_IMPORTS = ("import", "import_row", "import_file")
AUGUST = changed(SWEEP, due="August 2004")
PARTNERS = table("Name | Sector | Part of", "Quay | Public sector | ", "Dock | | Quay", "Pier | private |")


@pytest.fixture
def api(make_api: MakeApi) -> Client:
    """The API to which every file is a large one."""
    return make_api(import_at_once_bytes=0)


@pytest.fixture
def at_once(make_api: MakeApi) -> Client:
    """The API that answers every file at once, over the same register."""
    return make_api(import_at_once_bytes=10_000_000)


def register(sessions: Sessions) -> dict[str, Any]:
    """Give every row of every table, but of those of imports; the ledger is among them."""
    return {name: rows for name, rows in everything(sessions).items() if name not in OF_IMPORTS}


def try_later(api: Client, document: str, **parameters: Any) -> dict[str, Any]:
    """Have a dry run made; give it as it is read then."""
    url = take_later(api, document, dry_run=True, **parameters)["url"]
    assert carry_out_waiting(api.sessions) == 1
    return read(api, url)


def rows_of(api: Client, url: str) -> list[dict[str, Any]]:
    """Give the rows of an import as they are told at its address."""
    rows: list[dict[str, Any]] = api.get(f"{url}/rows", params={"limit": 200}).json()["items"]
    return rows


def without_record(row: dict[str, Any]) -> dict[str, Any]:
    """Leave out of a row what only its own record has."""
    own = ("id", "url", "import_id", "position", "version", "created_at", "updated_at")
    return {name: value for name, value in row.items() if name not in own}


def test_dry_run_of_a_large_file_is_told_later(api: Client, sessions: Sessions) -> None:
    before = register(sessions)
    taken = take_later(api, plan(), dry_run=True, file_name="plan.txt")
    assert (taken["dry_run"], taken["state"], taken["file_name"]) == (True, "waiting", "plan.txt")
    assert carry_out_waiting(sessions) == 1
    done = read(api, taken["url"])
    assert (done["dry_run"], done["state"], done["phase"], done["plan_id"]) == (True, "done", None, None)
    assert done["counts"]["action"] == {"created": 4}
    assert register(sessions) == before
    assert count(sessions, _file) == 0


@pytest.mark.parametrize("more", [{}, {"missing": "delete"}, {"create_parties": "true", "public": "true"}])
def test_dry_run_told_later_says_what_one_that_is_answered_does(
    more: dict[str, str], api: Client, at_once: Client
) -> None:
    take(at_once, plan())
    document = with_rows(AUGUST, ("Mend the crane", "", "Harbour Trust; Nobody Known", "May 2004"))
    answered = take(at_once, document, dry_run="true", **more)
    told = try_later(api, document, **more)
    for name in ("counts", "columns", "unread", "not_in_file", "mode", "kind"):
        assert told[name] == answered[name], name
    assert told["plan_id"] == answered["plan"]["id"]
    rows = rows_of(api, told["url"])
    assert [without_record(row) for row in rows] == answered["rows"]
    assert [row["position"] for row in rows] == [*range(len(rows))]
    assert as_planned(take(at_once, document, **more)) == as_planned(answered)


def test_dry_run_of_another_kind_is_carried_out_and_taken_back(
    api: Client, at_once: Client, sessions: Sessions
) -> None:
    before = register(sessions)
    answer = send_table(api, "organisations", PARTNERS, on_error="skip", dry_run="true")
    assert (answer.status_code, carry_out_waiting(sessions)) == (202, 1)
    told = read(api, answer.headers["location"])
    assert told["counts"] == {"organisation": {"created": 2, "failed": 1}}
    answered = send_table(at_once, "organisations", PARTNERS, on_error="skip", dry_run="true").json()
    assert [without_record(row) for row in rows_of(api, told["url"])] == answered["rows"]
    assert {row["resource_id"] for row in answered["rows"]} == {None}
    assert register(sessions) == before


def test_dry_run_of_a_flat_table_names_the_plan_that_all_of_it_is_of(api: Client, at_once: Client) -> None:
    harbour = take(at_once, plan())["plan"]["id"]
    updates = table("Plan | Action | Progress", f"{HARBOUR} | 1.1 | Half swept")
    tried = try_later(api, updates, kind="progress_updates")
    done = take_later(api, updates, kind="progress_updates")
    assert carry_out_waiting(api.sessions) == 1
    assert tried["plan_id"] == read(api, done["url"])["plan_id"] == harbour


def test_dry_run_that_is_refused_says_why(api: Client, sessions: Sessions) -> None:
    before = register(sessions)
    failed = try_later(api, with_rows(SWEEP, ("", "", "", "May 2004")))
    assert (failed["state"], failed["problem"]["code"]) == ("failed", "document_is_unreadable")
    assert failed["problem"]["errors"][0]["row"] == 9
    assert (count(sessions, _row), count(sessions, _file)) == (0, 0)
    assert register(sessions) == before


def test_dry_runs_are_listed_only_where_they_are_asked_for(api: Client, sessions: Sessions) -> None:
    tried, done = take_later(api, plan(), dry_run=True), take_later(api, plan())
    carry_out_waiting(sessions)
    for parameters, listed in (
        ({}, [done["id"]]),
        ({"dry_run": "false"}, [done["id"]]),
        ({"dry_run": "true"}, [tried["id"]]),
    ):
        items = api.get("/v1/imports", params=parameters).json()["items"]
        assert [item["id"] for item in items] == listed


def test_dry_run_is_not_the_last_import_of_its_file(api: Client, at_once: Client) -> None:
    take(at_once, plan())
    newer = with_rows(AUGUST, PAINT)
    try_later(api, newer)
    # Had the dry run said August before, it would not be news now.
    done = take(at_once, newer)
    assert done["counts"]["action"] == {"updated": 1, "unchanged": 3}
    assert actions(at_once)["1.1"]["due"]["text"] == "August 2004"
    # The same file twice is not noted again, whatever was tried in between.
    try_later(api, plan())
    assert take(at_once, newer)["id"] == done["id"]


def test_file_that_was_only_tried_is_imported_with_a_record_of_its_own(api: Client, at_once: Client) -> None:
    take(at_once, plan())
    newer = with_rows(SWEEP, PAINT, dock=())
    tried = try_later(api, newer)
    assert tried["counts"]["action"] == {"unchanged": 2}
    # The one before was of another file, so that this one is noted though it changes nothing.
    noted = take(at_once, with_rows(SWEEP, PAINT, dock=()))
    assert noted["id"] not in (None, tried["id"])


def test_dry_run_can_not_be_undone(api: Client) -> None:
    refused = api.post(f"{try_later(api, plan())['url']}/undo")
    assert (refused.status_code, refused.json()["code"]) == (409, "import_cannot_be_undone")
    assert refused.json()["detail"] == "It was a dry run, so there is nothing to take back."


def test_dry_run_in_between_does_not_hinder_undoing(api: Client, at_once: Client) -> None:
    done = take(at_once, plan())
    try_later(api, with_rows(AUGUST))
    assert at_once.post(f"{done['url']}/undo").status_code == 200
    assert take(at_once, plan())["counts"]["action"] == {"created": 4}


def test_dry_run_uses_up_no_key(api: Client) -> None:
    headers = {"Content-Type": "text/plain", "Idempotency-Key": "one"}
    for parameters in ({"dry_run": "true"}, {}):
        answer = api.post("/v1/imports", content=plan().encode(), headers=headers, params=parameters)
        assert (answer.status_code, answer.json()["dry_run"]) == (202, "dry_run" in parameters)


def test_killed_dry_run_leaves_no_rows_and_is_made_by_the_next(api: Client, sessions: Sessions) -> None:
    before = register(sessions)
    url = take_later(api, large_plan(), dry_run=True)["url"]
    with start_worker(api) as worker:
        wait_until(api, url, "applying")
        worker.kill()
    assert worker.returncode == -signal.SIGKILL
    assert (count(sessions, _row), read(api, url)["state"]) == (0, "running")
    assert carry_out_waiting(sessions) == 0
    with writing(sessions) as session:
        session.execute(update(_import).values(alive_at=now() - STALE_AFTER - timedelta(seconds=1)))
    assert carry_out_waiting(sessions) == 1
    assert read(api, url)["counts"]["action"] == {"created": LARGE + 2}
    assert count(sessions, _row) == sum(sum(counts.values()) for counts in read(api, url)["counts"].values())
    assert register(sessions) == before


def test_others_write_while_a_dry_run_is_planned(api: Client) -> None:
    url = take_later(api, large_plan(), dry_run=True)["url"]
    with start_worker(api) as worker:
        wait_until(api, url, "applying")
        while read(api, url)["state"] == "running":
            with writing(api.sessions, wait_ms=2_000):
                pass
        worker.wait()
    assert read(api, url)["state"] == "done"


def grow_old(sessions: Sessions) -> None:
    """Let all that is kept of imports be a little older than dry runs are kept."""
    with writing(sessions) as session:
        long_ago = now() - DRY_RUNS_KEPT_FOR - timedelta(seconds=1)
        session.execute(update(_import).values(updated_at=long_ago))


def test_dry_run_is_cleared_when_its_time_is_over(api: Client, sessions: Sessions) -> None:
    tried = try_later(api, plan())
    done = take_later(api, plan(title="Airport PARTNERSHIP PLAN 2004/05"))
    carry_out_waiting(sessions)
    assert clear_old_dry_runs(sessions) == 0
    grow_old(sessions)
    assert clear_old_dry_runs(sessions) == 1
    assert api.get(tried["url"]).status_code == 404
    # What was imported stays, however long ago.
    assert read(api, done["url"])["state"] == "done"
    assert {row["import_id"] for row in rows_of(api, done["url"])} == {done["id"]}
    assert count(sessions, _row) == len(rows_of(api, done["url"]))


def test_dry_run_that_waits_is_not_cleared(api: Client, sessions: Sessions) -> None:
    waiting = take_later(api, plan(), dry_run=True)
    grow_old(sessions)
    assert clear_old_dry_runs(sessions) == 0
    assert read(api, waiting["url"])["state"] == "waiting"


def test_old_dry_runs_are_cleared_while_the_service_runs(api: Client, sessions: Sessions) -> None:
    try_later(api, plan())
    grow_old(sessions)

    async def run() -> None:
        async with anyio.create_task_group() as alongside:
            alongside.start_soon(keep_dry_runs, sessions, 0.0, 0.05)
            with anyio.fail_after(20):
                while await to_thread.run_sync(count, sessions, _import):
                    await anyio.sleep(0.02)
            alongside.cancel_scope.cancel()

    anyio.run(run)
    assert count(sessions, _row) == 0


def test_rows_laid_aside_are_read_in_the_order_of_the_file_again_and_again() -> None:
    with RowsAside() as aside:
        aside.put(2, [{"label": "third"}, {"label": "fourth"}])
        aside.put(4, [])
        aside.put(0, [{"label": "first\n"}, {"label": "second"}])
        for _ in range(2):
            assert [row["label"] for row in aside] == ["first\n", "second", "third", "fourth"]

"""A large file is taken at once and imported by another process: once, or not at all, whatever happens to that."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update

from app.actions.models import Action
from app.core.config import environment_of
from app.core.db import Sessions, reading, writing
from app.core.migrations import ROOT
from app.imports.commands.jobs import carry_out_waiting, claim, leave_import
from app.imports.models import Import, ImportFile
from app.imports.rules.jobs import MOST_BEGUN, STALE_AFTER
from app.kernel.clock import now
from tests.conftest import MakeApi
from tests.support.client import Client
from tests.support.documents import HARBOUR, PAINT, actions, changed, plan, send, with_rows

_import, _file, _action = Import.__table__, ImportFile.__table__, Action.__table__
LARGE = 4_000
END_SECONDS = 120.0


@pytest.fixture
def api(make_api: MakeApi) -> Client:
    """The API to which every file is a large one."""
    return make_api(import_at_once_bytes=0)


def take_later(api: Client, document: str, **parameters: Any) -> dict[str, Any]:
    """Have a document taken; give the import as it is read then."""
    answer = send(api, document, **parameters)
    assert answer.status_code == 202, answer.text
    assert answer.headers["location"] == answer.json()["url"]
    return read(api, answer.headers["location"])


def read(api: Client, url: str) -> dict[str, Any]:
    answer = api.get(url)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def count(sessions: Sessions, table: Any) -> int:
    with reading(sessions) as session:
        return int(session.execute(select(func.count()).select_from(table)).scalar_one())


def test_large_file_is_imported_later_and_its_rows_are_read(api: Client, sessions: Sessions) -> None:
    taken = take_later(api, plan(), file_name="plan.txt")
    assert (taken["state"], taken["phase"], taken["plan_id"], taken["counts"]) == ("waiting", None, None, {})
    assert (taken["file_name"], count(sessions, _action)) == ("plan.txt", 0)
    assert carry_out_waiting(sessions) == 1
    done = read(api, taken["url"])
    assert (done["state"], done["problem"]) == ("done", None)
    assert done["counts"]["action"] == {"created": 4}
    assert done["plan_id"] == api.get("/v1/plans").json()["items"][0]["id"]
    rows = api.get(f"{taken['url']}/rows").json()["items"]
    assert [row["kind"] for row in rows].count("action") == 4
    assert [*actions(api)] == ["1.1", "1.2", "2.1", "2.2"]


def test_what_was_imported_later_is_known_when_the_file_comes_again(api: Client, sessions: Sessions) -> None:
    take_later(api, plan())
    again = take_later(api, with_rows(PAINT))
    assert carry_out_waiting(sessions) == 2
    done = read(api, again["url"])
    assert done["counts"]["action"] == {"unchanged": 3}
    assert [one["text"] for one in done["not_in_file"]] == ["Sweep the quay"]


def test_refused_file_says_why_and_leaves_nothing(api: Client, sessions: Sessions) -> None:
    taken = take_later(api, "Nothing here is a plan.")
    carry_out_waiting(sessions)
    failed = read(api, taken["url"])
    assert (failed["state"], failed["problem"]["code"]) == ("failed", "document_is_unreadable")
    assert failed["problem"]["errors"][0]["detail"].startswith("no table has a heading")
    assert api.get("/v1/plans").json()["items"] == []
    assert [one["id"] for one in api.get("/v1/imports?state=failed,waiting").json()["items"]] == [taken["id"]]


def test_document_is_not_kept_once_it_was_imported_or_refused(api: Client, sessions: Sessions) -> None:
    take_later(api, plan())
    take_later(api, "Nothing here is a plan.")
    assert count(sessions, _file) == 2
    carry_out_waiting(sessions)
    assert count(sessions, _file) == 0


def test_repeated_request_takes_the_file_once(api: Client, sessions: Sessions) -> None:
    headers = {"Content-Type": "text/plain", "Idempotency-Key": "one"}
    first, second = (api.post("/v1/imports", content=plan().encode(), headers=headers) for _ in range(2))
    assert (first.status_code, second.status_code) == (202, 202)
    assert first.json() == second.json()
    assert carry_out_waiting(sessions) == 1


def test_import_is_told_of_in_the_name_of_who_sent_it(api: Client, sessions: Sessions) -> None:
    importer = api.as_key(["import"])
    take_later(importer, plan())
    carry_out_waiting(sessions)
    events = api.get("/v1/changes", params={"kind": "action"}).json()["items"]
    assert {event["actor"]["kind"] for event in events} == {"key"}


def test_several_at_once_carry_out_each_import_once(api: Client, sessions: Sessions) -> None:
    for number in range(3):
        take_later(api, plan(title=f"Harbour PARTNERSHIP PLAN {number}"))
    with ThreadPoolExecutor(3) as pool:
        done = [*pool.map(carry_out_waiting, [sessions] * 3)]
    assert sum(done) == 3
    assert count(sessions, _action) == 12


def left_behind(sessions: Sessions, id: str) -> None:
    """Have an import be one that somebody began, and was killed."""
    long_ago = now() - STALE_AFTER - timedelta(seconds=1)
    with writing(sessions) as session:
        begun = update(_import).where(_import.c.id == id).values(state="running", alive_at=long_ago)
        session.execute(begun)


def test_import_that_can_not_be_begun_is_refused_and_keeps_no_other_back(
    api: Client, sessions: Sessions
) -> None:
    lost, good = take_later(api, plan()), take_later(api, plan())
    with writing(sessions) as session:
        session.execute(update(_file).where(_file.c.import_id == lost["id"]).values(caller={}))
    assert carry_out_waiting(sessions) == 2
    refused = read(api, lost["url"])
    assert (refused["state"], refused["problem"]["code"]) == ("failed", "internal_error")
    assert read(api, good["url"])["state"] == "done"


def test_import_that_ends_its_process_again_and_again_is_refused(api: Client, sessions: Sessions) -> None:
    url = take_later(api, plan())["url"]
    id = read(api, url)["id"]
    for _ in range(MOST_BEGUN):
        assert claim(sessions) == id
        left_behind(sessions, id)
    assert carry_out_waiting(sessions) == 1
    refused = read(api, url)
    assert (refused["state"], refused["problem"]["code"]) == ("failed", "import_was_cut_off")
    assert refused["problem"]["detail"].startswith("It was begun 3 times, and each time")
    assert (count(sessions, _action), count(sessions, _file)) == (0, 0)


def test_import_that_was_left_in_order_may_be_begun_as_often_as_that(api: Client, sessions: Sessions) -> None:
    url = take_later(api, plan())["url"]
    for _ in range(MOST_BEGUN + 1):
        claimed = claim(sessions)
        assert claimed is not None
        leave_import(sessions, claimed)
    assert carry_out_waiting(sessions) == 1
    assert read(api, url)["state"] == "done"


def test_file_that_came_later_waits_for_one_that_came_before(api: Client, sessions: Sessions) -> None:
    first, second = take_later(api, plan()), take_later(api, with_rows(changed(PAINT, due="August 2004")))
    assert claim(sessions) == first["id"]
    assert carry_out_waiting(sessions) == 0
    left_behind(sessions, first["id"])
    assert carry_out_waiting(sessions) == 2
    assert actions(api)["1.2"]["due"]["text"] == "August 2004"
    assert read(api, second["url"])["counts"]["action"] == {"unchanged": 2, "updated": 1}


def large_plan() -> str:
    return with_rows(
        *((f"Sweep the quay, part {number}", "", "Helen", "July 2004") for number in range(LARGE))
    )


def start_worker(api: Client) -> "subprocess.Popen[bytes]":
    environment = {**os.environ, **environment_of(api.settings), "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [sys.executable, "-m", "app.cli", "worker"], env=environment, stderr=subprocess.PIPE
    )


def wait_until(api: Client, url: str, phase: str) -> None:
    deadline = time.monotonic() + END_SECONDS
    while read(api, url)["phase"] != phase:
        assert time.monotonic() < deadline, read(api, url)
        time.sleep(0.02)


def test_killed_import_leaves_nothing_and_is_carried_out_by_the_next(api: Client, sessions: Sessions) -> None:
    url = take_later(api, large_plan())["url"]
    with start_worker(api) as worker:
        wait_until(api, url, "applying")
        time.sleep(0.2)
        worker.kill()
    assert worker.returncode == -signal.SIGKILL
    assert (count(sessions, _action), read(api, url)["state"]) == (0, "running")
    # It may still be that somebody is at work on it.
    assert carry_out_waiting(sessions) == 0
    left_behind(sessions, read(api, url)["id"])
    assert carry_out_waiting(sessions) == 1
    assert read(api, url)["counts"]["action"] == {"created": LARGE + 2}
    assert count(sessions, _action) == LARGE + 2


def test_import_that_is_told_to_end_waits_for_the_next(api: Client, sessions: Sessions) -> None:
    url = take_later(api, large_plan())["url"]
    with start_worker(api) as worker:
        wait_until(api, url, "applying")
        worker.terminate()
    assert worker.returncode == 1
    assert (count(sessions, _action), read(api, url)["state"]) == (0, "waiting")


def test_reads_go_on_while_an_import_is_carried_out(api: Client) -> None:
    url = take_later(api, large_plan())["url"]
    with start_worker(api) as worker:
        wait_until(api, url, "applying")
        while worker.poll() is None:
            assert api.get("/v1/deadlines").status_code == 200
    assert read(api, url)["state"] == "done"
    assert api.get("/v1/actions", params={"plan": HARBOUR, "count": True}).json()["total"] == LARGE + 2


def test_import_that_was_carried_out_later_can_be_undone(api: Client, sessions: Sessions) -> None:
    taken = take_later(api, plan())
    refused = api.post(f"{taken['url']}/undo")
    assert (refused.status_code, refused.json()["code"]) == (409, "import_cannot_be_undone")
    assert refused.json()["detail"] == "It was not carried out, so there is nothing to take back."
    carry_out_waiting(sessions)
    assert api.post(f"{taken['url']}/undo").status_code == 200
    assert api.get("/v1/plans").json()["items"] == []
    assert count(sessions, _action.select().where(_action.c.deleted_at.is_(None)).subquery()) == 0


@pytest.mark.parametrize("document", [plan(), "Nothing here is a plan."], ids=["carried out", "refused"])
def test_import_that_is_over_is_not_begun_again_by_who_is_ended_then(
    document: str, api: Client, sessions: Sessions
) -> None:
    url = take_later(api, document)["url"]
    carry_out_waiting(sessions)
    over = read(api, url)
    leave_import(sessions, over["id"])
    assert read(api, url) == over
    assert carry_out_waiting(sessions) == 0

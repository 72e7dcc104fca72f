"""An import that is killed in the middle leaves nothing, and the next one is carried out as if it had never been."""

import os
import subprocess
import sys
import time
from pathlib import Path

from app.core.callers import COMMAND_LINE
from app.core.config import Settings
from app.core.db import Sessions, writing
from app.core.errors import Busy
from app.core.migrations import ROOT
from app.imports.commands import GivenDocument
from app.imports.commands.kinds import import_read, read_any
from app.imports.schemas import ImportOptions
from tests.support.documents import everything

MANY = 2_000
WAIT_SECONDS = 60.0
INTO_ITS_WORK = 0.2


def document(rows: int) -> str:
    lines = (f"{number}. Inspect bridge {number}\tHarbour Trust\tMay 2004\n" for number in range(rows))
    return "Harbour plan\n\nAction\tLead\tDue date\n" + "".join(lines)


def someone_writes(sessions: Sessions) -> bool:
    try:
        with writing(sessions, wait_ms=1):
            return False
    except Busy:
        return True


def test_import_that_is_killed_leaves_nothing(
    sessions: Sessions, database_settings: Settings, tmp_path: Path
) -> None:
    file = tmp_path / "plan.txt"
    file.write_text(document(MANY), encoding="utf-8")
    before = everything(sessions)
    environment = {
        **os.environ,
        "PLANS_DATABASE_URL": database_settings.database_url,
        "PYTHONPATH": str(ROOT),
    }
    process = subprocess.Popen(
        (sys.executable, "-m", "app.cli", "import", "--create-parties", str(file)),
        cwd=tmp_path,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        deadline = time.monotonic() + WAIT_SECONDS
        while not someone_writes(sessions):
            assert process.poll() is None, "it ended before it could be killed"
            assert time.monotonic() < deadline
            time.sleep(0.005)
        time.sleep(INTO_ITS_WORK)
        assert process.poll() is None, "it ended before it could be killed"
    finally:
        process.kill()
        process.wait()
    while someone_writes(sessions):
        assert time.monotonic() < deadline, "what was killed lets nobody else write"
        time.sleep(0.01)
    assert everything(sessions) == before
    small = GivenDocument("plan.txt", document(2).encode())
    options = ImportOptions()
    done = import_read(sessions, COMMAND_LINE, read_any(small, options), small, options)
    assert done["counts"]["action"] == {"created": 2}

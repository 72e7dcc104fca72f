"""Calendars as programs that people use take them from a server that runs: vdirsyncer fetches, khal shows."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path

import pytest

from app.core.config import Settings
from tests.support.asking import changed, make
from tests.support.client import Client
from tests.support.databases import make_settings
from tests.support.plans import make_action, make_plan
from tests.support.server import running_server

PROGRAMS = Path(sys.executable).parent
MISSING = [name for name in ("khal", "vdirsyncer") if not (PROGRAMS / name).exists()]
pytestmark = [
    pytest.mark.skipif(
        bool(MISSING), reason=f"install what pyproject.toml lists for tests: {', '.join(MISSING)}"
    ),
    pytest.mark.parametrize("dialect", ["sqlite"], indirect=True),
]

VDIRSYNCER = """
[general]
status_path = "{home}/status/"

[pair deadlines]
a = "kept"
b = "served"
collections = null
conflict_resolution = "b wins"

[storage kept]
type = "filesystem"
path = "{home}/deadlines/"
fileext = ".ics"

[storage served]
type = "http"
url = "{address}/v1/deadlines.ics?include=starts"
"""
KHAL = """
[calendars]
[[deadlines]]
path = {home}/deadlines/
readonly = True

[locale]
local_timezone = Europe/London
default_timezone = Europe/London
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M

[sqlite]
path = {home}/khal.db
"""


@dataclass(frozen=True)
class Subscriber:
    """Somebody whose home holds nothing but what they told both programs."""

    home: Path

    def run(self, program: str, *arguments: str) -> str:
        """Run a program; give what it says."""
        environment = {name: one for name, one in os.environ.items() if not name.startswith("XDG_")}
        own = {
            "HOME": str(self.home),
            "VDIRSYNCER_CONFIG": str(self.home / "vdirsyncer"),
            "LC_ALL": "C.UTF-8",
        }
        command = [str(PROGRAMS / program), *arguments]
        told = subprocess.run(
            command, env={**environment, **own}, capture_output=True, text=True, check=False
        )
        assert told.returncode == 0, told.stdout + told.stderr
        return told.stdout

    def fetch(self) -> None:
        """Have vdirsyncer fetch what changed."""
        self.run("vdirsyncer", "discover")
        self.run("vdirsyncer", "--verbosity=warning", "sync")

    def look(self) -> set[tuple[str, str, str, str]]:
        """Have khal show the events of a year: their titles, first and last days, and status."""
        fields = ("title", "start-date", "end-date", "status")
        asked = [f"--json={name}" for name in fields]
        config = f"--config={self.home / 'khal'}"
        lines = self.run("khal", config, "list", "--once", *asked, "2004-01-01", "2004-12-31").splitlines()
        return {itemgetter(*fields)(event) for line in lines for event in json.loads(line)}


@pytest.fixture
def subscriber(database_settings: Settings, tmp_path: Path) -> Iterator[Subscriber]:
    """Somebody who subscribes to what is due at a server that runs."""
    with running_server(make_settings(database_settings.database_url), tmp_path) as address:
        home = tmp_path / "home"
        (home / "deadlines").mkdir(parents=True)
        (home / "vdirsyncer").write_text(VDIRSYNCER.format(home=home, address=address))
        (home / "khal").write_text(KHAL.format(home=home))
        yield Subscriber(home)


def test_subscriber_sees_what_is_due_and_what_becomes_of_it(api: Client, subscriber: Subscriber) -> None:
    make(api, "/v1/sub-groups", name="Steering Group", kind="steering_group")
    meeting = make(api, "/v1/meetings", sub_group_id="steering-group", title="July", starts_on="2004-07-20")
    plan = make_plan(api, visibility="public")
    words = "Ymgynghori ag ŵyr, a chwrdd â’r bobl; every second \\ week 😀"
    make_action(api, plan, words, due="August 2004", reference="1")
    action = make_action(api, plan, "Report", due="July 2004 meeting", reference="2")
    subscriber.fetch()
    long = (f"1 {words}", "2004-08-01", "2004-08-31", "CONFIRMED")
    assert subscriber.look() == {long, ("2 Report", "2004-07-20", "2004-07-20", "CONFIRMED")}
    changed(api, meeting, starts_on="2004-07-27")
    subscriber.fetch()
    assert subscriber.look() == {long, ("2 Report", "2004-07-27", "2004-07-27", "CONFIRMED")}
    changed(api, action, status="cancelled")
    subscriber.fetch()
    assert subscriber.look() == {long, ("2 Report", "2004-07-27", "2004-07-27", "CANCELLED")}

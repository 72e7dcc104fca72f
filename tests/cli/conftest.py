"""The command line as the tests use it: in process, over an empty register on both databases."""

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from app.cli import app
from app.core.config import Settings

Plans = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Run a command with settings of its own, in a folder of its own: `run(url, "deadlines", "--json")`."""
    monkeypatch.chdir(tmp_path)

    def of(database_url: str, *arguments: str | Path, stdin: bytes | None = None) -> Result:
        settings = {"PLANS_DATABASE_URL": database_url, "PLANS_SQLITE_SYNCHRONOUS": "NORMAL"}
        return CliRunner().invoke(app, [str(one) for one in arguments], input=stdin, env=settings)

    return of


@pytest.fixture
def plans(run: Callable[..., Result], database_settings: Settings) -> Plans:
    """Run a command over an empty register: `plans("import", "plan.txt")`."""

    def of(*arguments: str | Path, stdin: bytes | None = None) -> Result:
        return run(database_settings.database_url, *arguments, stdin=stdin)

    return of

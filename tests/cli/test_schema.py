"""`plans db`, and what the other commands say of a database that they can't use."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from typer.testing import Result

from app.core.db import Sessions
from app.core.migrations import is_current
from tests.conftest import MakeDatabases
from tests.support.databases import make_settings

Run = Callable[..., Result]


@pytest.fixture
def blank(dialect: str, databases: MakeDatabases) -> Iterator[str]:
    """The address of a database that was never migrated."""
    with databases(dialect).blank() as url:
        yield url


def test_database_is_made_checked_and_taken_back(run: Run, blank: str) -> None:
    assert run(blank, "db", "upgrade").exit_code == 0
    assert is_current(make_settings(blank))
    assert run(blank, "db", "check").exit_code == 0
    assert run(blank, "db", "downgrade", "base").exit_code == 0
    assert not is_current(make_settings(blank))


def test_difference_to_the_tables_fails_the_check(run: Run, blank: str) -> None:
    run(blank, "db", "upgrade")
    sessions = Sessions(make_settings(blank))
    with sessions.engine.begin() as connection:
        connection.execute(text("DROP INDEX ix_action_due"))
    sessions.close()
    result = run(blank, "db", "check")
    assert result.exit_code == 1
    assert "ix_action_due" in result.stdout
    assert "differs from the service's tables in 1 places" in result.stderr


@pytest.mark.parametrize(
    "command",
    [("deadlines",), ("export",), ("keys", "list"), ("import", "--sample"), ("serve",), ("db", "check")],
)
def test_old_schema_is_refused_with_the_command_that_mends_it(
    run: Run, blank: str, command: tuple[str, ...]
) -> None:
    run(blank, "db", "upgrade")
    run(blank, "db", "downgrade", "base")
    result = run(blank, *command)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "`plans db upgrade`" in result.stderr


def test_unknown_revision_is_refused(run: Run, blank: str) -> None:
    result = run(blank, "db", "upgrade", "nowhere")
    assert result.exit_code == 1
    assert "Can't locate revision identified by 'nowhere'" in result.stderr


def test_missing_file_is_not_made_by_looking_at_it(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "register.db"
    for command in (("deadlines",), ("db", "check"), ("db", "downgrade", "base")):
        result = run(f"sqlite:///{file}", *command)
        assert result.exit_code == 1
        assert f"There is no register at {file} yet. Make it with `plans db upgrade`." in result.stderr
    assert not file.exists()


def test_file_that_is_no_database_is_refused(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "letter.db"
    file.write_text(
        "Dear Sir or Madam, this is no database, though it is long enough to be taken for one." * 20
    )
    for command in (("deadlines",), ("db", "upgrade")):
        result = run(f"sqlite:///{file}", *command)
        assert result.exit_code == 1
        assert "file is not a database" in result.stderr


def test_server_that_is_away_is_told_without_its_password(run: Run) -> None:
    result = run("postgresql+psycopg://plans:hidden@127.0.0.1:1/plans", "deadlines")
    assert result.exit_code == 1
    assert "postgresql+psycopg://plans:***@127.0.0.1:1/plans can't be opened" in result.stderr
    assert "hidden" not in result.stderr


@pytest.mark.parametrize("url", ["mysql://x", "postgresql+psycopg://u:hidden@h:port/x"])
def test_address_that_is_none_is_refused_by_the_name_of_its_setting(run: Run, url: str) -> None:
    result = run(url, "db", "upgrade")
    assert result.exit_code == 1
    assert result.stderr.startswith("PLANS_DATABASE_URL: ")
    assert "hidden" not in result.output

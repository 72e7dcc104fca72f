"""`plans export`: to standard output, or to a file that is whole or not there."""

import csv
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import Result

from tests.cli.conftest import Plans
from tests.support.client import Client
from tests.support.documents import plan


@pytest.fixture(autouse=True)
def two_plans(plans: Plans, tmp_path: Path) -> None:
    """Two small plans in the register."""
    for name in ("harbour", "airport"):
        (tmp_path / f"{name}.txt").write_text(plan(title=f"{name} PLAN 2004/05"), encoding="utf-8")
        assert plans("import", "--plan", name, f"{name}.txt").exit_code == 0


def test_plan_on_standard_output_is_what_the_api_gives(plans: Plans, api: Client) -> None:
    id = api.get("/v1/plans/by-reference/harbour").json()["id"]
    for form in ("csv", "ndjson"):
        result = plans("export", "--plan", "harbour", "--format", form)
        assert result.exit_code == 0, result.stderr
        assert result.stdout_bytes == api.get(f"/v1/plans/{id}/export.{form}").content


def test_all_plans_are_one_table_that_names_them(plans: Plans) -> None:
    rows = list(csv.reader(plans("export").stdout_bytes.decode("utf-8-sig").splitlines()))
    assert rows[0][:2] == ["Plan", "Theme"]
    assert [row[0] for row in rows[1:]] == ["airport"] * 4 + ["harbour"] * 4


def test_format_is_told_from_the_name_of_the_file(plans: Plans, tmp_path: Path) -> None:
    result = plans("export", "--output", "all.ndjson")
    lines = [json.loads(line) for line in (tmp_path / "all.ndjson").read_text().splitlines()]
    assert (result.exit_code, result.stdout) == (0, "")
    assert [line["item"]["reference"] for line in lines if line["kind"] == "plan"] == ["airport", "harbour"]


@pytest.mark.parametrize("name", ["all.xlsx", "all", "all.csv.txt"])
def test_file_whose_name_tells_no_format_is_refused(plans: Plans, tmp_path: Path, name: str) -> None:
    result = plans("export", "--output", name)
    assert (result.exit_code, (tmp_path / name).exists()) == (2, False)
    assert "ends in neither .csv nor .ndjson" in " ".join(result.stderr.replace("│", "").split())
    assert plans("export", "--output", name, "--format", "csv").exit_code == 0
    assert (tmp_path / name).exists()


def test_unknown_plan_is_refused_and_the_file_stays_as_it_was(plans: Plans, tmp_path: Path) -> None:
    kept = tmp_path / "kept.csv"
    kept.write_text("kept")
    result = plans("export", "--plan", "nowhere", "--output", kept)
    assert (result.exit_code, kept.read_text()) == (1, "kept")
    assert result.stderr == "There is no plan with the reference 'nowhere'.\n"


def test_folder_that_is_not_there_is_refused(plans: Plans, tmp_path: Path) -> None:
    result = plans("export", "--output", tmp_path / "nowhere" / "x.csv")
    assert result.exit_code == 1
    assert result.stderr.endswith("nowhere/x.csv can't be written: No such file or directory.\n")


def test_file_stays_as_it_was_where_an_export_breaks_off(run: Callable[..., Result], tmp_path: Path) -> None:
    url, kept = f"sqlite:///{tmp_path / 'broken.db'}", tmp_path / "kept.csv"
    kept.write_text("kept")
    assert run(url, "db", "upgrade").exit_code == 0
    assert run(url, "import", "harbour.txt").exit_code == 0
    with closing(sqlite3.connect(tmp_path / "broken.db")) as connection:
        connection.execute("DROP TABLE action_issue")
    result = run(url, "export", "--output", kept)
    assert (result.exit_code, kept.read_text()) == (1, "kept")
    assert result.stderr == "The database refused: no such table: action_issue\n"
    assert [one.name for one in tmp_path.iterdir() if one.name.endswith(".part")] == []

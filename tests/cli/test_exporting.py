"""`plans export`: to standard output, or to a file that is whole or not there."""

import csv
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import docx
import openpyxl
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
    for form in ("csv", "xlsx", "ndjson"):
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


@pytest.mark.parametrize("name", ["all.pdf", "all", "all.csv.txt"])
def test_file_whose_name_tells_no_format_is_refused(plans: Plans, tmp_path: Path, name: str) -> None:
    result = plans("export", "--output", name)
    assert (result.exit_code, (tmp_path / name).exists()) == (2, False)
    assert "ends in none of .csv, .xlsx, .docx, .ndjson" in " ".join(result.stderr.replace("│", "").split())
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


def test_plan_is_written_as_a_word_document(plans: Plans, tmp_path: Path) -> None:
    assert plans("export", "--plan", "harbour", "--output", "plan.docx").exit_code == 0
    document = docx.Document(str(tmp_path / "plan.docx"))
    assert document.paragraphs[0].text == "harbour PLAN 2004/05"
    assert sum(len(table.rows) - 1 for table in document.tables) == 4


def test_word_document_holds_one_plan(plans: Plans, tmp_path: Path) -> None:
    result = plans("export", "--output", "plan.docx")
    assert (result.exit_code, (tmp_path / "plan.docx").exists()) == (2, False)
    assert "name it with --plan" in " ".join(result.stderr.replace("│", "").split())


def test_all_plans_are_one_sheet_that_names_them(plans: Plans, tmp_path: Path) -> None:
    assert plans("export", "--output", "all.xlsx").exit_code == 0
    (sheet,) = openpyxl.load_workbook(tmp_path / "all.xlsx").worksheets
    assert [cell.value for cell in sheet["A"]] == ["Plan", *["airport"] * 4, *["harbour"] * 4]


def test_register_is_moved_by_an_archive(plans: Plans, run: Callable[..., Result], tmp_path: Path) -> None:
    other = f"sqlite:///{tmp_path / 'other.db'}"
    assert run(other, "db", "upgrade").exit_code == 0
    assert plans("export", "--archive", "all.zip").exit_code == 0
    restored = run(other, "import", "--archive", "all.zip")
    assert (restored.exit_code, "plan: 2" in restored.stdout) == (0, True)
    assert run(other, "export", "--archive", "again.zip").exit_code == 0
    assert (tmp_path / "again.zip").read_bytes() == (tmp_path / "all.zip").read_bytes()
    assert run(other, "export").stdout_bytes == plans("export").stdout_bytes


def test_archive_is_refused_where_something_is_and_where_it_is_none(plans: Plans, tmp_path: Path) -> None:
    assert plans("export", "--archive", "all.zip").exit_code == 0
    refused = plans("import", "--archive", "all.zip")
    assert refused.exit_code == 1
    assert "there are rows of the kind 'plan'" in refused.stderr
    (tmp_path / "none.zip").write_bytes(b"none")
    refused = plans("import", "--archive", "none.zip")
    assert (refused.exit_code, "no zip" in refused.stderr) == (1, True)


@pytest.mark.parametrize(
    "arguments",
    [
        ("export", "--archive", "all.zip", "--plan", "harbour"),
        ("export", "--archive", "all.zip", "--format", "csv"),
        ("import", "--archive", "all.zip", "harbour.txt"),
        ("import", "--archive", "all.zip", "--sample"),
        ("import", "--archive", "nowhere.zip"),
    ],
)
def test_archive_goes_by_itself(plans: Plans, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    (tmp_path / "all.zip").write_bytes(b"")
    assert plans(*arguments).exit_code == 2


def test_plan_moves_to_another_register_as_records(
    plans: Plans, run: Callable[..., Result], tmp_path: Path
) -> None:
    other = f"sqlite:///{tmp_path / 'other.db'}"
    assert run(other, "db", "upgrade").exit_code == 0
    assert plans("export", "--plan", "harbour", "--output", "plan.ndjson").exit_code == 0
    assert run(other, "import", "plan.ndjson").exit_code == 0
    assert run(other, "export", "--format", "ndjson").stdout_bytes == (tmp_path / "plan.ndjson").read_bytes()

"""`plans import`: each file whole or not at all, and told so."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.core.config import Settings
from app.core.db import Sessions
from tests.cli.conftest import Plans
from tests.support.client import Client
from tests.support.documents import (
    HARBOUR,
    PAINT,
    SWEEP,
    changed,
    everything,
    outcomes,
    plan,
    take,
    with_rows,
)
from tests.support.office import as_docx, as_xlsx
from tests.support.tables import table

BROKEN = with_rows(SWEEP, ("", "", "", "May 2004"))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A small plan, as a file."""
    return write(tmp_path / "harbour.txt", plan())


def write(file: Path, text: str) -> Path:
    """Write a file."""
    file.write_text(text, encoding="utf-8")
    return file


def outcome_of(stdout: str, place: int = 0) -> dict[str, Any]:
    """Give the outcome of one of the files that a command told as JSON."""
    outcome: dict[str, Any] = json.loads(stdout)["files"][place]["outcome"]
    return outcome


def test_import_tells_for_each_file_what_became_of_it(plans: Plans, file: Path, tmp_path: Path) -> None:
    other = write(tmp_path / "other.txt", plan(title="Airport PARTNERSHIP PLAN 2004/05"))
    result = plans("import", file, other)
    assert result.exit_code == 0, result.stderr
    assert f"{file}: is the plan {HARBOUR} (Harbour PARTNERSHIP PLAN 2004/05)" in result.stdout
    assert f"{other}: is the plan airport-partnership-plan-2004-05" in result.stdout
    assert "  action: 4 created\n" in result.stdout


def test_same_file_again_changes_nothing(plans: Plans, file: Path, sessions: Sessions) -> None:
    plans("import", file)
    before = everything(sessions)
    result = plans("import", file)
    assert (result.exit_code, everything(sessions) == before) == (0, True)
    assert "  action: 4 unchanged\n" in result.stdout


def test_dry_run_shows_how_every_cell_is_read_and_keeps_nothing(
    plans: Plans, file: Path, sessions: Sessions
) -> None:
    before = everything(sessions)
    result = plans("import", "--dry-run", file)
    assert result.exit_code == 0, result.stderr
    assert f"How {file} is read" in " ".join(result.stdout.split())
    for words in (*SWEEP, *PAINT):
        assert words in result.stdout
    assert "Due by: 1 to 31 Jul 2004" in result.stdout
    assert "Lead: Harbour Trust (organisation, not known)" in " ".join(result.stdout.split())
    assert f"{file}: would become the plan {HARBOUR}" in result.stdout
    assert everything(sessions) == before


def test_refused_cell_is_told_with_file_line_and_column(plans: Plans, tmp_path: Path) -> None:
    broken = write(tmp_path / "broken.txt", BROKEN)
    result = plans("import", broken)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(
        f'{broken}:9: column "Planned Action agreed April 2004": the row has no words'
    )


def test_value_that_can_not_be_kept_is_told_with_its_cell(plans: Plans, tmp_path: Path) -> None:
    long = write(tmp_path / "long.txt", with_rows(changed(SWEEP, due="x" * 2_001)))
    result = plans("import", long)
    assert result.exit_code == 1
    assert result.stderr.startswith(f'{long}:8: column "Due date": ')


def test_no_file_is_imported_where_one_can_not_be_read(
    plans: Plans, file: Path, tmp_path: Path, sessions: Sessions
) -> None:
    before = everything(sessions)
    broken = write(tmp_path / "broken.txt", BROKEN)
    result = plans("import", file, broken, tmp_path / "missing.txt")
    assert result.exit_code == 1
    assert f"{broken}:9:" in result.stderr
    assert f"{tmp_path / 'missing.txt'}: No such file or directory" in result.stderr
    assert f"{file}: not imported, since not all files can be read." in result.stderr
    assert everything(sessions) == before


def test_file_that_fails_keeps_nothing_while_the_others_stay(
    plans: Plans, file: Path, tmp_path: Path
) -> None:
    # It can be read, but one of its cells can't be kept: that is known only as it is imported.
    long = write(tmp_path / "long.txt", with_rows(changed(SWEEP, due="x" * 2_001)))
    result = plans("import", "--json", long, file)
    refused, taken = json.loads(result.stdout)["files"]
    assert result.exit_code == 1
    assert (refused["outcome"], refused["problem"]["code"]) == (None, "document_is_unreadable")
    assert (taken["problem"], taken["outcome"]["counts"]["action"]) == (None, {"created": 4})


def test_json_is_all_that_is_printed_for_programs(plans: Plans, file: Path) -> None:
    result = plans("import", "--json", "--plan", "harbour", file)
    outcome = outcome_of(result.stdout)
    assert result.stderr == ""
    assert (outcome["plan"]["reference"], outcome["counts"]["action"]) == ("harbour", {"created": 4})


def test_dash_stands_for_standard_input(plans: Plans) -> None:
    result = plans("import", "--json", "-", stdin=plan().encode())
    assert outcome_of(result.stdout)["plan"]["reference"] == HARBOUR


@pytest.mark.parametrize(("options", "seen"), [((), []), (("--public",), [HARBOUR])])
def test_plan_is_public_only_where_that_is_asked_for(
    plans: Plans, file: Path, api: Client, options: tuple[str, ...], seen: list[str]
) -> None:
    assert plans("import", *options, file).exit_code == 0
    assert [item["reference"] for item in api.public.get("/v1/plans").json()["items"]] == seen


@pytest.mark.parametrize(("mode", "outcome"), [("create", "skipped"), ("update", "updated")])
def test_mode_is_handed_on(plans: Plans, file: Path, mode: str, outcome: str) -> None:
    assert plans("import", file).exit_code == 0
    write(file, with_rows(changed(SWEEP, due="August 2004"), PAINT))
    again = outcome_of(plans("import", "--json", "--mode", mode, file).stdout)
    assert (again["mode"], outcomes(again)[0]) == (mode, ("1.1", outcome))


@pytest.mark.parametrize(("options", "made"), [((), []), (("--create-parties",), ["Steering Group"])])
def test_parties_are_made_only_where_that_is_asked_for(
    plans: Plans, file: Path, api: Client, options: tuple[str, ...], made: list[str]
) -> None:
    assert plans("import", *options, file).exit_code == 0
    assert [item["name"] for item in api.get("/v1/sub-groups").json()["items"]] == made


def test_charset_is_handed_on(plans: Plans, file: Path) -> None:
    # The byte that a Macintosh writes for ô is another sign in windows-1252.
    file.write_bytes(plan(title="Môn partnership plan").encode("mac_roman"))
    titles = [
        outcome_of(plans("import", "--json", "--dry-run", *options, file).stdout)["plan"]["title"]
        for options in (("--charset", "macintosh"), ("--charset", "windows-1252"))
    ]
    assert titles == ["Môn partnership plan", "M™n partnership plan"]


def test_table_of_another_kind_is_told_by_its_rows(plans: Plans, tmp_path: Path) -> None:
    file = write(
        tmp_path / "partners.txt",
        table("Name | Sector | Part of", "Quay | Public sector | ", "Dock | | Quay"),
    )
    dry = plans("import", "--kind", "organisations", "--dry-run", file)
    assert {"sector:", "parent:", "created"} <= {*dry.stdout.split()}
    result = plans("import", "--kind", "organisations", file)
    assert (result.exit_code, result.stdout) == (
        0,
        f"{file}: 2 rows of organisations\n  organisation: 2 created\n",
    )


def test_rows_that_fail_are_told_with_file_line_and_column(plans: Plans, tmp_path: Path) -> None:
    file = write(tmp_path / "partners.txt", table("Name | Sector", "Quay | public", "Dock | private"))
    refused = plans("import", "--kind", "organisations", file)
    assert refused.exit_code == 1
    assert f"{file}:3: column \"Sector\": 'private' is none of: Public sector" in refused.stderr
    result = plans("import", "--kind", "organisations", "--on-error", "skip", file)
    assert "organisation: 1 created, 1 failed" in result.stdout
    # Once: a terminal shows both.
    told = f"{file}:3: column \"Sector\": 'private' is none of"
    assert (result.stdout.count(told), result.stderr.count(told)) == (0, 1)


def test_control_characters_of_a_file_do_not_reach_the_terminal(plans: Plans, tmp_path: Path) -> None:
    sly = write(tmp_path / "sly.txt", f"{plan()}\n\x1b[2Jcleared")
    result = plans("import", "--dry-run", sly)
    assert "\x1b" not in result.output
    assert "�[2Jcleared" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("import",), "name at least one"),
        (("import", "a.txt", "b.txt", "--plan", "x"), "goes with exactly one FILE"),
        (("import", "a.txt", "--sample"), "takes no files"),
        (("import", "a.txt", "--plan", "a/b"), "--plan: a reference has no slash"),
        (("import", "a.txt", "--colour"), "No such option"),
    ],
)
def test_misuse_is_told_with_exit_code_2(plans: Plans, arguments: tuple[str, ...], told: str) -> None:
    result = plans(*arguments)
    assert result.exit_code == 2
    assert told in result.stderr


def test_file_larger_than_is_taken_is_refused(
    plans: Plans, file: Path, monkeypatch: pytest.MonkeyPatch, database_settings: Settings
) -> None:
    assert database_settings.max_file_bytes > file.stat().st_size
    monkeypatch.setenv("PLANS_MAX_FILE_BYTES", "1000")
    file.write_text(plan() + "x" * 1_000, encoding="utf-8")
    result = plans("import", file)
    assert result.exit_code == 1
    assert "At most 1,000 bytes are taken" in result.stderr


def test_good_rows_are_taken_and_the_others_told_with_exit_code_1(plans: Plans, tmp_path: Path) -> None:
    broken = write(tmp_path / "broken.txt", BROKEN)
    result = plans("import", "--on-error", "skip", broken)
    assert result.exit_code == 1
    assert "  action: 3 created, 1 failed\n" in result.stdout
    assert f'{broken}:9: column "Planned Action agreed April 2004": the row has no words' in result.stderr


def test_mapping_and_what_becomes_of_the_missing_are_handed_on(plans: Plans, tmp_path: Path) -> None:
    odd = write(tmp_path / "odd.txt", "Harbour plan\n\nWhat we do\tBy\nSweep\tMay\nPaint\tJune\n")
    mapping = json.dumps({"What we do": "action", "By": "due"})
    assert plans("import", "--mapping", mapping, odd).exit_code == 0
    write(odd, "Harbour plan\n\nWhat we do\tBy\nSweep it\tMay\n")
    arguments = ("--mapping", mapping, "--match", "similar", "--missing", "delete", "--json")
    outcome = outcome_of(plans("import", *arguments, odd).stdout)
    assert outcomes(outcome) == [("1", "updated"), ("2", "deleted")]


def test_import_is_undone(plans: Plans, file: Path) -> None:
    outcome = outcome_of(plans("import", "--json", file).stdout)
    result = plans("imports", "undo", outcome["id"])
    assert result.exit_code == 0, result.stderr
    assert "The import of harbour.txt is undone: 1 plan, 1 glossary term, 2 theme, 4 action." in result.stderr
    again = plans("imports", "undo", outcome["id"])
    assert (again.exit_code, "was undone at" in again.stderr) == (1, True)


@pytest.mark.parametrize(("name", "write_as"), [("harbour.docx", as_docx), ("harbour.xlsx", as_xlsx)])
def test_office_file_is_imported_as_its_text_is(
    plans: Plans, tmp_path: Path, name: str, write_as: Callable[[str], bytes]
) -> None:
    (tmp_path / name).write_bytes(write_as(plan()))
    result = plans("import", tmp_path / name)
    assert result.exit_code == 0, result.stderr
    assert "  action: 4 created\n" in result.stdout


def test_refusal_of_a_workbook_names_sheet_row_and_column(plans: Plans, tmp_path: Path) -> None:
    file = tmp_path / "harbour.xlsx"
    file.write_bytes(as_xlsx("Action\tDue\nSweep\t=TODAY()\n"))
    result = plans("import", file)
    assert result.exit_code == 1
    told = f'{file}:2: sheet "Sheet", column "B": a formula without a value'
    assert told in result.stderr.replace("\n", "")


def test_order_of_days_in_figures_is_told(plans: Plans, tmp_path: Path) -> None:
    file = write(tmp_path / "quay.txt", "Action\tDue\nSweep\t04/05/06\n")
    result = plans("import", file, "--plan", "quay", "--date-order", "mdy", "--json")
    (row,) = [row for row in outcome_of(result.stdout)["rows"] if row["kind"] == "action"]
    (due,) = [cell for cell in row["cells"] if cell["read_as"] == "due"]
    assert due["reading"]["points"][0]["edtf"] == "2006-04-05"


def test_rows_of_several_files_are_those_that_the_api_answers_with(
    plans: Plans, file: Path, tmp_path: Path, api: Client
) -> None:
    other = plan(title="Airport PARTNERSHIP PLAN 2004/05")
    result = plans("import", "--json", "--dry-run", file, write(tmp_path / "other.txt", other))
    for place, document in enumerate((plan(), other)):
        told, answered = outcome_of(result.stdout, place), take(api, document, dry_run="true")
        assert {**told, "file_name": None} == answered

"""`plans openapi`: the contract, the same every time."""

import json
from collections.abc import Callable
from pathlib import Path

from typer.testing import Result

from app.main import create_app
from tests.support.databases import make_settings

Run = Callable[..., Result]
# The contract needs no database.
NOWHERE = "sqlite:///never-opened.db"


def test_contract_is_printed_as_the_service_gives_it(run: Run) -> None:
    printed = run(NOWHERE, "openapi").stdout
    assert json.loads(printed) == create_app(make_settings(NOWHERE)).openapi()
    assert printed.endswith("}\n")
    assert printed.startswith('{\n  "openapi"')


def test_written_contract_passes_its_check_until_it_differs(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "contract.json"
    assert run(NOWHERE, "openapi", "--output", file).exit_code == 0
    assert run(NOWHERE, "openapi", "--check", "--output", file).exit_code == 0
    file.write_text(
        file.read_text().replace('"list_deadlines"', '"list_due"').replace('"/v1/deadlines"', '"/v1/due"')
    )
    result = run(NOWHERE, "openapi", "--check", "--output", file)
    assert result.exit_code == 1
    assert '-    "/v1/due": {' in result.stdout
    assert '-        "operationId": "list_due",' in result.stdout
    assert '+        "operationId": "list_deadlines",' in result.stdout
    assert f"Write it anew with `plans openapi --output {file}`" in result.stderr


def test_missing_contract_is_told(run: Run, tmp_path: Path) -> None:
    result = run(NOWHERE, "openapi", "--check", "--output", tmp_path / "missing.json")
    assert (result.exit_code, result.stderr) == (
        1,
        f"{tmp_path / 'missing.json'}: No such file or directory\n",
    )

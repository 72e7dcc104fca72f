"""`plans openapi`."""

import json
from difflib import unified_diff
from pathlib import Path
from typing import Annotated

import typer

from app.cli.console import Refused, say, tell
from app.cli.register import read_settings
from app.core.migrations import ROOT
from app.main import create_app

COMMITTED = ROOT / "openapi" / "openapi.json"
MOST_LINES = 40


def write_contract(
    output: Annotated[
        Path | None,
        typer.Option(dir_okay=False, help="The file to write, or to compare with --check."),
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; fail where the file differs from the contract.")
    ] = False,
) -> None:
    """Write the contract of the API (OpenAPI)."""
    contract = json.dumps(create_app(read_settings()).openapi(), indent=2, ensure_ascii=False) + "\n"
    if check:
        _refuse_difference(output or COMMITTED, contract)
    elif output is not None:
        output.write_text(contract, encoding="utf-8")
        tell(f"Written to {output}.")
    else:
        typer.echo(contract, nl=False)


def _refuse_difference(file: Path, contract: str) -> None:
    kept = file.read_text(encoding="utf-8")
    if kept == contract:
        tell(f"{file} is the contract.")
        return
    lines = [
        *unified_diff(kept.splitlines(), contract.splitlines(), str(file), "the service", lineterm="", n=1)
    ]
    say(*lines[:MOST_LINES])
    if len(lines) > MOST_LINES:
        say(f"… and {len(lines) - MOST_LINES} lines more")
    raise Refused(
        f"{file} is not the contract of this service. Write it anew with `plans openapi --output {file}`."
    )

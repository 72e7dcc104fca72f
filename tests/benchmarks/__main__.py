"""`python -m tests.benchmarks`: read phrases, run the servers, grow a register; and report."""

import json
import platform
import signal
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from types import FrameType
from typing import Annotated, Any

import typer

from tests.benchmarks import bulk, growth, phrases
from tests.benchmarks.lists import Run, measure
from tests.benchmarks.load import CONNECTIONS, HOW_TO_INSTALL, can_load
from tests.benchmarks.report import Measured, Verdict, memory_text, verdicts_text
from tests.benchmarks.scenarios import SCENARIOS
from tests.benchmarks.servers import CannotMeasure

KEYS = ("phrases", *(scenario.key for scenario in SCENARIOS))


def main(
    actions: Annotated[int, typer.Option(min=1_000, help="How many actions the register holds.")] = 100_000,
    seed: Annotated[int, typer.Option(help="What the register is made up from.")] = 2004,
    rounds: Annotated[int, typer.Option(min=1, help="How often each server has its turn.")] = 5,
    seconds: Annotated[int, typer.Option(min=1, help="How long a turn lasts.")] = 2,
    only: Annotated[str, typer.Option(help=f"Measure only these, by comma: {', '.join(KEYS)}.")] = "",
    grow: Annotated[
        bool,
        typer.Option("--growth", help="Measure only how pages get dearer as a register grows: 20 minutes."),
    ] = False,
    import_and_export: Annotated[
        bool, typer.Option("--bulk", help="Measure only imports and exports of so many actions: 10 minutes.")
    ] = False,
    json_file: Annotated[Path | None, typer.Option("--json", help="Also write the figures there.")] = None,
) -> None:
    """Measure how fast phrases are read, and reads of the API beside other servers that answer the same.

    Only ratios within a run count.
    """
    keys = _keys(only)
    for deadly in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(deadly, _end)
    if grow:
        _report(growth.measure(typer.echo), {}, json_file)
        return
    if import_and_export:
        _report(bulk.measure(actions, typer.echo), {"actions": actions}, json_file)
        return
    if "phrases" in keys:
        typer.echo(f"{phrases.as_text()}\n")
    if {*keys} != {"phrases"}:
        _measure_lists(Run(actions, seed, rounds, seconds), keys, json_file)


def _keys(only: str) -> Sequence[str]:
    keys = [key.strip() for key in only.split(",") if key.strip()] or KEYS
    unknown = sorted({*keys} - {*KEYS})
    if unknown:
        raise typer.BadParameter(f"{', '.join(unknown)}: not among {', '.join(KEYS)}", param_hint="--only")
    return keys


def _end(_signal: int, _frame: FrameType | None) -> None:
    # As an exception, so that every server is ended and the folder removed.
    sys.exit(1)


def _measure_lists(run: Run, keys: Sequence[str], json_file: Path | None) -> None:
    if not can_load():
        _refuse(HOW_TO_INSTALL)
    if not sys.platform.startswith("linux"):
        _refuse("Processor time is read from /proc, so this runs on Linux only.")
    try:
        measured, resident = measure(run, [one for one in SCENARIOS if one.key in keys], typer.echo)
    except CannotMeasure as why:
        _refuse(str(why))
    typer.echo(f"\nMedians of {run.rounds} rounds of {run.seconds} s, {CONNECTIONS} connections")
    for one in measured:
        typer.echo(f"\n{one.as_text()}")
    typer.echo(f"\n{memory_text(resident)}\n")
    _report([verdict for one in measured for verdict in one.verdicts()], _figures(run, measured), json_file)


def _refuse(why: str) -> None:
    typer.echo(why, err=True)
    raise typer.Exit(1) from None


def _figures(run: Run, measured: Sequence[Measured]) -> dict[str, Any]:
    lists = [one.as_json() for one in measured]
    return {**asdict(run), "connections": CONNECTIONS, "lists": lists}


def _report(verdicts: Sequence[Verdict], figures: dict[str, Any], json_file: Path | None) -> None:
    typer.echo(verdicts_text(verdicts))
    if json_file is not None:
        told = {
            "python": platform.python_version(),
            **figures,
            "targets": [one.as_json() for one in verdicts],
        }
        json_file.write_text(json.dumps(told, indent=2) + "\n")
        typer.echo(f"\nThe figures are in {json_file}.")


if __name__ == "__main__":
    typer.run(main)

"""`python -m tests.scoring`: print how well the readers do on the annotated phrases."""

from collections.abc import Callable

import typer

from tests.scoring import due, leads, own


def due_phrases() -> None:
    """Print how well our own due phrases are read, and the scorer's tables for the shared ones, set by set."""
    for name in own.SETS:
        typer.echo(f"Due phrases, own: {name}\n\n{own.as_text(name)}\n")
    if not due.is_there():
        typer.echo(
            "Due phrases: the shared ones are not beside the repository, so there is no more to score."
        )
        return
    for name in due.SETS:
        typer.echo(f"Due phrases, {name}\n\n{due.score(name, '--by-class', '--errors', '100')}")


def lead_phrases() -> None:
    """Print how many lead cells are read right."""
    if not leads.is_there():
        typer.echo(
            "Lead cells: the annotated ones are not beside the repository, so there is nothing to score."
        )
        return
    typer.echo(f"Lead cells, seeds\n\n{leads.score()}")


SCORES: tuple[Callable[[], None], ...] = (due_phrases, lead_phrases)
"""One printer for each reader."""


def main() -> None:
    """Print every score."""
    for print_score in SCORES:
        print_score()


if __name__ == "__main__":
    typer.run(main)

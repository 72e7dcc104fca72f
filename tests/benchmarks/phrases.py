"""How long the due reader takes for a phrase: the median and the 95th percentile, in microseconds."""

from statistics import median, quantiles
from time import perf_counter

from app.phrases.due import Context, read_due
from tests.phrases import test_due, test_due_stretches
from tests.phrases.reading import PLAN
from tests.scoring import due

Phrase = tuple[str, Context]

ROUNDS = 20
TARGET_MICROSECONDS = 100


def own_phrases() -> list[Phrase]:
    """Give the phrases that the tests are made of."""
    tables = (test_due.DATES, test_due.KINDS, *test_due_stretches.TABLES)
    return [(phrase, PLAN) for table in tables for phrase, _ in table]


def shared_phrases() -> list[Phrase]:
    """Give the annotated real phrases; none where they are not beside the repository."""
    rows = [row for name in due.SETS for row in due.rows_of(name)] if due.is_there() else []
    return [(row["phrase"], due.context_of(row["context"])) for row in rows]


def as_text() -> str:
    """Measure each set of phrases, and write a line for each."""
    sets = {"phrases of the tests": own_phrases(), "annotated phrases": shared_phrases()}
    lines = [f"Reading a due phrase, best of {ROUNDS} rounds each; the target is {TARGET_MICROSECONDS} µs"]
    lines += [_line(name, phrases) for name, phrases in sets.items() if phrases]
    return "\n".join(lines)


def _line(name: str, phrases: list[Phrase]) -> str:
    taken = [_microseconds(*phrase) for phrase in phrases]
    middle, high = median(taken), quantiles(taken, n=20)[-1]
    verdict = "met" if middle < TARGET_MICROSECONDS else "MISSED"
    return f"{name:22}{len(phrases):5} phrases   median {middle:6.1f} µs   p95 {high:6.1f} µs   {verdict}"


def _microseconds(phrase: str, context: Context) -> float:
    """Give the least of some rounds, which leaves out what else the machine was doing."""
    times = []
    for _ in range(ROUNDS):
        began = perf_counter()
        read_due(phrase, context)
        times.append(perf_counter() - began)
    return min(times) * 1e6

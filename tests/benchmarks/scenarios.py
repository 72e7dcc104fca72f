"""What is measured, as data: what is asked, of whom, and what the issue wants of the ratio."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

BARE, UNCHANGED, OURS, UNCACHED = "bare", "bare 304", "ours", "ours, uncached"
TEXTBOOK, DATASETTE = "textbook", "datasette"

DAY = date(2004, 7, 20)
DISTINCT = 1_000
WRITES_A_SECOND = 50


@dataclass(frozen=True, slots=True)
class Target:
    """At least how many requests a second one server is to answer, as a multiple of another."""

    one: str
    other: str
    least: float


@dataclass(frozen=True, slots=True)
class Scenario:
    """What is asked of some servers in turn; the paths are asked one after the other, and again.

    Where the client `has_it`, it says so by the ETag, and is answered 304. `writes` are made each second by another
    process meanwhile. What is `beside_icalendar` is also compared with the time that it takes to write as much.
    """

    key: str
    title: str
    paths: Sequence[str]
    servers: tuple[str, ...]
    targets: tuple[Target, ...] = ()
    has_it: bool = False
    writes: int = 0
    beside_icalendar: bool = False


def _as_of_each_day(path: str, limit: int, days: int = DISTINCT) -> list[str]:
    """Ask for a list as of many days: no two of these requests are the same."""
    first = DAY - timedelta(days=days // 2)
    return [f"{path}?limit={limit}&as_of={first + timedelta(days=day)}" for day in range(days)]


NEXT_20 = f"/v1/deadlines?limit=20&as_of={DAY}"

SCENARIOS = (
    Scenario("hot", "The next 20 deadlines, hot", [NEXT_20], (BARE, OURS), (Target(OURS, BARE, 0.70),)),
    Scenario(
        "unchanged",
        "The next 20 deadlines, hot, to a client that has them (304)",
        [NEXT_20],
        (BARE, UNCHANGED, OURS),
        (Target(OURS, UNCHANGED, 0.90), Target(OURS, BARE, 0.90)),
        has_it=True,
    ),
    Scenario(
        "distinct",
        f"{DISTINCT:,} distinct queries in turn, hot",
        _as_of_each_day("/v1/deadlines", 20),
        (BARE, OURS),
        (Target(OURS, BARE, 0.50),),
    ),
    Scenario(
        "uncached",
        "The next 20 deadlines, uncached, each request as of another day",
        _as_of_each_day("/v1/deadlines", 20),
        (BARE, DATASETTE, TEXTBOOK, UNCACHED),
        (Target(UNCACHED, TEXTBOOK, 4.0),),
    ),
    Scenario(
        "hundred",
        "A page of 100 deadlines, uncached, each request as of another day",
        _as_of_each_day("/v1/deadlines", 100),
        (TEXTBOOK, UNCACHED),
        (Target(UNCACHED, TEXTBOOK, 4.5),),
    ),
    Scenario(
        "actions",
        "A page of 50 actions, uncached, each request as of another day",
        _as_of_each_day("/v1/actions", 50),
        (TEXTBOOK, UNCACHED),
        (Target(UNCACHED, TEXTBOOK, 4.0),),
    ),
    Scenario(
        "calendar",
        "A calendar of 2,000 deadlines, hot",
        [f"/v1/deadlines.ics?limit=2000&as_of={DAY}"],
        (BARE, OURS),
        (Target(OURS, BARE, 0.70),),
        beside_icalendar=True,
    ),
    # The last, since the register is another one afterwards.
    Scenario(
        "writes",
        f"The next 20 deadlines, hot, beside {WRITES_A_SECOND} writes a second",
        [NEXT_20],
        (BARE, OURS),
        (Target(OURS, BARE, 0.45),),
        writes=WRITES_A_SECOND,
    ),
)

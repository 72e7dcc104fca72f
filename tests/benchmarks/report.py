"""What came of a run: medians, ratios within it, and which targets are met."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from tests.benchmarks.load import Burst

BARE, TEXTBOOK, OURS = "bare", "textbook", "ours"
SERVERS = (BARE, TEXTBOOK, OURS)
RATIOS = ((OURS, BARE), (TEXTBOOK, BARE), (OURS, TEXTBOOK))
# Requests a second of ours, without any answer kept ready, as a multiple of the textbook's.
TARGET = 2.5

Figure = Callable[[Burst], float]
FIGURES: dict[str, Figure] = {
    "requests_per_second": lambda burst: burst.requests_per_second,
    "processor_us_per_request": lambda burst: burst.processor_us,
}


@dataclass(frozen=True, slots=True)
class Measured:
    """One list: what was asked for, how large the answer is, and each server's bursts, round by round."""

    name: str
    path: str
    size: int
    bursts: dict[str, list[Burst]]

    def middle(self, server: str, figure: Figure) -> float:
        """Give the median of a server's rounds."""
        return median(figure(burst) for burst in self.bursts[server])

    def ratio(self, one: str, other: str, figure: Figure) -> float:
        """Give the median of the ratios of each round, since what slows the machine slows neighbours alike."""
        pairs = zip(self.bursts[one], self.bursts[other], strict=True)
        return median(figure(first) / figure(second) for first, second in pairs)

    @property
    def is_met(self) -> bool:
        """Tell whether the target is met."""
        return self.ratio(OURS, TEXTBOOK, FIGURES["requests_per_second"]) >= TARGET

    def as_json(self) -> dict[str, Any]:
        """Give all figures, with names."""
        return {
            "list": self.name,
            "path": self.path,
            "bytes": self.size,
            "servers": {
                server: {
                    name: {
                        "median": round(self.middle(server, figure), 1),
                        "rounds": [round(figure(burst), 1) for burst in bursts],
                    }
                    for name, figure in FIGURES.items()
                }
                for server, bursts in self.bursts.items()
            },
            "ratios": {
                f"{one}/{other}": {
                    name: round(self.ratio(one, other, figure), 4) for name, figure in FIGURES.items()
                }
                for one, other in RATIOS
            },
            "target": {"ours/textbook": TARGET, "is_met": self.is_met},
        }


def as_text(lists: Sequence[Measured]) -> str:
    """Write the tables that people read."""
    return "\n\n".join(_table(one) for one in lists)


def _table(one: Measured) -> str:
    rate, cost = FIGURES["requests_per_second"], FIGURES["processor_us_per_request"]
    lines = [
        f"{one.name}: GET {one.path}, {one.size / 1000:.1f} kB",
        f"{'':18}{'requests/s':>12}{'CPU µs/request':>18}",
    ]
    lines += [
        f"{server:18}{one.middle(server, rate):12,.0f}{one.middle(server, cost):18,.0f}" for server in SERVERS
    ]
    lines += [
        f"{f'{first}/{second}':18}{one.ratio(first, second, rate):12.3f}{one.ratio(first, second, cost):18.2f}"
        for first, second in RATIOS
    ]
    reached = one.ratio(OURS, TEXTBOOK, rate)
    verdict = "met" if one.is_met else "MISSED"
    aim = f"Target {verdict}: ours at least {TARGET} times the textbook's requests/s; it is {reached:.2f}"
    return "\n".join([*lines, aim])

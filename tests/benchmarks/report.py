"""What came of a run: medians, ratios within it, and which targets are met."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from tests.benchmarks.load import Burst
from tests.benchmarks.scenarios import Scenario, Target

Figure = Callable[[Burst], float]
FIGURES: dict[str, Figure] = {
    "requests_per_second": lambda burst: burst.requests_per_second,
    "processor_us_per_request": lambda burst: burst.processor_us,
}
RATE, COST = FIGURES.values()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was wanted of a ratio, and what it is; `most` where less is better."""

    what: str
    reached: float
    least: float | None = None
    most: float | None = None

    @property
    def is_met(self) -> bool:
        """Tell whether the target is met."""
        return self.reached >= (self.least or 0) and (self.most is None or self.reached <= self.most)

    def as_text(self) -> str:
        """Write it as a line."""
        bound = f"at least {self.least}" if self.most is None else f"at most {self.most}"
        return f"{'met   ' if self.is_met else 'MISSED'}  {self.what:96}  {bound:14}  {self.reached:7.3f}"

    def as_json(self) -> dict[str, Any]:
        """Give it with names."""
        bounds = {"least": self.least} if self.most is None else {"most": self.most}
        return {"what": self.what, **bounds, "reached": round(self.reached, 4), "is_met": self.is_met}


@dataclass(frozen=True, slots=True)
class Measured:
    """One scenario: how large an answer is, each server's bursts, round by round, and what else is to be said."""

    scenario: Scenario
    size: int
    bursts: dict[str, list[Burst]]
    notes: list[str] = field(default_factory=list)
    compared: list[Verdict] = field(default_factory=list)

    def middle(self, server: str, figure: Figure) -> float:
        """Give the median of a server's rounds."""
        return median(figure(burst) for burst in self.bursts[server])

    def ratio(self, one: str, other: str, figure: Figure) -> float:
        """Give the median of the ratios of each round, since what slows the machine slows neighbours alike."""
        pairs = zip(self.bursts[one], self.bursts[other], strict=True)
        return median(figure(first) / figure(second) for first, second in pairs)

    def verdicts(self) -> list[Verdict]:
        """Compare what was reached with the targets."""
        return [*(self._verdict(target) for target in self.scenario.targets), *self.compared]

    def _verdict(self, target: Target) -> Verdict:
        what = f"{self.scenario.title}: {target.one} / {target.other}"
        return Verdict(what, self.ratio(target.one, target.other, RATE), target.least)

    def as_json(self) -> dict[str, Any]:
        """Give all figures, with names."""
        return {
            "scenario": self.scenario.key,
            "title": self.scenario.title,
            "path": self.scenario.paths[0],
            "paths": len(self.scenario.paths),
            "bytes": self.size,
            "notes": self.notes,
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
            "targets": [verdict.as_json() for verdict in self.verdicts()],
        }

    def as_text(self) -> str:
        """Write the table that people read; each server also as a multiple of the first one."""
        first = next(iter(self.bursts))
        of_first = f"of {first}"
        lines = [
            f"{self.scenario.title}",
            f"GET {self.scenario.paths[0]}{_and_more(self.scenario)}, {self.size / 1000:.1f} kB",
            f"{'':16}{'requests/s':>12}{of_first:>14}{'CPU µs/request':>18}{of_first:>14}",
        ]
        lines += [
            f"{server:16}{self.middle(server, RATE):12,.0f}{self.ratio(server, first, RATE):14.3f}"
            f"{self.middle(server, COST):18,.0f}{self.ratio(server, first, COST):14.2f}"
            for server in self.bursts
        ]
        return "\n".join([*lines, *self.notes])


def _and_more(scenario: Scenario) -> str:
    return f" and {len(scenario.paths) - 1} more" if len(scenario.paths) > 1 else ""


def memory_text(resident: Mapping[str, int]) -> str:
    """Write how much memory each server holds at the end."""
    told = ", ".join(f"{name} {size / 1e6:,.0f} MB" for name, size in resident.items())
    return f"Resident at the end: {told}"


def verdicts_text(verdicts: Sequence[Verdict]) -> str:
    """Write what was wanted, and what came of it."""
    return "\n".join(["Targets", *(verdict.as_text() for verdict in verdicts)])

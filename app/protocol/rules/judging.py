"""The law of a rule: what is known decides, and what is not known is never counted as kept.

What is judged is a number of records (meetings, members, reviews). Each may turn out in one way or, where
something is not known of it, in several. A rule is kept only if it is kept however they turn out, and broken only if
it is broken however they turn out.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from app.kernel.vocabulary import Vocabulary


class RuleVerdict(Vocabulary):
    """Whether a rule was kept."""

    KEPT = "kept", "Kept", "Cadwyd"
    BROKEN = "broken", "Broken", "Torrwyd"
    UNKNOWN = "unknown", "Not known", "Ddim yn hysbys"


class Outcome(Enum):
    """How a record may turn out: as the rule asks, otherwise, or not to be one that is judged."""

    COUNTS = 1
    FAILS = 2
    ABSENT = 3


Outcomes = frozenset[Outcome]
COUNTS: Outcomes = frozenset({Outcome.COUNTS})
FAILS: Outcomes = frozenset({Outcome.FAILS})
ABSENT: Outcomes = frozenset({Outcome.ABSENT})
EITHER: Outcomes = COUNTS | FAILS


@dataclass(frozen=True, slots=True)
class Required:
    """What is asked for: a share of the records, or at least so many, where there is no denominator.

    A share is more than nothing.
    """

    text: str
    numerator: int
    denominator: int | None = None

    def is_met(self, counting: int, among: int) -> bool | None:
        """Tell whether so many among so many are enough; None where there is nothing to take a share of."""
        if self.denominator is None:
            return counting >= self.numerator
        # Whole numbers, so that a third is a third.
        return counting * self.denominator >= self.numerator * among if among else None

    @property
    def can_be_made_up(self) -> bool:
        """Tell whether more records can make up for those that failed: only where not every one must count."""
        return self.denominator is None or self.numerator < self.denominator


@dataclass(frozen=True, slots=True)
class Tally:
    """What is known for certain: how many count, among how many."""

    counting: int
    among: int
    unknown: int


def tally(records: Sequence[Outcomes]) -> Tally:
    """Count what is known. A record of which only the outcome is not known is one of those judged."""
    return Tally(
        counting=sum(outcomes == COUNTS for outcomes in records),
        among=sum(Outcome.ABSENT not in outcomes for outcomes in records),
        unknown=sum(len(outcomes) > 1 for outcomes in records),
    )


def judge(records: Sequence[Outcomes], required: Required) -> RuleVerdict:
    """Tell whether a rule is kept, of all that is judged by it."""
    if required.is_met(*_at_worst(records)) is True:
        return RuleVerdict.KEPT
    return RuleVerdict.BROKEN if required.is_met(*_at_best(records)) is False else RuleVerdict.UNKNOWN


def is_open_yet(so_far: RuleVerdict, required: Required, *, is_over: bool) -> bool:
    """Tell whether what is still to come in a period may keep a rule that is not kept so far."""
    return so_far == RuleVerdict.BROKEN and required.can_be_made_up and not is_over


def _at_worst(records: Iterable[Outcomes]) -> tuple[int, int]:
    """Count as if all that is not known had turned out against the rule: failed or, where it can't, not been."""
    turned = [
        Outcome.FAILS if Outcome.FAILS in one else Outcome.ABSENT if Outcome.ABSENT in one else Outcome.COUNTS
        for one in records
    ]
    return _counted(turned)


def _at_best(records: Iterable[Outcomes]) -> tuple[int, int]:
    """Count as if all that is not known had turned out in the rule's favour."""
    turned = [
        Outcome.COUNTS
        if Outcome.COUNTS in one
        else Outcome.ABSENT
        if Outcome.ABSENT in one
        else Outcome.FAILS
        for one in records
    ]
    return _counted(turned)


def _counted(turned: Sequence[Outcome]) -> tuple[int, int]:
    counting, failing = turned.count(Outcome.COUNTS), turned.count(Outcome.FAILS)
    return counting, counting + failing


def judge_parts(verdicts: Sequence[RuleVerdict]) -> RuleVerdict:
    """Tell whether a rule that each of several bodies must keep is kept."""
    if RuleVerdict.BROKEN in verdicts:
        return RuleVerdict.BROKEN
    return RuleVerdict.KEPT if {*verdicts} == {RuleVerdict.KEPT} else RuleVerdict.UNKNOWN

"""The wire shapes of an evaluation: whether the rules were kept over a period, and how that is known."""

from datetime import date
from typing import Literal

from pydantic import Field

from app.core.listing import Names
from app.core.schemas import Day, Shape
from app.protocol.rules import Judged, Missing, RuleKind
from app.protocol.rules.judging import RuleVerdict

EvidenceKind = Literal["meeting", "membership", "sub_group", "plan", "review"]


class RuleShown(Shape):
    """The rule that was evaluated."""

    id: str
    reference: str
    url: str
    title: str
    kind: RuleKind


class BodyShown(Shape):
    """A body that was looked at."""

    id: str
    reference: str
    url: str
    name: str


class RequiredShown(Shape):
    """What the rule asks for: a share, or at least so many where `denominator` is null."""

    text: str
    numerator: int
    denominator: int | None


class Evidence(Shape):
    """Something that was counted, as the rule asks or otherwise."""

    kind: EvidenceKind
    title: str
    dated_on: date | None
    url: str
    counts: bool = Field(description="Whether it is as the rule asks.")


class UnknownRecord(Shape):
    """Something of which is not known whether it is as the rule asks."""

    kind: EvidenceKind
    title: str
    dated_on: date | None
    url: str
    missing: list[Missing] = Field(description="What is not known of it.")


class Judgement(Shape):
    """The numbers, the verdict, and what they come from."""

    counted: Judged = Field(description="What the numbers count.")
    numerator: int = Field(description="How many are known to be as the rule asks.")
    denominator: int | None = Field(
        description="Among how many; null where the rule asks for a number of them."
    )
    verdict: RuleVerdict = Field(
        description="`kept` only where it is kept however the unknown records turn out, `broken` only where it is "
        "broken however they do, and nothing to come in the period can make it up."
    )
    reason: str | None = Field(description="Why the verdict is `unknown`.")
    evidence: list[Evidence]
    unknown: list[UnknownRecord]
    hidden: int = Field(
        description="How many records are counted and, being for partners only, not listed to this caller."
    )


class PartRead(Judgement):
    """How one sub-group keeps a rule that each must keep."""

    sub_group: BodyShown


class PeriodShown(Shape):
    """The days asked for, both inclusive."""

    from_: date = Field(alias="from")
    to: date


class RuleEvaluation(Judgement):
    """Whether a rule was kept. Where each of several sub-groups must keep it, `parts` tell of each."""

    rule: RuleShown
    period: PeriodShown
    is_over: bool = Field(
        description="Whether all of these days on which the rule is in force are past as of `as_of`. Until they are, "
        "`kept` means so far."
    )
    from_: date = Field(alias="from", description="The first day judged: of the period, or of the rule.")
    to: date = Field(description="The last day judged: of the period, or of the rule, or `as_of`.")
    sub_groups: list[BodyShown] = Field(description="The bodies looked at; none where all were.")
    required: RequiredShown
    parts: list[PartRead]


class Summary(Shape):
    """How many rules were kept, were broken, or it is not known."""

    kept: int
    broken: int
    unknown: int


class ProtocolEvaluation(Shape):
    """Whether the rules were kept over a period."""

    from_: date = Field(alias="from")
    to: date
    as_of: date
    is_over: bool = Field(description="Whether all these days are past as of `as_of`.")
    summary: Summary
    items: list[RuleEvaluation]


class EvaluationQuery(Shape):
    """The period to be judged."""

    from_: Day | None = Field(
        default=None, alias="from", description="The first day; by default that of the fiscal year, 1 April."
    )
    to: Day | None = Field(
        default=None, description="The last day; by default that of the fiscal year, 31 March."
    )
    as_of: Day | None = Field(
        default=None, description="What comes after this day is not looked at; by default today."
    )


class ProtocolEvaluationQuery(EvaluationQuery):
    """Which rules to evaluate, and by whose meetings and members."""

    sub_group: Names | None = Field(
        default=None,
        description="Only rules that apply to these bodies, by id or reference; those for all are judged by them.",
    )
    rule: Names | None = Field(default=None, description="Only these rules, by id or reference.")

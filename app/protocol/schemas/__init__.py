"""The wire shapes of the protocol's rules."""

from datetime import date
from typing import Annotated, Any

from pydantic import ConfigDict, Field, model_validator

from app.access.rules import Visibility
from app.core.listing import ListQuery, Names, Split
from app.core.schemas import Day, Line, Link, Named, Reference, Shape, Words, merge_patch
from app.partners.rules import Sector
from app.protocol.rules import AgendaStage, CountedThing, RuleKind
from app.sub_groups.rules import MembershipRole, SubGroupKind

Whole = Annotated[int, Field(ge=1, le=1_000, strict=True)]


class Fraction(Shape):
    """A share, exactly: `{"numerator": 1, "denominator": 3}` is one third."""

    numerator: Whole
    denominator: Whole = Field(description="Not less than the numerator.")

    @model_validator(mode="after")
    def _is_no_more_than_all(self) -> "Fraction":
        if self.numerator > self.denominator:
            raise ValueError("a share is at most 1: the numerator is not more than the denominator")
        return self


def _only_those_of_the_kind(schema: dict[str, Any]) -> None:
    schema.pop("required", None)


class RuleParameters(Shape):
    """What a rule asks for: those parameters that its kind takes, and no others; only they are shown.

    `venue_share`: minimum_percent. `sector_share`: minimum, sectors; perhaps sub_group_kinds, roles. `notice_days`:
    agenda, days. `minimum_count`: what, count; of `meetings_ahead` perhaps months. `review_interval`: months.
    `standing_item`: title.
    """

    model_config = ConfigDict(json_schema_extra=_only_those_of_the_kind)

    minimum_percent: Annotated[int, Field(ge=1, le=100, strict=True)] | None = Field(
        default=None, description="Of the meetings, how many per cent must be held away from the town hall."
    )
    minimum: Fraction | None = Field(
        default=None, description="The least share of each sub-group's members that come from the sectors."
    )
    sectors: Annotated[list[Sector], Field(min_length=1, max_length=5)] | None = None
    sub_group_kinds: Annotated[list[SubGroupKind], Field(min_length=1, max_length=6)] | None = Field(
        default=None,
        description="Which sub-groups must each keep the rule, where it has no `sub_group_id`; by default those of the "
        "kind `sub_group`.",
    )
    roles: Annotated[list[MembershipRole], Field(min_length=1, max_length=5)] | None = Field(
        default=None, description="Who counts as a member; by default `chair`, `vice_chair` and `member`."
    )
    agenda: AgendaStage | None = None
    days: Annotated[int, Field(ge=1, le=365, strict=True)] | None = Field(
        default=None, description="How many days before each meeting its agenda must be sent."
    )
    what: CountedThing | None = None
    count: Whole | None = Field(default=None, description="How many there must be at least.")
    months: Annotated[int, Field(ge=1, le=600, strict=True)] | None = Field(
        default=None,
        description="The longest time from one review to the next; or how far meetings ahead may be, by default 12.",
    )
    title: Line | None = Field(
        default=None, description="The title that an item on each agenda has, whatever its case and spacing."
    )


class ProtocolRuleCreate(Shape):
    """A rule to be kept in the register."""

    title: Line
    reference: Reference | None = Field(default=None, description="Made from the title where left out.")
    kind: RuleKind
    parameters: RuleParameters
    text: Words | None = Field(default=None, description="The words of the rule, as they were agreed.")
    sub_group_id: Link | None = Field(
        default=None, description="The body that it applies to, by id or reference; null for all of them."
    )
    plan_id: Link | None = Field(
        default=None,
        description="The plan whose reviews it is about, by id or reference; null for every plan.",
    )
    agreed_on: Day | None = None
    meeting_id: Link | None = Field(
        default=None, description="The meeting at which it was agreed; that of the decision where left out."
    )
    decision_id: Link | None = Field(
        default=None, description="The id of the decision by which it was agreed."
    )
    starts_on: Day | None = Field(
        default=None, description="Its first day in force; null where it always was."
    )
    ends_on: Day | None = Field(default=None, description="Its last day in force; null while it is.")
    visibility: Visibility = Visibility.PARTNERS


ProtocolRuleUpdate = merge_patch(ProtocolRuleCreate, "ProtocolRuleUpdate")


class ProtocolRuleRead(Named):
    """A rule that the partnership has agreed on."""

    title: str
    kind: RuleKind
    parameters: RuleParameters
    text: str | None
    sub_group_id: str | None
    plan_id: str | None = Field(description="Null without a key unless that plan is public.")
    agreed_on: date | None
    meeting_id: str | None = Field(
        description="At which it was agreed; null without a key unless it is public."
    )
    decision_id: str | None = Field(description="Null without a key unless its meeting is public.")
    starts_on: date | None
    ends_on: date | None
    visibility: Visibility


class ProtocolRuleQuery(ListQuery):
    """Filters of the list of rules."""

    kind: Annotated[list[RuleKind], Split] | None = None
    sub_group: Names | None = Field(default=None, description="Rules of these bodies, by id or reference.")
    plan: Names | None = Field(default=None, description="By id or reference.")
    visibility: Annotated[list[Visibility], Split] | None = None
    current_on: Day | None = Field(default=None, description="Only rules that were in force on this day.")

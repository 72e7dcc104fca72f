"""What a lead phrase is read to: leads, and what was not read."""

from dataclasses import dataclass
from typing import Any, Literal

from app.phrases.leads.known import KnownParty, PartyKind

LeadRole = Literal["lead", "contact", "support"]

LONGEST_PHRASE = 2000
"""How many characters a lead phrase may have."""


@dataclass(frozen=True, slots=True)
class Lead:
    """Someone whom a lead phrase names.

    `name` is that by which the register knows a party, else as written; None for a vacancy that is not named.
    `organisation` and `sub_group` are what the words say a person or a post belongs to, as written. `party` is the
    one party that goes by the name; where several might be meant it is None and they are the `candidates`. `text`
    is the span of the phrase that the lead was read from.
    """

    kind: PartyKind
    name: str | None
    text: str
    organisation: str | None = None
    sub_group: str | None = None
    vacant: bool = False
    role: LeadRole = "lead"
    party: KnownParty | None = None
    organisation_party: KnownParty | None = None
    candidates: tuple[KnownParty, ...] = ()

    def shown(self) -> dict[str, Any]:
        """Give the lead in the form of the annotated phrases: kind, name, and what goes with the kind."""
        shown: dict[str, Any] = {"kind": self.kind, "name": self.name}
        if self.kind in ("person", "post"):
            shown["organisation"] = self.organisation
        if self.sub_group is not None:
            shown["sub_group"] = self.sub_group
        if self.kind == "post":
            shown["vacant"] = self.vacant
        return shown


@dataclass(frozen=True, slots=True)
class LeadReading:
    """The leads of a phrase in the order of its words, and the spans of it that were not read."""

    leads: tuple[Lead, ...]
    unread: tuple[str, ...]


class PhraseIsTooLong(ValueError):
    """The phrase has more characters than a lead cell may have."""

"""The wire shapes of due values: words, their reading by the service or by a person, and how they changed."""

from datetime import date, datetime
from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from app.core.schemas import FIRST_YEAR, LAST_YEAR, CellWords, Day, Line, Link, Shape
from app.ledger.rules import Verb
from app.ledger.schemas import ActorRead
from app.phrases.due import PointKind
from app.phrases.edtf import edtf_of, span_of
from app.phrases.recurrence import read_rule
from app.schedule.rules import Binding, DueReading, DueState


def _without_open_end(edtf: str) -> tuple[date | None, date | None]:
    """Tell the days that "2004-07/.." names: those of July."""
    opening, _, closing = edtf.partition("/")
    return span_of(opening if closing == ".." else closing if opening == ".." else edtf)


class PointGiven(Shape):
    """A person's reading of one thing that the words say.

    Its dates are given as `edtf`, or as first and last day; `binding` is taken so that a point that was read can be
    sent back, and left aside.
    """

    kind: PointKind
    earliest: Day | None = None
    latest: Day | None = None
    edtf: Line | None = Field(default=None, description='Such as "2004-07" or "2004-09/..": ISO 8601-2.')
    rrule: Line | None = Field(default=None, description='RFC 5545, such as "FREQ=YEARLY;BYMONTH=8".')
    anchor: Line | None = Field(
        default=None, description="The event that it hangs on, in words; a meeting so named is found."
    )
    meeting_id: Link | None = Field(default=None, description="The meeting that it hangs on: chosen by this.")
    binding: Binding | None = None
    text: CellWords | None = Field(
        default=None, description="The words that it is read from; all by default."
    )

    @model_validator(mode="after")
    def _complete(self) -> Self:
        """Bring the dates into both forms, and refuse what is no date or no rule."""
        if self.rrule is not None:
            read_rule(self.rrule)
        if self.edtf is None:
            if self.earliest and self.latest and self.latest < self.earliest:
                raise ValueError("latest is before earliest")
            self.edtf = edtf_of(self.earliest, self.latest)
            return self
        span, whole = span_of(self.edtf), _without_open_end(self.edtf)
        for name, *days in zip(("earliest", "latest"), span, whole, strict=True):
            given = getattr(self, name)
            if given is not None and given not in days:
                raise ValueError(f"{name} is {days[0]} by edtf; leave one of the two out")
        if any(day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR for day in span):
            raise ValueError(f"the years must be {FIRST_YEAR} to {LAST_YEAR}")
        # What starts in July 2004 has an open end, and is read with the last day of July.
        self.earliest, self.latest = self.earliest or span[0], self.latest or span[1]
        return self


class DueGiven(Shape):
    """When something is due, in people's own words, which are kept for ever; or a person's reading of them.

    Points are that: they stand as long as the words do, whatever an import or a better grammar reads in them.
    """

    text: CellWords | None = Field(
        default=None,
        description='As written: "July/August 2004", "ditto", "Ongoing". Empty where there is none; left out, the '
        "words stand as they are.",
    )
    points: Annotated[list[PointGiven], Field(min_length=1, max_length=50)] | None = Field(
        default=None, description="What the words mean, by a person: the reading is confirmed by that."
    )
    reading: DueReading | None = Field(
        default=None,
        description="`confirmed`: the points as they were read are right. `automatic`: read the words anew.",
    )
    reason: Line | None = Field(default=None, description="Why it changes, kept in the due history.")

    @model_validator(mode="after")
    def _agree(self) -> Self:
        if self.reading == DueReading.CARRIED:
            raise ValueError(
                "only carrying forward makes a reading `carried`: say `confirmed` or `automatic`"
            )
        if self.points is not None and self.reading == DueReading.AUTOMATIC:
            raise ValueError("points are a confirmed reading: leave `reading` out or say `confirmed`")
        if self.text is None and self.points is None and self.reading is None:
            raise ValueError("give text, points or reading; null instead of an object clears it")
        return self


class PointRead(Shape):
    """Our reading of one thing that the words say. Dates are inclusive; null is open or not known."""

    kind: PointKind
    earliest: date | None
    latest: date | None
    edtf: str | None = Field(description="The same dates in EDTF (ISO 8601-2).")
    rrule: str | None = Field(description="How it repeats (RFC 5545).")
    anchor: str | None = Field(description="The event that it hangs on, in words.")
    meeting_id: str | None = Field(description="The meeting that it hangs on; null without a key.")
    binding: Binding | None = Field(
        description="How it hangs on a meeting; null where its words name none. While it does, it is due when "
        "that meeting is, and these dates are those that the words name."
    )
    text: str = Field(description="The words that it was read from.")


class DueRead(Shape):
    """When something is due: the words, and our reading of them as of a day."""

    text: str
    points: list[PointRead]
    unread: list[str] = Field(description="What was not understood.")
    reading: DueReading
    grammar: int | None = Field(
        description="The version of the grammar that read the words; null where a person did."
    )
    confirmed_text: str | None = Field(
        description="Words whose reading had been confirmed; these words ended that, and are to be confirmed anew."
    )
    next_on: date | None = Field(
        description="The next day due that is not ticked off, or the last one where all have passed."
    )
    state: DueState


class DueChange(Shape):
    """One change of when an action is due, or of a deadline of it alone."""

    id: int = Field(description="Rises in the order in which changes were committed.")
    at: datetime
    actor: ActorRead
    verb: Verb
    kind: str = Field(
        description="`action`, `milestone`, or `deadline` for what was done to one deadline alone."
    )
    resource_id: str
    before: dict[str, Any] | None = Field(
        description="Of an action or a milestone, what changed of `text`, `points`, `unread`, `reading` and "
        "`confirmed_text`; of a deadline, what changed of its days, its meeting and its tick."
    )
    after: dict[str, Any] | None
    reason: str | None = Field(description="Why, where somebody said so, or the service knows.")


class DueChangePage(Shape):
    """Changes of when an action is due. `next` always goes on from here; the last page links to itself."""

    items: list[DueChange]
    next: str

"""The shapes that everything from outside enters through, and the merge patches made of them."""

from datetime import UTC, date, datetime
from typing import Annotated, Any

import pytest
from pydantic import Field, ValidationError

from app.core.schemas import (
    Count,
    Day,
    Flag,
    Line,
    Moment,
    Percent,
    Reference,
    Shape,
    SomeWords,
    WebAddress,
    Words,
    given,
    merge_patch,
)


class Venue(Shape):
    """A shape of the tests."""

    street: Line
    floor: Count = 0


class EventCreate(Shape):
    """A shape of the tests, with members of every sort."""

    title: Line
    note: Words | None = Field(default=None, description="Said of it.")
    seats: Annotated[Count, Field(ge=1)] = 10
    days: list[Day] = []
    venue: Venue | None = None


EventUpdate = merge_patch(EventCreate, "EventUpdate")


class Anything(Shape):
    """One member of each type."""

    line: Line | None = None
    words: Words | None = None
    some_words: SomeWords | None = None
    reference: Reference | None = None
    day: Day | None = None
    moment: Moment | None = None
    count: Count | None = None
    percent: Percent | None = None
    flag: Flag | None = None
    web: WebAddress | None = None


def refused(name: str, value: Any) -> str:
    with pytest.raises(ValidationError) as refusal:
        Anything.model_validate({name: value})
    (error,) = refusal.value.errors()
    assert error["loc"][0] == name
    return str(error["msg"])


def patched(**members: Any) -> dict[str, Any]:
    return given(EventUpdate.model_validate(members))


def test_patch_gives_only_what_it_names() -> None:
    assert patched() == {}
    assert patched(title="Fair") == {"title": "Fair"}
    assert patched(seats=3, days=[]) == {"seats": 3, "days": []}


def test_null_clears_what_may_be_null_and_is_refused_elsewhere() -> None:
    assert patched(note=None, venue=None) == {"note": None, "venue": None}
    for name in ("title", "seats", "days"):
        with pytest.raises(ValidationError):
            EventUpdate.model_validate({name: None})


def test_patch_holds_members_to_the_laws_of_creation() -> None:
    for name, value in {"title": "", "seats": 0, "days": ["2004-02-30"], "date": "2004-02-03"}.items():
        with pytest.raises(ValidationError) as refusal:
            EventUpdate.model_validate({name: value})
        assert refusal.value.errors()[0]["loc"][0] == name


def test_object_within_a_patch_is_whole() -> None:
    assert patched(venue={"street": "High Street"}) == {"venue": {"street": "High Street", "floor": 0}}


def test_patch_tells_of_no_defaults_and_needs_no_member() -> None:
    schema = EventUpdate.model_json_schema()
    assert "required" not in schema
    assert all("default" not in member for member in schema["properties"].values())
    assert schema["properties"]["note"]["description"] == "Said of it."
    assert schema["properties"]["seats"] == {
        "maximum": 1000000, "minimum": 1, "title": "Seats", "type": "integer",
    }  # fmt: skip
    assert schema["additionalProperties"] is False


def test_making_a_patch_leaves_the_shape_of_creation_as_it_was() -> None:
    made = EventCreate(title="Fair")
    assert made.model_dump() == {"title": "Fair", "note": None, "seats": 10, "days": [], "venue": None}
    with pytest.raises(ValidationError):
        EventCreate.model_validate({})
    assert EventCreate.model_json_schema()["required"] == ["title"]


def test_line_is_single_spaced() -> None:
    assert Anything(line="  The\u00a0 Steering\n\tGroup ").line == "The Steering Group"
    assert Anything(words=" as\twritten \n").words == " as\twritten \n"
    assert Anything(some_words=" kept\n\nwithin ").some_words == "kept\n\nwithin"


@pytest.mark.parametrize("name", ["line", "words", "some_words", "reference"])
@pytest.mark.parametrize("bad", ["a\x00b", "a\ud800b", "a\x07b", "a\x7f", "a\x1bb"])
def test_words_that_no_database_keeps_or_nobody_can_read_are_refused(name: str, bad: str) -> None:
    assert "control character" in refused(name, bad) or "unicode" in refused(name, bad)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("line", ""),
        ("line", " \u3000 "),
        ("line", "x" * 501),
        ("line", 7),
        ("words", "x" * 20_001),
        ("some_words", "\n"),
        ("reference", ""),
        ("reference", "a/b"),
        ("reference", "a,b"),
        ("reference", "."),
        ("reference", ".."),
        ("reference", " a"),
        ("reference", "a  b"),
        ("reference", "x" * 81),
        ("reference", "01890000-0000-7000-8000-00000000000A"),
        ("day", 0),
        ("day", 1.5),
        ("day", "2004-2-3"),
        ("day", "2004-02-30"),
        ("day", "20040203"),
        ("day", "2004-02-03T00:00:00"),
        ("day", "٢٠٠٤-٠٢-٠٣"),
        ("day", "1799-12-31"),
        ("day", "3000-01-01"),
        ("day", datetime(2004, 2, 3, tzinfo=UTC)),
        ("moment", 0),
        ("moment", "2004-02-03"),
        ("moment", "2004-02-03T18:30:00"),
        ("moment", "0001-01-01T00:00:00+14:00"),
        ("moment", "9999-12-31T23:59:59-14:00"),
        ("count", -1),
        ("count", 1_000_001),
        ("count", 2**64),
        ("count", 1.0),
        ("count", "1"),
        ("count", True),
        ("count", float("nan")),
        ("percent", 101),
        ("flag", 1),
        ("flag", "true"),
        ("web", "javascript:alert(1)"),
        ("web", "example.org"),
        ("web", " https://example.org"),
        ("web", "https://example.org/a b"),
        ("web", "https://example.org/\x00"),
        ("web", f"https://example.org/{'x' * 2000}"),
    ],
)
def test_value_that_would_be_guessed_at_or_can_not_be_kept_is_refused(name: str, value: Any) -> None:
    assert refused(name, value)


@pytest.mark.parametrize(
    ("name", "value", "kept"),
    [
        ("reference", "1.10 (b)", "1.10 (b)"),
        ("day", "2004-02-29", date(2004, 2, 29)),
        ("day", "1800-01-01", date(1800, 1, 1)),
        ("day", "2999-12-31", date(2999, 12, 31)),
        ("moment", "2004-07-20T18:30:00+01:00", datetime(2004, 7, 20, 17, 30, tzinfo=UTC)),
        ("moment", "2004-07-20T18:30:00Z", datetime(2004, 7, 20, 18, 30, tzinfo=UTC)),
        ("count", 0, 0),
        ("percent", 100, 100),
        ("flag", False, False),
        ("web", "https://www.rbkc.gov.uk/a?b=c#d", "https://www.rbkc.gov.uk/a?b=c#d"),
    ],
)
def test_value_is_kept_as_it_was_meant(name: str, value: Any, kept: Any) -> None:
    assert getattr(Anything.model_validate({name: value}), name) == kept


def test_member_that_is_not_known_is_refused() -> None:
    assert refused("lime", "green") == "Extra inputs are not permitted"

"""The shapes that every room's wire shapes are built of: what words, numbers and days may be.

Everything from outside enters through a Shape. It refuses unknown fields, numbers that no database keeps, text
that no database stores, and days given as numbers.
"""

import re
from datetime import UTC, date, datetime
from typing import Annotated, Any, Generic, TypeVar, Union, get_args

from pydantic import (
    AfterValidator,
    AnyHttpUrl,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    TypeAdapter,
    ValidationInfo,
    create_model,
)
from pydantic.fields import FieldInfo

from app.kernel.ids import is_id
from app.kernel.text import single_spaced, storable

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_HTTP_URL = TypeAdapter(AnyHttpUrl)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
FIRST_YEAR, LAST_YEAR = 1800, 2999


class Shape(BaseModel):
    """A wire shape: unknown fields are refused, so that a misspelt one is never silently lost."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False, from_attributes=True)


def _must_be_storable(value: str) -> str:
    if not storable(value) or _CONTROL.search(value):
        raise ValueError("holds a control character, a NUL, or half of a surrogate pair")
    return value


def _must_be_reference(value: str) -> str:
    if "/" in value or value != single_spaced(value):
        raise ValueError("a reference has no slash, and no spaces but single ones between words")
    if "," in value or value in (".", ".."):
        raise ValueError(
            "a reference has no comma, which parts several, and is not . or .., which mean folders"
        )
    if is_id(value.lower()):
        raise ValueError("a reference must not look like an id")
    return value


def _must_be_day_text(value: Any) -> Any:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise ValueError("a day is written as text, YYYY-MM-DD")
    return value


def _must_be_near(value: date) -> date:
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise ValueError(f"the year must be {FIRST_YEAR} to {LAST_YEAR}")
    return value


def _must_be_time_text(value: Any) -> Any:
    if isinstance(value, datetime):
        return value
    # Digits alone would be taken as seconds since 1970.
    if not isinstance(value, str) or not _DAY.match(value):
        raise ValueError("a time is written as text with its offset, such as 2004-07-20T18:30:00+01:00")
    return value


def _in_utc(value: datetime) -> datetime:
    _must_be_near(value.date())
    return value.astimezone(UTC)


def _must_be_web_address(value: str) -> str:
    if value != "".join(_must_be_storable(value).split()):
        raise ValueError("a web address holds no spaces")
    _HTTP_URL.validate_python(value)
    return value


Line = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=500),
    AfterValidator(_must_be_storable),
    AfterValidator(single_spaced),
]
Words = Annotated[str, StringConstraints(max_length=20_000), AfterValidator(_must_be_storable)]
CellWords = Annotated[str, StringConstraints(max_length=2_000), AfterValidator(_must_be_storable)]
SomeWords = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=20_000),
    AfterValidator(_must_be_storable),
]
Reference = Annotated[
    str,
    StringConstraints(min_length=1, max_length=80),
    AfterValidator(_must_be_storable),
    AfterValidator(_must_be_reference),
]
Link = Annotated[str, StringConstraints(min_length=1, max_length=80), AfterValidator(_must_be_storable)]
Day = Annotated[date, BeforeValidator(_must_be_day_text), AfterValidator(_must_be_near)]


def not_before(first: str) -> AfterValidator:
    """Make what refuses a day before the one in an earlier field: nothing lies between, so days were mixed up."""

    def check(value: date | None, info: ValidationInfo) -> date | None:
        start = info.data.get(first)
        if value is not None and start is not None and value < start:
            raise ValueError(f"is before {first.rstrip('_')}")
        return value

    return AfterValidator(check)


Moment = Annotated[AwareDatetime, BeforeValidator(_must_be_time_text), AfterValidator(_in_utc)]
Count = Annotated[int, Field(ge=0, le=1_000_000, strict=True)]
Percent = Annotated[int, Field(ge=0, le=100, strict=True)]
Flag = Annotated[bool, Field(strict=True)]
EmailAddress = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=254, pattern=r"^[^@\s]+@[^@\s]+$"),
    AfterValidator(_must_be_storable),
]
WebAddress = Annotated[str, StringConstraints(max_length=2_000), AfterValidator(_must_be_web_address)]


class Kept(Shape):
    """What every resource shows of itself, whatever it is."""

    id: str = Field(description="UUIDv7; never changes.")
    url: str = Field(description="Where it is read, as a path on this service.")
    version: int = Field(description="Counts its changes; the first part of its ETag.")
    created_at: datetime
    updated_at: datetime


class Named(Kept):
    """A resource that people name by a reference."""

    reference: str = Field(description="The key by which people and scripts name it; unique in its scope.")


Item = TypeVar("Item")


class Page(Shape, Generic[Item]):
    """One page of a list."""

    items: list[Item]
    next: str | None = Field(description="The cursor of the next page; null on the last one.")
    total: int | None = Field(default=None, description="How many there are in all; only with `count=true`.")


# What a creation makes where it is left out, so that nothing is without it.
_MADE = ("reference", "position")


def merge_patch(create: type[Shape], name: str, made: tuple[str, ...] = ()) -> type[Shape]:
    """Make the shape of a merge patch (RFC 7396) out of the shape of a creation.

    Every field may be left out, which leaves it as it is; `null` clears a field that may be null and is
    refused for one that may not, as for what a creation makes where it is left out: `made` names more of these.
    """
    fields: dict[str, Any] = {}
    for field_name, field in create.model_fields.items():
        optional = FieldInfo.merge_field_infos(field, default=None, default_factory=None)
        optional.json_schema_extra = _without_default
        optional.validate_default = False
        if field_name in (*_MADE, *made):
            optional.annotation = _without_none(optional.annotation)
        fields[field_name] = (optional.annotation, optional)
    return create_model(
        name, __base__=Shape, __doc__=f"Changes to {create.__name__.removesuffix('Create')}.", **fields
    )


def _without_none(annotation: Any) -> Any:
    kinds = tuple(kind for kind in get_args(annotation) if kind is not type(None))
    return Union[kinds] if kinds else annotation  # noqa: UP007 - they are known only here.


def given(patch: Shape) -> dict[str, Any]:
    """Give the fields that a merge patch sets, each whole: what is within a field has its defaults."""
    return {name: value for name, value in patch.model_dump().items() if name in patch.model_fields_set}


def reason_of(error: Any) -> str:
    """Give what a shape found wrong with a value, without what pydantic puts before words that are not its own."""
    return str(error["msg"]).removeprefix("Value error, ")


def _without_default(schema: dict[str, Any]) -> None:
    schema.pop("default", None)

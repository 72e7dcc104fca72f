"""Lists in other forms than JSON: calendars, feeds and tables, by the same queries.

A room says by a `Forms` how its items become events, entries and rows; `core/routes/forms.py` makes the routes.
Calendars and tables hold all that is asked for, up to a bound that is told; feeds have pages.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from pydantic import Field, create_model
from sqlmodel import Session

from app.core.errors import Invalid
from app.core.listing import Item, ListQuery, View
from app.core.pagination import address_after
from app.core.schemas import Shape
from app.formats.atom import Entry, Feed
from app.formats.ical import Calendar
from app.formats.tables import Column, Table
from app.kernel.clock import start_of
from app.kernel.vocabulary import Vocabulary

AUTHOR = "Partnership Plans"
UID_DOMAIN = "partnership-plans"
"""What ends the ids of events: they must stay the same wherever the service is moved to."""
MOST_ROWS = 5_000
CHUNK = 1_000

# How an answer is shaped in JSON, and where a page begins, mean nothing in another form.
_OF_JSON = {"fields", "embed", "count"}
_OF_PAGES = {"cursor", "limit"}
_NOT_IN_NAMES = {"limit", "cursor", "sort", "token"}
_TOKEN = Field(
    default=None,
    max_length=200,
    description="A key whose only scope is `feed`, for programs that can send no header.",
)
_LIMIT = Field(
    default=None,
    ge=1,
    le=MOST_ROWS,
    description=f"How many there are at most. Without it all are given, or `too_many_rows` beyond {MOST_ROWS}.",
)


class TooManyRows(Invalid):
    """More fulfil the query than one calendar or table may hold, and nothing is left out unsaid."""

    code, title = "too_many_rows", "Too many rows for one calendar or table"

    def __init__(self) -> None:
        super().__init__(
            f"More than {MOST_ROWS} fulfil the query: narrow it, as by `from` and `to`, or take some by `limit`."
        )


@dataclass(frozen=True, slots=True)
class Place:
    """Where a form is read: the address of the service, and the form's own path and query, as they were asked."""

    service: str
    path: str
    query: str

    @property
    def address(self) -> str:
        """The form's own address."""
        return f"{self.service}{self.path}{'?' if self.query else ''}{self.query}"

    def after(self, cursor: str | None) -> str | None:
        """Give the address of the next page; None after the last one."""
        return None if cursor is None else self.service + address_after(self.path, self.query, cursor)


@dataclass(frozen=True, slots=True, kw_only=True)
class Forms:
    """The forms of one list: `query` holds its parameters; the functions make what is written of it.

    `plural` is its name, as in its path; `columns` are those of its tables.
    """

    plural: str
    query: type[ListQuery]
    columns: Sequence[Column]
    calendar: Callable[[Session, Any, View, Place], Calendar]
    feed: Callable[[Session, Any, View, Place], Feed]
    table: Callable[[Session, Any, View, Place], Table]


def whole_query(query: type[ListQuery]) -> type[Shape]:
    """Make the parameters of what holds all that the list's own parameters ask for."""
    return _made(query, "Whole", _OF_JSON | _OF_PAGES, limit=(int | None, _LIMIT))


def feed_query(query: type[ListQuery]) -> type[Shape]:
    """Make the parameters of a feed, which has pages."""
    return _made(query, "Feed", _OF_JSON)


def _made(query: type[ListQuery], kind: str, left_out: set[str], **others: Any) -> type[Shape]:
    kept: dict[str, Any] = {
        name: (field.annotation, field) for name, field in query.model_fields.items() if name not in left_out
    }
    made: type[Shape] = create_model(
        f"{query.__name__}{kind}", __base__=Shape, **kept, **others, token=(str | None, _TOKEN)
    )
    return made


def list_query(query: type[ListQuery], asked: Shape, **changes: Any) -> Any:
    """Make the query of the list of what was asked for in another form."""
    values = {name: value for name, value in asked if name in query.model_fields}
    return query.model_construct(**{**values, **changes})


def read_whole(query: type[ListQuery], asked: Any, *lists: Callable[[Any], Item]) -> list[Item]:
    """Read all that is asked for of lists, one after the other. Raises TooManyRows where no limit cuts them."""
    items: list[Item] = []
    for read_page in lists:
        if len(items) == asked.limit:
            break
        items += _read_pages(query, asked, read_page, (asked.limit or MOST_ROWS) - len(items))
    return items


def _read_pages(
    query: type[ListQuery], asked: Any, read_page: Callable[[Any], Item], most: int
) -> list[Item]:
    def read(limit: int, cursor: str | None = None, *, count: bool = False) -> Item:
        return read_page(list_query(query, asked, limit=limit, cursor=cursor, count=count))

    page = read(min(CHUNK, most or 1))
    items: list[Item] = page["items"]
    is_all = page["next"] is None and len(items) <= most
    # A search that finds little takes as long to count as to read. Of much, it is the reading that is dear.
    if not is_all and asked.limit is None and read(1, count=True)["total"] > most:
        raise TooManyRows
    while page["next"] is not None and len(items) < most:
        page = read(min(CHUNK, most - len(items)), page["next"])
        items += page["items"]
    return items


def name_asked(name: str, asked: Shape) -> str:
    """Name a list with what of it was asked for: "Deadlines: plan open, state Overdue"."""
    told = asked.model_dump(by_alias=True, exclude_none=True, exclude=_NOT_IN_NAMES)
    if not told:
        return name
    return f"{name}: {', '.join(_spoken(one, value) for one, value in told.items())}"


def _spoken(parameter: str, value: Any) -> str:
    return f"{parameter.replace('_', ' ')} {_words(value)}"


def _words(value: Any) -> str:
    if isinstance(value, list):
        return " or ".join(map(_words, value))
    return value.en if isinstance(value, Vocabulary) else str(value)


def make_feed(
    name: str, asked: Shape, place: Place, page: Mapping[str, Any], entries: Sequence[Entry], view: View
) -> Feed:
    """Make a page of a feed out of its entries; one that is empty was last changed as its day began."""
    same = asked.model_dump_json(exclude_none=True, exclude=_NOT_IN_NAMES)
    changed = [entry.updated_at for entry in entries]
    return Feed(
        id=str(uuid5(NAMESPACE_URL, f"{UID_DOMAIN}:{place.path}:{same}")),
        title=name_asked(name, asked),
        author=AUTHOR,
        updated_at=max(changed, default=start_of(view.today)),
        url=place.address,
        about_url=place.service + place.path.rpartition(".")[0],
        next_url=place.after(page["next"]),
        entries=entries,
    )

"""The routes by which a list is read in other forms: as a calendar, as a feed, and as tables."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from app.core.callers import Caller
from app.core.contract import NOT_MODIFIED, problems
from app.core.db import reading
from app.core.forms import MOST_ROWS, Forms, Place, feed_query, whole_query
from app.core.http import show_bytes
from app.core.listing import View
from app.core.query import in_query
from app.core.requests import AnyCaller, Service, ServiceOf, address_of_service
from app.core.routes.shared import spoken, typed
from app.core.schemas import Shape
from app.formats import atom, csv, ical, xlsx

_CALENDAR = (
    "An event for each that has a day; one of several days spans them. What is cancelled stays, as CANCELLED; where "
    "the list itself has none, it comes last and is the first that a `limit` leaves out. A UID never changes; SEQUENCE "
    "and LAST-MODIFIED grow."
)
_FEED = (
    "What was itself changed last comes first. `updated` also tells when something else changed that the entry tells "
    "of, such as the words of an action or the name of a venue. Each page links to the next one."
)
_CSV = "UTF-8 with a byte order mark. What a spreadsheet would run as a formula is led by an apostrophe."
_WORKBOOK = "Days and times are such, and words are never formulas."
_WHOLE = f"All that the list gives page by page, up to {MOST_ROWS}."
_PRIVATE = "A program that sends no header may give a key whose only scope is `feed` as `token`."


@dataclass(frozen=True, slots=True, kw_only=True)
class _Form:
    """One form of a list: how it is read, and how it is written."""

    suffix: str
    summary: str
    told: str
    query: type[Shape]
    read: Callable[[Session, Any, View, Place], Any]
    write: Callable[[Any], bytes]
    media_type: str
    is_file: bool = False


def add_forms(router: APIRouter, forms: Forms) -> None:
    """Add the forms of a list beside it: `.ics`, `.atom`, `.csv` and `.xlsx`."""
    for form in _forms_of(forms):
        _add_form(router, forms.plural, form)


def _forms_of(forms: Forms) -> Iterator[_Form]:
    things, whole = spoken(forms.plural), whole_query(forms.query)
    columns = ", ".join(column.heading for column in forms.columns)
    yield _Form(
        suffix="ics",
        summary=f"Subscribe to {things} as a calendar",
        told=f"{_CALENDAR} {_WHOLE}",
        query=whole,
        read=forms.calendar,
        write=ical.write_calendar,
        media_type=ical.MEDIA_TYPE,
    )
    yield _Form(
        suffix="atom",
        summary=f"Subscribe to {things} as a feed",
        told=_FEED,
        query=feed_query(forms.query),
        read=forms.feed,
        write=atom.write_feed,
        media_type=atom.MEDIA_TYPE,
    )
    for suffix, written, told in (("csv", csv, _CSV), ("xlsx", xlsx, _WORKBOOK)):
        yield _Form(
            suffix=suffix,
            summary=f"Take {things} away as a {'table' if suffix == 'csv' else 'workbook'}",
            told=f"Columns: {columns}. {told} {_WHOLE}",
            query=whole,
            read=forms.table,
            write=written.write_table,
            media_type=written.MEDIA_TYPE,
            is_file=True,
        )


def _add_form(router: APIRouter, plural: str, form: _Form) -> None:
    name = f"{plural}.{form.suffix}"
    kept_as = f'{"attachment" if form.is_file else "inline"}; filename="{name}"'
    # The address may hold a token, which nobody else is to be told.
    headers = {"Content-Disposition": kept_as, "Referrer-Policy": "no-referrer"}

    def read_form(request: Request, service: ServiceOf, caller: AnyCaller, query: Any) -> Response:
        content = form.write(_read(request, service, caller, query, form))
        return show_bytes(request, caller, content, form.media_type, None, **headers)

    router.add_api_route(
        f"/v1/{name}",
        typed(read_form, query=Annotated[form.query, in_query(form.query)]),
        methods=["GET"],
        operation_id=f"list_{plural}_as_{form.suffix}",
        summary=form.summary,
        description=f"{form.told} {_PRIVATE}",
        response_class=Response,
        responses={200: _answer(form), **NOT_MODIFIED, **problems(422)},
    )


def _answer(form: _Form) -> dict[str, Any]:
    is_binary = form.media_type == xlsx.MEDIA_TYPE
    schema = {"type": "string", "format": "binary"} if is_binary else {"type": "string"}
    return {
        "description": form.summary,
        "headers": {
            "Content-Disposition": {"schema": {"type": "string"}, "description": "A name for the file."}
        },
        "content": {form.media_type.partition(";")[0]: {"schema": schema}},
    }


def _read(request: Request, service: Service, caller: Caller, query: Any, form: _Form) -> Any:
    asked = request.scope["query_string"].decode("latin-1")
    place = Place(address_of_service(request), request.url.path, asked)
    with reading(service.sessions) as session:
        return form.read(session, query, service.view(caller, getattr(query, "as_of", None)), place)

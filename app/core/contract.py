"""What routes declare of themselves: the headers that they take, and the refusals that they may give."""

from typing import Annotated, Any

from fastapi import Header

from app.core.problems import PROBLEM_TYPE
from app.core.query import in_query
from app.core.schemas import Shape

IfMatch = Annotated[
    str | None,
    Header(alias="If-Match", max_length=1_000, description="The ETag that the change is based on."),
]
IfNoneMatch = Annotated[
    str | None,
    Header(alias="If-None-Match", max_length=1_000, description="`*` creates only what is not there."),
]


class NoQuery(Shape):
    """No parameters at all."""


# Put on a route that takes no parameters, so that one that is sent is refused and not ignored.
NO_PARAMETERS = in_query(NoQuery)


class Problems(Shape):
    """A refusal. Source: RFC 9457."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    instance: str | None = None
    errors: list[dict[str, str | int]] | None = None


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Declare the refusals of a route, for the contract; those that any route may give are added."""
    reference = {"schema": {"$ref": "#/components/schemas/Problems"}}
    titles = {
        400: "A parameter or the body can't be understood",
        401: "No valid key",
        403: "The key may not do this",
        404: "No such thing, or not for this caller",
        408: "The body took too long",
        409: "The state does not allow it",
        412: "It is not in the state that the request asked for",
        413: "The body is too large",
        415: "Not a media type that is taken here",
        422: "A value is not allowed",
        428: "If-Match is needed",
        431: "The headers are too large",
        503: "Busy; try again after Retry-After",
    }
    return {
        status: {"description": titles[status], "content": {PROBLEM_TYPE: reference}}
        for status in sorted({*statuses, 400, 401, 431, 503})
    }


READ_PROBLEMS = problems(404)
CREATE_PROBLEMS = problems(403, 404, 408, 409, 413, 415, 422)
CHANGE_PROBLEMS = problems(403, 404, 408, 409, 412, 413, 415, 422, 428)
NOT_MODIFIED: dict[int | str, dict[str, Any]] = {304: {"description": "The client has it already"}}

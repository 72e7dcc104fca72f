"""Everything that the service can refuse to do, as one tree of errors.

Problem                     any refusal; becomes one application/problem+json (RFC 9457)
├── BadRequest              400  the address, its parameters or the body can't be understood
├── Unauthenticated         401  no key, or a key that is not (or no longer) valid
├── Forbidden               403  a valid key that may not do this
├── NotFound                404  no such thing, or none that the caller may see
├── MethodNotAllowed        405
├── Conflict                409  the state of the register does not allow it
├── PreconditionFailed      412  the thing has changed since the caller read it
├── TooLarge                413
├── UnsupportedMediaType    415
├── Invalid                 422  well formed, but a value is not allowed
├── PreconditionRequired    428  a change must say which version it is based on
├── HeadersTooLarge         431
└── Busy                    503  try again after `Retry-After` seconds

Rooms derive their own errors from these in their `rules.py`, named for the state that they report. This
module is plain Python; `core/problems.py` turns a Problem into an answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: where (a JSON pointer, a parameter's name, or sheet, row and column) and what."""

    detail: str
    pointer: str | None = None
    parameter: str | None = None
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    words: str | None = None

    def shown(self) -> dict[str, Any]:
        """Give the members that are set."""
        members = ("pointer", "parameter", "sheet", "row", "column", "words", "detail")
        return {name: value for name in members if (value := getattr(self, name)) is not None}


class Problem(Exception):
    """A refusal with its HTTP status, a stable code, a sentence for people, and the faults found."""

    status: ClassVar[int] = 500
    code: ClassVar[str] = "internal_error"
    title: ClassVar[str] = "Something went wrong on our side"

    def __init__(
        self, detail: str = "", *, errors: Sequence[Fault] = (), headers: dict[str, str] | None = None
    ) -> None:
        super().__init__(detail or self.title)
        self.detail = detail
        self.errors = tuple(errors)
        self.headers = headers or {}

    def shown(self) -> dict[str, Any]:
        """Give the members that it is written with. Source: RFC 9457, section 3."""
        told: dict[str, Any] = {
            "type": f"/problems/{self.code}",
            "title": self.title,
            "status": self.status,
            "code": self.code,
            "detail": self.detail or self.title,
        }
        return {**told, "errors": [fault.shown() for fault in self.errors]} if self.errors else told


class BadRequest(Problem):
    """The address, its parameters or the body can't be understood."""

    status, code, title = 400, "bad_request", "The request can't be understood"


class InvalidParameter(BadRequest):
    """A parameter is unknown, or its value is none that is allowed."""

    code, title = "invalid_parameter", "A parameter is unknown or has a value that is not allowed"


class BadCursor(BadRequest):
    """The cursor was not made by this list with these parameters."""

    code, title = "bad_cursor", "The cursor does not belong to this list"


class MalformedBody(BadRequest):
    """The body is not the JSON that it says it is."""

    code, title = "malformed_body", "The body is not well-formed JSON"


class Unauthenticated(Problem):
    """No key was sent, or one that is not valid."""

    status, code, title = 401, "unauthenticated", "A valid key is needed"


class Forbidden(Problem):
    """The key is valid but may not do this."""

    status, code, title = 403, "forbidden", "This key may not do that"


class NotFound(Problem):
    """There is no such thing, or none that the caller may see."""

    status, code, title = 404, "not_found", "There is no such thing here"


class MethodNotAllowed(Problem):
    """The address exists but does not take this method."""

    status, code, title = 405, "method_not_allowed", "This address does not take that method"


class Conflict(Problem):
    """The state of the register does not allow the change."""

    status, code, title = 409, "conflict", "The register's state does not allow this"


class ReferenceIsTaken(Conflict):
    """Another live thing of the kind has the reference already."""

    code, title = "reference_is_taken", "The reference is taken"


class IsDependedOn(Conflict):
    """Other live things point to the one that is to be deleted; they are named."""

    code, title = "is_depended_on", "Other things depend on this one"


class PreconditionFailed(Problem):
    """The thing is not in the version, or the state, that the request asked for."""

    status, code, title = 412, "precondition_failed", "It is not in the state that the request asked for"


class TooLarge(Problem):
    """The body is larger than is taken here."""

    status, code, title = 413, "too_large", "The body is too large"


class UnsupportedMediaType(Problem):
    """The body's media type is none that is taken here."""

    status, code, title = 415, "unsupported_media_type", "This media type is not taken here"


class Invalid(Problem):
    """The request is well formed but holds a value that is not allowed."""

    status, code, title = 422, "invalid", "A value is not allowed"


class IsPartOfItself(Invalid):
    """Something would be a part of itself."""

    code, title = "part_of_itself", "Nothing can be a part of itself"


class IdempotencyKeyReused(Invalid):
    """The Idempotency-Key was used before with another request."""

    code, title = "idempotency_key_reused", "The Idempotency-Key belongs to another request"


class PreconditionRequired(Problem):
    """A change must say which version it is based on."""

    status, code, title = 428, "precondition_required", "If-Match is needed"


class HeadersTooLarge(Problem):
    """The headers are together larger than is taken here."""

    status, code, title = 431, "headers_too_large", "The headers are too large"


class Busy(Problem):
    """The service can't take the request now; it changed nothing."""

    status, code, title = 503, "busy", "Busy: try again shortly"

    def __init__(self, detail: str = "", *, retry_after: int = 1) -> None:
        super().__init__(detail, headers={"Retry-After": str(retry_after)})

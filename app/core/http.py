"""How answers are written: as JSON, or in whatever form, with what lets them be kept."""

from dataclasses import dataclass, field
from typing import Any

import orjson
from fastapi import Request
from fastapi.responses import Response

from app.core.callers import Caller
from app.core.conditional import entity_tag
from app.core.pagination import address_after
from app.core.requests import is_for_some_keys

JSON_OPTIONS = orjson.OPT_UTC_Z
NOT_SHARED = {"Cache-Control": "no-store"}
"""What an answer says that depends on who asks, and not only on whether they have a key; or on what is no data."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer before it is sent: what a write gives, and what a repeated request is given again.

    `kept` is what a repetition is given instead, where the answer holds a secret.
    """

    status: int
    content: bytes
    headers: dict[str, str] = field(default_factory=dict)
    kept: bytes | None = None

    def response(self) -> Response:
        """Make the response that is sent."""
        return Response(
            self.content, self.status, self.headers, media_type="application/json" if self.content else None
        )


def to_json(value: Any) -> bytes:
    """Write a value as JSON; times are in UTC and end in Z."""
    return orjson.dumps(value, option=JSON_OPTIONS)


def answer_item(item: dict[str, Any], version: int, status: int = 200, **headers: str) -> Answer:
    """Answer with one thing, its ETag, and where it is read."""
    content = to_json(item)
    return Answer(
        status,
        content,
        {"ETag": entity_tag(content, version), "Cache-Control": "no-store", **headers},
    )


def show(
    request: Request, caller: Caller, value: Any, version: int | None = None, **headers: str
) -> Response:
    """Answer a read with the value as JSON."""
    return show_bytes(request, caller, to_json(value), "application/json", version, **headers)


def show_bytes(
    request: Request,
    caller: Caller,
    content: bytes,
    media_type: str,
    version: int | None = None,
    **headers: str,
) -> Response:
    """Answer a read with what is written already, in whatever form.

    The layers in front keep such answers, and make 304 of them (`core/cache.py`), unless the route is for some keys
    only or says `no-store` itself, since then others must not be given it.
    """
    shared = "private, no-cache" if caller.sees_partners else "public, no-cache"
    shown = {
        "ETag": entity_tag(content, version),
        "Cache-Control": "no-store" if is_for_some_keys(request) else shared,
        "Vary": "Authorization, Accept-Encoding",
        # What somebody wrote into the register is never to be taken for a page or a script.
        "X-Content-Type-Options": "nosniff",
        **headers,
    }
    return Response(content, 200, shown, media_type=media_type)


def show_page(request: Request, caller: Caller, page: dict[str, Any], **headers: str) -> Response:
    """Answer with a page of a list, and a Link to the next one."""
    if page["next"] is None:
        return show(request, caller, page, None, **headers)
    query = request.scope["query_string"].decode("latin-1")
    following = address_after(request.url.path, query, page["next"])
    return show(request, caller, page, None, Link=f'<{following}>; rel="next"', **headers)

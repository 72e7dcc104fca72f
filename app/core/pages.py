"""Pages for people, and what they are made of: each says what it may load, and from where."""

from base64 import b64encode
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256, sha384

from fastapi import Request, Response

from app.core.callers import ANONYMOUS, Caller
from app.core.http import show_bytes
from app.formats.html import Html

HTML_TYPE = "text/html"
# A page loads nothing, sends nothing anywhere and is in nobody's frame, but for what it says itself.
_NOTHING = {
    "default-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'none'",
}
_MINUTES = "public, max-age=300"
_FOR_EVER = "public, max-age=31536000, immutable"


def policy(**allowed: str) -> str:
    """Make a Content-Security-Policy that allows nothing but this: `policy(style_src="'self'")`."""
    named = {name.replace("_", "-"): sources for name, sources in allowed.items()}
    return "; ".join(f"{name} {sources}" for name, sources in {**_NOTHING, **named}.items())


def page_headers(allowed: str) -> dict[str, str]:
    """Give the headers that every page has; `allowed` is its policy."""
    return {
        "Content-Security-Policy": allowed,
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }


def show_document(request: Request, caller: Caller, page: Html, allowed: str, language: str) -> Response:
    """Answer with a page, or with 304 where the client has it."""
    headers = {**page_headers(allowed), "Content-Language": language}
    return show_bytes(request, caller, page.encode(), HTML_TYPE, None, **headers)


@dataclass(frozen=True)
class Asset:
    """A file that a page is made of, the same as long as the service runs."""

    content: bytes
    media_type: str

    @cached_property
    def hash(self) -> str:
        """A part of the name by which it may be kept for ever."""
        return sha256(self.content).hexdigest()[:16]

    @cached_property
    def integrity(self) -> str:
        """What a page says of it so that a browser runs nothing else. Source: Subresource Integrity."""
        return f"sha384-{b64encode(sha384(self.content).digest()).decode()}"

    def show(self, request: Request, *, for_ever: bool = False) -> Response:
        """Answer with the file: to pages of any origin, and to be kept for five minutes or for ever."""
        headers = {
            "Cache-Control": _FOR_EVER if for_ever else _MINUTES,
            "Cross-Origin-Resource-Policy": "cross-origin",
            "Vary": "Accept-Encoding",
        }
        return show_bytes(request, ANONYMOUS, self.content, self.media_type, None, **headers)

"""Feeds, as news readers subscribe to them. Sources: RFC 4287; RFC 5005, section 3, for pages."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from app.formats.xml import xml_words

MEDIA_TYPE = "application/atom+xml; charset=utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry. `id` is a UUID; `categories` are terms with their labels; `content` is plain words."""

    id: str
    title: str
    published_at: datetime
    updated_at: datetime
    url: str
    categories: Sequence[tuple[str, str]] = ()
    summary: str
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """One page of a feed. `id` is a UUID and the same on each; the addresses are absolute."""

    id: str
    title: str
    author: str
    updated_at: datetime
    url: str
    about_url: str
    next_url: str | None
    entries: Sequence[Entry]


def write_feed(feed: Feed) -> bytes:
    """Write one page of a feed."""
    return "\n".join([*_head(feed), *map(_entry, feed.entries), "</feed>\n"]).encode("utf-8", "replace")


def _head(feed: Feed) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="utf-8"?>'
    yield '<feed xmlns="http://www.w3.org/2005/Atom">'
    yield f"<id>urn:uuid:{feed.id}</id>"
    yield f'<title type="text">{xml_words(feed.title)}</title>'
    yield f"<updated>{_time(feed.updated_at)}</updated>"
    yield f"<author><name>{xml_words(feed.author)}</name></author>"
    yield f'<link rel="self" type="application/atom+xml" href="{xml_words(feed.url)}"/>'
    yield f'<link rel="alternate" href="{xml_words(feed.about_url)}"/>'
    if feed.next_url is not None:
        yield f'<link rel="next" type="application/atom+xml" href="{xml_words(feed.next_url)}"/>'


def _entry(entry: Entry) -> str:
    categories = "".join(
        f'<category term="{xml_words(term)}" label="{xml_words(label)}"/>' for term, label in entry.categories
    )
    return (
        f"<entry><id>urn:uuid:{entry.id}</id>"
        f'<title type="text">{xml_words(entry.title)}</title>'
        f"<published>{_time(entry.published_at)}</published><updated>{_time(entry.updated_at)}</updated>"
        f'<link rel="alternate" href="{xml_words(entry.url)}"/>{categories}'
        f'<summary type="text">{xml_words(entry.summary)}</summary>'
        f'<content type="text">{xml_words(entry.content)}</content></entry>'
    )


def _time(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"

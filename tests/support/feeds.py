"""What RFC 4287 and RFC 5005 ask of a feed, checked of the tree that a parser of XML makes of it."""

import re
from datetime import datetime
from xml.etree.ElementTree import Element, fromstring

ATOM = "{http://www.w3.org/2005/Atom}"
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def check_feed(content: bytes) -> Element:
    """Fail where the feed is not what the standard allows; give its tree."""
    feed = fromstring(content)  # noqa: S314 - We wrote it ourselves, a moment ago.
    assert feed.tag == f"{ATOM}feed"
    # Section 4.1.1: exactly one of these, an author for all entries, and at most one link of a kind.
    for name in ("id", "title", "updated"):
        assert len(feed.findall(f"{ATOM}{name}")) == 1, name
    assert feed.findtext(f"{ATOM}author/{ATOM}name")
    relations = [link.get("rel", "") for link in feed.findall(f"{ATOM}link")]
    assert sorted(relations) == sorted({*relations})
    assert {"self", "alternate"} <= {*relations}
    entries = feed.findall(f"{ATOM}entry")
    ids = [entry.findtext(f"{ATOM}id") or "" for entry in entries]
    assert len(ids) == len({*ids})
    for one in (feed, *entries):
        _check_part(one)
    for entry in entries:
        # Section 4.1.2.
        assert len(entry.findall(f"{ATOM}content")) == len(entry.findall(f"{ATOM}summary")) == 1
        assert [link.get("rel") for link in entry.findall(f"{ATOM}link")] == ["alternate"]
        assert all(category.get("term") for category in entry.findall(f"{ATOM}category"))
    return feed


def _check_part(part: Element) -> None:
    assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", part.findtext(f"{ATOM}id") or "")
    assert part.find(f"{ATOM}title") is not None
    for name in ("updated", "published"):
        for time in part.findall(f"{ATOM}{name}"):
            assert TIME.fullmatch(time.text or ""), time.text
            datetime.fromisoformat(time.text or "")
    for link in part.findall(f"{ATOM}link"):
        assert (link.get("href") or "").startswith(("http://", "https://"))

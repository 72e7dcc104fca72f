"""Feeds as they are written, held to the rules of RFC 4287 and read by a news reader's own parser."""

from datetime import UTC, datetime
from typing import Any

import feedparser
from hypothesis import given
from hypothesis import strategies as st

from app.formats.atom import Entry, Feed, write_feed
from tests.support.feeds import ATOM, check_feed

AT = datetime(2004, 7, 20, 17, 30, tzinfo=UTC)
ONE, TWO = "01a20257-b01f-7000-8000-000000000001", "01a20257-b01f-7000-8000-000000000002"


def entry(**values: Any) -> Entry:
    given: dict[str, Any] = {
        "id": ONE,
        "title": "1.3 Report",
        "published_at": AT,
        "updated_at": AT,
        "url": "https://plans.example/v1/actions/1",
        "categories": [("overdue", "Overdue")],
        "summary": "Overdue: 31 Jul 2004",
        "content": "Due as written: July 2004",
        **values,
    }
    return Entry(**given)


def feed(*entries: Entry, **values: Any) -> Feed:
    given: dict[str, Any] = {
        "id": TWO,
        "title": "Deadlines",
        "author": "Partnership Plans",
        "updated_at": AT,
        "url": "https://plans.example/v1/deadlines.atom?plan=a&limit=1",
        "about_url": "https://plans.example/v1/deadlines",
        "next_url": None,
        "entries": entries,
        **values,
    }
    return Feed(**given)


def test_feed_is_valid_and_links_to_itself_and_on() -> None:
    made = write_feed(feed(entry(), next_url="https://plans.example/v1/deadlines.atom?cursor=x&plan=a"))
    check_feed(made)
    read = feedparser.parse(made)
    assert not read.bozo
    links = {link["rel"]: link["href"] for link in read.feed.links}
    assert links == {
        "self": "https://plans.example/v1/deadlines.atom?plan=a&limit=1",
        "alternate": "https://plans.example/v1/deadlines",
        "next": "https://plans.example/v1/deadlines.atom?cursor=x&plan=a",
    }


def test_entry_is_read_as_it_was_told() -> None:
    (read,) = feedparser.parse(write_feed(feed(entry()))).entries
    assert (read.id, read.title, read.link) == (
        f"urn:uuid:{ONE}",
        "1.3 Report",
        "https://plans.example/v1/actions/1",
    )
    assert (read.updated, read.published) == ("2004-07-20T17:30:00Z", "2004-07-20T17:30:00Z")
    assert (read.summary, read.content[0].value) == ("Overdue: 31 Jul 2004", "Due as written: July 2004")
    assert [(one.term, one.label) for one in read.tags] == [("overdue", "Overdue")]


def test_feed_without_entries_is_valid() -> None:
    check_feed(write_feed(feed()))


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_words_leave_the_feed_well_formed(title: str, content: str) -> None:
    made = write_feed(feed(entry(title=title, content=content), title=title))
    (read,) = check_feed(made).findall(f"{ATOM}entry")
    assert read.findtext(f"{ATOM}title") == plain(title)
    assert read.findtext(f"{ATOM}content") == plain(content)


def plain(words: str) -> str:
    """Give words as XML may hold them."""
    words = "".join(one for one in words if one in "\t\n\r" or one >= " ")
    words = "".join(one for one in words if not 0xD800 <= ord(one) <= 0xDFFF and one not in "\ufffe\uffff")
    return words.replace("\r\n", "\n").replace("\r", "\n")


def test_markup_is_only_words() -> None:
    made = write_feed(feed(entry(title='<b>&amp;</b> ]]> "x"')))
    assert feedparser.parse(made).entries[0].title_detail.type == "text/plain"
    assert check_feed(made).findtext(f"{ATOM}entry/{ATOM}title") == '<b>&amp;</b> ]]> "x"'

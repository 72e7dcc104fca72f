"""What the lead reader must do with any phrase, however it is put together, and how long it may take."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.phrases.leads import KnownParties, KnownParty, know, name_key, read_leads

PARTS = """RBX RBX: officers: Officer Officers lead Lead: contact Supported by: Kim Hill Lee Cllr A. Mrs van Head of
Housing and & / - – , ; . : ( ) sub- group sub-group Parks Play the to be found vacant TBC Council Police police PCT
for at Trust agreed convenes Director Manager '04 2004 020 @ “ ” Ünal O'Dell Friends Chief Executive"""
WORDS = st.sampled_from(["\n", *PARTS.split()])
PHRASES = st.lists(WORDS, max_size=16).map(" ".join) | st.text(max_size=60)
NOBODY = know([])
KNOWN = know(
    [
        KnownParty("organisation", "rbx", ("Royal Borough of Xanadu", "RBX")),
        KnownParty("sub_group", "parks", ("Parks & Play sub-group",)),
        KnownParty("person", "kim", ("Kim Hill",), "rbx"),
        KnownParty("post", "chief", ("Chief Executive",)),
    ]
)


@given(PHRASES, st.sampled_from([KNOWN, NOBODY]))
def test_any_phrase_is_read_and_every_name_stands_in_its_words(phrase: str, known: KnownParties) -> None:
    reading = read_leads(phrase, known)
    for lead in reading.leads:
        assert lead.text in phrase
        assert lead.name is None or lead.party is not None or name_key(lead.name) == name_key(lead.text)
        assert lead.name != ""
        assert not (lead.party and lead.candidates)
    assert all(words in phrase and words for words in reading.unread)


@given(PHRASES)
def test_reading_twice_reads_the_same(phrase: str) -> None:
    assert read_leads(phrase, KNOWN) == read_leads(phrase, KNOWN)


@given(PHRASES)
def test_words_in_which_nobody_is_read_are_told_as_unread(phrase: str) -> None:
    reading = read_leads(phrase, KNOWN)
    heading = {"lead", "contact", "officers", "officer", "supported"}
    if any(word.isalpha() and word.casefold() not in heading for word in phrase.split()):
        assert (
            reading.leads
            or reading.unread
            or phrase.strip().casefold() in ("na", "none", "nil")
            or ":" in phrase
        )


@given(st.text(st.characters(exclude_categories=()), max_size=80))
def test_any_text_at_all_is_read(phrase: str) -> None:
    read_leads(phrase, KNOWN)


@pytest.mark.parametrize(
    "words",
    [
        "A",
        "a.",
        "A-",
        "A&",
        "of ",
        "Kim ",
        "Kim and ",
        "RBX ",
        "RBX: ",
        "Manager ",
        "Head of ",
        "to ",
        "sub- ",
        "( ",
    ],
)
def test_time_to_read_grows_no_faster_than_the_phrase(words: str) -> None:
    # The least of many rounds leaves out what else the machine was doing, unless it was busy for all of them.
    tried = ((_seconds(words, 1000), _seconds(words, 2000)) for _ in range(5))
    assert any(longer <= 3 * shorter + 0.004 for shorter, longer in tried)


def _seconds(words: str, length: int) -> float:
    phrase = (words * length)[:length]
    times = []
    for _ in range(5):
        start = process_time()
        read_leads(phrase, KNOWN)
        times.append(process_time() - start)
    return min(times)

"""SVG: whatever the words are, the picture is sound, and they have the room that is reckoned for them."""

import pytest

from app.formats.svg import Fill, Markup, document, element, escaped, filled, fitted, text, width_of, wrapped
from tests.support.pictures import SVG, read_svg

HOSTILE = "</title><script>alert('1')</script>&amp; \"]]> \x00\x0b\ud800\ufffe end"
SAFE = "</title><script>alert('1')</script>&amp; \"]]>  end"


def test_no_words_are_read_as_markup() -> None:
    drawn = document("a", HOSTILE, HOSTILE, "en", (10, 20), [], text(HOSTILE, 1, 2))
    root = read_svg(drawn)
    assert [one.tag for one in root] == [f"{SVG}{tag}" for tag in ("title", "desc", "defs", "rect", "text")]
    assert [root[0].text, root[1].text, root[4].text] == [SAFE] * 3


def test_picture_tells_what_it_is_to_who_does_not_see_it() -> None:
    root = read_svg(document("a", "Title", "All of it", "cy", (10, 20), []))
    assert root.attrib["role"] == "img"
    assert root.attrib["lang"] == root.attrib["{http://www.w3.org/XML/1998/namespace}lang"] == "cy"
    named = {one.attrib.get("id"): one.text for one in root}
    assert named[root.attrib["aria-labelledby"]] == "Title"
    assert named[root.attrib["aria-describedby"]] == "All of it"
    assert (root.attrib["width"], root.attrib["height"], root.attrib["viewBox"]) == ("10", "20", "0 0 10 20")


def test_fill_with_marks_is_a_pattern_of_the_picture() -> None:
    plain, dotted = Fill("plain", "#fff"), Fill("dotted", "#eee", element("circle", cx=4, cy=4, r=1.5))
    root = read_svg(document("a", "T", "D", "en", (1, 1), [plain, dotted]))
    patterns = root.findall(f"{SVG}defs/{SVG}pattern")
    assert [one.attrib["id"] for one in patterns] == ["a-dotted"]
    assert (filled("a", plain), filled("a", dotted)) == ("#fff", "url(#a-dotted)")


def test_attributes_are_written_with_hyphens_and_few_digits() -> None:
    assert element("g", font_size=13, x=1 / 3, y=None, id='"') == '<g font-size="13" x="0.33" id="&quot;"/>'
    assert element("g", escaped("<")) == "<g>&lt;</g>"
    assert element("g", Markup("")) == "<g></g>"


@pytest.mark.parametrize(
    "words", ["Agenda planning", "mmmmmmmmmmmmmmm", "iiiiiiiiiiiiiiiiiiiiiiiiii", "文字文字文字"]
)
def test_fitted_words_are_no_wider_than_their_room(words: str) -> None:
    assert fitted(words, width_of(words)) == words
    cut = fitted(words, width_of(words) - 1)
    assert cut.endswith("…")
    assert width_of(cut) <= width_of(words) - 1
    assert fitted(words, 5) == ""


def test_no_stop_stands_before_an_ellipsis() -> None:
    assert fitted("one, – two three", width_of("one, – …")) == "one…"


def test_lines_break_at_spaces_and_the_last_one_is_cut() -> None:
    wide = width_of("one two")
    assert wrapped("one two six", wide, 3) == ["one two", "six"]
    assert wrapped("one two six ten red", wide, 2)[0] == "one two"
    assert wrapped("one two six ten red", wide, 2)[1].endswith("…")
    assert wrapped("one\u00a0two six", wide, 3) == ["one\u00a0two", "six"]
    assert wrapped("", wide, 3) == []

"""HTML is written by elements, and nothing that is told in one becomes markup."""

from app.formats.html import Html, document, element, joined


def test_element_holds_its_attributes_and_children_in_order() -> None:
    link = element("a", "What is ", element("b", "due"), href="/x", class_="link", aria_label=None)
    assert link == '<a href="/x" class="link">What is <b>due</b></a>'


def test_words_are_escaped_and_markup_is_not_escaped_twice() -> None:
    hostile = "<img src=x onerror=\"alert(1)\"> & 'more'"
    written = element("p", hostile, title=hostile)
    assert "<img" not in written
    assert written.count("&lt;img src=x onerror=&quot;alert(1)&quot;&gt; &amp; &#x27;more&#x27;") == 2
    assert joined(written, None) == written


def test_element_without_content_has_no_end() -> None:
    assert element("link", rel="stylesheet", href="a.css") == '<link rel="stylesheet" href="a.css">'


def test_underscores_in_names_of_attributes_stand_for_hyphens() -> None:
    assert element("div", data_contract="/x", name="kept") == '<div data-contract="/x" name="kept"></div>'


def test_document_says_its_language_and_how_it_is_encoded() -> None:
    page = document("cy", element("title", "Hwyr"), Html("<main></main>"))
    assert page.startswith('<!doctype html>\n<html lang="cy"><head><meta charset="utf-8">')
    assert page.endswith("<title>Hwyr</title></head><body><main></main></body></html>\n")

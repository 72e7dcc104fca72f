"""The widget in real Chromium, on a page of another origin that has a strict Content-Security-Policy."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from tests.deadlines.widget_builders import (
    DAY,
    EVERYTHING,
    HOSTILE,
    TOLD,
    OpenPage,
    requests_for,
    shown,
    status,
)
from tests.support.browser import AXE_RULES, Intranet, Watched

NARROW = {"width": 320, "height": 640}


def faults(page: Page) -> list[str]:
    """Give what axe has against the page, by the rules of WCAG 2.2 AA."""
    found = Axe().run(page, options=AXE_RULES).response["violations"]
    return [f"{one['id']}: {[node['html'] for node in one['nodes']]}" for one in found]


@pytest.mark.parametrize(("language", "place"), [("en", 0), ("cy", 2)])
def test_each_mark_is_told_in_words_and_by_a_shape_of_its_own(
    open_page: OpenPage, language: str, place: int
) -> None:
    watched = open_page(f'plan="open" {EVERYTHING}', language=language)
    items = shown(watched.page)
    for number, (words, told) in enumerate(TOLD.items(), 1):
        item = next(one for one in items if f"To do: {words} " in f"{one} ")
        assert item.startswith(f"{told[place]} 1.{number} To do: {words}"), item
        assert told[place + 1] in item
    shapes = watched.page.locator("li path").evaluate_all("all => all.map(one => one.getAttribute('d'))")
    assert (len(shapes), len(set(shapes))) == (len(TOLD), 8)
    assert watched.said == []


@pytest.mark.parametrize(
    ("language", "words"), [("en", ["Done", "Cancelled"]), ("cy", ["Wedi'i wneud", "Wedi'i ganslo"])]
)
@pytest.mark.parametrize("context", [{"color_scheme": "light"}, {"color_scheme": "dark"}], indirect=True)
def test_what_was_cancelled_is_not_marked_as_done(
    open_page: OpenPage, service: str, language: str, words: list[str]
) -> None:
    page = open_page(f'plan="past" state="done" as-of="{DAY}"', language=language).page
    by_widget = shown(page)
    assert [item.partition(" 1")[0].partition(" 2")[0] for item in by_widget] == words
    marks = [one.evaluate("one => [...one.part].at(-1)") for one in page.locator("li").all()]
    assert marks == ["item-done", "item-cancelled"]
    shapes = page.locator("li path").evaluate_all("all => all.map(one => one.getAttribute('d'))")
    assert len(set(shapes)) == 2
    assert faults(page) == []
    page.goto(f"{service}/widgets/deadlines?plan=past&state=done&as_of={DAY}&lang={language}")
    assert [" ".join(item.split()) for item in page.locator("li").all_inner_texts()] == by_widget
    assert faults(page) == []


@pytest.mark.parametrize("language", ["en", "cy"])
def test_widget_and_page_tell_the_same(open_page: OpenPage, service: str, language: str) -> None:
    watched = open_page(EVERYTHING.replace('source="action" ', ""), language=language)
    by_widget = shown(watched.page)
    assert any("End of the plan's period" in item and "“End" not in item for item in by_widget)
    query = f"as_of=2004-08-15&include=starts,undated&lang={language}"
    watched.page.goto(f"{service}/widgets/deadlines?{query}")
    by_page = [" ".join(item.split()) for item in watched.page.locator("li").all_inner_texts()]
    assert by_widget == by_page
    assert watched.said == []


def test_people_are_told_by_their_organisations(open_page: OpenPage) -> None:
    item = shown(open_page(f'plan="open" {EVERYTHING}').page)[0]
    assert item.endswith("To do: June 2004 June 2004 Led by Royal Borough Plan: Open plan")


def test_days_are_told_to_programs_too(open_page: OpenPage) -> None:
    watched = open_page(f'plan="open" {EVERYTHING}')
    shown(watched.page)
    days = watched.page.locator("time").evaluate_all("all => all.map(one => one.dateTime)")
    assert {"2004-06", "2004-08-14", "2004-09", "2004-10", "2004-09-01"} <= set(days)


def test_whatever_is_written_enters_the_page_as_text(open_page: OpenPage) -> None:
    link = "https://intranet.example/{plan}/{reference}?id={id}"
    watched = open_page(f"""plan="hostile" {EVERYTHING} link='{link}' heading='{HOSTILE}'""")
    assert HOSTILE in shown(watched.page)[0]
    assert watched.page.locator("img, b").count() == 0
    address = watched.page.locator("li a").get_attribute("href") or ""
    assert address.startswith("https://intranet.example/hostile/%22%3E%3Cb%3E%3F%26?id=")
    assert watched.said == []


def test_link_that_would_run_is_none(open_page: OpenPage) -> None:
    watched = open_page(f"""plan="open" {EVERYTHING} link="javascript:alert('{{reference}}')" """)
    shown(watched.page)
    assert watched.page.locator("li a").count() == 0


@pytest.mark.parametrize(
    ("context", "language"),
    [
        ({"color_scheme": "light"}, "en"),
        ({"color_scheme": "dark"}, "en"),
        ({"viewport": NARROW}, "cy"),
        ({"forced_colors": "active"}, "en"),
        ({"viewport": NARROW, "color_scheme": "dark"}, "cy"),
    ],
    indirect=["context"],
)
def test_list_has_no_barrier_and_fits_every_screen(open_page: OpenPage, service: str, language: str) -> None:
    page = open_page(f'{EVERYTHING} link="/{{id}}"', language=language).page
    shown(page)
    assert faults(page) == []
    assert not scrolls_sideways(page)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert not scrolls_sideways(page)
    page.goto(f"{service}/widgets/deadlines?as_of=2004-08-15&include=starts,undated&lang={language}")
    assert faults(page) == []
    assert not scrolls_sideways(page)


def scrolls_sideways(page: Page) -> bool:
    """Tell whether some of the page is beyond the right edge."""
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


@pytest.mark.parametrize("context", [{"color_scheme": "light"}, {"color_scheme": "dark"}], indirect=True)
def test_message_has_no_barrier(open_page: OpenPage, service: str) -> None:
    page = open_page('plan="nope"').page
    expect(page.get_by_role("status")).to_contain_text("nope")
    assert faults(page) == []
    page.goto(f"{service}/widgets/deadlines?plan=nope")
    assert faults(page) == []


def test_colours_follow_the_reader_unless_the_page_is_always_light(open_page: OpenPage) -> None:
    page = open_page(EVERYTHING, f'{EVERYTHING} scheme="light"').page
    page.emulate_media(color_scheme="dark")
    shown(page, 1)
    colours = page.locator(".deadlines").evaluate_all(
        "all => all.map(one => getComputedStyle(one).backgroundColor)"
    )
    assert colours == ["rgb(22, 24, 29)", "rgb(255, 255, 255)"]


def test_everything_is_reached_by_keys_and_seen_there(open_page: OpenPage) -> None:
    page = open_page(f'plan="hostile" {EVERYTHING} link="/{{id}}"').page
    shown(page)
    reached = []
    for _ in range(4):
        page.keyboard.press("Tab")
        reached.append(page.evaluate(FOCUSED))
    title = f'"><b>?& {HOSTILE}'
    assert [one["text"] for one in reached] == [title, "Show all", "Add to calendar", "Refresh"]
    assert all(one["outline"] == "3px" and one["height"] >= 24 for one in reached), reached


FOCUSED = """() => {
  const focused = document.activeElement.shadowRoot.activeElement;
  return {
    text: focused.textContent,
    outline: getComputedStyle(focused).outlineWidth,
    height: focused.getBoundingClientRect().height,
  };
}"""


def test_links_have_the_filters_of_the_widget(open_page: OpenPage, service: str) -> None:
    page = open_page('plan="open" as-of="2004-08-15" sub-group="" limit="2" lang="cy"').page
    shown(page)
    links = page.locator(".foot a").evaluate_all("all => all.map(one => one.href)")
    assert links == [
        f"{service}/widgets/deadlines?plan=open&as_of=2004-08-15&lang=cy",
        f"{service}/v1/deadlines.ics?plan=open&as_of=2004-08-15",
    ]


@pytest.mark.parametrize("context", [{"java_script_enabled": False}], indirect=True)
def test_without_scripts_there_is_a_link_to_a_page_that_needs_none(open_page: OpenPage) -> None:
    watched = open_page(EVERYTHING)
    watched.page.get_by_role("link", name="Everything that is due").click()
    expect(watched.page.get_by_role("heading", name="What is due")).to_be_visible()
    # Of what the widget would list four have no day due, and the ends of the three plans are due besides.
    assert watched.page.locator("li").count() == len(TOLD) + 1 - 4 + 3
    assert watched.said == []


def test_page_stands_in_a_frame_of_another_origin(
    context: BrowserContext, intranet: Intranet, service: str
) -> None:
    watched = Watched(context)
    frame = (
        f'<iframe title="What is due" src="{service}/widgets/deadlines?plan=open&as_of=2004-08-15"></iframe>'
    )
    watched.page.goto(intranet.put("frame.html", frame))
    expect(watched.page.frame_locator("iframe").locator("li").first).to_be_visible()
    assert watched.said == []
    assert faults(watched.page) == []


def test_widgets_of_one_address_share_one_request(open_page: OpenPage) -> None:
    watched = open_page(
        EVERYTHING, f'{EVERYTHING} heading="Again" lang="cy"', 'plan="open" as-of="2004-08-15"'
    )
    assert len(shown(watched.page, 0)) == len(shown(watched.page, 1)) == len(TOLD) + 1
    assert len(shown(watched.page, 2)) == 5
    assert requests_for(watched) == 2


def test_changed_attributes_change_the_list(open_page: OpenPage) -> None:
    watched = open_page(EVERYTHING)
    shown(watched.page)
    watched.page.locator("partnership-deadlines").evaluate(
        "one => { one.setAttribute('plan', 'hostile'); one.setAttribute('lang', 'cy') }"
    )
    expect(watched.page.locator("li")).to_have_count(1)
    assert shown(watched.page)[0].startswith("Hwyr 46 diwrnod yn hwyr")
    assert requests_for(watched) == 2


@pytest.mark.parametrize(
    ("attributes", "message"),
    [
        ('limit="many"', "limit=“many” is not understood."),
        ('lang="fr"', "lang=“fr” is not understood."),
        ('limit="0"', "limit=“0” is not understood."),
        ('refresh="5"', "refresh=“5” is not understood."),
        ('heading-level="9" lang="cy"', "Ni ddeellir heading-level=“9”."),
    ],
)
def test_attribute_that_is_not_understood_is_told_and_the_list_shown(
    open_page: OpenPage, attributes: str, message: str
) -> None:
    watched = open_page(f'{attributes} as-of="2004-08-15"')
    assert len(shown(watched.page)) == 5
    assert status(watched.page) == message
    assert len(watched.said) == 1
    assert watched.said[0].startswith("warning: <partnership-deadlines>: ")


def test_address_that_is_none_is_told(open_page: OpenPage) -> None:
    watched = open_page('src="javascript:alert(1)"')
    expect(watched.page.get_by_role("status")).to_have_text("src=“javascript:alert(1)” is not understood.")
    assert requests_for(watched) == 0
    assert watched.page.get_by_text("Everything that is due").is_visible()


def test_module_that_is_not_told_where_the_register_is_says_so(
    context: BrowserContext, intranet: Intranet, service: str
) -> None:
    # Only of a plain script the browser tells where it came from.
    head = f'<script type="module" src="{service}/widgets/deadlines.js"></script>'
    watched = Watched(context)
    watched.page.goto(intranet.put("module.html", "<partnership-deadlines></partnership-deadlines>", head))
    expect(watched.page.get_by_role("status")).to_have_text("src=“” is not understood.")
    assert requests_for(watched) == 0


def test_filter_that_is_refused_is_told_and_the_link_stays(open_page: OpenPage) -> None:
    page = open_page('plan="nope"').page
    told = "The list can't be shown as it was asked for. (plan: no plan has the id or reference 'nope')"
    expect(page.get_by_role("status")).to_have_text(told)
    assert page.get_by_text("Everything that is due").is_visible()


def test_empty_list_is_told(open_page: OpenPage) -> None:
    page = open_page('q="nothing holds this"').page
    expect(page.get_by_text("Nothing is due here.")).to_be_visible()
    assert not page.get_by_text("Everything that is due").is_visible()

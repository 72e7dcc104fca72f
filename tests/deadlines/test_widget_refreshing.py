"""The widget keeps its list true, politely, and says so where it can't."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.deadlines.widget_builders import OpenPage, requests_for, shown, status
from tests.support.browser import Watched

LIST = 'plan="open" as-of="2004-08-15"'
OFFLINE = "The register can't be reached. This is the list as it was at 10:00."
STEP = 5
ASKED = "**/v1/deadlines?*"
OPEN_TO_ALL = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "Retry-After"}


def at(hour: int, minute: int = 0) -> Callable[[Page], None]:
    """Make what sets the clock of a page, by the time zone of the browser."""
    return lambda page: page.clock.install(time=f"2004-08-15T{hour:02d}:{minute:02d}:00")


def wait(watched: Watched, seconds: float) -> None:
    """Let time pass for the page, in which it asks nothing, or is not answered."""
    watched.page.clock.run_for(int(seconds * 1000))
    watched.page.wait_for_timeout(100)


def wait_for_answer(watched: Watched, seconds: int) -> None:
    """Let time pass for the page until it has asked, in small steps, since it gives up after twenty seconds."""
    asked, answered = requests_for(watched), len(watched.answered)
    for _ in range(0, seconds, STEP):
        wait(watched, STEP)
        if requests_for(watched) > asked:
            break
    for _ in range(100):
        if len(watched.answered) > answered:
            break
        watched.page.wait_for_timeout(100)
    watched.page.wait_for_timeout(100)


def test_list_is_asked_for_again_after_its_time(open_page: OpenPage) -> None:
    watched = open_page(f'{LIST} refresh="120"', before=at(10))
    shown(watched.page)
    # It asks a tenth earlier or later, so that not all pages ask at once.
    wait(watched, 100)
    assert requests_for(watched) == 1
    wait_for_answer(watched, 35)
    assert requests_for(watched) == 2
    assert watched.page.locator(".checked").inner_text() in ("Checked at 10:01", "Checked at 10:02")


def test_what_is_unchanged_is_neither_sent_nor_drawn_again(
    open_page: OpenPage, answers: Callable[[], list[int]]
) -> None:
    watched = open_page(LIST, before=at(10))
    before = shown(watched.page)
    watched.page.locator("li").first.evaluate("one => { one.dataset.drawn = 'once' }")
    known = answers().count(304)
    wait_for_answer(watched, 340)
    assert shown(watched.page) == before
    assert requests_for(watched) == 2
    assert answers().count(304) == known + 1
    assert watched.page.locator("[data-drawn]").count() == 1


def test_page_out_of_sight_asks_nothing_until_it_is_seen_again(open_page: OpenPage) -> None:
    watched = open_page(LIST, before=at(10))
    shown(watched.page)
    see(watched.page, False)
    wait(watched, 3600)
    assert requests_for(watched) == 1
    with watched.page.expect_response(ASKED):
        see(watched.page, True)
    assert requests_for(watched) == 2


def see(page: Page, is_seen: bool) -> None:
    """Bring the page into sight or out of it, as far as it can tell."""
    page.evaluate(
        """hidden => {
          Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
          document.dispatchEvent(new Event("visibilitychange"));
        }""",
        not is_seen,
    )


def test_list_is_asked_for_again_once_the_day_is_over(open_page: OpenPage) -> None:
    watched = open_page(f'{LIST} refresh="3600"', before=at(23, 57))
    shown(watched.page)
    wait(watched, 150)
    assert requests_for(watched) == 1
    wait_for_answer(watched, 65)
    assert requests_for(watched) == 2


def test_known_list_is_shown_without_a_network_and_said_to_be_old(
    open_page: OpenPage, context: BrowserContext
) -> None:
    watched = open_page(LIST, before=at(10))
    before = shown(watched.page)
    context.set_offline(True)
    watched.page.get_by_role("button", name="Refresh").click()
    expect(watched.page.get_by_role("status")).to_have_text(OFFLINE)
    assert shown(watched.page) == before
    context.set_offline(False)
    watched.page.evaluate("dispatchEvent(new Event('online'))")
    expect(watched.page.get_by_role("status")).to_have_text("")


def test_known_list_outlives_the_page(open_page: OpenPage, context: BrowserContext) -> None:
    before = shown(open_page(LIST, before=at(10)).page)
    context.route(ASKED, lambda route: route.abort())
    again = open_page(LIST, before=at(11)).page
    assert shown(again) == before
    assert status(again) == OFFLINE


def test_lists_that_are_kept_never_fill_the_storage(open_page: OpenPage) -> None:
    page = open_page(LIST).page
    shown(page)
    page.evaluate(
        """() => {
          localStorage.setItem("another's", "stays");
          for (let day = 1; day <= 20; day += 1) localStorage.setItem(`partnership-deadlines ${day}`, "{}");
        }"""
    )
    assert shown(open_page(LIST).page)
    kept = page.evaluate("Object.keys(localStorage).map((key) => key.split(' ')[0]).sort()")
    assert kept == ["another's", "partnership-deadlines"]


def test_without_any_known_list_the_link_stays(open_page: OpenPage, context: BrowserContext) -> None:
    context.route(ASKED, lambda route: route.abort())
    page = open_page(LIST).page
    told = "The register can't be reached just now. It is asked again by itself."
    expect(page.get_by_role("status")).to_have_text(told)
    assert page.get_by_text("Everything that is due").is_visible()


@pytest.mark.parametrize(
    "body", ["<h1>Log in</h1>", "[]", '{"items": 1}', "null", '{"items": [null]}', '{"items": [{}]}']
)
def test_answer_that_is_no_list_is_none(open_page: OpenPage, context: BrowserContext, body: str) -> None:
    context.route(ASKED, lambda route: route.fulfill(body=body, headers=OPEN_TO_ALL))
    expect(open_page(LIST).page.get_by_role("status")).to_contain_text("can't be reached")


def change_items(context: BrowserContext, **members: Any) -> None:
    """Have the service's answers changed on their way, in every item."""

    def changed(route: Route) -> None:
        answer = route.fetch()
        items = [{**item, **members} for item in answer.json()["items"]]
        route.fulfill(response=answer, json={"items": items})

    context.route(ASKED, changed)


@pytest.mark.parametrize(
    "members",
    [
        *({"leads": None}, {"leads": [None]}, {"leads": [{"name": {}}]}, {"title": None}, {"state": 1}),
        *({"latest": 20040815}, {"latest": "soon"}, {"earliest": "2004-13-01"}, {"days_left": "2"}),
        *({"plan": {}}, {"action": {"id": "1"}}, {"text": None}),
    ],
    ids=str,
)
def test_list_of_another_shape_is_none_and_asked_for_again(
    open_page: OpenPage, context: BrowserContext, members: dict[str, Any]
) -> None:
    watched = open_page(LIST, before=at(10))
    before = shown(watched.page)
    change_items(context, **members)
    watched.page.get_by_role("button", name="Refresh").click()
    expect(watched.page.get_by_role("status")).to_have_text(OFFLINE)
    assert shown(watched.page) == before
    context.unroute(ASKED)
    wait_for_answer(watched, 45)
    expect(watched.page.get_by_role("status")).to_have_text("")
    assert watched.said == []


@pytest.mark.parametrize("items", ["null", "1", "[null]", "[{}]", '[{"title": "x", "leads": []}]'])
def test_known_list_of_another_shape_is_none(
    open_page: OpenPage, context: BrowserContext, items: str
) -> None:
    page = open_page(LIST, before=at(10)).page
    before = shown(page)
    kept = f'{{"items": {items}, "at": "2004-08-15T09:00:00.000Z"}}'
    page.evaluate("kept => Object.keys(localStorage).forEach((key) => (localStorage[key] = kept))", kept)
    context.route(ASKED, lambda route: route.abort())
    watched = open_page(LIST, before=at(11))
    expect(watched.page.get_by_role("status")).to_contain_text("can't be reached just now")
    context.unroute(ASKED)
    wait_for_answer(watched, 45)
    assert shown(watched.page) == before


@pytest.mark.parametrize("state", ["under_review", "constructor", "<b> x", ""])
def test_state_that_is_not_known_is_told_by_its_own_word(
    open_page: OpenPage, context: BrowserContext, state: str
) -> None:
    change_items(context, state=state, days_left=None)
    watched = open_page(LIST)
    assert "undefined" not in " ".join(shown(watched.page))
    assert watched.page.locator("li .state").first.inner_text() == state.replace("_", " ")
    assert watched.page.locator("li.item-undated path").first.get_attribute("d")
    assert watched.said == []


def test_list_that_cant_be_drawn_is_asked_for_again(open_page: OpenPage) -> None:
    watched = open_page(f'{LIST} refresh="120"', f'{LIST} refresh="120"', before=at(10))
    shown(watched.page, 1)
    watched.page.evaluate(
        """() => {
          document.querySelector("partnership-deadlines").show = () => { throw new Error("as told to"); };
        }"""
    )
    for asked in (2, 3):
        wait_for_answer(watched, 140)
        assert requests_for(watched) == asked
    assert watched.page.locator(".checked").nth(1).inner_text() != "Checked at 10:00"
    assert [line.partition(": ")[0] for line in watched.said] == ["error", "error"]


def test_what_fails_is_asked_for_less_and_less(open_page: OpenPage, context: BrowserContext) -> None:
    context.route(ASKED, lambda route: route.fulfill(status=500, headers=OPEN_TO_ALL))
    watched = open_page(LIST, before=at(10))
    expect(watched.page.get_by_role("status")).to_contain_text("can't be reached")
    # It waits half a minute, a whole one, two and four, each up to a quarter longer.
    for seconds in (30, 60, 120, 240):
        known = requests_for(watched)
        wait(watched, seconds - 2)
        assert requests_for(watched) == known
        wait_for_answer(watched, seconds // 4 + 4)
        assert requests_for(watched) == known + 1


def test_register_that_asks_for_time_is_given_it(open_page: OpenPage, context: BrowserContext) -> None:
    def busy(route: Route) -> None:
        route.fulfill(status=503, headers={**OPEN_TO_ALL, "Retry-After": "120"})

    context.route(ASKED, busy)
    watched = open_page(LIST, before=at(10))
    expect(watched.page.get_by_role("status")).to_contain_text("can't be reached")
    watched.page.get_by_role("button", name="Refresh").click()
    wait(watched, 115)
    assert requests_for(watched) == 1
    wait_for_answer(watched, 10)
    assert requests_for(watched) == 2


@pytest.mark.parametrize("act", ["one.setAttribute('heading', Math.random())", "document.body.append(one)"])
def test_widget_that_is_changed_or_moved_asks_for_what_it_shows_no_sooner(
    open_page: OpenPage, context: BrowserContext, act: str
) -> None:
    watched = open_page(LIST, before=at(10))
    before, widget = shown(watched.page), watched.page.locator("partnership-deadlines")
    widget.evaluate(f"one => {{ {act} }}")
    assert shown(watched.page) == before
    context.route(
        ASKED, lambda route: route.fulfill(status=503, headers={**OPEN_TO_ALL, "Retry-After": "120"})
    )
    watched.page.get_by_role("button", name="Refresh").click()
    expect(watched.page.get_by_role("status")).to_have_text(OFFLINE)
    widget.evaluate(f"one => {{ {act} }}")
    expect(watched.page.get_by_role("status")).to_have_text(OFFLINE)
    wait(watched, 100)
    assert requests_for(watched) == 2


@pytest.mark.parametrize(
    ("gone", "why"), [('{"detail": "It is for partners."}', "It is for partners."), ("null", "(404)")]
)
def test_what_may_not_be_shown_any_more_is_not(
    open_page: OpenPage, context: BrowserContext, gone: str, why: str
) -> None:
    watched = open_page(LIST, before=at(10))
    shown(watched.page)
    context.route(ASKED, lambda route: route.fulfill(status=404, body=gone, headers=OPEN_TO_ALL))
    watched.page.get_by_role("button", name="Refresh").click()
    expect(watched.page.get_by_role("status")).to_contain_text(why)
    assert watched.page.locator("li").count() == 0
    assert watched.page.evaluate("localStorage.length") == 0


def test_widget_that_is_taken_away_asks_no_more(open_page: OpenPage) -> None:
    watched = open_page(LIST, before=at(10))
    shown(watched.page)
    watched.page.evaluate("document.querySelector('partnership-deadlines').remove()")
    wait(watched, 3600)
    assert requests_for(watched) == 1


def test_who_asks_for_the_newest_is_told_that_it_is(open_page: OpenPage) -> None:
    watched = open_page(LIST)
    shown(watched.page)
    watched.page.get_by_role("button", name="Refresh").click()
    expect(watched.page.get_by_role("status")).to_have_text("The list is up to date.")
    assert requests_for(watched) == 2
    assert watched.said == []

"""A register for the widget: one action for each mark, and what the widget says of each as of 15 August 2004."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.support.asking import Item, changed, make
from tests.support.browser import Watched
from tests.support.client import Client
from tests.support.plans import make_action, make_plan

Before = Callable[[Page], None]
OpenPage = Callable[..., Watched]
DAY = "2004-08-15"
HOSTILE = "<img src=x onerror=alert(1)> & <b>bold</b>"
# The words as written; then the mark with how long it is, and the day, as they are told in English and in Welsh.
TOLD = {
    "June 2004": ("Overdue 46 days overdue", "June 2004", "Hwyr 46 diwrnod yn hwyr", "Mehefin 2004"),
    "14 August 2004": (
        *("Overdue 1 day overdue", "14 August 2004"),
        *("Hwyr 1 diwrnod yn hwyr", "14 Awst 2004"),
    ),
    "15 August 2004": (
        *("Due now last day today", "15 August 2004"),
        *("Yn ddyledus nawr heddiw yw'r diwrnod olaf", "15 Awst 2004"),
    ),
    "17 August 2004": (
        *("Due soon 2 days left", "17 August 2004"),
        *("Yn ddyledus yn fuan 2 ddiwrnod ar ôl", "17 Awst 2004"),
    ),
    "29 August 2004": (
        *("Due soon 14 days left", "29 August 2004"),
        *("Yn ddyledus yn fuan 14 diwrnod ar ôl", "29 Awst 2004"),
    ),
    "30 August 2004": (
        *("Upcoming 15 days left", "30 August 2004"),
        *("I ddod 15 diwrnod ar ôl", "30 Awst 2004"),
    ),
    "August 2004": (
        *("Due now 16 days left", "August 2004"),
        *("Yn ddyledus nawr 16 diwrnod ar ôl", "Awst 2004"),
    ),
    "September/October 2004": (
        *("Upcoming 77 days left", "September to October 2004"),
        *("I ddod 77 diwrnod ar ôl", "Medi – Hydref 2004"),
    ),
    "from September 2004": (
        *("Starts", "from 1 September 2004"),
        *("Yn dechrau", "o 1 Medi 2004"),
    ),
    "Ongoing": ("Ongoing", "", "Parhaus", ""),
    "within 6 months of adoption": ("Waiting for something else", "", "Yn aros am rywbeth arall", ""),
    "to be agreed": ("No date", "", "Dim dyddiad", ""),
}
EVERYTHING = f'as-of="{DAY}" source="action" include="starts,undated" limit="50"'


def make_widget_register(api: Client) -> dict[str, Item]:
    """Make a public plan with an action for each words of `TOLD`, and one of a hostile title in another plan.

    A third plan has one that was done, and one that was cancelled.
    """
    plans = {
        "open": make_plan(api, title="Open plan", reference="open", visibility="public"),
        "past": make_plan(api, title="Past plan", reference="past", visibility="public"),
        "hostile": make_plan(api, title=HOSTILE, reference="hostile", visibility="public"),
    }
    make(api, "/v1/organisations", name="Royal Borough", reference="rbkc")
    make(api, "/v1/people", name="Ada Officer", organisation_id="rbkc")
    leads: dict[str, Any] = {"leads": [{"person_id": "ada-officer"}]}
    for place, words in enumerate(TOLD, 1):
        more = leads if place == 1 else {}
        make_action(api, plans["open"], f"To do: {words}", reference=f"1.{place}", due=words, **more)
    make_action(api, plans["past"], "Sweep", due="June 2004", status="completed")
    changed(api, make_action(api, plans["past"], "Paint", due="July 2004"), status="cancelled")
    make_action(api, plans["hostile"], HOSTILE, reference='"><b>?&', due="June 2004")
    return plans


def shown(page: Page, place: int = 0) -> list[str]:
    """Wait for the list and give what each of its items says, in lines."""
    widget = page.locator("partnership-deadlines").nth(place)
    expect(widget.locator("li").first).to_be_visible()
    return [" ".join(item.split()) for item in widget.locator("li").all_inner_texts()]


def status(page: Page) -> str:
    """Give what the widget says of itself."""
    return page.get_by_role("status").first.inner_text()


def requests_for(watched: Watched, path: str = "/v1/deadlines?") -> int:
    """Count how often an address was asked for."""
    return sum(path in address for address in watched.asked)

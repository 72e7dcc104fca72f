"""Pictures as a browser shows them: nothing fails, and no words stand upon anything else or leave the picture."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import httpx
import pytest
from playwright.sync_api import Browser, Page, Route

from tests.support.asking import make
from tests.support.client import Client
from tests.support.documents import IMPROVEMENT_PLAN, PARTNERSHIP_PLAN, seed
from tests.support.plans import make_action, make_plan, make_themes

ADDRESS = "http://plans.test/picture.svg"
MEASURE = """(selector) => [...document.querySelectorAll(selector)].map((one) => {
    const {left, right, top, bottom} = one.getBoundingClientRect();
    return {left, right, top, bottom, words: one.textContent};
})"""
PICTURES = (
    "timeline.svg?as_of=2004-08-15",
    "timeline.svg?lang=cy",
    "progress.svg?by=lead",
    "progress.svg?lang=cy",
)
# Letters may lean over a little; more than this is a fault that people see.
SLACK = 3


@dataclass(frozen=True, slots=True)
class Drawn:
    """Where something is drawn; of a text also its words."""

    left: float
    right: float
    top: float
    bottom: float
    words: str

    def meets(self, other: "Drawn") -> bool:
        """Tell whether something stands upon another."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.bottom, other.bottom) - max(self.top, other.top)
        return wide > SLACK and high > SLACK

    def holds(self, other: "Drawn") -> bool:
        """Tell whether another stands wholly in this."""
        return self.left - SLACK <= other.left and other.right <= self.right + SLACK


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """An empty page; what it says or asks for besides the picture fails the test."""
    page, faults = browser.new_page(viewport={"width": 1100, "height": 900}), []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.on("console", lambda said: faults.append(said.text))
    page.on("request", lambda asked: faults.append(asked.url) if asked.url != ADDRESS else None)
    yield page
    page.close()
    assert faults == []


def show(page: Page, answer: httpx.Response) -> None:
    """Show an answer in a page by itself, with its own headers."""
    names = ("content-type", "content-security-policy", "x-content-type-options")

    def fulfil(route: Route) -> None:
        route.fulfill(body=answer.content, headers={name: answer.headers[name] for name in names})

    page.unroute_all()
    page.route(ADDRESS, fulfil)
    page.goto(ADDRESS)


def measured(page: Page, selector: str) -> list[Drawn]:
    """Measure what is drawn."""
    return [Drawn(**one) for one in page.evaluate(MEASURE, selector)]


def refuse_collisions(texts: Sequence[Drawn], shapes: Sequence[Drawn], whole: Drawn) -> None:
    """Fail where words leave the picture, or stand upon other words or half upon a bar."""
    assert len(texts) > 10
    for place, one in enumerate(texts):
        assert one.left >= whole.left, one
        assert one.right <= whole.right, one
        assert [other for other in texts[:place] if one.meets(other)] == [], one
        assert [shape for shape in shapes if shape.meets(one) and not shape.holds(one)] == [], one


def check(page: Page, api: Client, plan_url: str) -> None:
    """Look at all pictures of a plan."""
    for picture in PICTURES:
        show(page, api.get(f"{plan_url}/{picture}"))
        (whole,) = measured(page, "svg")
        refuse_collisions(
            measured(page, "text"), measured(page, "title ~ path, title ~ rect:nth-child(2)"), whole
        )


@pytest.mark.parametrize("document", [PARTNERSHIP_PLAN, IMPROVEMENT_PLAN])
def test_real_plans_are_drawn_clearly(api: Client, page: Page, document: str) -> None:
    text = {"Content-Type": "text/plain"}
    answer = api.post("/v1/imports?create_parties=true", content=seed(document), headers=text)
    assert answer.status_code == 201, answer.text
    (plan,) = api.get("/v1/plans").json()["items"]
    check(page, api, plan["url"])


def test_crowded_plan_is_drawn_clearly(api: Client, page: Page) -> None:
    plan = make_plan(
        api, title="A partnership plan with a title that goes on for longer than anyone reads " * 3
    )
    themes = make_themes(api, plan, "Strategic", "MMMM and other themes with long titles " * 4)
    for number in range(40):
        due = f"{number % 28 + 1} {('May', 'July', 'March')[number % 3]} {2005 if number % 3 == 2 else 2004}"
        theme = themes[number % 2]["id"]
        action = make_action(
            api,
            plan,
            f"Work {number} " * 9,
            due=due,
            reference=f"{number}.{'W' * (number % 9)}",
            theme_ids=[theme],
        )
        if number % 5 == 0:
            make(
                api,
                f"{action['url']}/milestones",
                title="Mills and mmm " * 3,
                due={"text": "Weekly from 3 May 2004"},
            )
    check(page, api, plan["url"])

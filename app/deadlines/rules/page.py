"""Deadlines as a page without any script: for frames, for print, and for who follows the widget's link."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from app.core.errors import Problem
from app.deadlines.rules.forms import last_day
from app.deadlines.rules.marks import SHAPES, mark_of
from app.deadlines.rules.wording import Language, day_told, label
from app.deadlines.rules.words import WORDS, Told, days_told, filled, left_told
from app.formats.html import Html, document, element, joined
from app.schedule.rules import DeadlineSource, DueState

Item = dict[str, Any]
Query = Sequence[tuple[str, str]]
_OF_PAGE = frozenset({"lang", "limit", "cursor", "count", "fields", "embed"})


def deadlines_page(page: Item, query: Query, day: date, language: Language, style: str) -> Html:
    """Write a page of deadlines, as of the day; `query` is what was asked, `style` the address of how it looks."""
    words, items = WORDS[language], page["items"]
    listed = element("ol", *(_item(one, language) for one in items), class_="list", role="list")
    total = page["total"]
    body = (
        element("h1", words["heading"], class_="heading", id="heading"),
        listed if items else element("p", words["empty"]),
        None if total is None else element("p", words["total"].replace("{n}", str(total)), class_="total"),
        _foot(page["next"], query, day, language),
    )
    return _whole(words["heading"], body, language, style)


def problem_page(problem: Problem, language: Language, style: str) -> Html:
    """Write a refusal for people to read."""
    title = WORDS[language]["unshown"]
    faults = (joined(element("strong", one.parameter), f": {one.detail}") for one in problem.errors)
    body = (
        element("h1", title, class_="heading", id="heading"),
        element("p", problem.detail or problem.title, lang="en"),
        element("ul", *(element("li", fault) for fault in faults), lang="en") if problem.errors else None,
    )
    return _whole(title, body, language, style)


def _whole(title: str, body: Sequence[Html | None], language: Language, style: str) -> Html:
    head = joined(element("title", title), element("link", rel="stylesheet", href=style))
    return document(
        language, head, element("main", *body, class_="deadlines", **{"aria-labelledby": "heading"})
    )


def _foot(cursor: str | None, query: Query, day: date, language: Language) -> Html:
    words = WORDS[language]
    filters = [(name, value) for name, value in query if name not in _OF_PAGE]
    again = [(name, value) for name, value in query if name != "cursor"]

    def link(name: str, path: str, asked: Query) -> Html:
        return element("a", words[name], href=f"{path}?{urlencode(asked)}" if asked else path)

    return element(
        "div",
        element("span", words["day"].replace("{day}", day_told(day, language)), class_="checked"),
        link("more", "deadlines", [*again, ("cursor", cursor)]) if cursor else None,
        link("calendar", "../v1/deadlines.ics", filters),
        link("reload", "deadlines", query),
        class_="foot",
    )


def _item(item: Item, language: Language) -> Html:
    mark = mark_of(item["kind"], item["state"], item["days_left"], is_called_off=item["is_called_off"])
    days = days_told(item["earliest"], last_day(item), language)
    return element(
        "li",
        element("p", _shape(SHAPES[mark]), label(mark, language), _left(item, language), class_="state"),
        element("p", _title(item), class_="title"),
        _due(*days),
        *_details(item, filled(*days), language),
        class_=f"item item-{mark}",
    )


def _title(item: Item) -> str:
    title: str = item["title"]
    return title if item["action"] is None else f"{item['action']['reference']} {title}"


def _shape(path: str) -> Html:
    return element(
        "svg", element("path", d=path), viewBox="0 0 16 16", class_="shape", **{"aria-hidden": "true"}
    )


def _left(item: Item, language: Language) -> Html | None:
    if item["days_left"] is None or item["state"] == DueState.DONE:
        return None
    return element("span", left_told(item["days_left"], language), class_="left")


def _due(pattern: str, days: Sequence[Told]) -> Html | None:
    if not days:
        return None
    before, _, rest = pattern.partition("{first}")
    between, is_span, _ = rest.partition("{last}")
    return element("p", before, _time(days[0]), between, _time(days[-1]) if is_span else None, class_="due")


def _time(told: Told) -> Html:
    return element("time", told.words, datetime=told.datetime)


def _details(item: Item, due: str, language: Language) -> Sequence[Html]:
    """Tell the words as written, who leads, and the plan; but nothing that was told of it already."""
    words, plan = WORDS[language], item["plan"]
    names = ", ".join(lead["name"] for lead in item["leads"] if lead["name"])
    # Nobody wrote what the service itself says of meetings and plans.
    pattern = (
        "{words}" if item["source"] in (DeadlineSource.MEETING, DeadlineSource.PLAN) else words["written"]
    )
    text = item["text"] if item["text"] != due else ""
    title = plan["title"] if plan and plan["title"] != item["title"] else ""
    told = {
        "words": text and pattern.replace("{words}", text),
        "leads": names and words["leads"].replace("{names}", names),
        "plan": title and words["plan"].replace("{title}", title),
    }
    return [element("p", one, class_=name) for name, one in told.items() if one]

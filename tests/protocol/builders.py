"""A year of a partnership, by the days of its documents, and short ways to ask whether its rules were kept."""

from typing import Any

from tests.support.asking import Item, changed, make
from tests.support.client import Client
from tests.support.plans import make_plan

YEAR = "from=2004-04-01&to=2005-03-31&as_of=2005-04-01"
# The day of each meeting, and how many days before it the draft agenda was sent.
MEETINGS = {
    "2004-07-20": ("town-hall", 14),
    "2004-09-21": ("library", 15),
    "2004-11-16": ("library", 14),
    "2005-01-18": ("town-hall", 21),
    "2005-03-15": ("church", 14),
}


def make_venues(api: Client) -> None:
    """Make the town hall, two other places, and one of which nobody has said what it is."""
    for name, is_town_hall in {"Town Hall": True, "Library": False, "Church": False, "Annexe": None}.items():
        make(api, "/v1/venues", name=name, is_town_hall=is_town_hall)


def make_meeting(api: Client, day: str, venue: str | None = "library", **values: Any) -> Item:
    """Make a meeting of the steering group that was held, unless it is said otherwise."""
    given = {"sub_group_id": "steering-group", "status": "held", "venue_id": venue, **values}
    return make(api, "/v1/meetings", starts_on=day, **given)


def send_agenda(api: Client, meeting: Item, sent_on: str, *, draft: bool = True) -> None:
    """Say when an agenda was sent."""
    name = "draft_agenda_sent_on" if draft else "final_agenda_sent_on"
    changed(api, meeting, **{name: sent_on})


def hold_review(api: Client, held_on: str, title: str = "Yearly review", **of: Any) -> str:
    """Keep a review that was held; give its address."""
    return str(make(api, "/v1/reviews", title=title, held_on=held_on, **of)["url"])


def step(api: Client, plan: Item, to: str, made_on: str) -> Item:
    """Take a plan a step further."""
    return make(api, f"{plan['url']}/transitions", to_status=to, made_on=made_on)


def make_plan_in_force(api: Client, adopted_on: str = "2004-04-01", **values: Any) -> Item:
    """Make a plan for the year that was adopted."""
    plan = make_plan(api, **values)
    for to in ("proposed", "adopted"):
        step(api, plan, to, adopted_on)
    return plan


def make_rule(api: Client, kind: str, parameters: dict[str, Any], **values: Any) -> Item:
    """Make a rule of the protocol."""
    return make(api, "/v1/protocol", **{"title": "A rule", "kind": kind, "parameters": parameters, **values})


def judged(api: Client, rule: Item, query: str = YEAR) -> Item:
    """Evaluate one rule over the year 2004/05, as of the day after it."""
    answer = api.get(f"{rule['url']}/evaluation?{query}")
    assert answer.status_code == 200, answer.text
    item: Item = answer.json()
    return item


def numbers(evaluation: Item) -> tuple[Any, ...]:
    """Give the numbers and the verdict, and how many records are not known."""
    names = ("numerator", "denominator", "verdict")
    return (*(evaluation[name] for name in names), len(evaluation["unknown"]))

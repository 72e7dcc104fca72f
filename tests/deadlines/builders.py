"""A small register with something in every state, and how to look at what is due in it."""

from typing import Any

from tests.support.asking import Item, make
from tests.support.client import Client
from tests.support.plans import make_action, make_plan, make_themes

DAY = "2004-08-15"


def make_register(api: Client) -> dict[str, Item]:
    """Make a public plan and one of the partners, with these deadlines, as of 15 August 2004.

    | action      | as written                                | theme | state     |
    |-------------|-------------------------------------------|-------|-----------|
    | a.overdue   | June 2004                                 | 1     | overdue   |
    | a.now       | August 2004                               | 2, 1  | in window |
    | a.review    | Review once a year. … August/September    | 2     | in window |
    | a.coming    | Sept and Nov 2004                         |       | upcoming, twice |
    | a.starts    | from September 2004                       |       | upcoming  |
    | a.begun     | from July 2004                            |       | ongoing   |
    | a.ongoing   | Ongoing                                   |       | ongoing   |
    | a.waiting   | within 6 months of adoption               |       | waiting   |
    | a.none      |                                           |       | undated   |
    | a.milestone | TBC; its milestone is due End March 2005  |       | undated, upcoming |
    | a.closed    | July 2004; it is completed                |       | done      |
    | a.before    | COMPLETED                                 |       | done      |
    | b.secret    | July 2004, in the plan of the partners    | 1     | overdue   |
    """
    made = {
        "a": make_plan(api, title="Open plan", reference="open", visibility="public"),
        "b": make_plan(api, title="Closed plan", reference="closed"),
    }
    one, two = (theme["id"] for theme in make_themes(api, made["a"], "Strategic", "Inclusive"))
    (other,) = (theme["id"] for theme in make_themes(api, made["b"], "Efficient"))
    make(api, "/v1/organisations", name="Royal Borough", acronym="RBKC")
    make(api, "/v1/sub-groups", name="Agenda Planning")
    make(api, "/v1/people", name="Ada Officer", organisation_id="rbkc")
    make(api, "/v1/posts", title="Chair", organisation_id="rbkc")
    rows: dict[str, tuple[str, dict[str, Any]]] = {
        "a.overdue": ("June 2004", {"theme_ids": [one], "leads": [{"organisation_id": "rbkc"}]}),
        "a.now": ("August 2004", {"theme_ids": [two, one], "leads": [{"person_id": "ada-officer"}]}),
        "a.review": (
            "Review once a year. Next review: August/September 2004",
            {"theme_ids": [two], "leads": [{"sub_group_id": "agenda-planning"}, {"is_vacant": True}]},
        ),
        "a.coming": ("Sept and Nov 2004", {"leads": [{"post_id": "chair"}]}),
        "a.starts": ("from September 2004", {}),
        "a.begun": ("from July 2004", {}),
        "a.ongoing": ("Ongoing", {}),
        "a.waiting": ("within 6 months of adoption", {}),
        "a.none": ("", {}),
        "a.milestone": ("TBC", {}),
        "a.closed": ("July 2004", {"status": "completed"}),
        "a.before": ("COMPLETED", {}),
        "b.secret": ("July 2004", {"theme_ids": [other]}),
    }
    for reference, (due, values) in rows.items():
        plan = made[reference[0]]
        made[reference] = make_action(api, plan, f"To do {reference}", reference=reference, due=due, **values)
    made["milestone"] = make(
        api, f"{made['a.milestone']['url']}/milestones", title="Signed off", due={"text": "End March 2005"}
    )
    return made


def listed(api: Client, query: str = "", day: str = DAY) -> list[str]:
    """List what is due of actions as "action day state", in the order of the list."""
    of_actions = "" if "source=" in query else "source=action,milestone&"
    answer = api.get(f"/v1/deadlines?as_of={day}&{of_actions}{query}")
    assert answer.status_code == 200, answer.text
    return [
        f"{item['action']['reference']} {item['latest'] or item['earliest'] or '-'} {item['state']}"
        for item in answer.json()["items"]
    ]

"""Short ways to hold meetings, to decide at them, and to list what arises."""

from typing import Any

from tests.support.asking import Item, make
from tests.support.client import Client


def meet(api: Client, group: Item, day: str, **values: Any) -> Item:
    """Make a meeting of a group."""
    return make(api, "/v1/meetings", sub_group_id=group["id"], starts_on=day, **values)


def decide(api: Client, meeting: Item, outcome: str, title: str | None = None, **values: Any) -> Item:
    """Make a decision, under an agenda item of this title."""
    if title is not None:
        item = make(api, f"{meeting['url']}/agenda-items", title=title, kind="decision")
        values["agenda_item_id"] = item["id"]
    return make(api, f"{meeting['url']}/decisions", outcome=outcome, **values)


def arising(client: Client, meeting: Item, *names: str, **asked: Any) -> list[Any]:
    """List these members of what arises at a meeting; one member alone by itself."""
    answer = client.get(f"{meeting['url']}/matters-arising", params=asked)
    assert answer.status_code == 200, answer.text
    found = [tuple(item[name] for name in names) for item in answer.json()["items"]]
    return [one[0] for one in found] if len(names) == 1 else found


def carry(api: Client, plan: Item, after: Item) -> None:
    """Carry what is open in a plan forward into the next one."""
    api.post(f"{plan['url']}/carry-forward", json={"into": after["id"]}).raise_for_status()

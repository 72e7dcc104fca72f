"""Related things shown within an item, so that a client needs one request: read once for a whole page."""

from collections import defaultdict
from collections.abc import Sequence

from sqlmodel import Session

from app.core.listing import Embed, Item, Listing, View


def embed_one(name: str, target: Listing, link: str) -> Embed:
    """Show the one thing that the member `link` names, or null where it names none that may be seen."""

    def embed(session: Session, items: Sequence[Item], view: View) -> None:
        ids = {item[link] for item in items if item[link] is not None}
        found = {one["id"]: one for one in target.related(session, view, target.table.__table__.c.id, ids)}
        for item in items:
            item[name] = found.get(item[link])

    return embed


def embed_many(name: str, target: Listing, column: str) -> Embed:
    """Show all things whose `column` names the item, in the order of their own list."""

    def embed(session: Session, items: Sequence[Item], view: View) -> None:
        grouped: defaultdict[str, list[Item]] = defaultdict(list)
        ids = {item["id"] for item in items}
        for one in target.related(session, view, target.table.__table__.c[column], ids):
            grouped[one[column]].append(one)
        for item in items:
            item[name] = grouped[item["id"]]

    return embed

"""Which of several records that are known by the same members is which of the things that the register has by these."""

from collections import defaultdict, deque
from collections.abc import Iterator, Sequence

import orjson
from pydantic import ValidationError

from app.imports.queries.records.checking import checked, faults_in
from app.imports.rules.records import Item, RecordRead

Told = tuple[str, Item]
"""The id of something in the register, and what that says of it."""


def pair_alike(records: Sequence[RecordRead], told: Sequence[Told]) -> Iterator[tuple[RecordRead, Told]]:
    """Pair records with what the register has: first those that say the same, then the others, each in their order.

    Else a record that fails would be taken for what a good one made, and that one be made anew by every import.
    """
    left, others = [*records], [*told]
    for leaving_out in ((), ("position",)):
        there: defaultdict[bytes, deque[Told]] = defaultdict(deque)
        for one in others:
            there[_said(records[0].kind, one[1], leaving_out)].append(one)
        met = {id(record): queue.popleft() for record in left if (queue := _same(record, there, leaving_out))}
        yield from ((record, met[id(record)]) for record in left if id(record) in met)
        left = [record for record in left if id(record) not in met]
        taken = {one[0] for one in met.values()}
        others = [one for one in others if one[0] not in taken]
    if others:
        left.sort(key=lambda record: bool(faults_in(record)))
        yield from zip(left, others, strict=False)


def _same(
    record: RecordRead, there: defaultdict[bytes, deque[Told]], leaving_out: Sequence[str]
) -> deque[Told] | None:
    """Find what says the same as a record does."""
    said = _said(record.kind, record.item, leaving_out)
    return there.get(said) if said else None


def _said(kind: str, item: Item, leaving_out: Sequence[str]) -> bytes:
    """Give what something says, in one string; nothing where that can't be taken."""
    try:
        values = checked(kind, item)
    except ValidationError:
        return b""
    due = values.get("due") or {}
    known = {name: value for name, value in values.items() if name not in leaving_out}
    return orjson.dumps({**known, "due": due.get("text") or None}, default=str)

"""What the API promises of every list alike: its pages, orders, filters, and the members that are shown."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from app.kernel.text import natural_key
from tests.support.client import Client
from tests.support.samples import RESOURCES, Builder, kinds, shape_of

EVERY = kinds()
UNIQUE = ("reference", "number", "letter", "updated_at", "created_at")
MANY = 11
NOT_SHOWN = object()
# No two periods of an indicator begin on one day, and no two items of an agenda have one place.
UNIQUE_IN = {("indicator_period", "starts_on"), ("agenda_item", "position")}
# Recommendations stand in the order of their agenda items, whose position they do not show.
SORTS_NOT_SHOWN = {("recommendation", "position")}


def words_of(kind: str) -> str | None:
    """Name the member of a kind that holds its words."""
    fields = shape_of(kind).model_fields
    return next((name for name in ("title", "name", "text", "term") if name in fields), None)


SEARCHED = [
    kind for kind in EVERY if words_of(kind) and "q" in {f.name for f in RESOURCES[kind].listing.filters}
]
SORTED_BY_WORDS = [kind for kind in EVERY if words_of(kind) in RESOURCES[kind].listing.sorts]


def walk(api: Client, path: str, **parameters: Any) -> Iterator[dict[str, Any]]:
    """Give the items of a list one page after the other, by the cursor."""
    asked = dict(parameters)
    while True:
        page = api.get(path, params=asked).json()
        assert len(page["items"]) <= parameters["limit"]
        yield from page["items"]
        if page["next"] is None:
            return
        assert len(page["items"]) == parameters["limit"]
        asked["cursor"] = page["next"]


def sorted_by(item: dict[str, Any], name: str) -> Any:
    """Give the value that an item is sorted by, as far as it is shown; NOT_SHOWN where it is not."""
    if name == "reference":
        return natural_key(item["reference"])
    if name == "due":
        return item["due"]["points"][0]["latest"] if item["due"]["points"] else None
    return item.get(name, NOT_SHOWN)


@pytest.mark.parametrize(
    ("path", "first", "last"),
    [
        ("/v1/deadlines", "from", "to"),
        ("/v1/meetings", "from", "to"),
        ("/v1/decisions", "from", "to"),
        ("/v1/actions", "due_after", "due_before"),
        ("/v1/plans", "starts_from", "ends_until"),
        ("/v1/reviews", "held_from", "held_to"),
        ("/v1/protocol/evaluation", "from", "to"),
    ],
)
def test_days_that_were_mixed_up_are_no_empty_list(api: Client, path: str, first: str, last: str) -> None:
    refused = api.get(path, params={first: "2004-07-20", last: "2004-07-19"})
    assert refused.status_code == 400
    assert refused.json()["errors"] == [{"parameter": last, "detail": f"is before {first}"}]
    for days in ({first: "2004-07-20", last: "2004-07-20"}, {first: "2004-07-20"}, {last: "2004-07-19"}):
        assert api.get(path, params=days).status_code == 200


@pytest.mark.parametrize("kind", EVERY)
def test_walk_in_either_order_shows_each_thing_once(api: Client, builder: Builder, kind: str) -> None:
    made = Counter(item["id"] for item in builder.make_many(kind, MANY))
    path, listing = builder.path(kind), RESOURCES[kind].listing
    made.update(item["id"] for item in [builder.made.get(kind)] if item)
    for name, key in listing.sorts.items():
        for sort in (name, f"-{name}"):
            items = [*walk(api, path, sort=sort, limit=3)]
            assert Counter(item["id"] for item in items) == made
            assert items == api.get(path, params={"sort": sort, "limit": 200}).json()["items"]
            values = [sorted_by(item, name) for item in items]
            is_shown = not any(value is NOT_SHOWN for value in values)
            assert is_shown == ((kind, name) not in SORTS_NOT_SHOWN)
            if is_shown:
                known = [value for value in values if value is not None]
                assert known == sorted(known, reverse=sort != name)
                assert values == known + [None] * (len(values) - len(known)), "what has no value comes last"
                is_unique = name in UNIQUE or (kind, name) in UNIQUE_IN
                check_that_samples_say_something(values, is_unique=is_unique, nullable=key.nullable)


def check_that_samples_say_something(values: list[Any], *, is_unique: bool, nullable: bool) -> None:
    """Fail where the samples have no ties, or no nulls, to sort by; mend them in `tests/support/samples.py`."""
    counted = Counter(values)
    if nullable:
        assert counted[None] > 1
        assert len(counted) > 2
    if not is_unique:
        assert max(counted.values()) > 1


@pytest.mark.parametrize("kind", EVERY)
def test_several_sort_keys_are_taken_one_after_the_other(api: Client, builder: Builder, kind: str) -> None:
    builder.make_many(kind, MANY)
    names = [*RESOURCES[kind].listing.sorts][:3]
    for sort in (",".join(names), ",".join(f"-{name}" for name in names), f"-{names[0]},{names[-1]}"):
        items = [*walk(api, builder.path(kind), sort=sort, limit=4)]
        assert items == api.get(builder.path(kind), params={"sort": sort}).json()["items"]
        assert len({item["id"] for item in items}) == len(items) >= MANY


@pytest.mark.parametrize("kind", EVERY)
def test_page_says_where_the_next_one_is(api: Client, builder: Builder, kind: str) -> None:
    builder.make_many(kind, 3)
    path = builder.path(kind)
    first = api.get(
        path, params={"limit": "2", "fields": "id,version", "updated_since": "2004-07-20T18:30:00+01:00"}
    )
    address, relation = first.headers["link"].split("; ")
    assert relation == 'rel="next"'
    asked = parse_qs(urlsplit(address.strip("<>")).query)
    assert (asked["cursor"], asked["limit"], asked["fields"]) == (
        [first.json()["next"]],
        ["2"],
        ["id,version"],
    )
    second = api.get(address.strip("<>"))
    assert second.status_code == 200
    assert {*second.json()["items"][0]} == {"id", "version"}
    last = api.get(path, params={"limit": "200"})
    assert last.json()["next"] is None
    assert "link" not in last.headers


@pytest.mark.parametrize("kind", EVERY)
def test_full_last_page_has_no_next(api: Client, builder: Builder, kind: str) -> None:
    builder.make_many(kind, 2)
    count = api.get(builder.path(kind), params={"count": "true"}).json()["total"]
    assert api.get(builder.path(kind), params={"limit": count}).json()["next"] is None


@pytest.mark.parametrize("kind", EVERY)
def test_page_stays_where_it_is_while_things_are_added(api: Client, builder: Builder, kind: str) -> None:
    made = builder.make_many(kind, 5)
    path = builder.path(kind)
    first = api.get(path, params={"limit": 2}).json()
    builder.make(kind, **builder.variant(kind, 6))
    rest = [*walk(api, path, limit=2, cursor=first["next"])]
    seen = Counter(item["id"] for item in (*first["items"], *rest))
    assert max(seen.values()) == 1
    assert {item["id"] for item in made} <= set(seen)


@pytest.mark.parametrize("kind", EVERY)
def test_total_is_told_only_where_asked_for(api: Client, builder: Builder, kind: str) -> None:
    builder.make_many(kind, 3)
    path = builder.path(kind)
    shown = len(api.get(path).json()["items"])
    assert api.get(path, params={"count": "true", "limit": 1}).json()["total"] == shown
    assert api.get(path, params={"limit": 1}).json()["total"] is None


@pytest.mark.parametrize("kind", EVERY)
def test_only_the_members_asked_for_are_shown(api: Client, builder: Builder, kind: str) -> None:
    made = builder.make(kind)
    whole = api.get(made["url"]).json()
    (listed,) = (item for item in api.get(builder.path(kind)).json()["items"] if item["id"] == made["id"])
    assert set(whole) <= set(RESOURCES[kind].listing.read.model_fields)
    assert {"id", "url", "version"} <= set(listed) <= set(whole)
    for name in whole:
        assert api.get(made["url"], params={"fields": name}).json() == {name: whole[name]}
    for name in listed:
        items = api.get(builder.path(kind), params={"fields": f"id,{name}"}).json()["items"]
        assert {"id": made["id"], name: listed[name]} in items
    shown = api.get(made["url"], params={"fields": "version,id"})
    assert shown.json() == {"version": 1, "id": made["id"]}
    assert shown.headers["etag"].startswith('"1-')
    assert api.get(f"{made['url']}?fields=version&fields=id").json() == shown.json()


@pytest.mark.parametrize("kind", kinds(lambda resource: bool(resource.listing.embeds)))
def test_related_things_are_shown_within(api: Client, builder: Builder, kind: str) -> None:
    made = builder.make(kind)
    names = [*RESOURCES[kind].listing.embeds]
    for asked in (*names, ",".join(names)):
        alone = api.get(made["url"], params={"embed": asked})
        listed = api.get(builder.path(kind), params={"embed": asked}).json()["items"]
        assert alone.json() in listed


@pytest.mark.parametrize(
    ("kind", "name"),
    [("plan", "sub_group"), ("meeting", "sub_group"), ("meeting", "venue"), ("action", "plan")],
)
def test_thing_that_is_pointed_to_is_shown_within(
    api: Client, builder: Builder, kind: str, name: str
) -> None:
    pointed = [api.get(builder.make(name)["url"]).json() for _ in range(2)]
    made = [builder.make(kind, **{f"{name}_id": one["id"]}) for one in pointed]
    listed = {
        item["id"]: item for item in api.get(builder.path(kind), params={"embed": name}).json()["items"]
    }
    for item, whole in zip(made, pointed, strict=True):
        shown = api.get(item["url"], params={"embed": name}).json()[name]
        assert shown["id"] == whole["id"]
        # What one thing by itself embeds of its own is not shown within another.
        assert shown == {member: whole[member] for member in shown}
        assert listed[item["id"]][name] == shown


def test_kinds_that_take_part_are_told_by_hand() -> None:
    assert set(EVERY) - set(SEARCHED) == {"attendance", "membership", "indicator_period"}
    assert set(SORTED_BY_WORDS) == {
        *("agenda_item", "criterion", "glossary_term", "milestone", "organisation", "person", "plan"),
        *("post", "sub_group", "theme", "venue", "meeting", "review", "indicator", "protocol_rule"),
        *("paper", "skill"),
    }


@pytest.mark.parametrize("kind", SEARCHED)
def test_words_are_searched_as_they_are(api: Client, builder: Builder, kind: str) -> None:
    made = builder.make(kind, **{**builder.variant(kind, 2), str(words_of(kind)): "100% of Zoë's_plan"})
    builder.make(kind, **builder.variant(kind, 4))
    found = {
        words: [item["id"] for item in api.get(builder.path(kind), params={"q": words}).json()["items"]]
        for words in ("100% OF", "s_PLAN", "100%of", "sxplan", "%%", "0% of zo", "\\", "'", "Zoë")
    }
    hits = [words for words, ids in found.items() if ids == [made["id"]]]
    assert hits == ["100% OF", "s_PLAN", "0% of zo", "'", "Zoë"]
    assert all(ids in ([], [made["id"]]) for ids in found.values())


def test_names_of_members_are_not_searched(api: Client, builder: Builder) -> None:
    # A search would tell the public about names that it is not shown.
    for client in (api, api.public):
        refused = client.get(builder.path("membership"), params={"q": "word"})
        assert (refused.status_code, refused.json()["errors"][0]["parameter"]) == (400, "q")


@pytest.mark.parametrize("kind", EVERY)
def test_only_what_changed_since_a_time_is_shown(api: Client, builder: Builder, kind: str) -> None:
    made = builder.make_many(kind, 3)
    last = datetime.fromisoformat(made[-1]["updated_at"])
    path = builder.path(kind)
    for since, expected in ((last, [made[-1]["id"]]), (last + timedelta(microseconds=1), [])):
        page = api.get(path, params={"updated_since": since.isoformat(), "count": "true"}).json()
        assert [item["id"] for item in page["items"]] == expected
        assert page["total"] == len(expected)
    everything = api.get(path, params={"updated_since": "2004-07-20T18:30:00+01:00"}).json()
    assert everything["items"] == api.get(path).json()["items"]


@pytest.mark.parametrize("kind", SORTED_BY_WORDS)
def test_list_is_the_same_on_both_databases(builder: Builder, kind: str) -> None:
    words = ["b", "Éa", "a", "B", "ÿ", "z", "é", "Z", "_", "1", "😀", "Ａ"]
    member = str(words_of(kind))
    for number, word in enumerate(words):
        builder.make(kind, **{**builder.variant(kind, 3 + number), member: word})
    items = builder.api.get(builder.path(kind), params={"sort": member}).json()["items"]
    assert [item[member] for item in items if item[member] in words] == sorted(words)


@pytest.mark.parametrize("kind", SORTED_BY_WORDS)
def test_cursor_carries_long_words(api: Client, builder: Builder, kind: str) -> None:
    member = str(words_of(kind))
    made = [
        builder.make(kind, **{**builder.variant(kind, number), member: "😀" * 500})["id"]
        for number in (1, 2, 3)
    ]
    walked = [item["id"] for item in walk(api, builder.path(kind), sort=member, limit=1)]
    assert [id for id in walked if id in made] == made

"""A plan's records, byte for byte as they are written out by hand in the files beside this one."""

from pathlib import Path

from app.kernel.clock import now
from tests.exports.test_records import exported, imported, plan_of
from tests.support.asking import Item, make
from tests.support.client import Client


def told_more(api: Client, plan: Item) -> None:
    """Add what stands in several lists at once, not in the order it was made in, and what JSON has to escape."""
    themes = [theme["id"] for theme in api.get(f"{plan['url']}/themes").json()["items"]]
    make(
        api, "/v1/actions", plan_id=plan["id"], text='Tell "everybody" of it\n\té\u2028\\',
        theme_ids=themes[::-1], cluster_ids=["shore", "quay"], current_situation="Told",
    )  # fmt: skip


def written(name: str) -> bytes:
    """Read what is written out by hand, as of today."""
    return Path(__file__).with_name(name).read_bytes().replace(b"{today}", b"%s" % str(now().date()).encode())


def test_records_are_those_that_are_written_out(api: Client, empty: Client, rich: Item) -> None:
    told_more(api, rich)
    data = exported(api, rich)
    assert data == written("records_for_partners.ndjson")
    assert exported(empty, plan_of(empty, imported(empty, data))) == data


def test_public_gets_the_records_that_are_written_out(api: Client, rich: Item) -> None:
    told_more(api, rich)
    assert exported(api.public, rich) == written("records_for_public.ndjson")

"""The whole register as an archive: what goes out comes in, and what is no archive does not."""

import io
import json
import zipfile
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest
from sqlalchemy import select

from app.core.callers import COMMAND_LINE
from app.core.db import Rows, Sessions, reading
from app.core.errors import Problem
from app.core.portable import portable_tables
from app.exports.queries.archive import register_as_archive
from app.imports.commands.archive import restore_archive
from app.imports.commands.jobs import carry_out_waiting
from app.imports.commands.kept import shape_of
from app.imports.commands.sample import load_sample
from app.imports.rules.archive import ArchiveIsUnreadable, RegisterIsNotEmpty
from app.ledger.models import Event
from tests.conftest import MakeApi
from tests.support.asking import Item, delete, make
from tests.support.client import Client
from tests.support.documents import plan, send
from tests.support.samples import Builder, kinds

Parts = dict[str, bytes]
_event = Event.__table__.c


def archive_of(api: Client) -> bytes:
    """Export the register."""
    return b"".join(register_as_archive(api.sessions))


def restored(api: Client, data: bytes) -> dict[str, int]:
    """Restore a register."""
    return restore_archive(api.sessions, COMMAND_LINE, io.BytesIO(data))


def parts_of(data: bytes) -> Parts:
    """Give what is in an archive."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(parts: Parts, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Make an archive of parts by hand."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", compression) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return made.getvalue()


def with_lines(data: bytes, name: str, change: Callable[[list[Any]], object]) -> bytes:
    """Change the lines of a part, and have the manifest tell of them as they are then."""
    parts = parts_of(data)
    lines = [json.loads(line) for line in parts[name].splitlines()]
    change(lines)
    parts[name] = b"".join(json.dumps(line).encode() + b"\n" for line in lines)
    manifest = json.loads(parts["manifest.json"])
    (told,) = [part for part in manifest["parts"] if part["name"] == name]
    told |= {"lines": len(lines), "bytes": len(parts[name]), "sha256": sha256(parts[name]).hexdigest()}
    parts["manifest.json"] = json.dumps(manifest).encode()
    return packed(parts)


def row_counts(api: Client) -> dict[str, int]:
    """Count the rows of all tables that an archive holds, where there are any."""
    with reading(api.sessions) as session:
        counts = {table.name: len(session.execute(select(table)).all()) for table in portable_tables()}
    return {name: count for name, count in counts.items() if count}


@pytest.fixture
def everything(api: Client, rich: Item) -> Client:
    """A register with one of every kind of thing, some of them deleted."""
    builder = Builder(api)
    for kind in kinds():
        builder.make(kind)
    make(api, "/v1/plans", title="Next plan", kind="partnership_plan", predecessor_id=rich["id"])
    delete(api, make(api, "/v1/venues", name="Gone"))
    return api


def test_register_goes_into_an_empty_one_byte_for_byte(everything: Client, empty: Client) -> None:
    data = archive_of(everything)
    counts = restored(empty, data)
    assert archive_of(empty) == data
    assert {name: count for name, count in counts.items() if count} == row_counts(everything)
    # The sample's, and the deleted one.
    assert counts["venue"] == 2


def test_sample_goes_into_an_empty_register_byte_for_byte(api: Client, empty: Client) -> None:
    load_sample(api.sessions, COMMAND_LINE)
    data = archive_of(api)
    restored(empty, data)
    assert archive_of(empty) == data


def test_what_is_restored_is_shown_as_it_was(everything: Client, empty: Client, rich: Item) -> None:
    restored(empty, archive_of(everything))
    for path in (
        rich["url"],
        "/v1/actions?embed=leads,milestones",
        "/v1/deadlines",
        "/v1/meetings",
        "/v1/indicators",
    ):
        assert empty.get(path).json() == everything.get(path).json()
        assert empty.get(path).headers["etag"] == everything.get(path).headers["etag"]


def test_every_row_of_a_resource_has_one_event(everything: Client, empty: Client, rich: Item) -> None:
    restored(empty, archive_of(everything))
    with reading(empty.sessions) as session:
        events = session.scalars(select(Event)).all()
    told = [(event.kind, event.resource_id) for event in events]
    assert len(told) == len(set(told))
    (plan,) = [event for event in events if event.resource_id == rich["id"]]
    assert (plan.verb, plan.version, plan.reason) == ("created", rich["version"], "Restored from an archive.")
    (venue,) = [event for event in events if event.kind == "venue" and event.verb == "deleted"]
    assert (venue.before or {})["name"] == "Gone"


def test_restored_action_is_read_as_it_stood(everything: Client, empty: Client) -> None:
    restored(empty, archive_of(everything))
    action = empty.get("/v1/actions", params={"q": "Sweep"}).json()["items"][0]
    with reading(everything.sessions) as session:
        changes = select(Event).where(_event.resource_id == action["id"], _event.verb == "created")
        first = session.scalars(changes).one()
    with reading(empty.sessions) as session:
        again = session.scalars(select(Event).where(_event.resource_id == action["id"])).one()
    assert (again.after or {}).keys() == (first.after or {}).keys()
    assert (again.after or {})["leads"] == (first.after or {})["leads"]
    assert (again.after or {})["theme_ids"] == (first.after or {})["theme_ids"]


def test_archive_is_restored_into_an_empty_register_only(everything: Client) -> None:
    data, before = archive_of(everything), row_counts(everything)
    with pytest.raises(RegisterIsNotEmpty) as refusal:
        restored(everything, data)
    assert "'plan'" in str(refusal.value.errors)
    assert row_counts(everything) == before


def test_register_with_only_deleted_things_is_not_empty(everything: Client, empty: Client) -> None:
    delete(empty, make(empty, "/v1/venues", name="Gone"))
    with pytest.raises(RegisterIsNotEmpty):
        restored(empty, archive_of(everything))


def test_archive_goes_to_administrators_only(api: Client, rich: Item) -> None:
    assert api.public.get("/v1/export.zip").status_code == 401
    for scopes in (["read"], ["write"], ["import"]):
        assert api.as_key(scopes).get("/v1/export.zip").status_code == 403
    answer = api.get("/v1/export.zip")
    assert answer.content == archive_of(api)
    assert answer.headers["content-type"] == "application/zip"
    assert answer.headers["cache-control"] == "no-store"
    assert rich["id"].encode() in parts_of(answer.content)["plan.ndjson"]


def test_keys_and_the_ledger_stay() -> None:
    names = {table.name for table in portable_tables()}
    assert {table.name for table in Rows.metadata.sorted_tables} - names == {"key", "event", "stored_answer"}


def test_manifest_counts_and_hashes_each_part(everything: Client) -> None:
    parts = parts_of(archive_of(everything))
    manifest = json.loads(parts.pop("manifest.json"))
    assert (manifest["format"], manifest["version"], manifest["contract"]) == ("partnership-plans", 1, "v1")
    assert [part["name"] for part in manifest["parts"]] == list(parts)
    for part in manifest["parts"]:
        data = parts[part["name"]]
        assert (part["lines"], part["bytes"]) == (len(data.splitlines()), len(data))
        assert part["sha256"] == sha256(data).hexdigest()


def _changed_part(data: bytes) -> bytes:
    parts = parts_of(data)
    parts["plan.ndjson"] = parts["plan.ndjson"].replace(b"Harbour plan", b"Airport plan")
    return packed(parts)


def _of_another_schema(data: bytes) -> bytes:
    parts = parts_of(data)
    parts["manifest.json"] = json.dumps({**json.loads(parts["manifest.json"]), "schema": "older"}).encode()
    return packed(parts)


def _without(name: str) -> Callable[[bytes], bytes]:
    return lambda data: packed({one: part for one, part in parts_of(data).items() if one != name})


def _with(name: str, more: bytes = b"") -> Callable[[bytes], bytes]:
    return lambda data: packed({**parts_of(data), name: more})


def _set(part: str, **members: Any) -> Callable[[bytes], bytes]:
    return lambda data: with_lines(data, part, lambda lines: lines[0].update(members))


BROKEN: dict[str, Callable[[bytes], bytes]] = {
    "no zip": lambda _: b"not a zip",
    "empty": lambda _: b"",
    "cut off": lambda data: data[: len(data) // 2],
    "bytes turned": lambda data: data[:2000] + bytes(255 - one for one in data[2000:2100]) + data[2100:],
    "changed part": _changed_part,
    "another schema": _of_another_schema,
    "no manifest": _without("manifest.json"),
    "part missing": _without("plan.ndjson"),
    "part too many": _with("extra.ndjson"),
    "path": _with("../evil.ndjson"),
    "folder": _with("plan/"),
    "manifest no JSON": _with("manifest.json", b"{"),
    "manifest deep": _with("manifest.json", b"[" * 100_000),
    "manifest no object": _with("manifest.json", b"[]"),
    "manifest without parts": _with("manifest.json", b"{}"),
    "many parts": lambda data: packed({**parts_of(data), **{f"{'a' * n}.ndjson": b"" for n in range(1, 60)},
                                       **{f"{'b' * n}.ndjson": b"" for n in range(1, 60)},
                                       **{f"{'c' * n}.ndjson": b"" for n in range(1, 61)}}),
    "unknown column": _set("plan.ndjson", nickname="x"),
    "column missing": lambda data: with_lines(data, "plan.ndjson", lambda lines: lines[0].pop("title")),
    "number in words": _set("plan.ndjson", title=1),
    "words in numbers": _set("plan.ndjson", version="1"),
    "huge number": _set("plan.ndjson", version=2**40),
    "null": _set("plan.ndjson", title=None),
    "no day": _set("plan.ndjson", starts_on="2004-02-31"),
    "no time": _set("plan.ndjson", created_at="yesterday"),
    "time without offset": _set("plan.ndjson", created_at="2004-02-01T00:00:00"),
    "NUL": _set("plan.ndjson", title="a\x00b"),
    "surrogate": _set("plan.ndjson", title="\ud800"),
    "NUL in JSON": _set("organisation.ndjson", other_names=["a\x00b"]),
    "NUL in a name in JSON": _set("organisation.ndjson", other_names=[{"a\x00b": 1}]),
    "year before the first": _set("plan.ndjson", created_at="0001-01-01T00:00:00+14:00"),
    "surrogate in JSON": _set("organisation.ndjson", other_names=["\ud800"]),
    "no flag": _set("person.ndjson", is_name_public=1),
    "unknown word": _set("action.ndjson", status="frobnicated"),
    "status that no route gives": _set("plan.ndjson", status="frobnicated"),
    "too much": _set("action.ndjson", percent=900),
    "words that no route takes": _set("plan.ndjson", title="a\x07b"),
    "day that nobody can have": _set("plan.ndjson", starts_on="0004-02-01"),
    "time that nobody can have": _set("plan.ndjson", created_at="0001-02-01T00:00:00Z"),
    "no id": _set("organisation.ndjson", id="harbour"),
    "version below one": _set("plan.ndjson", version=0),
    "unknown role of a lead": _set("lead.ndjson", role="boss"),
    "point of no kind": _set("action.ndjson", due_points=[{"kind": "never"}]),
    "lost link": _set("plan.ndjson", sub_group_id="nowhere"),
    "lost link inward": _set("plan.ndjson", predecessor_id="nowhere"),
    "same row twice": lambda data: with_lines(data, "plan.ndjson", lambda lines: lines.append(lines[0])),
    "line no object": lambda data: with_lines(data, "plan.ndjson", lambda lines: lines.append([])),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_no_archive_is_refused_and_nothing_of_it_kept(
    name: str, api: Client, empty: Client, rich: Item
) -> None:
    del rich
    broken = BROKEN[name](archive_of(api))
    with pytest.raises(Problem) as refusal:
        restored(empty, broken)
    assert refusal.value.status in (409, 422)
    assert row_counts(empty) == {}
    with reading(empty.sessions) as session:
        assert session.scalars(select(Event)).all() == []


@pytest.mark.parametrize(
    ("part", "values", "told"),
    [
        ("action", {"percent": 900}, "percent: Input should be less than or equal to 100, not 900"),
        ("action", {"status": "frobnicated"}, "status: Input should be 'not_started', .*, not 'frobnicated'"),
        ("lead", {"kind": "dog"}, "kind: Input should be 'person', 'organisation'"),
        ("plan", {"starts_on": "0004-02-01"}, "starts_on: the year must be 1800 to 2999"),
    ],
)
def test_refusal_names_file_line_column_and_what_is_allowed(
    part: str, values: Item, told: str, everything: Client, empty: Client
) -> None:
    forged = with_lines(archive_of(everything), f"{part}.ndjson", lambda lines: lines[0].update(values))
    with pytest.raises(ArchiveIsUnreadable, match=rf"{part}.ndjson, line 1: {told}"):
        restored(empty, forged)


# Columns so called hold words of a vocabulary; of which kind of thing a row of an import tells is a table's name.
VOCABULARIES = {
    *(
        "binding",
        "direction",
        "due_reading",
        "from_status",
        "kind",
        "leads_reading",
        "mode",
        "origin",
        "outcome",
    ),
    *("phase", "purpose", "rag", "role", "sector", "source", "state", "status", "to_status", "visibility"),
}
NO_VOCABULARY = {("import_row", "kind")}


def test_every_vocabulary_of_the_register_is_held_in_archives() -> None:
    columns = [(table, column.name) for table in portable_tables() for column in table.c]
    words = [(table, name) for table, name in columns if name in VOCABULARIES]
    assert len(words) > len(VOCABULARIES)
    loose = {(table.name, name) for table, name in words if name not in shape_of(table).model_fields}
    assert loose == NO_VOCABULARY


def test_what_the_service_counts_on_or_adds_to_by_itself_is_taken_back(api: Client, empty: Client) -> None:
    plan_id = make(api, "/v1/plans", title="Quay", kind="strategy")["id"]
    last = make(
        api, "/v1/actions", plan_id=plan_id, text="Sweep", position=1_000_000, lead_text="Dock Society"
    )
    assert make(api, "/v1/actions", plan_id=plan_id, text="Paint")["position"] == 1_000_001
    names = [f"Society of the quay {number}" for number in range(50)]
    society = make(api, "/v1/organisations", name="Quay Society", sector="resident", other_names=names)
    resolved = {"name": last["lead_text"], "organisation_id": society["id"]}
    assert api.post("/v1/unresolved-names/resolve", json=resolved).json()["is_remembered"]
    assert len(api.get(society["url"]).json()["other_names"]) == 51
    data = archive_of(api)
    restored(empty, data)
    assert archive_of(empty) == data


def test_archive_that_unpacks_to_too_much_is_refused_before_it_is(
    api: Client, empty: Client, rich: Item, monkeypatch: pytest.MonkeyPatch
) -> None:
    del rich
    data = archive_of(api)
    monkeypatch.setattr("app.formats.archive.MOST_BYTES", 1_000)
    with pytest.raises(ArchiveIsUnreadable, match="unpacks to more than 1,000 bytes"):
        restored(empty, data)


def test_archive_that_lies_of_its_size_is_refused(api: Client, empty: Client, rich: Item) -> None:
    del rich
    parts = parts_of(archive_of(api))
    manifest = json.loads(parts["manifest.json"])
    manifest["parts"][0]["bytes"] += 1
    with pytest.raises(ArchiveIsUnreadable, match="is not what the manifest tells"):
        restored(empty, packed({**parts, "manifest.json": json.dumps(manifest).encode()}))


def test_large_files_that_wait_and_dry_runs_go_along(
    make_api: MakeApi, empty: Client, sessions: Sessions
) -> None:
    api = make_api(import_at_once_bytes=0)
    tried = send(api, plan(), dry_run=True).json()
    assert carry_out_waiting(sessions) == 1
    waiting = send(api, plan()).json()
    restored(empty, archive_of(api))
    for parameters, id in (({}, waiting["id"]), ({"dry_run": True}, tried["id"])):
        listed = empty.get("/v1/imports", params=parameters).json()["items"]
        assert [item["id"] for item in listed] == [id]
    told = empty.get("/v1/changes", params={"kind": "import"}).json()["items"]
    assert [event["resource_id"] for event in told] == [waiting["id"]]
    assert empty.get(f"{tried['url']}/rows").json()["items"] != []
    assert carry_out_waiting(empty.sessions) == 1
    assert empty.get(waiting["url"]).json()["counts"]["action"] == {"created": 4}


def test_import_is_not_taken_back_where_it_was_only_restored(api: Client, empty: Client) -> None:
    make(api, "/v1/venues", name="Town Hall")
    imported = send(api, plan()).json()
    restored(empty, archive_of(api))
    before = row_counts(empty)
    answer = empty.post(f"{imported['url']}/undo")
    assert (answer.status_code, answer.json()["code"]) == (409, "import_cannot_be_undone")
    assert "another register" in answer.json()["detail"]
    assert row_counts(empty) == before
    assert empty.get("/v1/actions?count=true").json()["total"] == 4

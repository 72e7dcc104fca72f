"""A dry run says exactly what the real run does, for whatever documents come one after the other.

The real run goes through the rows in chunks so small that they fall apart everywhere, the dry run in one.
"""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.client import Client
from tests.support.documents import (
    actions,
    as_planned,
    change,
    everything,
    remove,
    send,
    take,
    without_bookkeeping,
)

HEADING = "Ref\tTheme\tPlanned Action\tLead\tDue date\tStatus\tRAG"
TEXTS = ("Sweep the quay", "Sweep the quays", "Sweep the quay twice", "Paint the bollards", "Dredge", "")
ROWS = st.tuples(
    st.sampled_from(("", "", "1", "2", "1.1", "A,B")),
    st.sampled_from(("", "1. Quay", "Quay", "2. Dock", "1. Dock", "Dock", "3")),
    st.sampled_from(TEXTS),
    st.sampled_from(("", "Helen, Harbour Trust", "Port office", "ditto")),
    st.sampled_from(("", "May 2004", "ditto", "July 2004 meeting", "May " * 501)),
    st.sampled_from(("", "Done", "Ongoing", "soon", "Carried forward")),
    st.sampled_from(("", "G", "Red", "blue")),
)
OPTIONS = st.fixed_dictionaries(
    {
        "mode": st.sampled_from(("create", "update", "upsert", "upsert")),
        "on_error": st.sampled_from(("abort", "skip", "skip")),
        "match": st.sampled_from(("exact", "similar")),
        "missing": st.sampled_from(("keep", "delete")),
        "create_parties": st.sampled_from(("true", "false")),
    }
)
FIRST = (
    ("1", "1. Quay", "Sweep the quay", "Helen", "May 2004", "", ""),
    ("2", "2. Dock", "Paint the bollards", "Port office", "ditto", "Ongoing", "G"),
    ("", "", "Dredge", "", "", "", ""),
)
EDITS = st.sampled_from(("none", "text", "status", "delete", "theme", "all"))
LATER = st.lists(ROWS | st.sampled_from(FIRST), max_size=5)
ON_SQLITE = pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
_NUMBERS = iter(range(1_000_000))
CHUNK = "app.imports.queries.planning.CHUNK"


def document(rows: Sequence[Sequence[str]]) -> str:
    return "\n".join(("Harbour plan 2004/05", "", HEADING, *("\t".join(row) for row in rows))) + "\n"


@ON_SQLITE
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(EDITS, LATER, OPTIONS)
def test_dry_run_says_what_the_real_run_does(api: Client, edit: str, rows: Any, options: Any) -> None:
    plan = f"p{next(_NUMBERS)}"
    take(api, document(FIRST), plan=plan)
    change_by_hand(api, edit, plan)
    before = everything(api.sessions)
    planned = send(api, document(rows), dry_run="true", plan=plan, **options)
    assert everything(api.sessions) == before
    with pytest.MonkeyPatch.context() as small:
        small.setattr(CHUNK, 2)
        done = send(api, document(rows), plan=plan, **options)
    if planned.status_code == 200:
        assert done.status_code == 201, done.text
        assert as_planned(done.json()) == as_planned(planned.json())
    else:
        assert planned.status_code < 500, planned.text
        assert (done.status_code, done.json()) == (planned.status_code, planned.json())
        assert everything(api.sessions) == before


@ON_SQLITE
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(EDITS, LATER, OPTIONS)
def test_whatever_was_imported_is_taken_back(api: Client, edit: str, rows: Any, options: Any) -> None:
    plan = f"p{next(_NUMBERS)}"
    take(api, document(FIRST), plan=plan)
    change_by_hand(api, edit, plan)
    before = shown(api, plan)
    with pytest.MonkeyPatch.context() as small:
        small.setattr(CHUNK, 2)
        done = send(api, document(rows), plan=plan, **options)
    if done.status_code == 201 and done.json()["counts"] != {"plan": {"unchanged": 1}}:
        undone = api.post(f"{done.json()['url']}/undo")
        assert undone.status_code == 200, undone.text
    assert shown(api, plan) == before


def shown(api: Client, plan: str) -> Any:
    """Give all that the register shows of a plan, but when it changed."""
    kept = api.get(f"/v1/plans/by-reference/{plan}", params={"embed": "themes"}).json()
    return without_bookkeeping([kept, *actions(api, plan, embed="leads,themes,issues").values()])


def change_by_hand(api: Client, edit: str, plan: str) -> None:
    kept = actions(api, plan)
    item = kept["2"]
    if edit in ("text", "status"):
        change(api, item, **{"text": "By hand"} if edit == "text" else {"status": "completed"})
    gone = {"delete": ["2"], "theme": ["2"], "all": [*kept]}.get(edit, [])
    for reference in gone:
        remove(api, kept[reference]["url"])
    if edit in ("theme", "all"):
        # It comes back with the first action that comes to stand under it.
        themes = api.get(f"/v1/plans/{item['plan_id']}/themes").json()["items"]
        remove(api, themes[1]["url"])

"""A dry run of records says exactly what the real run does, whatever is wrong with whichever of them.

And what they say that was kept, they say again without a change.
"""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.asking import make
from tests.support.client import Client
from tests.support.documents import actions, as_planned, everything, remove
from tests.support.records import NDJSON, action, relation, report, step, written

REFERENCES = st.sampled_from(("1", "2", "3", "4"))
DUES = st.sampled_from((None, {"text": "ditto"}, {"text": "July 2004"}, {"text": "x" * 2_001}, "May"))
ACTIONS = st.builds(
    lambda reference, members: action(reference, **members),
    REFERENCES,
    st.fixed_dictionaries(
        {},
        optional={
            "text": st.sampled_from(("Sweep it twice", "", None)),
            "position": st.sampled_from((1, 2, 0, None)),
            "themes": st.sampled_from(([], [1], [2], [1, 2])),
            "issues": st.sampled_from(([], ["1"])),
            "status": st.sampled_from(("completed", "soon")),
            "lead_text": st.sampled_from(("Helen", "ditto")),
            "leads": st.sampled_from((None, [{"organisation_id": "trust"}], [{"organisation_id": "nobody"}])),
            "due": DUES,
        },
    ),
)
PARTS = st.one_of(
    st.builds(
        lambda one, title, members: step(one, title, **members),
        REFERENCES,
        st.sampled_from(("Half", "All", "")),
        st.fixed_dictionaries({}, optional={"status": st.sampled_from(("met", "scheduled")), "due": DUES}),
    ),
    st.builds(
        lambda one, text, status: report(one, text=text, status=status),
        REFERENCES,
        st.sampled_from(("Begun", "Swept", None)),
        st.sampled_from(("in_progress", "completed", "carried_forward", None)),
    ),
    st.builds(relation, REFERENCES, st.sampled_from(("requires", "relates", "likes")), REFERENCES),
)
OTHERS = st.sampled_from(
    (
        ("organisation", {"reference": "trust", "name": "Harbour Trust"}),
        ("organisation", {"reference": "trust", "name": ""}),
        ("theme", {"number": 1, "title": "Quay"}),
        ("theme", {"number": 1, "title": ""}),
        ("theme", {"number": 2, "title": "Dock"}),
        ("issue", {"reference": "1", "text": "Rust"}),
        ("issue", {"reference": "1", "text": ""}),
        ("glossary_term", {"term": "HT", "meaning": "Harbour Trust"}),
        ("wish", {}),
    )
)
RECORDS = st.lists(st.one_of(ACTIONS, ACTIONS, PARTS, OTHERS), max_size=10)
OPTIONS = st.fixed_dictionaries(
    {
        "mode": st.sampled_from(("create", "update", "upsert", "upsert")),
        "on_error": st.sampled_from(("abort", "skip", "skip", "skip")),
        "missing": st.sampled_from(("keep", "delete")),
        "create_parties": st.sampled_from(("true", "false")),
    }
)
EDITS = st.sampled_from(("none", "delete", "carry"))
PLAN = {"title": "Quay", "kind": "strategy", "document_date": "2004-04"}
FIRST = (
    ("theme", {"number": 1, "title": "Quay"}),
    action("1", themes=[1], due={"text": "May 2004"}),
    step("1", "Half", status="met", met_on="2004-05-01"),
    action("2", due={"text": "ditto"}),
    relation("2", "requires", "1"),
)
ON_SQLITE = pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
_NUMBERS = iter(range(1_000_000))
CHUNK = "app.imports.commands.records.CHUNK"


@ON_SQLITE
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(EDITS, RECORDS, OPTIONS)
def test_dry_run_of_records_says_what_the_real_run_does(
    api: Client, edit: str, records: Any, options: Any
) -> None:
    plan = ("plan", {**PLAN, "reference": f"p{next(_NUMBERS)}"})
    reference = str(plan[1]["reference"])
    send(api, plan, *FIRST)
    change_by_hand(api, edit, reference)
    before = everything(api.sessions)
    planned = send(api, plan, *records, dry_run="true", **options)
    assert everything(api.sessions) == before
    with pytest.MonkeyPatch.context() as small:
        small.setattr(CHUNK, 2)
        done = send(api, plan, *records, **options)
    if planned.status_code != 200:
        assert planned.status_code < 500, planned.text
        assert (done.status_code, done.json()) == (planned.status_code, planned.json())
        assert everything(api.sessions) == before
        return
    assert done.status_code == 201, done.text
    assert as_planned(done.json()) == as_planned(planned.json())
    again = send(api, plan, *records, dry_run="true", **options).json()
    kept = {row["line"] for row in done.json()["rows"] if row["outcome"] in ("created", "updated")}
    assert {row["outcome"] for row in again["rows"] if row["line"] in kept} <= {"unchanged"}


def send(api: Client, *records: Any, **options: str) -> Any:
    return api.post("/v1/imports", content=written(*records), headers=NDJSON, params=options)


def change_by_hand(api: Client, edit: str, plan: str) -> None:
    kept = actions(api, plan)
    if edit == "delete":
        remove(api, kept["2"]["url"])
    if edit == "carry":
        after = make(api, "/v1/plans", title="Next", kind="strategy")
        body = {"into": after["id"], "action_ids": [kept["1"]["id"]]}
        api.post(f"/v1/plans/{kept['1']['plan_id']}/carry-forward", json=body).raise_for_status()

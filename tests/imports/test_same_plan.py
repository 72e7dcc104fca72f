"""A dry run says exactly what the real run does, for whatever documents come one after the other."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.client import Client
from tests.support.documents import as_planned, everything, send

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
IMPORTS = st.lists(st.tuples(st.lists(ROWS, max_size=5), OPTIONS), min_size=1, max_size=3)
ON_SQLITE = pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
_NUMBERS = iter(range(1_000_000))


def document(rows: Sequence[Sequence[str]]) -> str:
    return "\n".join(("Harbour plan 2004/05", "", HEADING, *("\t".join(row) for row in rows))) + "\n"


@ON_SQLITE
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(IMPORTS)
def test_dry_run_says_what_the_real_run_does(api: Client, imports: list[tuple[Any, Any]]) -> None:
    plan = f"p{next(_NUMBERS)}"
    for rows, options in imports:
        before = everything(api.sessions)
        planned = send(api, document(rows), dry_run="true", plan=plan, **options)
        assert everything(api.sessions) == before
        done = send(api, document(rows), plan=plan, **options)
        assert planned.status_code < 500, planned.text
        if planned.status_code != 200:
            assert (done.status_code, done.json()) == (planned.status_code, planned.json())
            assert everything(api.sessions) == before
            continue
        assert done.status_code == 201, done.text
        assert as_planned(done.json()) == as_planned(planned.json())

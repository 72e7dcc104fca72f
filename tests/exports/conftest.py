"""A second register, which is empty, and a plan in the first that has something of everything."""

from collections.abc import Callable

import pytest

from app.core.config import Settings
from tests.conftest import MakeDatabases
from tests.support.asking import Item, make
from tests.support.client import Client, Running, give_key
from tests.support.databases import make_settings


@pytest.fixture
def empty(dialect: str, databases: MakeDatabases, open_apis: Callable[[Settings], Running]) -> Client:
    """The API over another register, which is empty."""
    running = open_apis(make_settings(databases(dialect).fresh("other")))
    return Client(running, give_key(running.sessions, ["admin"]))


@pytest.fixture
def rich(api: Client) -> Item:
    """A public plan with parties, criteria, themes, issues, readings, steps, reports and relations."""
    make(api, "/v1/organisations", name="Harbour Trust", reference="trust", acronym="HT", sector="business")
    make(api, "/v1/people", name="Helen Quiet", reference="helen", organisation_id="trust")
    make(
        api,
        "/v1/posts",
        title="Harbour Master",
        reference="master",
        organisation_id="trust",
        holder_id="helen",
    )
    make(api, "/v1/sub-groups", name="Quay sub-group", reference="quay", other_names=["QSG"])
    make(api, "/v1/sub-groups", name="Shore cluster", reference="shore", kind="cluster")
    make(api, "/v1/criteria", framework="Accreditation", title="Strategic", reference="strategic")
    plan = make(
        api, "/v1/plans", title="Harbour plan 2004/05", kind="partnership_plan", reference="Harbour 04",
        starts_on="2004-04-01", ends_on="2005-03-31", document_date="2004-04", sub_group_id="quay",
        visibility="public",
    )  # fmt: skip
    theme = make(api, f"{plan['url']}/themes", title="Quay", criterion_id="strategic")
    make(api, f"{plan['url']}/themes", title="Nothing yet")
    make(api, f"{plan['url']}/glossary", term="HT", meaning="Harbour Trust")
    issue = make(api, "/v1/issues", plan_id=plan["id"], text="The quay is dirty")
    sweep = make(
        api, "/v1/actions", plan_id=plan["id"], text="Sweep the quay", theme_ids=[theme["id"]],
        issue_ids=[issue["id"]], cluster_ids=["shore"], lead_text="Helen Quiet of the Trust",
        leads=[{"person_id": "helen"}, {"organisation_id": "trust", "role": "support"}, {"is_vacant": True}],
        due={"text": "soon", "points": [{"kind": "by", "edtf": "2004-07"}]}, cross_cutting=["equalities"],
        origin="protocol", rag="amber",
    )  # fmt: skip
    make(
        api, "/v1/actions", plan_id=plan["id"], text='=HYPERLINK("http://x")', theme_ids=[theme["id"]],
        issue_ids=[issue["id"]], lead_text="HT: Somebody Unknown", due={"text": "July 2004"},
    )  # fmt: skip
    last = make(api, "/v1/actions", plan_id=plan["id"], text="Paint it, then look", due={"text": "ditto"})
    make(api, f"{sweep['url']}/milestones", title="First half", due={"text": "June 2004"}, status="met")
    report = f"{sweep['url']}/progress-updates"
    make(api, report, text="Half of it is swept", status="in_progress", percent=50, author="Helen")
    make(api, report, text="It was begun", reported_on="2004-05-01", status="in_progress", percent=10)
    make(api, f"{sweep['url']}/relations", kind="requires", other_id=last["id"])
    return plan

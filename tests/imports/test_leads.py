"""The lead cells of a document: linked to whom the register knows, told in a dry run, and created where asked."""

from typing import Any

from tests.support.asking import make
from tests.support.client import Client
from tests.support.documents import (
    IMPROVEMENT_PLAN,
    PAINT,
    PARTNERSHIP_PLAN,
    SWEEP,
    actions,
    as_planned,
    changed,
    outcomes,
    plan,
    seed,
    take,
)

LED = plan(
    {
        "1. Quay": (
            changed(SWEEP, lead="HBC: Kim Hill, Quay sub-group"),
            changed(PAINT, lead="Kim Hill and Harbour Watch Trust (HWT)"),
        ),
        "2. Dock": (
            changed(PAINT, text="Sell the dock", lead="Policy Manager, HBC; Port Officer (vacant); HK/TR"),
        ),
    },
    acronyms="",
)


def named(item: dict[str, Any]) -> list[tuple[Any, ...]]:
    """List the kind, name and organisation of each lead, and whether its name is known."""
    return [(one["kind"], one["name"], one["organisation"], one["is_resolved"]) for one in item["leads"]]


def test_import_links_the_leads_that_the_register_knows(api: Client) -> None:
    make(api, "/v1/organisations", name="Harbour Borough Council", acronym="HBC")
    take(api, LED)
    kept = {reference: api.get(item["url"]).json() for reference, item in actions(api).items()}
    assert named(kept["1.1"]) == [
        ("person", "Kim Hill", "Harbour Borough Council", False),
        ("sub_group", "Quay sub-group", None, False),
    ]
    assert named(kept["2.1"]) == [
        ("post", "Policy Manager", "Harbour Borough Council", False),
        ("vacant", "Port Officer", None, True),
    ]
    assert kept["2.1"]["leads_unread"] == ["HK/TR"]


def test_dry_run_tells_how_lead_cells_are_read(api: Client) -> None:
    make(api, "/v1/organisations", name="Harbour Borough Council", acronym="HBC")
    rows = take(api, LED, dry_run="true")["rows"]
    (cell,) = [cell for cell in rows[-1]["cells"] if cell["read_as"] == "lead"]
    common = {"role": "lead", "is_known": False}
    assert cell["reading"] == {
        "leads": [
            {
                **common,
                "kind": "post",
                "name": "Policy Manager",
                "organisation": "HBC",
                "vacant": False,
                "text": "Policy Manager",
            },
            {
                **common,
                "kind": "post",
                "name": "Port Officer",
                "organisation": None,
                "vacant": True,
                "text": "Port Officer",
            },
        ],
        "unread": ["HK/TR"],
    }


def test_parties_of_lead_cells_are_created_where_asked(api: Client) -> None:
    planned = take(api, LED, create_parties="true", dry_run="true")
    done = take(api, LED, create_parties="true")
    assert as_planned(done) == as_planned(planned)
    assert outcomes(done, "organisation") == [
        ("hbc", "created"),
        ("harbour-watch-trust", "created"),
        ("hwt", "created"),
    ]
    assert outcomes(done, "sub_group") == [("quay-sub-group", "created")]
    assert outcomes(done, "person") == [("kim-hill", "created")]
    assert outcomes(done, "post") == [("policy-manager", "created")]
    council, person = (
        api.get(path).json()
        for path in ("/v1/organisations/by-reference/hbc", "/v1/people/by-reference/kim-hill")
    )
    assert (person["organisation_id"], person["is_name_public"]) == (council["id"], False)
    kept = {reference: api.get(item["url"]).json() for reference, item in actions(api).items()}
    assert named(kept["1.1"]) == [
        ("person", "Kim Hill", "HBC", True),
        ("sub_group", "Quay sub-group", None, True),
    ]
    assert ("person", "Kim Hill", "HBC", True) in named(kept["1.2"])
    again = take(api, LED, create_parties="true")
    assert {row["outcome"] for row in again["rows"]} == {"unchanged"}


def test_ditto_in_a_lead_cell_repeats_the_row_above(api: Client) -> None:
    document = plan({"1. Quay": (changed(SWEEP, lead="Harbour Watch Trust"), changed(PAINT, lead="ditto"))})
    take(api, document)
    assert named(api.get(actions(api)["1.2"]["url"]).json()) == [
        ("organisation", "Harbour Watch Trust", None, False)
    ]


def test_leads_of_the_real_documents_are_linked_once_their_parties_are_known(api: Client) -> None:
    documents = [seed(name).decode() for name in (PARTNERSHIP_PLAN, IMPROVEMENT_PLAN)]
    for name in ("RBKC", "KCSC", "K&C Social Council"):
        make(api, "/v1/organisations", name=name)
    for name in ("Community Strategy sub-group", "Agenda Planning sub-group", "Steering Group"):
        make(api, "/v1/sub-groups", name=name)
    for document in documents:
        take(api, document)
    items = api.get("/v1/actions?embed=leads&limit=200").json()["items"]
    leads = [lead for item in items for lead in item["leads"]]
    linked = [lead["name"] for lead in leads if lead["organisation_id"] or lead["sub_group_id"]]
    assert {*linked} == {
        "RBKC",
        "K&C Social Council",
        "Community Strategy sub-group",
        "Agenda Planning sub-group",
    }
    assert {item["leads_reading"] for item in items} == {"automatic"}
    assert not any(item["leads_unread"] for item in items)
    people = [lead for lead in leads if lead["kind"] == "person"]
    assert people
    assert not any(lead["is_resolved"] for lead in people)
    assert {lead["organisation"] for lead in people} == {"RBKC", "KCSC", "Steering group", None}

"""Organisations and people out of flat tables."""

import pytest

from tests.support.client import Client
from tests.support.documents import change, everything, remove, take
from tests.support.tables import cells, listed, made, places, send_table, table, take_table, told, without_ids

ORGANISATIONS = table(
    "Reference | Organisation | Acronym | Other names | Sector | Part of | Colour",
    "hbc | Harbour Borough Council | HBC | The Council; Harbour Council | Public sector | - | blue",
    "| Harbour Trust | HT | | voluntary | HBC |",
)
PEOPLE = table(
    "Name | Organisation | Email | Phone | Name is public",
    "Ann Example | HT | ann@example.org | 020 7946 0000 | yes",
    "Bob Sample | Harbour Council | | | ",
)


def test_organisations_are_created_with_what_each_column_says(api: Client) -> None:
    outcome = take_table(api, "organisations", ORGANISATIONS)
    assert (outcome["kind"], outcome["plan"], outcome["counts"]) == (
        "organisations",
        None,
        {"organisation": {"created": 2}},
    )
    council, trust = api.get("/v1/organisations").json()["items"]
    names = ("reference", "name", "acronym", "other_names", "sector", "parent_id")
    assert [council[name] for name in names] == [
        "hbc",
        "Harbour Borough Council",
        "HBC",
        ["The Council", "Harbour Council"],
        "public",
        None,
    ]
    assert [trust[name] for name in names] == [
        "ht",
        "Harbour Trust",
        "HT",
        [],
        "voluntary_community",
        council["id"],
    ]


def test_columns_are_told_with_what_they_were_taken_for(api: Client) -> None:
    outcome = take_table(api, "organisations", ORGANISATIONS)
    assert [(one["heading"], one["read_as"]) for one in outcome["columns"][0]["columns"]] == [
        ("Reference", "reference"),
        ("Organisation", "name"),
        ("Acronym", "acronym"),
        ("Other names", "other_names"),
        ("Sector", "sector"),
        ("Part of", "parent_id"),
        ("Colour", None),
    ]
    assert cells(outcome)["Colour"]["read_as"] is None
    assert cells(outcome)["Sector"]["reading"] == {"value": "public"}
    assert cells(outcome, 1)["Part of"]["reading"]["reference"] == "hbc"


def test_dry_run_tells_the_same_rows_and_writes_nothing(api: Client) -> None:
    before = everything(api.sessions)
    planned = take_table(api, "organisations", ORGANISATIONS, dry_run="true")
    assert everything(api.sessions) == before
    assert (planned["id"], planned["url"], planned["rows"][0]["resource_id"]) == (None, None, None)
    assert without_ids(planned) == without_ids(take_table(api, "organisations", ORGANISATIONS))


def test_same_table_again_leaves_everything_and_no_note(api: Client) -> None:
    first = take_table(api, "organisations", ORGANISATIONS)
    before = everything(api.sessions)
    again = take_table(api, "organisations", ORGANISATIONS)
    assert again["counts"] == {"organisation": {"unchanged": 2}}
    assert (again["id"], everything(api.sessions)) == (first["id"], before)


def test_name_that_it_goes_by_is_no_new_name(api: Client) -> None:
    take_table(api, "organisations", ORGANISATIONS)
    outcome = take_table(api, "organisations", table("Name | Sector", "the council | business", "HT | -"))
    assert told(outcome) == [("organisation", "the council", "updated"), ("organisation", "HT", "unchanged")]
    assert outcome["rows"][0]["changes"] == {"sector": {"before": "public", "after": "business"}}


def test_other_names_are_added_and_none_is_taken_away(api: Client) -> None:
    take_table(api, "organisations", ORGANISATIONS)
    document = table("Name | Other names", "Harbour Borough Council | Borough; The Council")
    (row,) = take_table(api, "organisations", document)["rows"]
    assert row["changes"] == {
        "other_names": {
            "before": ["The Council", "Harbour Council"],
            "after": ["The Council", "Harbour Council", "Borough"],
        }
    }


def test_reference_finds_what_has_another_name_by_now(api: Client) -> None:
    take_table(api, "organisations", ORGANISATIONS)
    outcome = take_table(api, "organisations", table("Reference | Name", "hbc | City of Harbour"))
    assert outcome["rows"][0]["changes"] == {
        "name": {"before": "Harbour Borough Council", "after": "City of Harbour"}
    }


def test_new_reference_for_a_known_name_is_refused(api: Client) -> None:
    take_table(api, "organisations", ORGANISATIONS)
    answer = send_table(api, "organisations", table("Ref | Name", "council | HBC"))
    assert places(answer) == [(2, "Ref")]
    assert "is known by the reference 'hbc'" in answer.json()["errors"][0]["detail"]


def test_what_was_changed_in_the_register_stays_while_the_file_says_the_same(api: Client) -> None:
    outcome = take_table(api, "organisations", ORGANISATIONS)
    council = api.get(f"/v1/organisations/{outcome['rows'][0]['resource_id']}").json()
    change(api, council, sector="other")
    assert take_table(api, "organisations", ORGANISATIONS)["counts"] == {"organisation": {"unchanged": 2}}
    assert api.get(council["url"]).json()["sector"] == "other"


def test_what_was_deleted_since_stays_deleted(api: Client) -> None:
    outcome = take_table(api, "organisations", ORGANISATIONS)
    remove(api, f"/v1/organisations/{outcome['rows'][1]['resource_id']}")
    again = take_table(api, "organisations", ORGANISATIONS)
    assert [row["outcome"] for row in again["rows"]] == ["unchanged", "stays_deleted"]


@pytest.mark.parametrize(
    ("mode", "outcomes"), [("create", ["skipped", "created"]), ("update", ["updated", "skipped"])]
)
def test_mode_leaves_out_what_is_not_asked_for(api: Client, mode: str, outcomes: list[str]) -> None:
    made(api, "/v1/organisations", name="Harbour Borough Council", reference="hbc", acronym="HBC")
    rows = take_table(api, "organisations", ORGANISATIONS, mode=mode)["rows"]
    assert [row["outcome"] for row in rows] == outcomes


def test_part_may_stand_above_what_it_is_a_part_of(api: Client) -> None:
    document = table("Name | Part of", "Parks office | Council", "Council | ")
    outcome = take_table(api, "organisations", document)
    assert [row["label"] for row in outcome["rows"]] == ["Parks office", "Council"]
    council, parks = listed(api, "/v1/organisations", "id", "parent_id")
    assert parks[1] == council[0]


def test_parts_of_each_other_are_refused(api: Client) -> None:
    answer = send_table(api, "organisations", table("Name | Part of", "One | Two", "Two | One"))
    assert places(answer) == [(2, "Part of"), (3, "Part of")]
    assert listed(api, "/v1/organisations", "id") == []


def test_second_row_of_the_same_name_is_refused_with_the_first(api: Client) -> None:
    answer = send_table(api, "organisations", table("Name | Sector", "Harbour Trust | ", "harbour  trust | "))
    assert places(answer) == [(3, "Name")]
    assert answer.json()["errors"][0]["detail"] == "it is the same as line 2"


def test_every_fault_is_told_and_nothing_kept(api: Client) -> None:
    before = everything(api.sessions)
    document = table(
        "Name | Sector | Website | Part of",
        "One | private | http://one.example | ",
        "| public | | ",
        "Three | public | not an address | Nobody",
    )
    answer = send_table(api, "organisations", document)
    assert places(answer) == [(2, "Sector"), (3, None), (4, "Part of")]
    assert answer.json()["code"] == "document_is_unreadable"
    assert "3 faults" in answer.json()["detail"]
    first = answer.json()["errors"][0]
    assert (first["words"], "is none of: Public sector" in first["detail"]) == ("private", True)
    assert everything(api.sessions) == before


def test_what_a_shape_refuses_is_told_in_words_for_officers(api: Client) -> None:
    many = "; ".join(f"Quay {number}" for number in range(51))
    rows = (f"{'Q' * 501} | | ", f"A | {many} | ", "B | | www.b.org", "C | | http://", "D | | ftp://d.org")
    refused = [
        send_table(api, "organisations", table("Name | Other names | Website", *rows)),
        send_table(api, "people", table("Name | Email", "Ann | ann at quay")),
        send_table(api, "sub_groups", table("Sub-group | Agenda notice (days)", "E | 366", "F | -1")),
    ]
    assert [fault["detail"] for answer in refused for fault in answer.json()["errors"]] == [
        "is too long: at most 500 characters are taken",
        "holds 51: at most 50 are taken",
        *["is no web address such as https://www.example.org"] * 3,
        "is no e-mail address such as ann@example.org",
        "is too large: 365 at most",
        "is too small: 0 at least",
    ]


def test_skip_keeps_exactly_the_good_rows_and_tells_the_others(api: Client) -> None:
    document = table("Name | Website", "One | http://one.example", "Two | nonsense", "Three | -")
    planned = take_table(api, "organisations", document, on_error="skip", dry_run="true")
    outcome = take_table(api, "organisations", document, on_error="skip")
    assert without_ids(planned) == without_ids(outcome)
    assert outcome["counts"] == {"organisation": {"created": 2, "failed": 1}}
    assert listed(api, "/v1/organisations", "name") == [("One",), ("Three",)]
    kept = api.get(f"{outcome['url']}/rows", params={"outcome": "failed"}).json()["items"]
    assert [(fault["line"], fault["column"], fault["words"]) for fault in kept[0]["faults"]] == [
        (3, "Website", "nonsense")
    ]


def test_row_that_needs_one_that_failed_fails_too(api: Client) -> None:
    document = table("Name | Part of | Website", "Office | Council | ", "Council | | nonsense")
    rows = take_table(api, "organisations", document, on_error="skip")["rows"]
    assert [row["outcome"] for row in rows] == ["failed", "failed"]
    assert "'Council' on line 3 is not there" in rows[0]["faults"][0]["detail"]


def test_people_are_private_unless_the_file_says_so(api: Client) -> None:
    take_table(api, "organisations", ORGANISATIONS)
    outcome = take_table(api, "people", PEOPLE)
    assert outcome["counts"] == {"person": {"created": 2}}
    names = ("name", "email", "is_name_public")
    assert listed(api, "/v1/people", *names) == [
        ("Ann Example", "ann@example.org", True),
        ("Bob Sample", None, False),
    ]
    assert listed(api.public, "/v1/people", *names) == [("Ann Example", None, True)]


def test_rows_of_an_import_of_people_need_a_key(api: Client) -> None:
    outcome = take_table(api, "people", PEOPLE, create_parties="true")
    assert api.public.get(f"{outcome['url']}/rows").status_code == 401
    assert api.public.get(outcome["url"]).status_code == 401
    assert api.as_key(["read"]).get(f"{outcome['url']}/rows").status_code == 200


def test_organisation_that_nobody_knows_is_a_fault_or_is_created_where_asked(api: Client) -> None:
    answer = send_table(api, "people", PEOPLE)
    assert places(answer) == [(2, "Organisation"), (3, "Organisation")]
    planned = take_table(api, "people", PEOPLE, create_parties="true", dry_run="true")
    outcome = take_table(api, "people", PEOPLE, create_parties="true")
    assert without_ids(planned) == without_ids(outcome)
    assert outcome["counts"] == {"organisation": {"created": 2}, "person": {"created": 2}}
    again = take_table(api, "people", PEOPLE, create_parties="true")
    assert again["counts"] == {"person": {"unchanged": 2}}


def test_party_is_created_only_for_a_row_that_is_kept(api: Client) -> None:
    document = table("Name | Organisation | Email", "Ann | Harbour Trust | nonsense")
    outcome = take_table(api, "people", document, create_parties="true", on_error="skip")
    assert outcome["counts"] == {"person": {"failed": 1}}
    assert listed(api, "/v1/organisations", "name") == []


def test_change_to_a_party_that_is_created_tells_its_reference(api: Client) -> None:
    take_table(api, "people", table("Name | Phone", "Ann | 1"))
    document = table("Name | Organisation", "Ann | Harbour Trust")
    for more in ({"dry_run": "true"}, {}):
        outcome = take_table(api, "people", document, create_parties="true", **more)
        assert outcome["rows"][1]["changes"] == {
            "organisation_id": {"before": None, "after": "harbour-trust"}
        }


def test_people_of_one_name_are_told_apart_by_their_references(api: Client) -> None:
    one, other = made(api, "/v1/organisations", name="One"), made(api, "/v1/organisations", name="Other")
    document = table("Reference | Name | Organisation", "ann-1 | Ann | One", "ann-2 | Ann | Other")
    take_table(api, "people", document)
    assert {*listed(api, "/v1/people", "reference", "organisation_id")} == {
        ("ann-1", one["id"]),
        ("ann-2", other["id"]),
    }
    answer = send_table(api, "people", table("Name | Phone", "Ann | 1"))
    assert "'ann-1', 'ann-2'" in answer.json()["errors"][0]["detail"]


def test_person_of_another_organisation_is_another_person(api: Client) -> None:
    made(api, "/v1/organisations", name="One")
    other = made(api, "/v1/organisations", name="Other")
    take_table(api, "people", table("Name | Organisation", "Ann | One"))
    again = take_table(api, "people", table("Name | Organisation", "Ann | One", "Ann | Other"))
    assert [row["outcome"] for row in again["rows"]] == ["unchanged", "created"]
    moved = take_table(api, "people", table("Reference | Name | Organisation", "ann | Ann | Other"))
    assert [*moved["rows"][0]["changes"]] == ["organisation_id"]
    assert {*listed(api, "/v1/people", "reference", "organisation_id")} == {
        ("ann", other["id"]),
        ("ann-2", other["id"]),
    }


def test_two_rows_of_one_thing_by_different_names_are_refused(api: Client) -> None:
    take_table(api, "organisations", ORGANISATIONS)
    document = table("Reference | Name | Sector", "hbc | | other", "| The Council | business")
    answer = send_table(api, "organisations", document)
    assert places(answer) == [(3, "Name")]
    assert answer.json()["errors"][0]["detail"] == "it is the same as line 2"


def test_party_that_is_created_leads_where_its_name_waited(api: Client) -> None:
    made(api, "/v1/plans", title="Quay", kind="strategy", reference="quay")
    action = made(api, "/v1/actions", plan_id="quay", text="Sweep", lead_text="Harbour Trust")
    take_table(api, "organisations", ORGANISATIONS)
    lead = api.get(action["url"]).json()["leads"][0]
    assert (lead["is_resolved"], lead["name"]) == (True, "Harbour Trust")


LED = "Harbour plan\n\nPlanned Action\tLead\nSweep\tHarbour Trust\nPaint\tQuay Club\nLook\tOld Trust\n"


def test_leads_that_wait_for_the_names_of_a_table_are_linked_when_all_of_it_is_there(api: Client) -> None:
    take(api, LED)
    rows = ("Harbour Trust | HT", "Quay Club | QC", "Quay Club Two | QC")
    answer = send_table(api, "organisations", table("Name | Acronym", *rows), on_error="skip")
    assert answer.status_code == 201, answer.text
    leads = {one["text"]: one["leads"][0] for one in api.get("/v1/actions?embed=leads").json()["items"]}
    known = {one["name"]: one["id"] for one in api.get("/v1/organisations").json()["items"]}
    assert leads["Sweep"]["organisation_id"] == known["Harbour Trust"]
    assert leads["Paint"]["organisation_id"] == known["Quay Club"]
    assert (leads["Look"]["organisation_id"], leads["Look"]["name"]) == (None, "Old Trust")


def test_name_of_a_row_that_is_taken_back_links_nothing(api: Client) -> None:
    take(api, LED)
    document = table("Name | Website", "Harbour Trust | nowhere", "Quay Club | http://q.example")
    answer = send_table(api, "organisations", document, on_error="skip")
    assert answer.json()["counts"] == {"organisation": {"created": 1, "failed": 1}}
    waiting = [one["name"] for one in api.get("/v1/unresolved-names").json()["items"]]
    assert waiting == ["Harbour Trust", "Old Trust"]

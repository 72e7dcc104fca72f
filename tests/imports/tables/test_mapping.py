"""Headings of flat tables mapped by hand."""

import json

import pytest

from app.formats.table_text import read_table_text
from app.imports.rules.kinds import ImportKind
from app.imports.rules.tables.drafts import NotATable
from app.imports.rules.tables.mapping import read_heading_mapping
from app.imports.rules.tables.reading import read_table
from tests.support.client import Client
from tests.support.documents import Item
from tests.support.tables import listed, send_table, table, take_table

ODD = table("Who they are | Sits where | Name | Phone", "Ann Example | Quay Club | x | 5")
BY_HAND = {"Who they are": "name", "Organisation": "sits  WHERE", "Phone": None}


def headings(outcome: Item) -> list[tuple[str, str | None]]:
    """Give what each column of the first table was taken for."""
    return [(one["heading"], one["read_as"]) for one in outcome["columns"][0]["columns"]]


@pytest.mark.parametrize("place", ["address", "form"])
def test_headings_are_mapped_by_field_or_by_heading_in_either_order(api: Client, place: str) -> None:
    words = json.dumps(BY_HAND)
    if place == "address":
        done = take_table(api, "people", ODD, mapping=words, create_parties="true")
    else:
        address = "/v1/imports?kind=people&create_parties=true"
        answer = api.post(address, files={"file": ("people.txt", ODD.encode())}, data={"mapping": words})
        assert answer.status_code == 201, answer.text
        done = answer.json()
    assert headings(done) == [
        ("Who they are", "name"),
        ("Sits where", "organisation_id"),
        # What is mapped by hand is the only one that is taken so.
        ("Name", None),
        ("Phone", None),
    ]
    assert listed(api, "/v1/people", "name", "phone") == [("Ann Example", None)]
    assert listed(api, "/v1/organisations", "name") == [("Quay Club",)]
    assert api.get(done["url"]).json()["options"]["mapping"] == words


def test_group_and_its_seats_are_mapped_each_by_their_own_headings(api: Client) -> None:
    by_hand = {"Team": "name", "Begun": "started_on", "Seated": "From", "Who": "Member"}
    document = table("Team | Begun | Seated | Who", "Parks Group | 01/04/2004 | 02/05/2004 | Ann Example")
    take_table(api, "people", table("Name | Phone", "Ann Example | 5"))
    take_table(api, "sub_groups", document, mapping=json.dumps(by_hand))
    [(group, begun)] = listed(api, "/v1/sub-groups", "id", "started_on")
    assert begun == "2004-04-01"
    assert listed(api, f"/v1/sub-groups/{group}/memberships", "started_on") == [("2004-05-02",)]


def test_first_of_two_columns_of_one_meaning_is_chosen_by_hand(api: Client) -> None:
    document = table("Name | Organisation", "Harbour Trust | Quay Club")
    refused = send_table(api, "organisations", document)
    assert "`mapping` can say which one is meant" in refused.json()["errors"][0]["detail"]
    take_table(api, "organisations", document, mapping='{"Organisation": "name"}')
    assert listed(api, "/v1/organisations", "name") == [("Quay Club",)]


@pytest.mark.parametrize(
    ("kind", "mapping", "told"),
    [
        ("people", "{", "JSON object"),
        ("people", '{"Finish by": "due"}', "reference, name, other_names, organisation_id"),
        ("people", '{"Finish by": 7}', "Email, Phone, Name is public; null leaves the column as words"),
        ("people", '{"Who": "name", "who": "phone"}', "mapped twice"),
        ("sub_groups", '{"Team": "starts_on"}', "started_on, ended_on"),
    ],
)
def test_mapping_that_can_not_be_read_is_refused_and_told_what_is_allowed(
    api: Client, kind: str, mapping: str, told: str
) -> None:
    refused = send_table(api, kind, ODD, mapping=mapping)
    [fault] = refused.json()["errors"]
    assert (refused.status_code, fault["parameter"]) == (400, "mapping")
    assert told in fault["detail"]
    in_form = api.post(
        f"/v1/imports?kind={kind}", files={"file": ("p.txt", ODD.encode())}, data={"mapping": mapping}
    )
    [fault] = in_form.json()["errors"]
    assert (in_form.status_code, fault["pointer"]) == (422, "/mapping")


def test_kind_that_nobody_knows_is_all_that_is_refused_beside_a_mapping(api: Client) -> None:
    refused = send_table(api, "wishes", ODD, mapping='{"Who": "name"}')
    assert [fault["parameter"] for fault in refused.json()["errors"]] == ["kind"]


def test_mapping_of_a_heading_that_is_not_there_is_refused() -> None:
    by_hand = read_heading_mapping('{"Who": "phone"}', ImportKind.PEOPLE)
    with pytest.raises(
        NotATable, match=r"no table has the heading 'who' .*; there are 'Who they are', 'Sits"
    ):
        read_table(read_table_text(ODD), ImportKind.PEOPLE, by_hand)

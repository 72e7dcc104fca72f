"""Who leads, told by what is named."""

from typing import Any

import pytest

from app.actions.rules import LeadIsUnclear, kind_of_lead

PARTIES = {
    "person_id": "person",
    "organisation_id": "organisation",
    "post_id": "post",
    "sub_group_id": "sub_group",
}


@pytest.mark.parametrize(("name", "kind"), PARTIES.items())
def test_one_party_tells_what_kind_of_lead_it_is(name: str, kind: str) -> None:
    nobody: dict[str, Any] = dict.fromkeys(PARTIES)
    assert kind_of_lead({**nobody, "is_vacant": False, name: "some-one"}, "/leads/0") == kind


def test_nobody_leads_where_it_is_said_to_be_vacant() -> None:
    assert kind_of_lead({**dict.fromkeys(PARTIES), "is_vacant": True}, "/leads/0") == "vacant"


@pytest.mark.parametrize(
    "lead",
    [
        {},
        {"is_vacant": False, "text": "someone"},
        {"person_id": "a", "is_vacant": True},
        {"person_id": "a", "organisation_id": "b"},
        {"post_id": "a", "sub_group_id": "a"},
    ],
)
def test_lead_that_names_nobody_or_several_is_unclear(lead: dict[str, Any]) -> None:
    with pytest.raises(LeadIsUnclear) as refused:
        kind_of_lead(lead, "/leads/3")
    assert [fault.pointer for fault in refused.value.errors] == ["/leads/3"]

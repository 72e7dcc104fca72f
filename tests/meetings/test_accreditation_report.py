"""The third real document, told as facts: a steering group is asked to adopt a plan for accreditation."""

import pytest

from tests.support.asking import make
from tests.support.client import Client


@pytest.mark.usefixtures("group")
def test_report_becomes_a_meeting_an_item_for_decision_and_its_recommendations(api: Client) -> None:
    meeting = make(
        api,
        "/v1/meetings",
        sub_group_id="steering-group",
        starts_on="2003-01-21",
        status="held",
        visibility="public",
    )
    item = make(
        api,
        f"{meeting['url']}/agenda-items",
        title="Action plan 2003/04",
        kind="decision",
        text="The sub-group for action planning has drafted the plan that accreditation asks for.",
    )
    asked = {
        "a": "Take on the draft plan in the appendix.",
        "b": "Send it to the Government Office before January 2003 is over.",
    }
    for letter, text in asked.items():
        make(api, f"{meeting['url']}/recommendations", agenda_item_id=item["id"], letter=letter, text=text)

    seen = api.public.get(
        "/v1/meetings/by-reference/steering-group-2003-01-21?embed=agenda_items,sub_group"
    ).json()
    assert (seen["starts_on"], seen["starts_at"]) == ("2003-01-21", None)
    assert seen["sub_group"]["name"] == "Steering Group"
    assert [(one["title"], one["kind"]) for one in seen["agenda_items"]] == [
        ("Action plan 2003/04", "decision")
    ]
    recommended = seen["agenda_items"][0]["recommendations"]
    assert {one["letter"]: one["text"] for one in recommended} == asked
    assert [one["letter"] for one in recommended] == ["a", "b"]

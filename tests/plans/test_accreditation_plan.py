"""The third real document's plan, told as facts: for 2003/04, judged by the six criteria of accreditation."""

from tests.support.asking import make
from tests.support.client import Client

SIX = (
    "Strategic",
    "Inclusive",
    "Action-focused",
    "Performance managed",
    "Efficient",
    "Fostering a culture of learning and development",
)


def test_plan_for_accreditation_answers_the_six_criteria_in_their_order(api: Client) -> None:
    make(api, "/v1/sub-groups", name="Action Planning sub-group", kind="sub_group")
    for title in SIX:
        make(api, "/v1/criteria", framework="Accreditation", title=title)
    plan = make(
        api,
        "/v1/plans",
        reference="accreditation-2003-04",
        title="Accreditation action plan 2003/04",
        kind="accreditation_plan",
        starts_on="2003-04-01",
        ends_on="2004-03-31",
        document_date="2003-01-21",
        sub_group_id="action-planning-sub-group",
        visibility="public",
    )
    criteria = api.public.get("/v1/criteria?framework=Accreditation").json()["items"]
    assert [one["title"] for one in criteria] == list(SIX)
    assert [one["position"] for one in criteria] == [1, 2, 3, 4, 5, 6]
    for criterion in criteria:
        make(api, f"{plan['url']}/themes", title=criterion["title"], criterion_id=criterion["id"])

    seen = api.public.get("/v1/plans/by-reference/accreditation-2003-04?embed=themes,sub_group").json()
    assert (seen["kind"], seen["status"]) == ("accreditation_plan", "draft")
    assert seen["sub_group"]["name"] == "Action Planning sub-group"
    assert [(theme["number"], theme["title"]) for theme in seen["themes"]] == list(enumerate(SIX, start=1))
    assert [theme["criterion_id"] for theme in seen["themes"]] == [one["id"] for one in criteria]


def test_action_of_the_plan_is_due_on_the_last_day_that_its_words_name(api: Client) -> None:
    make(api, "/v1/plans", reference="a", title="Plan", kind="accreditation_plan", document_date="2003-01-21")
    make(
        api,
        "/v1/actions",
        plan_id="a",
        text="Send the plan to the Government Office",
        due={"text": "by the end of January 2003"},
    )
    due = api.get("/v1/deadlines?plan=a&as_of=2003-01-21").json()["items"]
    # "The end of January" is its last day, the 31st: ten days after the meeting on the 21st.
    assert [(one["latest"], one["state"], one["days_left"]) for one in due] == [
        ("2003-01-31", "upcoming", 10)
    ]

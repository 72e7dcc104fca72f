"""The pack that goes to those who accredit: the plan as adopted against each criterion, with evidence."""

from datetime import date
from io import BytesIO
from typing import Any

import docx
import pytest

from app.kernel.text import day_words
from tests.adoption.test_transitions import taken
from tests.support.asking import ANY, Item, changed, delete, make, refusal
from tests.support.client import Client
from tests.support.plans import make_action, make_plan, make_themes

FRAMEWORK = "Accreditation of partnerships"


@pytest.fixture
def criteria(api: Client) -> list[Item]:
    titles = ("Strategic", "Inclusive", "Efficient")
    return [make(api, "/v1/criteria", framework=FRAMEWORK, title=title) for title in titles]


@pytest.fixture
def plan(api: Client, criteria: list[Item]) -> Item:
    """A plan of which two of three criteria are answered, adopted at a meeting."""
    group = make(api, "/v1/sub-groups", name="Steering Group", kind="steering_group")
    plan = make_plan(api, sub_group_id=group["id"])
    themes = make_themes(api, plan, "Strategy", "Access", "Glossary")
    for theme, criterion in zip(themes, criteria, strict=False):
        if theme["title"] != "Glossary":
            changed(api, theme, criterion_id=criterion["id"])
    trust = make(api, "/v1/organisations", name="Golborne Trust")
    make_action(
        api,
        plan,
        "Write the strategy",
        theme_ids=[themes[0]["id"]],
        due="July 2004",
        leads=[{"organisation_id": trust["id"]}],
    )
    make_action(
        api, plan, "Move the meetings", theme_ids=[themes[0]["id"], themes[1]["id"]], due="March 2005"
    )
    make_action(api, plan, "Drop this", theme_ids=[themes[1]["id"]])
    make_action(api, plan, "Explain the words", theme_ids=[themes[2]["id"]])
    meeting = make(api, "/v1/meetings", sub_group_id=group["id"], starts_on="2004-07-20")
    decision = make(api, f"{meeting['url']}/decisions", outcome="agreed", text="Adopt the plan")
    taken(api, plan, "proposed", made_on="2004-06-01")
    taken(api, plan, "adopted", decision_id=decision["id"])
    return plan


def pack_of(api: Client, plan: Item, **query: Any) -> Item:
    answer = api.get(f"{plan['url']}/accreditation-pack", params=query)
    assert answer.status_code == 200, answer.text
    pack: Item = answer.json()
    return pack


def answered(pack: Item) -> list[tuple[str | None, int]]:
    """Tell how many actions answer each criterion of a pack."""
    return [
        (entry["criterion"] and entry["criterion"]["title"], entry["counts"]["total"])
        for entry in pack["criteria"]
    ]


def actions(api: Client, plan: Item) -> list[Item]:
    listed: list[Item] = api.get(f"/v1/actions?plan={plan['id']}&sort=position").json()["items"]
    return listed


def test_pack_shows_each_criterion_also_those_that_nothing_answers(api: Client, plan: Item) -> None:
    pack = pack_of(api, plan)
    assert [
        (
            entry["criterion"] and entry["criterion"]["title"],
            [theme["title"] for theme in entry["themes"]],
            [action["text"] for action in entry["actions"]],
        )
        for entry in pack["criteria"]
    ] == [
        ("Strategic", ["Strategy"], ["Write the strategy", "Move the meetings"]),
        ("Inclusive", ["Access"], ["Move the meetings", "Drop this"]),
        ("Efficient", [], []),
        (None, ["Glossary"], ["Explain the words"]),
    ]
    # Two actions, two, none and one, but one of them stands under two criteria.
    assert [entry["counts"]["total"] for entry in pack["criteria"]] == [2, 2, 0, 1]
    assert pack["totals"]["total"] == 4


def test_pack_tells_how_the_plan_was_adopted(api: Client, plan: Item) -> None:
    pack = pack_of(api, plan)
    version = pack["version"]
    assert (version["number"], version["adopted_on"], pack["owner"]) == (1, "2004-07-20", "Steering Group")
    assert version["meeting"]["title"] == "Steering Group meeting"
    assert (version["decision"]["outcome"], version["decision"]["text"]) == ("agreed", "Adopt the plan")


def test_pack_holds_what_was_adopted_with_what_became_of_it(api: Client, plan: Item) -> None:
    first, second, third, _ = actions(api, plan)
    changed(api, first, text="Write and print the strategy", status="in_progress", percent=60)
    make(api, f"{first['url']}/progress-updates", text="A draft is out", reported_on="2004-09-01")
    make(api, f"{first['url']}/progress-updates", text="Too late to tell", reported_on="2005-02-01")
    step = make(api, f"{first['url']}/milestones", title="First draft", status="met", met_on="2004-08-30")
    changed(api, second, status="completed")
    delete(api, third)
    pack = pack_of(api, plan, as_of="2004-12-31")
    strategic, inclusive = pack["criteria"][:2]
    shown = strategic["actions"][0]
    assert (shown["text"], shown["due"], shown["leads"]) == (
        "Write the strategy",
        "July 2004",
        ["Golborne Trust"],
    )
    assert (shown["now"]["text"], shown["now"]["percent"]) == ("Write and print the strategy", 60)
    # It was due by the end of July.
    assert (shown["now"]["state"], shown["is_as_adopted"]) == ("overdue", False)
    assert [(one["kind"], one["dated_on"], one["text"]) for one in shown["evidence"]] == [
        ("progress_update", "2004-09-01", "A draft is out"),
        ("milestone", "2004-08-30", "First draft"),
    ]
    assert api.get(shown["evidence"][1]["url"]).json()["id"] == step["id"]
    dropped = inclusive["actions"][1]
    assert (dropped["text"], dropped["now"], dropped["is_as_adopted"]) == ("Drop this", None, False)
    counts = pack["totals"]
    assert {name: count for name, count in counts["by_status"].items() if count} == {
        "in_progress": 1,
        "completed": 1,
        "not_started": 1,
    }
    assert (counts["total"], counts["removed"], counts["with_evidence"]) == (4, 1, 1)


def test_ticks_of_deadlines_are_evidence_up_to_the_day(api: Client, plan: Item) -> None:
    action = actions(api, plan)[0]
    changed(api, action, due={"text": "Review once a year. Next review: July 2004"})
    first, second, third = api.get(
        f"/v1/deadlines?plan={plan['id']}&lead=golborne-trust&source=action&from=2004-07-01&to=2006-12-31"
    ).json()["items"]
    for deadline, day, note in (
        (first, "2004-07-20", "Seen by the steering group"),
        (second, "2005-07-19", None),
        (third, "2006-07-18", "Too late to tell"),
    ):
        ticked = {"completed_on": day, "note": note}
        api.post(f"{deadline['url']}/complete", json=ticked).raise_for_status()
    shown = pack_of(api, plan, as_of="2005-12-31")["criteria"][0]["actions"][0]
    assert shown["evidence"] == [
        {
            "kind": "deadline",
            "dated_on": "2004-07-20",
            "text": "Seen by the steering group",
            "url": first["url"],
        },
        {"kind": "deadline", "dated_on": "2005-07-19", "text": second["text"], "url": second["url"]},
    ]
    document = document_as_of(api, plan, "2004-12-31")
    assert document.tables[2].rows[1].cells[4].text == "20 Jul 2004: Ticked off: Seen by the steering group"


def test_pack_tells_into_which_plan_an_action_was_carried_and_how_it_stands(api: Client, plan: Item) -> None:
    after = make_plan(api, title="Partnership Plan 2005/06", starts_on="2005-04-01", ends_on="2006-03-31")
    first, second = actions(api, plan)[:2]
    make_action(api, after, "What is new")
    api.post(
        f"{plan['url']}/carry-forward", json={"into": after["reference"], "action_ids": [first["id"]]}
    ).raise_for_status()
    copy = next(one for one in actions(api, after) if one["carried_from_id"] == first["id"])
    changed(api, copy, status="in_progress")
    shown, other = pack_of(api, plan)["criteria"][0]["actions"]
    assert shown["carried_into"] == {
        **{name: copy[name] for name in ("id", "reference", "url")},
        "status": "in_progress",
        "plan": {name: after[name] for name in ("id", "reference", "title", "url")},
    }
    assert (other["id"], other["carried_into"]) == (second["id"], None)
    document = document_as_of(api, plan, "2005-12-31")
    assert document.tables[2].rows[1].cells[3].text == (
        f"Carried forward into the Partnership Plan 2005/06 as {copy['reference']}, and in progress there"
    )


def test_pack_names_leads_with_their_organisation_and_nobody_whose_name_is_not_public(
    api: Client, criteria: list[Item]
) -> None:
    rbkc = make(api, "/v1/organisations", name="RBKC")
    ann = make(api, "/v1/people", name="Ann Example", organisation_id=rbkc["id"], is_name_public=True)
    bob = make(api, "/v1/people", name="Bob Secret", organisation_id=rbkc["id"])
    cyd = make(api, "/v1/people", name="Cyd Secret")
    post = make(api, "/v1/posts", title="Policy Manager", organisation_id=rbkc["id"])
    plan = make_plan(api)
    make_action(
        api,
        plan,
        "Write the strategy",
        leads=[
            {"person_id": ann["id"]},
            {"person_id": bob["id"]},
            {"person_id": cyd["id"]},
            {"post_id": post["id"]},
            {"is_vacant": True},
        ],
    )
    taken(api, plan, "proposed", "adopted")
    expected = ["RBKC: Ann Example", "RBKC", "name not public", "RBKC: Policy Manager", "to be found"]
    assert pack_of(api, plan)["criteria"][-1]["actions"][0]["leads"] == expected
    assert document_as_of(api, plan, "2004-12-31").tables[-1].rows[1].cells[1].text == "\n".join(expected)
    changed(api, ann, is_name_public=False)
    # Ann and Bob are both told as their organisation now, which is told once.
    assert pack_of(api, plan)["criteria"][-1]["actions"][0]["leads"] == expected[1:]
    assert len(criteria) == 3


def test_pack_is_of_the_newest_version_unless_another_is_asked_for(api: Client, plan: Item) -> None:
    changed(api, actions(api, plan)[0], text="Write it anew")
    taken(api, plan, "proposed", "adopted", made_on="2005-01-18")
    for query, number, text in (
        ({}, 2, "Write it anew"),
        ({"version": 1}, 1, "Write the strategy"),
    ):
        pack = pack_of(api, plan, **query)
        assert pack["version"]["number"] == number
        assert pack["criteria"][0]["actions"][0]["text"] == text
    assert api.get(f"{plan['url']}/accreditation-pack?version=3").status_code == 404


def test_plan_that_was_never_adopted_has_no_pack(api: Client) -> None:
    for path in ("", ".docx"):
        answer = api.get(f"{make_plan(api, title=f'A draft{path}')['url']}/accreditation-pack{path}")
        assert refusal(answer)[:2] == (409, "plan_was_not_adopted")


def test_pack_is_for_partners(api: Client, plan: Item) -> None:
    api.patch(plan["url"], json={"visibility": "public"}, headers=ANY).raise_for_status()
    for path in ("", ".docx"):
        assert api.public.get(f"{plan['url']}/accreditation-pack{path}").status_code == 401
        assert api.as_key(["read"]).get(f"{plan['url']}/accreditation-pack{path}").status_code == 200


def document_of(api: Client, plan: Item) -> Any:
    """Read the pack as a Word document, as of the end of 2004, after the first action made some progress."""
    first = actions(api, plan)[0]
    changed(api, first, status="in_progress", percent=60, current_situation="On its way")
    make(api, f"{first['url']}/progress-updates", text="A draft is out", reported_on="2004-09-01")
    return document_as_of(api, plan, "2004-12-31")


def document_as_of(api: Client, plan: Item, day: str) -> Any:
    """Read the pack as a Word document, as of a day."""
    answer = api.get(f"{plan['url']}/accreditation-pack.docx?as_of={day}")
    name = "partnership-plan-accreditation-pack.docx"
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
    return docx.Document(BytesIO(answer.content))


def test_pack_is_a_word_document_that_can_be_sent(api: Client, plan: Item) -> None:
    document = document_of(api, plan)
    words = [one.text for one in document.paragraphs]
    headings = [one.text for one in document.paragraphs if one.style.name.startswith(("Title", "Heading"))]
    assert headings == [
        "Partnership Plan: accreditation pack",
        *("How the plan came about", "Summary", "Strategic", "Inclusive", "Efficient", "Other actions"),
    ]
    assert (
        "This is version 1 of the plan, adopted by the Steering Group at its meeting on 20 Jul 2004." in words
    )
    assert "No action of the plan answers this criterion." in words
    assert (
        document.sections[0]
        .footer.paragraphs[0]
        .text.startswith("Partnership Plan: accreditation pack, page")
    )
    assert [cell.text for cell in document.tables[2].rows[1].cells] == [
        "1.1  Write the strategy",
        "Golborne Trust",
        "July 2004",
        "In progress (60%)\nOverdue\nOn its way",
        "1 Sep 2004: A draft is out",
    ]


def test_document_of_another_day_says_that_statuses_are_of_today(api: Client, plan: Item) -> None:
    today = date.fromisoformat(pack_of(api, plan)["as_of"])
    told = [one.text for one in document_as_of(api, plan, "2004-12-31").paragraphs]
    assert f"Statuses are as of {day_words(today)}; reports, milestones and ticks up to 31 Dec 2004." in told
    told = [one.text for one in document_as_of(api, plan, today.isoformat()).paragraphs]
    assert not [words for words in told if words.startswith("Statuses are")]


def test_document_tells_the_steps_and_sums_up(api: Client, plan: Item) -> None:
    steps, summary = document_of(api, plan).tables[:2]
    assert [[cell.text for cell in row.cells] for row in steps.rows] == [
        ["Step", "Day", "Note"],
        ["Proposed", "1 Jun 2004", ""],
        ["Adopted", "20 Jul 2004", ""],
    ]
    heads, strategic = ([cell.text for cell in row.cells] for row in summary.rows[:2])
    # Of the two one is in progress and one not started; the one is overdue, and has news.
    assert [*zip(heads, strategic, strict=True)] == [
        ("Criterion", "Strategic"),
        ("Actions", "2"),
        ("Not started", "1"),
        ("In progress", "1"),
        ("Completed", "0"),
        ("Cancelled", "0"),
        ("Deferred", "0"),
        ("Carried forward", "0"),
        ("Taken out", "0"),
        ("Overdue", "1"),
        ("With evidence", "1"),
    ]


def test_situation_that_stood_in_the_plan_is_no_evidence(api: Client, criteria: list[Item]) -> None:
    plan = make_plan(api)
    make_action(api, plan, "Define indicators", current_situation="Poorly defined")
    taken(api, plan, "proposed", "adopted")
    pack = pack_of(api, plan)
    assert (pack["totals"]["total"], pack["totals"]["with_evidence"]) == (1, 0)
    (listed,) = actions(api, plan)
    make(api, f"{listed['url']}/progress-updates", text="Ten are defined")
    assert pack_of(api, plan)["totals"]["with_evidence"] == 1
    assert len(criteria) == 3


def test_theme_linked_to_its_criterion_after_adoption_answers_it(api: Client, criteria: list[Item]) -> None:
    plan = make_plan(api)
    (theme,) = make_themes(api, plan, "Strategy")
    make_action(api, plan, "Write the strategy", theme_ids=[theme["id"]])
    taken(api, plan, "proposed", "adopted")
    assert answered(pack_of(api, plan)) == [("Strategic", 0), ("Inclusive", 0), ("Efficient", 0), (None, 1)]
    changed(api, theme, criterion_id=criteria[0]["id"])
    assert answered(pack_of(api, plan)) == [("Strategic", 1), ("Inclusive", 0), ("Efficient", 0)]


def test_pack_of_a_plan_that_answers_nothing_takes_no_framework_of_several(
    api: Client, criteria: list[Item]
) -> None:
    make(api, "/v1/criteria", framework="Another framework", title="Thrifty")
    plan = make_plan(api)
    make_action(api, plan, "Write the strategy")
    taken(api, plan, "proposed", "adopted")
    assert answered(pack_of(api, plan)) == [(None, 1)]
    assert len(criteria) == 3


def test_pack_names_the_body_that_met_and_says_by_which_day_ditto_is(api: Client) -> None:
    owner = make(api, "/v1/sub-groups", name="Learning sub-group")
    group = make(api, "/v1/sub-groups", name="Steering Group", kind="steering_group")
    plan = make_plan(api, sub_group_id=owner["id"])
    make_action(api, plan, "First", due="July 2004")
    make_action(api, plan, "Second", due="ditto")
    meeting = make(api, "/v1/meetings", sub_group_id=group["id"], starts_on="2004-06-15")
    taken(api, plan, "proposed", "adopted", meeting_id=meeting["id"])
    document = docx.Document(BytesIO(api.get(f"{plan['url']}/accreditation-pack.docx").content))
    words = [one.text for one in document.paragraphs]
    assert (
        "This is version 1 of the plan, adopted by the Steering Group at its meeting on 15 Jun 2004." in words
    )
    dues = [row.cells[2].text for row in document.tables[-1].rows[1:]]
    assert dues == ["July 2004", "ditto (by 31 Jul 2004)"]

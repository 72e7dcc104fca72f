"""Pictures of a plan over HTTP: what is drawn where, what is told in words, in which language, and for whom."""

from datetime import date, timedelta
from time import perf_counter

import pytest

from app.actions.rules import ActionStatus
from app.deadlines.queries.pictures.progress import draw_progress
from app.deadlines.queries.pictures.timeline import draw_timeline
from app.deadlines.rules.pictures.timeline import Lane, Strand, Stretch, Timeline
from app.deadlines.rules.standing import Standing
from app.deadlines.rules.wording import Language
from app.schedule.rules import DueState
from tests.deadlines.builders import make_register
from tests.support.asking import Item, changed, delete, make
from tests.support.client import Client
from tests.support.pictures import SVG, corners, picture, read_svg, texts, titled, told
from tests.support.plans import make_action, make_plan, make_themes

DAY = "as_of=2004-08-15"
HOSTILE = '</title><script>alert(1)</script> & "quoted" ]]>'


@pytest.fixture
def register(api: Client) -> dict[str, Item]:
    """The register of `builders.py`."""
    return make_register(api)


def timeline_of(register: dict[str, Item], query: str = DAY) -> str:
    """Give the address of the timeline of the public plan."""
    return f"{register['a']['url']}/timeline.svg?{query}"


def progress_of(register: dict[str, Item], query: str = DAY) -> str:
    """Give the address of the picture of the progress of the public plan."""
    return f"{register['a']['url']}/progress.svg?{query}"


def test_bars_lie_where_their_days_are(api: Client) -> None:
    plan = make_plan(api)
    make_action(api, plan, "Publish a newsletter", due="July 2004")
    make_action(api, plan, "Go on", due="from July 2004")
    drawn = dict(titled(picture(api.get(f"{plan['url']}/timeline.svg?{DAY}"))))
    # 812 units from 252 to 1064 for 365 days; 91 of them before July, and 122 before August.
    july = drawn["1: Publish a newsletter – July 2004, Overdue “July 2004”"]
    assert [x for x, _ in corners(july)] == [454.44, 454.44, 523.41, 523.41]
    assert corners(july)[0][1] - corners(july)[1][1] == 18
    opened = drawn["2: Go on – from 1 July 2004, Ongoing “from July 2004”"]
    assert [x for x, _ in corners(opened)] == [454.44, 454.44, 1055, 1064, 1055]
    # The mark of the last day would leave the picture, were it not moved.
    ending = drawn["End of the plan's period – 31 March 2005, Upcoming"]
    assert [x for x, _ in corners(ending)] == [1046, 1055, 1064, 1055]


def test_day_as_of_which_it_is_drawn_has_its_line(api: Client, register: dict[str, Item]) -> None:
    root = picture(api.get(timeline_of(register)))
    assert "15 August 2004" in texts(root)
    # 136 days and a half after 1 April, each 812 / 365 wide, from 252 on.
    lines = {one.attrib["x1"] for one in root.iter(f"{SVG}line") if one.get("stroke-width")}
    assert lines == {"555.67"}
    after = texts(picture(api.get(timeline_of(register, "as_of=2026-11-22"))))
    assert "22 November 2026: after the period shown" in after
    before = texts(picture(api.get(timeline_of(register, "as_of=1999-01-01"))))
    assert "1 January 1999: before the period shown" in before


def test_timeline_is_told_in_words_as_a_whole(api: Client, register: dict[str, Item]) -> None:
    root = picture(api.get(timeline_of(register)))
    assert root.findtext(f"{SVG}title") == "Timeline: Open plan"
    lines = told(root).split(".\n")
    assert lines[0] == (
        "As of 15 August 2004 · Period of the plan: 1 April 2004 – 31 March 2005 · Actions: 12 · Overdue: 1, "
        "Due now: 2, Upcoming: 2, Ongoing: 2, Waiting for something else: 1, No date: 2, Done: 2"
    )
    assert lines[1].startswith(
        "1. Strategic: Actions: 1; Overdue: 1; a.overdue: To do a.overdue – June 2004, Overdue"
    )
    assert "a.now: To do a.now – August 2004, Due now" in lines[2]
    assert "a.review: To do a.review – August to September 2004, Due now (repeats)" in lines[2]
    assert "a.milestone: Signed off – 31 March 2005, Upcoming" in lines[3]
    assert "a.closed: To do a.closed – July 2004, Done" in lines[3]
    assert "; Ongoing: a.ongoing" in lines[3]
    assert lines[4].startswith("The plan as a whole: End of the plan's period – 31 March 2005, Upcoming")
    assert lines[5:] == [
        "Waiting for something else (1): a.waiting",
        "No date (2): a.milestone, a.none",
        "Done, with no date (1): a.before.",
    ]


def test_what_was_cancelled_is_drawn_and_counted_apart_from_what_was_done(
    api: Client, register: dict[str, Item]
) -> None:
    for reference in ("a.overdue", "a.milestone", "a.none"):
        changed(api, register[reference], status="cancelled")
    root = picture(api.get(timeline_of(register)))
    lines = told(root).split(".\n")
    assert lines[0].endswith(", Waiting for something else: 1, Done: 2, Cancelled: 3")
    assert lines[1].startswith(
        "1. Strategic: Actions: 1; Cancelled: 1; a.overdue: To do a.overdue – June 2004, Cancelled"
    )
    assert "a.milestone: Signed off – 31 March 2005, Cancelled" in lines[3]
    assert "a.closed: To do a.closed – July 2004, Done" in lines[3]
    assert "Cancelled, with no date (2): a.milestone, a.none." in lines
    drawn = dict(titled(root))
    fills = {
        drawn[name].find(f"{SVG}path").attrib["fill"]  # type: ignore[union-attr]
        for name in drawn
        if name.startswith(("a.overdue", "a.milestone"))
    }
    assert fills == {"url(#timeline-cancelled)"}
    assert {"Done", "Cancelled"} <= {*texts(root)}
    welsh = told(picture(api.get(timeline_of(register, f"{DAY}&lang=cy"))))
    assert "a.overdue: To do a.overdue – Mehefin 2004, Wedi'i ganslo" in welsh


def test_what_has_no_day_is_named_below_and_drawn_nowhere(api: Client, register: dict[str, Item]) -> None:
    root = picture(api.get(timeline_of(register)))
    assert texts(root)[-3:] == [
        "Waiting for something else (1): a.waiting",
        "No date (2): a.milestone, a.none",
        "Done, with no date (1): a.before",
    ]
    assert not [title for title, _ in titled(root) if title.startswith(("a.none", "a.waiting", "a.before"))]


def test_what_lies_outside_the_months_shown_is_named_below(api: Client) -> None:
    plan = make_plan(api)
    make_action(api, plan, due="July 2009")
    root = picture(api.get(f"{plan['url']}/timeline.svg?{DAY}"))
    assert texts(root)[-1] == "Outside the period shown (1): 1 (July 2009)"
    assert told(root).endswith("Outside the period shown (1): 1 (July 2009).")


def test_what_is_said_or_kept_no_more_is_not_drawn(api: Client) -> None:
    plan = make_plan(api)
    (theme,) = make_themes(api, plan, "Strategic")
    action = make_action(api, plan, "Report", due="June 2004", theme_ids=[theme["id"]])
    milestone = make(api, f"{action['url']}/milestones", title="Draft", due={"text": "May 2004"})
    (_, due) = api.get(f"/v1/deadlines?source=action,milestone&{DAY}").json()["items"]
    api.post(f"{due['url']}/complete", json={"completed_on": "2004-06-15"}).raise_for_status()
    changed(api, action, due={"text": "July 2004"})
    delete(api, milestone)
    drawn = [title for title, _ in titled(picture(api.get(f"{plan['url']}/timeline.svg?{DAY}")))]
    assert drawn[:-1] == ["1.1: Report – July 2004, Overdue “July 2004”"]


def test_what_went_on_until_it_was_cancelled_goes_on_no_more(api: Client) -> None:
    plan = make_plan(api)
    changed(api, make_action(api, plan, due="Ongoing"), status="cancelled")
    lines = told(picture(api.get(f"{plan['url']}/timeline.svg?{DAY}"))).split(".\n")
    assert (lines[1], lines[-1]) == (
        "Without a theme: Actions: 1; Cancelled: 1",
        "Cancelled, with no date (1): 1.",
    )


def test_crowded_theme_says_how_much_it_does_not_draw(api: Client) -> None:
    plan = make_plan(api)
    (theme,) = make_themes(api, plan, "Strategic")
    for _ in range(14):
        make_action(api, plan, due="July 2004", theme_ids=[theme["id"]])
    root = picture(api.get(f"{plan['url']}/timeline.svg?{DAY}"))
    assert "and 2 more, not drawn" in texts(root)
    assert "and 2 more, not drawn" in told(root)
    assert len([title for title, _ in titled(root) if "newsletter" in title]) == 12


def test_plan_without_anything_is_drawn_nonetheless(api: Client) -> None:
    plan = make_plan(api, starts_on=None, ends_on=None)
    for name in ("timeline", "progress"):
        root = picture(api.get(f"{plan['url']}/{name}.svg"))
        assert "Actions: 0" in told(root)
        assert "There is nothing to show yet." in texts(root)


def test_pictures_speak_welsh_where_that_is_asked_for(api: Client, register: dict[str, Item]) -> None:
    timeline = picture(api.get(timeline_of(register, f"{DAY}&lang=cy")))
    assert timeline.attrib["lang"] == "cy"
    assert {"15 Awst 2004", "Gor", "Hwyr", "Y cynllun cyfan", "Heb thema"} <= {*texts(timeline)}
    assert "a.overdue: To do a.overdue – Mehefin 2004, Hwyr" in told(timeline)
    progress = picture(api.get(progress_of(register, f"{DAY}&lang=cy")))
    assert {"Heb ddechrau", "Hwyr: 1", "Heb fod yn yr un o'r rhain"} <= {*texts(progress)}


def test_hostile_words_stay_words(api: Client) -> None:
    plan = make_plan(api, title=HOSTILE)
    (theme,) = make_themes(api, plan, HOSTILE)
    action = make_action(api, plan, HOSTILE, reference="<b>&", due="July 2004", theme_ids=[theme["id"]])
    make(api, f"{action['url']}/milestones", title=HOSTILE, due={"text": "July 2004"})
    for name in ("timeline", "progress"):
        root = picture(api.get(f"{plan['url']}/{name}.svg?{DAY}"))
        tags = {one.tag.rpartition("}")[2] for one in root.iter()}
        assert tags <= {
            "svg",
            "title",
            "desc",
            "defs",
            "pattern",
            "rect",
            "circle",
            "path",
            "line",
            "g",
            "text",
        }
        assert HOSTILE in (root.findtext(f"{SVG}title") or "")


def test_progress_is_drawn_by_status_with_what_is_overdue(api: Client) -> None:
    plan = make_plan(api)
    one, two = make_themes(api, plan, "Strategic", "Inclusive")
    for theme, status, due in (
        (one, "completed", "June 2004"),
        (one, "in_progress", "June 2004"),
        (one, "in_progress", "May 2005"),
        (one, "not_started", ""),
        (two, "deferred", "June 2004"),
    ):
        make_action(api, plan, due=due, status=status, theme_ids=[theme["id"]])
    root = picture(api.get(f"{plan['url']}/progress.svg?{DAY}"))
    drawn = [(title, group[1].attrib) for title, group in titled(root)]
    # The longest bar is that of four actions: 560 units from 316 on. Overdue begins where completed ends.
    assert [(title, shape["x"], shape["width"]) for title, shape in drawn] == [
        ("Completed: 1", "316", "140"),
        ("In progress: 2", "456", "280"),
        ("Not started: 1", "736", "140"),
        ("Overdue: 1", "456", "140"),
        ("Deferred: 1", "316", "140"),
        ("Overdue: 1", "316", "140"),
    ]
    assert told(root).split(".\n")[1:] == [
        "1. Strategic: Actions: 4. Completed: 1, In progress: 2, Not started: 1. Overdue: 1",
        "2. Inclusive: Actions: 1. Deferred: 1. Overdue: 1.",
    ]


@pytest.mark.parametrize("by", ["theme", "cluster", "lead", "organisation", "criterion"])
def test_progress_picture_tells_the_counts_of_the_progress(
    api: Client, register: dict[str, Item], by: str
) -> None:
    answer = api.get(f"{register['a']['url']}/progress?{DAY}&by={by}").json()
    lines = told(picture(api.get(progress_of(register, f"{DAY}&by={by}")))).split(".\n")[1:]
    assert len(lines) == len(answer["groups"])
    for line, group in zip(lines, answer["groups"], strict=True):
        assert f": Actions: {group['total']}. " in line
        assert line.startswith(group["name"] or ("In none of these", "To be found"))
        assert (f"Overdue: {group['by_state']['overdue']}" in line) == bool(group["by_state"]["overdue"])


def test_public_sees_pictures_of_public_plans_alone(api: Client, register: dict[str, Item]) -> None:
    for name in ("timeline", "progress"):
        assert api.public.get(f"{register['a']['url']}/{name}.svg").status_code == 200
        hidden = api.public.get(f"{register['b']['url']}/{name}.svg")
        assert (hidden.status_code, hidden.json()["code"]) == (404, "not_found")
        assert api.get(f"{register['b']['url']}/{name}.svg").status_code == 200


def test_names_of_people_are_not_drawn_for_the_public(api: Client, register: dict[str, Item]) -> None:
    assert "Ada Officer" in told(picture(api.get(progress_of(register, "by=lead"))))
    assert "Ada Officer" not in api.public.get(progress_of(register, "by=lead")).text


def test_picture_needs_nothing_from_anywhere_and_is_asked_for_again_cheaply(
    api: Client, register: dict[str, Item]
) -> None:
    for address in (timeline_of(register), progress_of(register)):
        answer = api.public.get(address)
        assert answer.headers["content-type"] == "image/svg+xml"
        assert answer.headers["content-security-policy"] == "default-src 'none'"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "public, no-cache"
        assert b"http" not in answer.content.replace(b'"http://www.w3.org/2000/svg"', b"")
        again = api.public.get(address, headers={"If-None-Match": answer.headers["etag"]})
        assert again.status_code == 304


@pytest.mark.parametrize("asked", ["lang=fr", "as_of=July", "since=2004-01-01", "limit=5", "lang=en&lang=cy"])
def test_parameter_of_a_picture_that_is_not_allowed_is_named(
    api: Client, register: dict[str, Item], asked: str
) -> None:
    for address in (timeline_of(register, asked), progress_of(register, asked)):
        answer = api.get(address)
        assert answer.status_code == 400
        assert answer.json()["errors"][0]["parameter"] == asked.partition("=")[0]


def test_five_thousand_actions_are_drawn_in_a_second() -> None:
    first = date(2004, 4, 1)

    def strand(number: int) -> Strand:
        # Every second one lies years beyond the period.
        begins = first + timedelta(days=number % 330 + 5000 * (number % 2))
        due = Stretch(begins, begins + timedelta(days=30), Standing.UPCOMING)
        return Strand(str(number), "Publish a newsletter", f"{number}: Publish", "", False, [due])

    counts = {Standing.UPCOMING: 5000}
    lane = Lane("1. All", counts, [strand(number) for number in range(5000)], ())
    timeline = Timeline("Plan", first, date(2005, 3, 31), first, counts, [lane], [], {})
    before = perf_counter()
    drawn = draw_timeline(timeline, Language.EN)
    assert perf_counter() - before < 1
    root = read_svg(drawn)
    assert float(root.attrib["height"]) < 600
    shown = len([title for title, _ in titled(root)])
    assert f"and {2500 - shown:,} more, not drawn" in texts(root)
    assert "Outside the period shown (2,500): 1 (" in told(root)


def test_what_goes_on_without_a_day_is_one_bar_that_names_as_many_as_it_can(api: Client) -> None:
    plan = make_plan(api)
    for number in range(3):
        make_action(api, plan, reference=f"{number}{'x' * 70}", due="Ongoing")
    root = picture(api.get(f"{plan['url']}/timeline.svg?{DAY}"))
    assert f"Ongoing: 0{'x' * 70} and 2 more" in texts(root)
    (bar,) = [group for title, group in titled(root) if title.startswith("Ongoing: 0xx")]
    assert [x for x, _ in corners(bar)] == [261, 252, 261, 1055, 1064, 1055]


def test_more_groups_than_have_room_are_counted() -> None:
    counts = {
        "total": 1,
        "by_status": {status: int(status == ActionStatus.DEFERRED) for status in ActionStatus},
        "by_state": {state: 0 for state in DueState},
    }
    named = {"kind": "theme", "organisation": None}
    groups = [{**named, "name": f"Theme {number}", **counts} for number in range(62)]
    progress = {
        "by": "theme",
        "as_of": date(2004, 8, 15),
        "groups": groups,
        "totals": {**counts, "total": 62},
    }
    root = read_svg(draw_progress("Plan", progress, Language.EN))
    assert "Theme 59" in texts(root)
    assert "Theme 60" not in texts(root)
    assert "and 2 more" in texts(root)
    assert told(root).endswith(".\nTheme 59: Actions: 1. Deferred: 1.\nand 2 more.")


def test_more_themes_than_have_room_are_counted(api: Client) -> None:
    plan = make_plan(api)
    make_themes(api, plan, *(f"Theme {number}" for number in range(42)))
    root = picture(api.get(f"{plan['url']}/timeline.svg?{DAY}"))
    assert "40. Theme 39" in texts(root)
    assert "41. Theme 40" not in texts(root)
    assert "Themes not drawn: 2" in texts(root)
    assert "Themes not drawn: 2" in told(root)
    assert "The plan as a whole" in texts(root)

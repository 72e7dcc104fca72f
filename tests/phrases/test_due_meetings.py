"""What meeting an anchor names, and which anchors the points of meetings have."""

import pytest

from app.phrases.due import MeetingNamed, meeting_named, read_due
from tests.phrases.reading import PLAN


@pytest.mark.parametrize(
    ("anchor", "body", "is_meeting"),
    [
        ("July 2004 meeting", None, True),
        ("July 2004 steering group meeting", "steering group", True),
        ("full steering group, July 2004 meeting", "steering group", True),
        ("Steering Group meeting 21 January 2003", "Steering Group", True),
        ("Community Strategy sub- group, July 2004", "Community Strategy sub-group", False),
        ("sub-group", "sub-group", False),
        ("Health & Wellbeing Board, July 2004", "Health & Wellbeing Board", False),
        ("At next LSP Board meeting", "LSP Board", True),
        ("LSP meeting", "LSP", True),
        ("the Cabinet", "Cabinet", False),
        ("next available meeting", None, True),
        ("AGM", None, True),
        ("meeting, 21st January 2003", None, True),
    ],
)
def test_anchor_names_a_meeting_or_a_body(anchor: str, body: str | None, is_meeting: bool) -> None:
    assert meeting_named(anchor) == MeetingNamed(body, is_meeting)


@pytest.mark.parametrize("anchor", ["", "adoption", "consultation on the plan", "Year 4", "next 6 months"])
def test_anchor_of_anything_else_names_none(anchor: str) -> None:
    assert meeting_named(anchor) is None


@pytest.mark.parametrize(
    ("phrase", "anchors"),
    [
        ("Cabinet 5 July 2004", ["Cabinet, 5 July 2004"]),
        ("July 2004 Board", ["July 2004 Board"]),
        ("Board meeting July 2004", ["Board meeting, July 2004"]),
        ("Health & Wellbeing Board July 2004", ["Health & Wellbeing Board, July 2004"]),
        (
            "at Directors Group 10th July and Executive 30th July",
            ["Directors Group, 10th July", "Executive, 30th July"],
        ),
        ("Establish Steering Group July 2004", [None]),
        ("Cabinet: July 2004", ["Cabinet, July 2004"]),
        ("Officers to report to March meeting", ["March meeting"]),
        ("Deferred to next meeting", ["Deferred to next meeting"]),
    ],
)
def test_point_of_a_body_has_it_in_its_anchor(phrase: str, anchors: list[str | None]) -> None:
    assert [point.anchor for point in read_due(phrase, PLAN).points] == anchors

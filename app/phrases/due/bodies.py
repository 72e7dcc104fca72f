"""Provisional."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MeetingNamed:
    """The body whose meeting is named, or None."""

    body: str | None


def meeting_named(anchor: str) -> MeetingNamed | None:
    """Tell whose meeting the words name."""
    words = anchor.lower().replace("sub- group", "sub-group")
    if "meeting" not in words and "group" not in words and "board" not in words:
        return None
    body = anchor.split(",")[0].strip() if "," in anchor else ""
    if not body and "group" in words:
        body = anchor[: words.index("group") + 5]
    body = body.removeprefix("the ").removeprefix("full ")
    return MeetingNamed(body or None)

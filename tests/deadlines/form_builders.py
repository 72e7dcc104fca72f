"""How tests read the forms of what is due: of plans only where that is said, and as of the day of the builders."""

import csv
import io
from typing import Any

import icalendar

from tests.deadlines.builders import DAY
from tests.support.client import Client


def asked_for(query: str) -> str:
    """Ask as of the day of the builders, and for what is due of plans only where that is said."""
    return (
        f"as_of={DAY}&{query}"
        if "source=" in query
        else f"as_of={DAY}&{query}&source=action,milestone,meeting"
    )


def taken(api: Client, suffix: str, query: str = "") -> Any:
    """Take a form, which must be given."""
    answer = api.get(f"/v1/deadlines.{suffix}?{asked_for(query)}")
    assert answer.status_code == 200, answer.text
    return answer


def all_events(api: Client, query: str = "") -> list[Any]:
    """Read the calendar back."""
    found: list[Any] = icalendar.Calendar.from_ical(taken(api, "ics", query).content).walk("VEVENT")
    return found


def events(api: Client, query: str = "") -> dict[str, Any]:
    """Read the events of the calendar back, by their titles."""
    return {str(event["summary"]): event for event in all_events(api, query)}


def rows(api: Client, query: str = "") -> list[dict[str, str]]:
    """Read the rows of the table back."""
    content = taken(api, "csv", query).content.decode("utf-8-sig")
    return [*csv.DictReader(io.StringIO(content, newline=""))]


def listed(api: Client, query: str = "") -> list[Any]:
    """List the same in JSON."""
    items: list[Any] = api.get(f"/v1/deadlines?limit=200&{asked_for(query)}").json()["items"]
    return items

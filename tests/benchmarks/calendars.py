"""A calendar as our service gives it, beside the time that `icalendar` alone takes to write the same events."""

import time
from statistics import median

import httpx
from icalendar import Calendar, Event

from tests.benchmarks.report import Verdict

MOST = 1.5


def compare(address: str, rounds: int) -> Verdict:
    """Ask for a calendar that is not kept ready, and have `icalendar` write its events, in turn."""
    ours, alone = [], []
    with httpx.Client(headers={"Accept-Encoding": "identity"}, trust_env=False, timeout=60) as client:
        events = _events_of(client.get(address).content)
        for _ in range(rounds):
            began = time.perf_counter()
            client.get(address).raise_for_status()
            asked = time.perf_counter()
            _write(events)
            ours.append(asked - began)
            alone.append(time.perf_counter() - asked)
    ratio = median(mine / theirs for mine, theirs in zip(ours, alone, strict=True))
    times = f"{median(ours) * 1000:.0f} ms, {median(alone) * 1000:.0f} ms"
    what = f"Calendar of {len(events):,} deadlines, uncached, whole / icalendar alone ({times})"
    return Verdict(what, ratio, most=MOST)


def _events_of(content: bytes) -> list[dict[str, object]]:
    """Read the events back as plain values, since only the writing is timed."""
    return [
        {name: getattr(value, "dt", None) or _plain(value) for name, value in event.items()}
        for event in Calendar.from_ical(content).walk("VEVENT")
    ]


def _plain(value: object) -> object:
    cats = getattr(value, "cats", None)
    if cats is not None:
        return [str(one) for one in cats]
    return int(value) if isinstance(value, int) else str(value)


def _write(events: list[dict[str, object]]) -> bytes:
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Benchmark//EN")
    for values in events:
        event = Event()
        for name, value in values.items():
            event.add(name, value)
        calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written

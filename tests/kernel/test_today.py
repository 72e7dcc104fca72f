"""The day changes at midnight of the time zone, and goes back where the clock does."""

from datetime import UTC, date, datetime

from app.kernel.clock import Today


def test_day_changes_at_midnight_by_the_clock_of_the_time_zone() -> None:
    # In July London's clocks are an hour ahead of UTC, so its day ends at 23:00 UTC.
    now = [datetime(2004, 7, 20, 22, 59, 59, tzinfo=UTC).timestamp()]
    today = Today("Europe/London", lambda: now[0])
    assert today() == date(2004, 7, 20)
    now[0] += 0.999
    assert today() == date(2004, 7, 20)
    now[0] += 0.001
    assert today() == date(2004, 7, 21)
    now[0] += 24 * 3600
    assert today() == date(2004, 7, 22)


def test_day_with_another_number_of_hours_ends_at_its_own_midnight() -> None:
    # On 28 March 2004 London's clocks went forward: 23 hours from midnight (UTC) to midnight (23:00 UTC).
    now = [datetime(2004, 3, 28, 0, 0, tzinfo=UTC).timestamp()]
    today = Today("Europe/London", lambda: now[0])
    assert today() == date(2004, 3, 28)
    now[0] += 23 * 3600 - 1
    assert today() == date(2004, 3, 28)
    now[0] += 1
    assert today() == date(2004, 3, 29)


def test_clock_that_is_set_back_is_believed() -> None:
    now = [datetime(2004, 7, 21, 12, 0, tzinfo=UTC).timestamp()]
    today = Today("Europe/London", lambda: now[0])
    assert today() == date(2004, 7, 21)
    now[0] -= 24 * 3600
    assert today() == date(2004, 7, 20)

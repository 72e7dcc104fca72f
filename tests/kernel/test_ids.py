"""Identifiers: their form, what they tell of the time, and what is none."""

import time
from datetime import UTC, date, datetime, timedelta
from uuid import RFC_4122, UUID

import pytest

from app.kernel.clock import now, today
from app.kernel.ids import is_id, new_id


def test_identifier_is_a_uuid_of_version_7_with_the_time_in_front() -> None:
    before = time.time_ns() // 1_000_000
    made = [UUID(new_id()) for _ in range(200)]
    after = time.time_ns() // 1_000_000
    assert {(one.version, one.variant) for one in made} == {(7, RFC_4122)}
    assert all(before <= one.int >> 80 <= after for one in made)


def test_identifiers_differ_in_the_bits_that_are_left_to_chance() -> None:
    made = [UUID(new_id()).int for _ in range(200)]
    assert len(set(made)) == len(made)
    # 74 bits: every one of them is seen as 0 and as 1 (by chance not in 1 of 2**190 runs).
    free = [*range(62), *range(64, 76)]
    assert all({one >> bit & 1 for one in made} == {0, 1} for bit in free)


def test_identifiers_sort_by_the_time_they_were_made() -> None:
    made = []
    for _ in range(5):
        made.append(new_id())
        time.sleep(0.002)
    assert made == sorted(made)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("01890000-0000-7000-8000-000000000000", True),
        ("01890000-0000-7000-8000-00000000000A", False),
        ("01890000-0000-7000-8000-00000000000", False),
        ("018900000000700080000000000000000000", False),
        ("01890000-0000-7000-8000-000000000000\n", False),
        ("٠1890000-0000-7000-8000-000000000000", False),
        ("", False),
    ],
)
def test_identifier_is_told_from_a_reference_by_its_form(words: str, expected: bool) -> None:
    assert is_id(words) is expected


def test_new_identifiers_have_the_form_of_one() -> None:
    assert all(is_id(new_id()) for _ in range(50))


def test_time_is_aware_and_in_utc() -> None:
    assert now().utcoffset() == timedelta(0)


def test_day_is_that_of_the_time_zone() -> None:
    # From the date line's one side to its other it is always two days at once, 25 or 26 hours apart.
    assert today("Pacific/Kiritimati") - today("Pacific/Pago_Pago") in (timedelta(1), timedelta(2))
    assert abs(today("Europe/London") - datetime.now(UTC).date()) <= timedelta(1)
    assert type(today("Europe/London")) is date

"""Identifiers that are unique everywhere and sort by the time they were made (UUIDv7)."""

import re
import secrets
import time

_RANDOM_BITS = 74
_LOW_BITS = (1 << 62) - 1
_CANONICAL = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.ASCII)


def new_id() -> str:
    """Make a UUIDv7 in its canonical form of 36 characters.

    Source: RFC 9562, section 5.7: 48 bits of Unix milliseconds, then 74 random bits.
    """
    return _written(time.time_ns() // 1_000_000, secrets.randbits(_RANDOM_BITS))


def new_ids(count: int) -> list[str]:
    """Make so many UUIDv7 that sort in the order in which they are given, though they are made at one time.

    Source: RFC 9562, section 6.2, method 2: the random bits are counted up, each by another random step.
    """
    milliseconds = time.time_ns() // 1_000_000
    # Half of the range is left to count up in, and a step takes at most 2^32 of it.
    random = secrets.randbits(_RANDOM_BITS - 1)
    steps = secrets.token_bytes(4 * count)
    ids = []
    for place in range(0, 4 * count, 4):
        random += int.from_bytes(steps[place : place + 4], "big") + 1
        ids.append(_written(milliseconds, random))
    return ids


def _written(milliseconds: int, random: int) -> str:
    digits = f"{milliseconds << 80 | 0x7 << 76 | random >> 62 << 64 | 0x2 << 62 | random & _LOW_BITS:032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def is_id(words: str) -> bool:
    """Tell whether the words have the form of an identifier, so that they can't be a reference."""
    return _CANONICAL.fullmatch(words) is not None

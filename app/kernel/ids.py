"""Identifiers that are unique everywhere and sort by the time they were made (UUIDv7)."""

import re
import secrets
import time

_CANONICAL = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.ASCII)


def new_id() -> str:
    """Make a UUIDv7 in its canonical form of 36 characters.

    Source: RFC 9562, section 5.7: 48 bits of Unix milliseconds, then 74 random bits.
    """
    bits = (time.time_ns() // 1_000_000) << 80 | secrets.randbits(80)
    bits = bits & ~(0xF << 76) | 0x7 << 76
    bits = bits & ~(0x3 << 62) | 0x2 << 62
    digits = f"{bits:032x}"
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def is_id(words: str) -> bool:
    """Tell whether the words have the form of an identifier, so that they can't be a reference."""
    return _CANONICAL.fullmatch(words) is not None

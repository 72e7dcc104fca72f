"""JSON Lines: one value a line, so that a reader needs to hold no more than one."""

from collections.abc import Iterable
from typing import Any

import orjson

MEDIA_TYPE = "application/x-ndjson"


def ndjson_lines(values: Iterable[Any]) -> bytes:
    """Write values as lines of JSON; times are in UTC and end in Z."""
    return b"".join(
        orjson.dumps(value, option=orjson.OPT_UTC_Z | orjson.OPT_APPEND_NEWLINE) for value in values
    )

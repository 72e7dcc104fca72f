"""JSON Lines, for programs: flat objects are the rows of a table, `{"kind": …, "item": …}` are records."""

import json
import math
import re
from collections.abc import Iterator, Mapping
from typing import Any

from app.formats.document import DocumentIsBroken, Part, Record, Row, TableBegins

_RECORD = {"kind", "item"}
_DEEPEST = 32
_LARGEST_INT = 2**63 - 1
_LONGEST_INT = 20
# As JSON escapes it: what follows an escaped backslash is no escape. No database keeps it.
_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")


def ndjson_parts(text: str) -> Iterator[Part]:
    """Give the objects of a text, one a line: as records, or as rows below all their names as headings.

    Raises DocumentIsBroken with the line of what is no JSON object, is nested too deeply, or can't be kept
    as text; in a row also for a value that is no word and no number.
    """
    rows: list[tuple[int, Mapping[str, Any]]] = []
    for line, written in enumerate(text.split("\n"), start=1):
        if not written.strip():
            continue
        values = _object(written, line)
        if values.keys() == _RECORD:
            yield Record(values, line)
        else:
            rows.append((line, values))
    headings = [*dict.fromkeys(name for _, values in rows for name in values)]
    if rows:
        yield TableBegins(is_whole=True)
        # The names are told before the first row, as headings are.
        yield Row(tuple(headings), rows[0][0])
    for line, values in rows:
        yield Row(tuple(_words(name, values.get(name), line) for name in headings), line)


def _object(written: str, line: int) -> Mapping[str, Any]:
    try:
        found = json.loads(
            written,
            parse_int=_int,
            parse_float=_float,
            parse_constant=_float,
            object_pairs_hook=_named_once,
        )
        if "\\u" in written:
            # A lone half of a pair has no bytes.
            json.dumps(found, ensure_ascii=False).encode()
    except RecursionError:
        raise DocumentIsBroken("this line is nested too deeply", line) from None
    except UnicodeEncodeError:
        raise DocumentIsBroken("this line holds one half of a surrogate pair", line) from None
    except json.JSONDecodeError as error:
        raise DocumentIsBroken(
            f"this line is not JSON: it goes wrong at character {error.pos + 1:,}", line
        ) from None
    except ValueError as error:
        raise DocumentIsBroken(f"this line is not JSON: {str(error)[:100]}", line) from None
    if _NUL.search(written):
        raise DocumentIsBroken("this line holds a NUL", line)
    if not isinstance(found, dict):
        raise DocumentIsBroken("this line is no JSON object", line)
    if _is_deeper(found, _DEEPEST):
        raise DocumentIsBroken(f"this line is nested more than {_DEEPEST} deep", line)
    return found


def _int(written: str) -> int:
    # No database has larger ones; the length is looked at first, since long ones take long to read.
    if len(written) > _LONGEST_INT or abs(number := int(written)) > _LARGEST_INT:
        raise ValueError(f"{written[:20]}… is too large a number")
    return number


def _float(written: str) -> float:
    number = float(written)
    if not math.isfinite(number):
        raise ValueError(f"{written[:20]} is no number that can be kept")
    return number


def _named_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) < len(pairs):
        raise ValueError("a name stands twice in one object")
    return values


def _is_deeper(value: Any, limit: int) -> bool:
    """Tell whether a value is nested more deeply; no deeper than that is gone into it."""
    within = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return limit == 0 or any(_is_deeper(one, limit - 1) for one in within)


def _words(name: str, value: Any, line: int) -> str:
    """Write a value as a person would type it into a cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str | int | float):
        return str(value)
    raise DocumentIsBroken("a row's values are words and numbers, and this is neither", line, name[:100])

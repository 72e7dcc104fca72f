"""Cells that hold no free words: a status, a traffic light, a percentage, tags."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from app.actions.rules import ActionStatus, Rag
from app.imports.rules.drafts import Cell, CellFault, Field
from app.kernel.text import same_title
from app.kernel.vocabulary import Vocabulary

# What people write beside the labels; case, hyphens and spaces do not count.
_STATUSES: dict[ActionStatus, tuple[str, ...]] = {
    ActionStatus.NOT_STARTED: ("not begun", "not yet started", "to do", "planned", "outstanding"),
    ActionStatus.IN_PROGRESS: (
        *(
            "started",
            "begun",
            "ongoing",
            "on-going",
            "underway",
            "under way",
            "on track",
            "in hand",
            "active",
        ),
        *("parhaus", "ar waith", "wedi dechrau"),
    ),
    ActionStatus.COMPLETED: (
        *("complete", "done", "finished", "achieved", "closed", "met", "delivered"),
        *("wedi'i gwblhau", "wedi ei gwblhau", "cyflawnwyd", "wedi gorffen"),
    ),
    ActionStatus.CANCELLED: ("canceled", "withdrawn", "dropped", "abandoned", "wedi'i ganslo"),
    ActionStatus.DEFERRED: ("on hold", "postponed", "delayed until further notice", "wedi'i ohirio"),
    ActionStatus.CARRIED_FORWARD: ("carried over", "wedi'i gario ymlaen"),
}
_LIGHTS: dict[Rag, tuple[str, ...]] = {
    Rag.RED: ("r", "c"),
    Rag.AMBER: ("a", "yellow", "orange", "ambr", "o", "melyn"),
    Rag.GREEN: ("g",),
}
_PERCENT = re.compile(r"(?P<number>[0-9]{1,3})(?:\.0{1,6})? ?(?:%|per ?cent|y cant)?", re.IGNORECASE)
_BETWEEN_TAGS = re.compile(r"\s*[;,\n]\s*")


def _words_of(vocabulary: type[Vocabulary], also: Mapping[Any, Iterable[str]]) -> dict[str, str]:
    """Give the value that each word stands for: the value itself, its labels, and what people write."""
    words: dict[str, str] = {}
    for one in vocabulary:
        for written in (one.value.replace("_", " "), one.en, one.cy, *also[one]):
            words[same_title(written)] = one.value
    return words


def _reader_of(vocabulary: type[Vocabulary], also: Mapping[Any, Iterable[str]]) -> Callable[[str], str]:
    words = _words_of(vocabulary, also)
    allowed = ", ".join(f"{one.en!r}" for one in vocabulary)

    def read(written: str) -> str:
        value = words.get(same_title(written.rstrip(" .")))
        if value is None:
            raise ValueError(f"is none of {allowed}, in English or Welsh")
        return value

    return read


def _read_percent(written: str) -> int:
    found = _PERCENT.fullmatch(written)
    if found is None or int(found["number"]) > 100:
        raise ValueError("is no whole number from 0 to 100, such as '50%'")
    return int(found["number"])


def _read_tags(written: str) -> list[str]:
    return list(dict.fromkeys(tag for tag in _BETWEEN_TAGS.split(written) if tag))


_READERS: dict[Field, Callable[[str], Any]] = {
    "status": _reader_of(ActionStatus, _STATUSES),
    "rag": _reader_of(Rag, _LIGHTS),
    "percent": _read_percent,
    "cross_cutting": _read_tags,
}
_CLEARED: dict[Field, Any] = {"rag": None, "percent": None, "cross_cutting": []}
"""What a blank cell says; a blank status says nothing, since every action has one."""


def read_values(
    cells: Iterable[Cell], headings: Iterable[Field]
) -> tuple[dict[Field, Any], tuple[CellFault, ...]]:
    """Read what the cells of a row mean, blank ones too; give also the faults of those that mean nothing."""
    names = [name for name in headings if name in _READERS]
    filled = {cell.read_as: cell for cell in cells} if names else {}
    values: dict[Field, Any] = {}
    faults = []
    for name in names:
        cell = filled.get(name)
        if cell is None:
            values |= {name: _CLEARED[name]} if name in _CLEARED else {}
            continue
        try:
            values[name] = _READERS[name](cell.words)
        except ValueError as reason:
            told = f"{reason}; where a column holds free words, `mapping` can say so"
            faults.append(CellFault(told, cell.line, cell.column, cell.words))
    return values, tuple(faults)


def value_words(field: Field, value: Any) -> str:
    """Write a value in the one form in which two ways to say it are equal."""
    if value is None:
        return ""
    return "; ".join(value) if field == "cross_cutting" else str(value)


def words_meant(field: Field, words: str) -> str:
    """Give what words meant that were read before, in that form; the words themselves where they mean nothing now."""
    try:
        return value_words(field, _READERS[field](words)) if words else ""
    except ValueError:
        return words


VALUES: tuple[Field, ...] = tuple(_READERS)

"""Pictures as SVG that need nothing but themselves: no script, style sheet, font or address of another host; no domain.

All looks are presentation attributes, so that a picture may be shown under `default-src 'none'`. Lengths are the
picture's own units: at 1,080 across, a sheet of A4 on its side prints type of 13 units at more than 9 points.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NewType

from app.formats.xml import xml_words

MEDIA_TYPE = "image/svg+xml"
FONTS = "Arial, Helvetica, 'Liberation Sans', 'DejaVu Sans', sans-serif"
BOLD = 1.15
"""How much wider bold words are than others of the widest of the fonts, at most, for whoever estimates their width."""
INK = "#1a1a1a"
PAPER = "#ffffff"

Markup = NewType("Markup", str)
"""What is written as SVG already; words become it by `escaped` alone."""

NO_BREAK = "\u00a0"
_TILE = 8
_NARROW = frozenset(f"ijlI.,:;'|!()[]/ ·’‘{NO_BREAK}")
_WIDE = frozenset("mwMW@%—…&")


@dataclass(frozen=True, slots=True)
class Fill:
    """How a surface looks, told apart without its colours too: a ground, and marks on tiles that are laid upon it."""

    name: str
    ground: str
    marks: Markup = Markup("")


def escaped(words: str) -> Markup:
    """Write words so that they are never read as markup; what XML has no place for is left out."""
    return Markup(xml_words(words))


def element(name: str, *children: Markup, **attributes: str | float | None) -> Markup:
    """Write an element. An underscore in an attribute's name stands for its hyphen; None leaves it out."""
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_value(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return Markup(f"<{name}{given}>{''.join(children)}</{name}>" if children else f"<{name}{given}/>")


def _value(value: str | float) -> str:
    return escaped(value) if isinstance(value, str) else f"{round(value, 2):g}"


def text(words: str, x: float, y: float, size: float = 13, **attributes: str | float | None) -> Markup:
    """Write a line of words whose base line begins at a point."""
    return element("text", escaped(words), x=x, y=y, font_size=size, **attributes)


def titled(title: str, *children: Markup) -> Markup:
    """Group what is drawn under words that say what it is."""
    return element("g", element("title", escaped(title)), *children)


def path(points: Iterable[tuple[float, float]], **attributes: str | float | None) -> Markup:
    """Write a closed outline through points."""
    along = " L".join(f"{_value(x)} {_value(y)}" for x, y in points)
    return element("path", d=f"M{along} Z", **attributes)


def width_of(words: str, size: float = 13) -> float:
    """Estimate how wide a line of words is: wider than in the first of the fonts, narrower than in the last."""
    return sum(_share_of(character) for character in words) * size


def _share_of(character: str) -> float:
    if character in _NARROW:
        return 0.32
    if character in _WIDE or ord(character) > 0x2E7F:
        return 1.0
    return 0.71 if character.isupper() else 0.57


def fitted(words: str, width: float, size: float = 13) -> str:
    """Cut words so that with an ellipsis they are no wider than this; nothing where not even that has room."""
    if width_of(words, size) <= width:
        return words
    left, kept = width / size - _share_of("…"), 0
    for character in words:
        left -= _share_of(character)
        if left < 0:
            break
        kept += 1
    return words[:kept].rstrip(" ,;:.-–") + "…" if kept else ""


def wrapped(words: str, width: float, lines: int, size: float = 13) -> list[str]:
    """Break words at their spaces into lines no wider than this; the last is cut where there would be more of them."""
    made: list[str] = []
    left = [word for word in words.replace("\n", " ").split(" ") if word]
    while left and len(made) < lines:
        taken = 1
        while taken < len(left) and width_of(" ".join(left[: taken + 1]), size) <= width:
            taken += 1
        is_last = len(made) == lines - 1
        made.append(fitted(" ".join(left if is_last else left[:taken]), width, size))
        left = left[taken:]
    return made


def document(
    name: str,
    title: str,
    description: str,
    language: str,
    size: tuple[float, float],
    fills: Sequence[Fill],
    *children: Markup,
) -> bytes:
    """Write a whole picture on white paper, with what it shows told in words to who doesn't see it.

    `name` begins the ids in it, so that pictures of two kinds may stand in one page; those of its fills do, too.
    """
    width, height = size
    root = element(
        "svg",
        element("title", escaped(title), id=f"{name}-title"),
        element("desc", escaped(description), id=f"{name}-desc"),
        element("defs", *(_pattern(name, fill) for fill in fills if fill.marks)),
        element("rect", width=width, height=height, fill=PAPER),
        *children,
        xmlns="http://www.w3.org/2000/svg",
        width=width,
        height=height,
        viewBox=f"0 0 {_value(width)} {_value(height)}",
        role="img",
        aria_labelledby=f"{name}-title",
        aria_describedby=f"{name}-desc",
        lang=language,
        **{"xml:lang": language},
        font_family=FONTS,
        fill=INK,
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{root}\n'.encode()


def filled(name: str, fill: Fill) -> str:
    """Give the value of the attribute `fill` for a surface in the picture of this name."""
    return f"url(#{name}-{fill.name})" if fill.marks else fill.ground


def _pattern(name: str, fill: Fill) -> Markup:
    return element(
        "pattern",
        element("rect", width=_TILE, height=_TILE, fill=fill.ground),
        fill.marks,
        id=f"{name}-{fill.name}",
        width=_TILE,
        height=_TILE,
        patternUnits="userSpaceOnUse",
    )

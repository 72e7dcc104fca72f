"""What the style of a paragraph says of it: whether it is a heading, and how it is numbered."""

import re
from collections.abc import Iterator
from typing import Any

from docx.oxml.ns import qn

_HEADING = re.compile(r"heading ([1-9])", re.IGNORECASE)
_TITLE = "title"
_BODY = 9
_MOST_PARENTS = 16
_STYLE_PATH = f"{qn('w:style')}"


class Styles:
    """The styles of a document, each with those that it is based on."""

    def __init__(self, part: Any) -> None:
        styles = part.styles.element.findall(_STYLE_PATH)
        self._styles: dict[str | None, Any] = {style.get(qn("w:styleId")): style for style in styles}

    def level_of(self, paragraph: Any) -> int | None:
        """Tell the level of a heading, 0 for a title; None for any other paragraph."""
        own = value_of(paragraph, "w:pPr/w:outlineLvl")
        if own is not None:
            return _outline_level(own)
        for style in self.of(paragraph):
            name = value_of(style, "w:name") or ""
            if found := _HEADING.fullmatch(name):
                return int(found[1])
            if name.lower() == _TITLE:
                return 0
            if level := value_of(style, "w:pPr/w:outlineLvl"):
                return _outline_level(level)
        return None

    def of(self, paragraph: Any) -> Iterator[Any]:
        """Give the style of a paragraph and those that it is based on."""
        style = self._styles.get(value_of(paragraph, "w:pPr/w:pStyle"))
        # A style could be based on itself.
        for _ in range(_MOST_PARENTS):
            if style is None:
                return
            yield style
            style = self._styles.get(value_of(style, "w:basedOn"))


def _outline_level(written: str) -> int | None:
    return int(written) + 1 if written.isdigit() and int(written[:3]) < _BODY else None


def value_of(element: Any, path: str, otherwise: str | None = None) -> str | None:
    """Give the value of the element at a path such as `w:pPr/w:pStyle`; None where there is none.

    `otherwise` is the value of one that has none of its own.
    """
    found = element.find("/".join(map(qn, path.split("/"))))
    if found is None:
        return None
    value: str | None = found.get(qn("w:val"), otherwise)
    return value

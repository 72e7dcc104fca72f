"""Pictures as tests read them."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, fromstring

import httpx

SVG = "{http://www.w3.org/2000/svg}"


def read_svg(written: bytes) -> Element:
    """Read a picture, which must be well-formed."""
    return fromstring(written)  # noqa: S314 - Our own service wrote it.


def picture(answer: httpx.Response) -> Element:
    """Read the picture of an answer."""
    assert answer.status_code == 200, answer.text
    return read_svg(answer.content)


def told(root: Element) -> str:
    """Give the words that tell the whole picture."""
    return root.findtext(f"{SVG}desc") or ""


def texts(root: Element) -> list[str]:
    """List the words that are drawn, in the order of drawing."""
    return [one.text or "" for one in root.iter(f"{SVG}text")]


def titled(root: Element) -> Iterator[tuple[str, Element]]:
    """Give what is drawn under a title of its own, with that."""
    for group in root.iter(f"{SVG}g"):
        title = group.findtext(f"{SVG}title")
        if title is not None:
            yield title, group


def corners(group: Element) -> list[tuple[float, float]]:
    """Give the corners of the bar or mark in a group."""
    along = group.find(f"{SVG}path")
    assert along is not None
    points = along.attrib["d"].removeprefix("M").removesuffix(" Z").split(" L")
    return [(float(x), float(y)) for x, y in (point.split() for point in points)]

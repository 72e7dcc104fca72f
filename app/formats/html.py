"""HTML written by elements, so that whatever is told in one is escaped. Source: the HTML standard."""

from html import escape

_VOID = frozenset({"br", "link", "meta"})


class Html(str):
    """Markup that is written already; any other text is escaped where it is told."""

    __slots__ = ()


def element(name: str, /, *children: str | None, **attributes: str | None) -> Html:
    """Write an element; what is None is left out.

    An attribute that is a word of Python ends in "_", and "_" within its name stands for "-".
    """
    told = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    end = "" if name in _VOID else f"</{name}>"
    return Html(f"<{name}{told}>{joined(*children)}{end}")


def joined(*children: str | None) -> Html:
    """Write one after the other."""
    return Html("".join(_written(child) for child in children if child is not None))


def document(language: str, head: Html, body: Html) -> Html:
    """Write a whole page."""
    first = joined(
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
    )
    return Html(
        "<!doctype html>\n"
        + element("html", element("head", first, head), element("body", body), lang=language)
        + "\n"
    )


def _written(child: str) -> str:
    return child if isinstance(child, Html) else escape(child)

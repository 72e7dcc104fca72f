"""The widget's files, put together: the script is served with the words and the style that the page has, too."""

import json
import re
from datetime import date
from importlib import resources
from typing import Any

from app.deadlines.rules.marks import SHAPES, SOON_DAYS, Mark
from app.deadlines.rules.wording import Language, label, month_name
from app.deadlines.rules.words import WORDS

_FOLDER = resources.files("app.deadlines").joinpath("widget")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def widget_style() -> str:
    """Give the style, as short as it is with no word of explanation."""
    style = _COMMENT.sub("", _FOLDER.joinpath("deadlines.css").read_text("utf-8"))
    return re.sub(r"\s*([{};:,])\s+|\s+(?=})", r"\1", style).strip()


def widget_script() -> str:
    """Give the script, whole."""
    script = _FOLDER.joinpath("deadlines.js").read_text("utf-8")
    return script.replace('"@words"', _as_script(_words())).replace('"@style"', _as_script(widget_style()))


def _words() -> dict[str, Any]:
    """Give all that the widget says, in every language."""
    languages = {
        language: {
            **WORDS[language],
            "months": [month_name(date(2004, month, 1), language) for month in range(1, 13)],
            "marks": {mark: label(mark, language) for mark in Mark},
        }
        for language in Language
    }
    return {"languages": languages, "shapes": SHAPES, "soon": SOON_DAYS}


def _as_script(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

"""Words within XML: what it can't hold is left out, what would be taken for markup is escaped."""

import re

# Source: XML 1.0, section 2.2, production 2.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LINE_END = re.compile("\r\n?")
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})


def xml_words(words: str) -> str:
    """Write words so that they may stand between tags, and in an attribute between double quotes."""
    return _LINE_END.sub("\n", _NOT_XML.sub("", words)).translate(_ESCAPES)

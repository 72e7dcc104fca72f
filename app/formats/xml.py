"""Words within XML: what it can't hold is left out, what would be taken for markup is escaped."""

import re

# Source: XML 1.0, section 2.2, production 2; section 2.11 for the ends of lines.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LINE_END = re.compile("\r\n?")
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})


def legal(words: str) -> str:
    """Leave out the characters that XML has no place for, and end lines as it does."""
    return _LINE_END.sub("\n", _NOT_XML.sub("", words))


def xml_words(words: str) -> str:
    """Write words so that they may stand between tags, and in an attribute between double quotes."""
    return legal(words).translate(_ESCAPES)

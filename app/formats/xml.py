"""What words must be to stand in XML; no domain."""

import re

# What XML 1.0 (section 2.2) has no place for.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def legal(words: str) -> str:
    """Leave out the characters that XML has no place for."""
    return _NOT_XML.sub("", words)

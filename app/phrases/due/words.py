"""Lists of words, as the rules write them."""


def words(listed: str) -> frozenset[str]:
    """Make the set of the words that are listed with spaces between."""
    return frozenset(listed.split())


MEETINGS = words("meeting meetings")
"""The words for a meeting."""

BODIES = words(
    "group sub-group board committee subcommittee executive cabinet council panel forum assembly synod "
    "partnership team"
)
"""The words in which the name of a body ends."""

"""Lists of words, as the rules write them."""


def words(listed: str) -> frozenset[str]:
    """Make the set of the words that are listed with spaces between."""
    return frozenset(listed.split())

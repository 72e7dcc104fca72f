"""A whole column of lead cells, in which the same words come again and again."""

from collections.abc import Sequence

from app.phrases.leads.known import KnownParties
from app.phrases.leads.reader import read_leads, says_ditto
from app.phrases.leads.readings import Lead, LeadReading


class LeadColumn:
    """Reads the lead cells of one document by the parties that are known: each phrase once, but for a "ditto"."""

    def __init__(self, known: KnownParties) -> None:
        self._known = known
        self._read: dict[str, LeadReading] = {}

    def read(self, phrase: str, previous: Sequence[Lead] | None) -> LeadReading:
        """Read a cell below a row with these leads. Raises PhraseIsTooLong."""
        if says_ditto(phrase):
            return read_leads(phrase, self._known, previous)
        found = self._read.get(phrase)
        if found is None:
            found = self._read[phrase] = read_leads(phrase, self._known)
        return found

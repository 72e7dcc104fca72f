"""The words of the ledger."""

from app.kernel.vocabulary import Vocabulary


class Verb(Vocabulary):
    """What was done to a thing."""

    CREATED = "created", "created", "crëwyd"
    UPDATED = "updated", "updated", "diweddarwyd"
    DELETED = "deleted", "deleted", "dilëwyd"
    UNDELETED = "undeleted", "undeleted", "adferwyd"
    COMPLETED = "completed", "ticked off", "ticiwyd"
    REOPENED = "reopened", "opened again", "ailagorwyd"

"""The words and laws of partners."""

from app.core.errors import Fault, Invalid
from app.kernel.vocabulary import Vocabulary


class Sector(Vocabulary):
    """What part of local life an organisation belongs to."""

    PUBLIC = "public", "Public sector", "Sector cyhoeddus"
    VOLUNTARY_COMMUNITY = (
        "voluntary_community",
        "Voluntary and community sector",
        "Sector gwirfoddol a chymunedol",
    )
    BUSINESS = "business", "Business", "Busnes"
    RESIDENT = "resident", "Residents", "Preswylwyr"
    OTHER = "other", "Other", "Arall"


class PostIsHeld(Invalid):
    """A post is said to be vacant and to have a holder."""

    code, title = "post_is_held", "A post is vacant or has a holder, not both"

    def __init__(self) -> None:
        super().__init__(errors=[Fault("clear holder_id with it, or leave it false", pointer="/is_vacant")])

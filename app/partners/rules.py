"""The words and laws of partners."""

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

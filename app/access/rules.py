"""The words of access: what a key may do."""

from app.kernel.vocabulary import Vocabulary


class Scope(Vocabulary):
    """What a key may do. Every key may read; `write` includes `report`, `admin` includes all but `feed`.

    `feed` stands alone: such a key may stand in an address, so it reads calendars, feeds and tables only.
    """

    READ = "read", "read what the partners share", "darllen yr hyn a rennir gan y partneriaid"
    REPORT = (
        "report",
        "report progress on what one's organisation leads",
        "adrodd cynnydd ar waith y sefydliad",
    )
    WRITE = "write", "change the register", "newid y gofrestr"
    IMPORT = "import", "import documents", "mewnforio dogfennau"
    ADMIN = "admin", "everything, keys included", "popeth, gan gynnwys allweddi"
    FEED = (
        "feed",
        "read calendars, feeds and tables by an address that holds the key",
        "darllen calendrau, ffrydiau a thablau drwy gyfeiriad sy'n cynnwys yr allwedd",
    )


class Visibility(Vocabulary):
    """Who sees a plan, a meeting or a paper without a key."""

    PUBLIC = "public", "Public", "Cyhoeddus"
    PARTNERS = "partners", "Partners only", "Partneriaid yn unig"

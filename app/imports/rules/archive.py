"""What is refused of archives of a whole register."""

from app.core.errors import Conflict, Invalid

ARCHIVE = {"format": "partnership-plans", "version": 1, "contract": "v1"}
"""What an archive that can be restored says of itself."""


class ArchiveIsUnreadable(Invalid):
    """An archive is broken, was changed, or was made by another version."""

    code, title = "archive_is_unreadable", "The archive can't be restored"


class RegisterIsNotEmpty(Conflict):
    """An archive is restored only into a register that holds nothing: its ids might be taken."""

    code, title = "register_is_not_empty", "The register holds something already"

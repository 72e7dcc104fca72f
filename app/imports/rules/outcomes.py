"""The words of imports: how rows may be taken, what became of them, and what is refused."""

from app.core.errors import Conflict, Fault, Invalid, NotFound
from app.kernel.vocabulary import Vocabulary


class ImportMode(Vocabulary):
    """What an import may do with the rows that it reads."""

    CREATE = "create", "Only add what is new", "Ychwanegu'r hyn sy'n newydd yn unig"
    UPDATE = "update", "Only change what is there", "Newid yr hyn sydd yno yn unig"
    UPSERT = "upsert", "Add what is new, change what is there", "Ychwanegu'r newydd a newid y presennol"


class OnError(Vocabulary):
    """What becomes of an import in which some rows can't be taken."""

    ABORT = "abort", "Take nothing, and tell every fault", "Cymryd dim, a dweud pob nam"
    SKIP = "skip", "Take the good rows, and leave the others out", "Cymryd y rhesi da, a hepgor y lleill"


class MatchBy(Vocabulary):
    """By what a row is taken for an action of the register, where no reference says so."""

    EXACT = "exact", "The same words", "Yr un geiriau"
    SIMILAR = "similar", "The same words, or words that are alike", "Yr un geiriau, neu eiriau tebyg"


class Missing(Vocabulary):
    """What becomes of the actions of the plan that have vanished from the file."""

    KEEP = "keep", "Leave them, and tell of them", "Eu gadael, a sôn amdanynt"
    DELETE = "delete", "Delete them", "Eu dileu"


class DateOrder(Vocabulary):
    """In which order days in figures are written in a document: "04/05/06"."""

    DMY = "dmy", "Day, month, year", "Diwrnod, mis, blwyddyn"
    MDY = "mdy", "Month, day, year", "Mis, diwrnod, blwyddyn"
    YMD = "ymd", "Year, month, day", "Blwyddyn, mis, diwrnod"


class RowOutcome(Vocabulary):
    """What became of a row, or in a dry run what would become of it."""

    CREATED = "created", "Created", "Crëwyd"
    UPDATED = "updated", "Updated", "Diweddarwyd"
    UNCHANGED = "unchanged", "Unchanged", "Heb newid"
    SKIPPED = "skipped", "Left out, as the mode asks", "Hepgorwyd, yn ôl y modd"
    FAILED = "failed", "Left out, since something is wrong with it", "Hepgorwyd, gan fod rhywbeth o'i le arno"
    DELETED = (
        "deleted",
        "Deleted, since it has vanished from the file",
        "Dilëwyd, gan iddo ddiflannu o'r ffeil",
    )
    STAYS_DELETED = (
        "stays_deleted",
        "Deleted in the register, and stays so",
        "Wedi'i ddileu, ac yn aros felly",
    )
    STAYS_CARRIED = (
        "stays_carried",
        "Carried forward into another plan, and stays as it was",
        "Wedi'i gario ymlaen i gynllun arall, ac yn aros fel yr oedd",
    )


class DocumentIsUnreadable(Invalid):
    """A document is not what it says it is, or can't be understood; nothing of it was kept."""

    code, title = "document_is_unreadable", "The document can't be read"


class DocumentHasNoTitle(Invalid):
    """A document has no title, and no plan was named for it."""

    code, title = "document_has_no_title", "The document has no title: name its plan with `plan=`"


class ImportCanNotBeUndone(Conflict):
    """An import was undone before, or something of it has changed since; what did is named."""

    code, title = "import_cannot_be_undone", "The import can't be undone any more"


class PlanIsNotThere(NotFound):
    """An import that may only change what is there found no plan to change."""

    code, title = "plan_is_not_there", "There is no such plan to update"


def unreadable(reason: Exception) -> DocumentIsUnreadable:
    """Make the problem of a document that a reader refused, with sheet, line and column where they are known."""
    line = getattr(reason, "line", None)
    column, sheet = getattr(reason, "column", None), getattr(reason, "sheet", None)
    detail = str(getattr(reason, "reason", reason))
    return DocumentIsUnreadable(
        "Nothing of it was kept.", errors=[Fault(detail, row=line, column=column, sheet=sheet)]
    )

"""Documents as they came, and as they are read: outside any transaction."""

from dataclasses import dataclass
from hashlib import sha256

from app.core.documents import read_file
from app.core.isolation import USUAL_LIMITS, Limits
from app.formats.charset import NotText
from app.formats.document import Document, DocumentIsBroken, Paragraph, Table
from app.formats.readers import told_kind
from app.imports.rules import read_plan
from app.imports.rules.drafts import NotAPlan, PlanDraft
from app.imports.rules.mapping import NO_MAPPING, ByHand
from app.imports.rules.outcomes import unreadable
from app.imports.rules.records import RecordsDraft, read_records
from app.imports.rules.templates import without_explanation
from app.imports.schemas import LONGEST_FILE_NAME
from app.kernel.text import shortened, single_spaced


@dataclass(frozen=True, slots=True)
class GivenDocument:
    """A document as it came: its bytes, and its name, charset, media type and mapping, where they came with it.

    `limits` are those within which it is read.
    """

    name: str | None
    data: bytes
    charset: str | None = None
    media_type: str | None = None
    mapping: str | None = None
    limits: Limits = USUAL_LIMITS

    @property
    def shown_name(self) -> str | None:
        """Its name as it can be kept: a file may be called anything."""
        printable = "".join(one if one.isprintable() else " " for one in self.name or "")
        return shortened(single_spaced(printable), LONGEST_FILE_NAME) or None

    @property
    def digest(self) -> str:
        """SHA-256 of its bytes."""
        return sha256(self.data).hexdigest()


def read_document(
    document: GivenDocument, charset: str | None = None, by_hand: ByHand = NO_MAPPING
) -> PlanDraft | RecordsDraft:
    """Read a document as a plan; a `charset` that is asked for goes before the one that it came with.

    Raises DocumentIsUnreadable, which says where and why.
    """
    try:
        read = open_document(document, charset)
        if read.records and read.blocks:
            told = 'a record has a "kind" and an "item"; this line has not, though others have'
            raise NotAPlan(told, line=_first_line(read))
        if read.records:
            return read_records((one.line, one.values) for one in read.records)
        return read_plan(read, by_hand)
    except NotAPlan as reason:
        raise unreadable(reason) from None


def _has_words(block: Paragraph | Table) -> bool:
    texts = (
        (block.text,) if isinstance(block, Paragraph) else (cell for row in block.rows for cell in row.cells)
    )
    return any(text and not text.isspace() for text in texts)


def _first_line(read: Document) -> int:
    first = read.blocks[0]
    return first.line if isinstance(first, Paragraph) else first.rows[0].line


def open_document(document: GivenDocument, charset: str | None = None) -> Document:
    """Make paragraphs and tables of a document's bytes. Raises DocumentIsUnreadable."""
    told = told_kind(document.name, document.media_type)
    try:
        read = read_file(document.data, document.limits, told, charset or document.charset)
    except (NotText, DocumentIsBroken) as reason:
        raise unreadable(reason) from None
    if not read.records and not any(map(_has_words, read.blocks)):
        raise unreadable(DocumentIsBroken("the file is empty; what is in hidden sheets is not read"))
    return without_explanation(read)

"""Word documents are read as they are once changes are accepted: headings, numbers, tables, merged cells."""

import re
from collections.abc import Sequence
from io import BytesIO
from typing import Any

import pytest
from docx import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from app.formats.document import Document, DocumentIsTooLarge, Paragraph, Row, Table, gathered
from app.formats.readers.office import office_parts


def read(document: Any) -> Document:
    written = BytesIO()
    document.save(written)
    return gathered(office_parts(written))


def paragraphs(document: Any) -> list[tuple[str, int | None]]:
    return [(block.text, block.level) for block in read(document).blocks if isinstance(block, Paragraph)]


def rows(document: Any) -> list[tuple[str, ...]]:
    return [row.cells for block in read(document).blocks if isinstance(block, Table) for row in block.rows]


def add_table(document: Any, *lines: Sequence[str]) -> Any:
    table = document.add_table(rows=len(lines), cols=len(lines[0]))
    for row, words in zip(table.rows, lines, strict=True):
        for cell, text in zip(row.cells, words, strict=True):
            cell.text = text
    return table


def add_xml(parent: Any, xml: str) -> None:
    """Put raw markup at the end of a paragraph, a cell or the body."""
    parent.append(parse_xml(re.sub(r"\A<w:\w+", rf"\g<0> {nsdecls('w')}", xml)))


def test_paragraphs_and_tables_are_read_in_order_with_levels() -> None:
    document = WordDocument()
    document.add_heading("Harbour plan", 0)
    document.add_heading("Quay", 1)
    add_table(document, ("Action", "Due"), ("Sweep", "May"))
    document.add_paragraph("  As agreed. ")
    document.add_paragraph(" ")
    document.add_heading("Detail", 3)
    assert read(document).blocks == (
        Paragraph("Harbour plan", 1, 0),
        Paragraph("Quay", 2, 1),
        Table((Row(("Action", "Due"), 3), Row(("Sweep", "May"), 4)), is_whole=True),
        Paragraph("As agreed.", 5),
        Paragraph("Detail", 7, 3),
    )


def test_style_that_is_based_on_a_heading_is_one_too() -> None:
    document = WordDocument()
    style: Any = document.styles.add_style("Theme", 1)
    style.base_style = document.styles["Heading 2"]
    document.add_paragraph("Quay", style="Theme")
    outlined = document.add_paragraph("Dock")
    add_xml(outlined._p.get_or_add_pPr(), '<w:outlineLvl w:val="0"/>')
    assert paragraphs(document) == [("Quay", 2), ("Dock", 1)]


def test_words_are_read_from_wherever_they_are_nested() -> None:
    document = WordDocument()
    paragraph = document.add_paragraph("Sweep ")
    add_xml(paragraph._p, "<w:hyperlink><w:r><w:t>the</w:t></w:r></w:hyperlink>")
    add_xml(paragraph._p, '<w:ins w:id="1" w:author="A"><w:r><w:t> long</w:t></w:r></w:ins>')
    add_xml(paragraph._p, '<w:del w:id="2" w:author="A"><w:r><w:delText> short</w:delText></w:r></w:del>')
    add_xml(paragraph._p, '<w:moveFrom w:id="3" w:author="A"><w:r><w:t> moved</w:t></w:r></w:moveFrom>')
    add_xml(paragraph._p, "<w:sdt><w:sdtContent><w:r><w:t> quay</w:t></w:r></w:sdtContent></w:sdt>")
    add_xml(paragraph._p, "<w:r><w:tab/><w:t>now</w:t><w:noBreakHyphen/><w:t>ish</w:t></w:r>")
    add_xml(paragraph._p, "<w:r><w:instrText>PAGE</w:instrText></w:r>")
    assert paragraphs(document) == [("Sweep the long quay\tnow-ish", None)]


def test_paragraphs_of_a_cell_and_of_tables_within_it_are_its_words() -> None:
    document = WordDocument()
    table = add_table(document, ("Action",), ("Sweep",))
    cell = table.rows[1].cells[0]
    cell.add_paragraph("Twice")
    inner = cell.add_table(rows=1, cols=2)
    inner.rows[0].cells[0].text, inner.rows[0].cells[1].text = "In May", "In June"
    assert rows(document) == [("Action",), ("Sweep\nTwice\nIn May\nIn June",)]


def test_cell_that_is_merged_down_belongs_to_each_of_its_rows() -> None:
    document = WordDocument()
    table = add_table(document, ("Issue", "Action"), ("Litter", "Sweep"), ("", "Paint"), ("Noise", "Hush"))
    table.cell(1, 0).merge(table.cell(2, 0))
    assert rows(document) == [
        ("Issue", "Action"),
        ("Litter", "Sweep"),
        ("Litter", "Paint"),
        ("Noise", "Hush"),
    ]


def test_row_that_only_goes_on_with_what_is_merged_is_empty() -> None:
    document = WordDocument()
    table = add_table(document, ("Issue", "Action"), ("Litter", "Sweep"), ("", ""))
    table.cell(1, 0).merge(table.cell(2, 0))
    assert rows(document) == [("Issue", "Action"), ("Litter", "Sweep"), ()]


def test_cells_that_are_merged_across_keep_the_others_in_their_columns() -> None:
    document = WordDocument()
    table = add_table(document, ("Action", "Lead", "Due"), ("Sweep", "", "May"), ("Quay", "", ""))
    table.cell(1, 0).merge(table.cell(1, 1))
    table.cell(2, 0).merge(table.cell(2, 2))
    (block,) = read(document).blocks
    assert isinstance(block, Table)
    assert [(row.cells, row.is_banner) for row in block.rows] == [
        (("Action", "Lead", "Due"), False),
        (("Sweep", "", "May"), False),
        (("Quay", "", ""), True),
    ]


def test_row_that_was_deleted_under_tracking_is_not_read() -> None:
    document = WordDocument()
    table = add_table(document, ("Action",), ("Sweep",), ("Paint",))
    add_xml(table.rows[1]._tr.get_or_add_trPr(), '<w:del w:id="1" w:author="A"/>')
    assert rows(document) == [("Action",), ("Paint",)]


NUMBERED = (
    '<w:abstractNum w:abstractNumId="90">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl>'
    '<w:lvl w:ilvl="2"><w:numFmt w:val="bullet"/><w:lvlText w:val="o"/></w:lvl>'
    "</w:abstractNum>"
)


def numbered_document() -> Any:
    document = WordDocument()
    numbering: Any = document.part.numbering_part.element
    add_xml(numbering, NUMBERED)
    add_xml(numbering, '<w:num w:numId="91"><w:abstractNumId w:val="90"/></w:num>')
    return document


def number(paragraph: Any, depth: int, list_id: int = 91) -> None:
    xml = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{list_id}"/></w:numPr>'
    add_xml(paragraph._p.get_or_add_pPr(), xml)


def add_list(document: Any, list_id: int, overrides: str, abstract: int = 90) -> None:
    """Add a list that is numbered as another one is, but for what it says of its levels."""
    xml = f'<w:num w:numId="{list_id}"><w:abstractNumId w:val="{abstract}"/>{overrides}</w:num>'
    add_xml(document.part.numbering_part.element, xml)


def test_numbers_that_word_puts_there_itself_are_read() -> None:
    document = numbered_document()
    for words, depth in (("Quay", 0), ("Near", 1), ("Far", 1), ("a point", 2), ("Dock", 0), ("Deep", 1)):
        number(document.add_paragraph(words), depth)
    assert [text for text, _ in paragraphs(document)] == [
        *("1. Quay", "1.1 Near", "1.2 Far", "a point", "2. Dock", "2.1 Deep")
    ]


def test_list_that_begins_anew_is_counted_anew_and_goes_on_where_it_does_not() -> None:
    document = numbered_document()
    anew = '<w:lvlOverride w:ilvl="{}"><w:startOverride w:val="{}"/></w:lvlOverride>'
    add_list(document, 92, anew.format(0, 1) + anew.format(1, 5))
    add_list(document, 93, "")
    steps = ((91, 0), (91, 0), (91, 1), (92, 0), (92, 1), (92, 1), (92, 0), (92, 1), (93, 0))
    for list_id, depth in steps:
        number(document.add_paragraph("Quay"), depth, list_id)
    assert [text for text, _ in paragraphs(document)] == [
        *(
            "1. Quay",
            "2. Quay",
            "2.1 Quay",
            "1. Quay",
            "1.5 Quay",
            "1.6 Quay",
            "2. Quay",
            "2.5 Quay",
            "3. Quay",
        )
    ]


def test_list_may_have_levels_of_its_own() -> None:
    document = numbered_document()
    own = '<w:lvl w:ilvl="0"><w:start w:val="7"/><w:numFmt w:val="decimal"/><w:lvlText w:val="A%1"/></w:lvl>'
    add_list(document, 92, f'<w:lvlOverride w:ilvl="0">{own}</w:lvlOverride>')
    for depth in (0, 0, 1):
        number(document.add_paragraph("Quay"), depth, 92)
    assert [text for text, _ in paragraphs(document)] == ["A7 Quay", "A8 Quay", "8.1 Quay"]


def test_list_may_begin_at_nought() -> None:
    document = numbered_document()
    own = '<w:lvl w:ilvl="0"><w:start w:val="0"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1"/></w:lvl>'
    add_list(document, 92, f'<w:lvlOverride w:ilvl="0">{own}</w:lvlOverride>')
    for depth in (1, 0, 1):
        number(document.add_paragraph("Quay"), depth, 92)
    assert [text for text, _ in paragraphs(document)] == ["0.1 Quay", "0. Quay", "0.1 Quay"]


def test_paragraph_that_was_deleted_under_tracking_is_not_counted() -> None:
    document = numbered_document()
    deleted = document.add_paragraph()
    number(deleted, 0)
    add_xml(deleted._p.get_or_add_pPr(), '<w:rPr><w:del w:id="1" w:author="A"/></w:rPr>')
    add_xml(deleted._p, '<w:del w:id="2" w:author="A"><w:r><w:delText>Dock</w:delText></w:r></w:del>')
    number(document.add_paragraph("Quay"), 0)
    assert paragraphs(document) == [("1. Quay", None)]


def test_paragraph_whose_end_was_deleted_under_tracking_runs_on() -> None:
    document = WordDocument()
    first = document.add_paragraph("Sweep the ")
    add_xml(first._p.get_or_add_pPr(), '<w:rPr><w:del w:id="1" w:author="A"/></w:rPr>')
    document.add_paragraph("quay")
    assert read(document).blocks == (Paragraph("Sweep the quay", 2),)


def test_what_a_form_asks_for_is_no_word_of_the_document() -> None:
    document = WordDocument()
    table = add_table(document, ("Action", "Due"), ("Sweep", ""))
    asked = "<w:r><w:t>Click or tap to enter a date.</w:t></w:r>"
    for properties in ("<w:showingPlcHdr/>", ""):
        xml = f"<w:sdt><w:sdtPr>{properties}<w:date/></w:sdtPr><w:sdtContent>{asked}</w:sdtContent></w:sdt>"
        add_xml(table.rows[1].cells[1].paragraphs[0]._p, xml)
    # Who typed the very same words meant them.
    assert rows(document) == [("Action", "Due"), ("Sweep", "Click or tap to enter a date.")]


def test_column_that_word_numbers_itself_has_its_numbers() -> None:
    document = numbered_document()
    table = add_table(document, ("No", "Action"), ("", "Sweep"), ("", "Paint"))
    for row in table.rows[1:]:
        number(row.cells[0].paragraphs[0], 0)
    number(table.rows[2].cells[1].paragraphs[0], 0)
    assert rows(document) == [("No", "Action"), ("1.", "Sweep"), ("2.", "Paint")]


@pytest.mark.parametrize(
    "xml",
    [
        '<w:tr><w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr><w:p/></w:tc></w:tr>',
        '<w:tr><w:trPr><w:gridBefore w:val="65"/></w:trPr><w:tc><w:p/></w:tc></w:tr>',
        f"<w:tr>{'<w:tc><w:p/></w:tc>' * 65}</w:tr>",
    ],
)
def test_table_that_is_too_wide_is_refused_by_its_line(xml: str) -> None:
    document = WordDocument()
    document.add_paragraph("Harbour plan")
    add_xml(add_table(document, ("Action",))._tbl, xml)
    with pytest.raises(DocumentIsTooLarge, match="more columns than can be read") as refused:
        read(document)
    assert refused.value.line == 3

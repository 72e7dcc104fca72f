"""Documents read as flat tables: which rows are headings, what is left over, what is refused; no database is asked."""

import pytest

from app.formats.table_text import read_table_text
from app.imports.commands.doors import DOORS
from app.imports.rules.kinds import ImportKind
from app.imports.rules.tables import COLUMNS, KINDS, table_columns
from app.imports.rules.tables.drafts import NotATable, TableDraft
from app.imports.rules.tables.reading import read_table
from tests.support.client import Client
from tests.support.documents import everything
from tests.support.tables import send_table, table, take_table, told


def read(text: str, kind: ImportKind = ImportKind.ORGANISATIONS) -> TableDraft:
    return read_table(read_table_text(text), kind)


def test_whatever_is_needed_of_what_is_new_has_a_column() -> None:
    kinds = {thing.kind for things in KINDS.values() for thing in things}
    needed = {
        (kind, name)
        for kind in kinds
        for name, field in DOORS[kind].create.model_fields.items()
        if field.is_required()
    }
    assert needed
    assert needed <= COLUMNS.keys()


def test_headings_that_are_repeated_after_a_page_break_are_no_row() -> None:
    page = table("Name | Sector", "One | public")
    draft = read(f"{page}\n{page.replace('One', 'Two')}")
    assert [row.cells[0].words for row in draft.rows] == ["One", "Two"]
    assert len(draft.columns) == 1


def test_rows_below_a_page_break_without_headings_stand_under_those_above() -> None:
    draft = read(table("Name | Sector", "One | public") + "\n" + table("Two | public"))
    assert [row.line for row in draft.rows] == [2, 4]


def test_words_end_a_table_and_what_is_outside_is_told_as_unread() -> None:
    draft = read(
        "Our partners\n" + table("Name | Sector", "One | public") + "Notes\n" + table("Two | public")
    )
    assert [row.line for row in draft.rows] == [3]
    assert [(line.line, line.text) for line in draft.unread] == [
        (1, "Our partners"),
        (4, "Notes"),
        (5, "Two\tpublic"),
    ]


def test_row_that_is_called_like_a_heading_is_a_row() -> None:
    draft = read(table("Name | Sector", "Partner | public"))
    assert [row.cells[0].words for row in draft.rows] == ["Partner"]


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_knows_the_headings_of_its_template_whatever_their_case(kind: ImportKind) -> None:
    columns = table_columns(kind)
    draft = read("\t".join(column.heading.upper() for column in columns) + "\n", kind)
    assert all(field is not None for _, field in draft.columns[0].headings)
    assert all(column.meaning.endswith(".") for column in columns)


@pytest.mark.parametrize("kind", KINDS)
def test_no_heading_of_a_thing_stands_for_two_of_its_columns(kind: ImportKind) -> None:
    for thing in KINDS[kind]:
        words = [heading.casefold() for column in thing.columns for heading in column.headings]
        assert sorted({*words}) == sorted(words)


def test_names_of_fields_are_headings_for_scripts() -> None:
    draft = read(table("sub_group_id | starts_on | starts_at | colour"), ImportKind.MEETINGS)
    assert [field for _, field in draft.columns[0].headings] == [
        "sub_group_id",
        "starts_on",
        "starts_at",
        None,
    ]


def test_column_of_a_group_is_none_of_its_seats_unless_it_names_the_group() -> None:
    draft = read(table("Group | started_on | Member | From"), ImportKind.SUB_GROUPS)
    (row,) = read(table("Group | started_on | Member | From", "a | b | c | d"), ImportKind.SUB_GROUPS).rows
    assert [[*cell.heading.reads] for cell in row.cells] == [
        ["sub_group", "membership"],
        ["sub_group"],
        ["membership"],
        ["membership"],
    ]
    assert draft.rows == ()


def test_table_without_the_headings_of_its_kind_is_refused_with_what_it_needs() -> None:
    with pytest.raises(
        NotATable, match="of which it needs 'Sub-group' and 'Date'; it begins with 'Name', 'Sector'"
    ):
        read(table("Name | Sector", "One | public"), ImportKind.MEETINGS)


def test_column_that_is_there_twice_is_refused() -> None:
    with pytest.raises(NotATable, match="'Name' are the same"):
        read(table("Name | Organisation", "One | Two"))


def test_empty_document_is_refused(api: Client) -> None:
    answer = send_table(api, "people", "")
    assert (answer.status_code, answer.json()["code"]) == (422, "document_is_unreadable")
    assert answer.json()["errors"][0]["detail"].startswith("the file is empty")


def test_table_of_headings_alone_is_an_import_of_nothing(api: Client) -> None:
    assert take_table(api, "people", table("Name | Phone"))["rows"] == []


def test_row_that_is_wider_than_its_headings_fails(api: Client) -> None:
    answer = send_table(api, "people", table("Name | Phone", "Ann | 1 | 2"))
    assert answer.json()["errors"][0]["column"] == "column 3"


HOSTILE = {
    "a NUL": "Ann\x00",
    "a name as long as a book": "A" * 50_000,
    "a formula": '=HYPERLINK("http://x.example")',
    "a bidirectional override": "Ann\u202egnp.exe",
    "a control character": "Ann\x07",
    "quotes": "Robert'); DROP TABLE person;--",
    "wildcards": "%_%",
    "an id": "01a20457-6cef-72b9-82af-a4e476e06c18",
}


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("kind", KINDS)
def test_hostile_cell_is_a_fault_of_its_row_or_is_kept_as_it_is(
    api: Client, kind: ImportKind, words: str
) -> None:
    before = everything(api.sessions)
    columns = table_columns(kind)
    document = (
        "\t".join(column.heading for column in columns) + "\n" + "\t".join([words] * len(columns)) + "\n"
    )
    answer = send_table(api, kind, document, create_parties="true", dry_run="true")
    assert answer.status_code in (200, 422), answer.text
    assert everything(api.sessions) == before
    if answer.status_code == 422:
        assert all("detail" in fault for fault in answer.json()["errors"])


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize(
    "more", [{"on_error": "skip"}, {"on_error": "skip", "mode": "update"}], ids=["skip", "update"]
)
def test_hostile_cell_that_is_left_out_can_be_read_back(
    api: Client, words: str, more: dict[str, str]
) -> None:
    document = f"Name\tEmail\tNote\n{words}\tann@example.org\t{words}\nBob\t{words}\t\n"
    answer = send_table(api, "people", document, **more)
    assert answer.status_code in (201, 422), answer.text
    if answer.status_code == 201:
        rows = api.get(f"{answer.json()['url']}/rows").json()["items"]
        assert [row["outcome"] for row in rows] == [row["outcome"] for row in answer.json()["rows"]]


def test_formula_in_a_name_is_kept_as_words(api: Client) -> None:
    assert told(take_table(api, "people", table("Name | Phone", "=1+1 | 5"))) == [
        ("person", "=1+1", "created")
    ]
    assert api.get("/v1/people").json()["items"][0]["name"] == "=1+1"

"""Plans as the documents that officers type: a Word document with a table for each theme, a workbook with one table."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from sqlmodel import Session

from app.core.db import Sessions, reading
from app.core.listing import Item, OneQuery, View
from app.exports.queries import TableRow, count_actions, plan_named, table_rows
from app.exports.rules import HEADINGS, MOST_ACTIONS, PLAN_HEADING, ExportFormat, PlanIsTooLong
from app.formats import docx, xlsx
from app.formats.docx import Block, Grid, Heading, Words
from app.formats.tables import Column, Table
from app.plans.models import GlossaryTerm, Theme
from app.plans.queries import GLOSSARY, PLANS, THEMES

_WIDTHS = dict(zip(HEADINGS, (20, 30, 10, 60, 40, 30, 24, 14), strict=True))
_THEME, _ISSUES = HEADINGS.index("Theme"), HEADINGS.index("Issues")
# A theme heads its own table. The seeds have no status in words: the current situation tells it.
_NOT_IN_DOCUMENTS = {"Theme", "Status"}


def plans_as_xlsx(
    sessions: Sessions, view: View, plan_ids: Sequence[str], *, naming_plans: bool = False
) -> Iterator[bytes]:
    """Give the tables of plans as one sheet, with the plan's reference in front where that is asked.

    The columns are those of the CSV file. Raises PlanIsTooLong.
    """
    headings = (PLAN_HEADING, *HEADINGS) if naming_plans else HEADINGS
    columns = [Column(heading, _WIDTHS.get(heading, 20)) for heading in headings]
    with reading(sessions) as session:
        _refuse_too_long(session, plan_ids, ExportFormat.XLSX)
        rows = chain.from_iterable(_named_rows(session, view, id, naming_plans) for id in plan_ids)
        yield xlsx.write_table(Table("Actions", columns, rows))


def _named_rows(session: Session, view: View, plan_id: str, is_named: bool) -> Iterator[TableRow]:
    ahead = (plan_named(session, plan_id, view)["reference"],) if is_named else ()
    return ((*ahead, *row) for rows in table_rows(session, plan_id, view) for row in rows)


def plan_as_docx(sessions: Sessions, view: View, plan_ids: Sequence[str]) -> Iterator[bytes]:
    """Give a plan as a Word document: title, acronyms, and for each theme its heading and its table.

    Actions without a theme come first; an action of several stands under its first. Raises PlanIsTooLong.
    """
    (plan_id,) = plan_ids
    with reading(sessions) as session:
        _refuse_too_long(session, plan_ids, ExportFormat.DOCX)
        plan = PLANS.one(session, plan_id, view, OneQuery(fields=["id", "title"], embed=[]))
        yield docx.write_docx(plan["title"], [*_blocks(session, plan["id"], view)])


def _refuse_too_long(session: Session, plan_ids: Sequence[str], form: ExportFormat) -> None:
    if count_actions(session, plan_ids) > MOST_ACTIONS[form]:
        raise PlanIsTooLong(form)


def _blocks(session: Session, plan_id: str, view: View) -> Iterator[Block]:
    yield from _acronyms(GLOSSARY.related(session, view, GlossaryTerm.__table__.c.plan_id, [plan_id]))
    rows = [*chain.from_iterable(table_rows(session, plan_id, view))]
    shown = [place for place, heading in enumerate(HEADINGS) if heading not in _NOT_IN_DOCUMENTS]
    if not any(row[_ISSUES] for row in rows):
        shown.remove(_ISSUES)
    themes = [
        f"{one['number']}. {one['title']}"
        for one in THEMES.related(session, view, Theme.__table__.c.plan_id, [plan_id])
    ]
    for theme in ["", *themes]:
        own = [[row[place] for place in shown] for row in rows if row[_THEME].partition("\n")[0] == theme]
        if theme:
            yield Heading(theme)
        if theme or own or not themes:
            # A theme without actions keeps the head of its table, by which an import knows it for a theme.
            yield Grid([HEADINGS[place] for place in shown], own)


def _acronyms(terms: Iterable[Item]) -> Iterator[Words]:
    for place, term in enumerate(terms):
        yield Words(f"{'' if place else 'Acronyms: '}{term['term']} = {term['meaning']}")

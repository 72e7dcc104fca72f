"""What an import of a table would do: its rows compared with the register. Nothing is written here."""

from sqlmodel import Session

from app.imports.queries.tables.links import Links
from app.imports.queries.tables.names import CantBeFound
from app.imports.queries.tables.rows import Entry, ThingPlanner
from app.imports.rules.changes import RowPlan
from app.imports.rules.outcomes import PlanIsNotThere
from app.imports.rules.tables.changes import TablePlan
from app.imports.rules.tables.drafts import TableDraft
from app.imports.rules.tables.saying import read_row, tells_of
from app.imports.schemas import ImportOptions


def plan_table(session: Session, draft: TableDraft, options: ImportOptions) -> TablePlan:
    """Plan an import of a table: a row for each thing that a row of the file tells of, in the file's order.

    Ahead of them stand the parties that are made because the file names them. Raises PlanIsNotThere.
    """
    links = Links(session, options)
    _refuse_unknown(links, options.plan)
    first = draft.things[0]
    rows: list[RowPlan] = []
    plans: set[str | None] = set()
    for thing in draft.things:
        told = [row for row in draft.rows if tells_of(row, thing, first)]
        entries = [Entry(thing, read_row(row, thing, options.date_order)) for row in told]
        # Where a row tells of several things, the first of them may stand in as many rows.
        planner = ThingPlanner(
            session, thing, links, options, repeats=thing is first and len(draft.things) > 1
        )
        rows += planner.plan(entries)
        plans |= {entry.values["plan_id"].id for entry in entries if "plan_id" in entry.values}
    plan_id = plans.pop() if len(plans) == 1 else None
    places = {(row.sheet, row.line): place for place, row in enumerate(draft.rows)}
    rows.sort(key=lambda row: places[row.sheet, row.line])
    return TablePlan(draft, links.made, rows, plan_id)


def _refuse_unknown(links: Links, plan: str | None) -> None:
    """Refuse an import that names a plan which is not there. Raises PlanIsNotThere."""
    if plan is None:
        return
    try:
        links.names.find(("plan",), plan)
    except CantBeFound as reason:
        raise PlanIsNotThere(str(reason)) from None

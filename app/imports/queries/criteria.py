"""Which criterion a theme answers: the only one of its title, where nobody has said otherwise."""

import re
from collections import defaultdict
from dataclasses import replace

from sqlalchemy import select
from sqlmodel import Session

from app.imports.rules.changes import RowPlan
from app.kernel.text import same_title
from app.ledger.queries import parts_changed_in
from app.plans.models import Criterion, Theme

# What a heading adds in brackets only explains it: "Efficient (and efficiency of links)".
_GLOSS = re.compile(r" ?\([^()]*\)\Z")


class KnownCriteria:
    """The criteria of the register by their titles, and the themes of a plan whose criterion somebody changed."""

    def __init__(self, session: Session, plan_id: str | None) -> None:
        live = select(Criterion).where(Criterion.__table__.c.deleted_at.is_(None))
        self._titled: defaultdict[str, list[Criterion]] = defaultdict(list)
        for criterion in session.scalars(live):
            self._titled[same_title(criterion.title)].append(criterion)
        self._settled = parts_changed_in(session, plan_id, "theme", "criterion_id") if plan_id else set()

    def link(self, row: RowPlan, title: str, theme: Theme | None = None) -> None:
        """Have a theme answer the criterion of its title; one that was ever set or cleared by hand stays so."""
        found = self._titled.get(same_title(title)) or self._titled.get(same_title(_GLOSS.sub("", title)), [])
        if len(found) != 1 or (theme is not None and (theme.criterion_id or theme.id in self._settled)):
            return
        row.values["criterion_id"] = found[0].id
        if theme is not None:
            row.changes["criterion_id"] = {"before": None, "after": found[0].id}
        row.cells = tuple(
            replace(cell, reading=_shown(found[0])) if cell.read_as == "title" else cell for cell in row.cells
        )


def _shown(criterion: Criterion) -> dict[str, dict[str, str]]:
    names = ("id", "reference", "framework", "title")
    return {"criterion": {name: getattr(criterion, name) for name in names}}

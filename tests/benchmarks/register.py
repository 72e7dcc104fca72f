"""A register of any size, made up out of a seed: the same seed always makes the same one.

It holds what the commands would have written, read by the same rules, but set-wise and without the ledger, which
no list reads.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from app.actions.commands.due import read_due_words
from app.actions.models import Action, ActionTheme, Lead, ProgressUpdate
from app.actions.queries.due import is_closed
from app.core.config import Settings
from app.core.db import Rows, Sessions, Table, writing
from app.core.migrations import ROOT, upgrade
from app.kernel.text import natural_key
from app.partners.models import Organisation, Person, Post
from app.plans.models import Plan, Theme
from app.schedule.models import Deadline
from app.schedule.rules import occurrences_of, placed, point_from, settle
from app.sub_groups.models import SubGroup
from tests.benchmarks.words import DUE_PHRASES, MONTHS, THEMES, WEIGHTED_STATUSES, make_sentence

Row = dict[str, Any]
Batch = dict[type[Rows], list[Row]]
BEGINNING = datetime(2003, 1, 6, 9, 30, 0, 250_000, tzinfo=UTC)
MOST_IN_A_PLAN = 5_000


def fill(settings: Settings, actions: int, seed: int) -> None:
    """Make the tables of an empty database, and a register with so many actions in them."""
    sessions = Sessions(settings)
    try:
        if any((ROOT / "migrations" / "versions").glob("*.py")):
            upgrade(settings)
        else:
            Table.metadata.create_all(sessions.engine)
        with writing(sessions) as session:
            for batch in _Maker(Random(seed)).batches(actions):  # noqa: S311 - nothing here is secret.
                for table, rows in batch.items():
                    session.connection().execute(insert(table.__table__), rows)
    finally:
        sessions.close()


@dataclass(slots=True)
class _Maker:
    """Makes rows, table by table in the order in which they point to each other."""

    random: Random
    made: int = 0
    parties: list[Row] = field(default_factory=list)

    def batches(self, actions: int) -> Iterator[Batch]:
        """Make the parties, then plans of at most MOST_IN_A_PLAN actions until there are as many as asked for."""
        yield self._parties()
        for number, first in enumerate(range(0, actions, MOST_IN_A_PLAN), start=1):
            yield self._plan(number, min(MOST_IN_A_PLAN, actions - first))

    def _kept(self) -> Row:
        """Make what every resource has; each is a quarter of a second younger than the one before."""
        self.made += 1
        at = BEGINNING + timedelta(milliseconds=250 * self.made)
        bits = int(at.timestamp() * 1000) << 80 | self.random.getrandbits(80)
        bits = bits & ~(0xF << 76) | 0x7 << 76
        bits = bits & ~(0x3 << 62) | 0x2 << 62
        return {
            "id": str(UUID(int=bits)),
            "version": 1,
            "created_at": at,
            "updated_at": at,
            "deleted_at": None,
        }

    def _named(self, reference: str) -> Row:
        return {**self._kept(), "reference": reference, "reference_key": natural_key(reference)}

    def _parties(self) -> Batch:
        made: Batch = {SubGroup: [], Organisation: [], Person: [], Post: []}
        for n in range(1, 9):
            made[SubGroup].append(
                {**self._named(f"sub-group-{n}"), "name": f"{THEMES[n % len(THEMES)]} Sub-group"}
            )
        for n in range(1, 31):
            name = {"name": f"Organisation {n} of the Borough", "acronym": f"OB{n}", "sector": "public"}
            made[Organisation].append({**self._named(f"organisation-{n}"), **name})
        employers = [row["id"] for row in made[Organisation]]
        for n in range(1, 21):
            of = {"organisation_id": self.random.choice(employers)}
            known = {"name": f"Councillor Number {n}", "is_name_public": True}
            made[Person].append({**self._named(f"person-{n}"), **known, **of})
            made[Post].append({**self._named(f"post-{n}"), "title": f"Partnership Officer {n}", **of})
        for table, rows in made.items():
            kind = table.__tablename__
            self.parties += [
                {"kind": kind, f"{kind}_id": row["id"], "name": row.get("name") or row["title"]}
                for row in rows
            ]
        return {table: [_whole(table, row) for row in rows] for table, rows in made.items()}

    def _plan(self, number: int, actions: int) -> Batch:
        """Make a plan of one of four years, its themes, and its actions with all that belongs to them."""
        year = 2002 + number % 4
        plan = {
            **self._named(f"partnership-plan-{number}"),
            "title": f"Partnership Plan {number}, {year}/{year + 1}",
            "kind": "partnership_plan",
            "starts_on": date(year, 4, 1),
            "ends_on": date(year + 1, 3, 31),
            "document_date": f"{year}-03",
            "status": "adopted",
            "visibility": "public",
        }
        themes = [
            {**self._kept(), "plan_id": plan["id"], "number": n, "position": n, "title": title}
            for n, title in enumerate(THEMES, start=1)
        ]
        made: Batch = {
            Plan: [_whole(Plan, plan)],
            Theme: [_whole(Theme, theme) for theme in themes],
            **{table: [] for table in (Action, ActionTheme, Lead, ProgressUpdate, Deadline)},
        }
        readings = self._readings(Plan(**plan), year)
        for position in range(1, actions + 1):
            theme = themes[(position - 1) * len(themes) // actions]
            self._action(made, theme, position, self.random.choice(readings))
        return made

    def _readings(self, plan: Plan, year: int) -> list[tuple[Row, list[Row]]]:
        """Read each phrase that a plan of the year may hold, once."""
        read = []
        for phrase in DUE_PHRASES:
            for month, after in pairwise(MONTHS):
                due = read_due_words(phrase.format(month=month, after=after, year=year + 1), plan, None)
                points = [point_from(point) for point in due["due_points"]]
                made = [_listed(asdict(one)) for one in occurrences_of(points, BEGINNING.date())]
                dues = [row["latest"] for row in made if row["rank"] == 0]
                read.append(({**due, "due_on": min(dues, default=None)}, made))
        return read

    def _action(self, made: Batch, theme: Row, position: int, due: tuple[Row, list[Row]]) -> None:
        leads = self.random.sample(self.parties, k=self.random.randint(1, 2))
        status, percent = self.random.choice(WEIGHTED_STATUSES)
        situation = make_sentence(self.random) if self.random.random() < 0.25 else None
        action = {
            **self._named(f"{theme['number']}.{position}"),
            "plan_id": theme["plan_id"],
            "position": position,
            "text": f"{make_sentence(self.random)} {make_sentence(self.random)}",
            "current_situation": situation,
            "status": status,
            "percent": percent,
            "lead_text": " / ".join(lead["name"] for lead in leads),
            **due[0],
        }
        made[Action].append(_whole(Action, action))
        link = {"action_id": action["id"]}
        made[ActionTheme].append({**link, "theme_id": theme["id"], "position": 0})
        for place, lead in enumerate(leads):
            named = {name: value for name, value in lead.items() if name != "name"}
            told = {**link, "position": place, "role": "lead", "text": lead["name"], **named}
            made[Lead].append(_whole(Lead, told))
        if situation is not None or percent is not None:
            progress = {"text": situation, "status": status, "percent": percent}
            made[ProgressUpdate].append(_whole(ProgressUpdate, {**self._kept(), **link, **progress}))
        facts = {**link, "plan_id": theme["plan_id"], "theme_id": theme["id"], "is_closed": is_closed(status)}
        source = {"source": "action", "source_id": action["id"], "is_public": True}
        deadlines = [
            _whole(Deadline, {**self._kept(), **facts, **source, "position": place, **occurrence})
            for place, occurrence in enumerate(due[1])
        ]
        settle(deadlines)
        made[Deadline] += deadlines


def _listed(occurrence: Row) -> Row:
    """Give an occurrence its days and its place in a list."""
    days = {name: occurrence[f"named_{name}"] for name in ("earliest", "latest", "edtf")}
    rank, listed_on = placed(occurrence["kind"], days["earliest"], days["latest"])
    return {**occurrence, **days, "rank": int(rank), "listed_on": listed_on}


def _whole(table: type[Rows], row: Row) -> Row:
    """Give a row every column of its table, as a statement for many rows wants it."""
    return {**_DEFAULTS[table], **row}


_DEFAULTS: dict[type[Rows], Row] = {
    table: {
        name: field.get_default(call_default_factory=True)
        for name, field in table.model_fields.items()
        if not field.is_required()
    }
    for table in (SubGroup, Organisation, Person, Post, Plan, Theme, Action, Lead, ProgressUpdate, Deadline)
}

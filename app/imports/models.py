"""Imports, those that were carried out and those that wait, and what became of each row."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import Index, LargeBinary
from sqlmodel import Field

from app.core.db import BIG_NUMBER, JSON_VALUE, STAYS, WORDS, Rows, Table
from app.core.links import OWNED

UNRECORDED = {"unrecorded": True}
_EVENT_NUMBER = {**UNRECORDED, **STAYS}


class Import(Table, table=True):
    """One document that was or is to be imported: into a plan, or a table of other things, which may be of no one plan.

    `state` and `phase` tell how far it is; `problem` why it was refused. `alive_at` is when whoever carries it out said
    so for the last time. `events_after` is the number of the last event before it: the ledger tells what it did by the
    events between that one and its own. None where it was not kept yet, and where an archive brought the import into
    another register. `undo_events_after` is the same of its being undone. A `dry_run` is no import: it did nothing, and
    nobody is told of it by events.
    """

    __tablename__: ClassVar[str] = "import"
    __path__: ClassVar[str] = "/v1/imports"

    file_name: str | None = Field(default=None, sa_type=WORDS)
    digest: str = Field(sa_type=WORDS)
    kind: str = Field(default="actions", sa_type=WORDS)
    plan_id: str | None = Field(
        default=None, foreign_key="plan.id", sa_type=WORDS, index=True, sa_column_kwargs={"info": OWNED}
    )
    mode: str = Field(sa_type=WORDS)
    state: str = Field(default="done", sa_type=WORDS)
    phase: str | None = Field(default=None, sa_type=WORDS, sa_column_kwargs={"info": UNRECORDED})
    alive_at: datetime | None = Field(default=None, sa_column_kwargs={"info": UNRECORDED})
    problem: dict[str, Any] | None = Field(default=None, sa_type=JSON_VALUE)
    counts: dict[str, dict[str, int]] = Field(default_factory=dict, sa_type=JSON_VALUE)
    unread: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON_VALUE)
    not_in_file: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON_VALUE)
    columns: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON_VALUE)
    options: dict[str, Any] = Field(default_factory=dict, sa_type=JSON_VALUE)
    events_after: int | None = Field(
        default=None, sa_type=BIG_NUMBER, sa_column_kwargs={"info": _EVENT_NUMBER}
    )
    undone_at: datetime | None = None
    dry_run: bool = Field(default=False, sa_column_kwargs={"info": UNRECORDED})
    undo_events_after: int | None = Field(
        default=None, sa_type=BIG_NUMBER, sa_column_kwargs={"info": _EVENT_NUMBER}
    )


class ImportFile(Rows, table=True):
    """A document that waits to be imported, and for whom; it is gone when that is done."""

    __tablename__: ClassVar[str] = "import_file"

    import_id: str = Field(foreign_key="import.id", primary_key=True, sa_type=WORDS)
    data: bytes = Field(sa_type=LargeBinary)
    charset: str | None = Field(default=None, sa_type=WORDS)
    media_type: str | None = Field(default=None, sa_type=WORDS)
    caller: dict[str, Any] = Field(sa_type=JSON_VALUE)


class ImportRow(Table, table=True):
    """One row of an imported document: each cell as it was read, and what became of it."""

    __tablename__: ClassVar[str] = "import_row"
    __path__: ClassVar[str] = "/v1/imports/{import_id}/rows"
    __table_args__ = (
        Index("ix_import_row_position", "import_id", "position"),
        Index("ix_import_row_resource", "resource_id", "id"),
        {"info": UNRECORDED},
    )

    import_id: str = Field(foreign_key="import.id", sa_type=WORDS, sa_column_kwargs={"info": OWNED})
    position: int
    kind: str = Field(sa_type=WORDS)
    line: int
    outcome: str = Field(sa_type=WORDS)
    resource_id: str | None = Field(default=None, sa_type=WORDS)
    reference: str | None = Field(default=None, sa_type=WORDS)
    label: str = Field(sa_type=WORDS)
    cells: list[dict[str, Any]] = Field(sa_type=JSON_VALUE)
    changes: dict[str, dict[str, Any]] = Field(sa_type=JSON_VALUE)
    sheet: str | None = Field(default=None, sa_type=WORDS)
    faults: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON_VALUE)
    similar_to: dict[str, Any] | None = Field(default=None, sa_type=JSON_VALUE)

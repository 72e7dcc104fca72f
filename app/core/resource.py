"""A resource: one kind of thing at one address, described once for all the routes that it has."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol, cast

from sqlmodel import Session

from app.core.callers import Caller
from app.core.db import Table
from app.core.listing import Listing, ListQuery
from app.core.schemas import Shape

# Brings other tables in step with a row that was written, told which of its values changed.
Follow = Callable[[Session, Caller, Any, frozenset[str]], None]


class Adds(Protocol):
    """How rows are added to what is append-only."""

    def create(self, session: Session, caller: Caller, values: dict[str, Any]) -> Any:
        """Keep a new row."""


class Writes(Adds, Protocol):
    """How rows are written; `ledger.commands.Writer` is one."""

    def update(self, session: Session, caller: Caller, row: Any, values: dict[str, Any]) -> Any:
        """Change a row."""

    def remove(self, session: Session, caller: Caller, row: Any) -> None:
        """Delete a row softly."""

    def restore(self, session: Session, caller: Caller, row: Any) -> Any:
        """Undo a deletion."""

    def followed_by(self, follow: Follow) -> "Writes":
        """Make the same writer for a room above, which brings its own tables in step as well."""


@dataclass(frozen=True, kw_only=True)
class Resource:
    """One kind of thing at one address.

    `parent` is the listing of what it means nothing without, and `parent_column` the column that says which.
    `other_end` is the column of a second parent of the same kind, under which it is found as well.
    `update` is None for what is append-only, `create` too for what these routes only read. `create_scope` is the
    scope that a key needs to add one; `read_scope` the one that it needs to read, where not everyone may. What
    `moves_by_itself` may be shown otherwise though nothing was written, so no answer that shows it is kept.
    """

    listing: Listing
    writer: Adds | None = None
    create: type[Shape] | None = None
    update: type[Shape] | None = None
    query: type[ListQuery] = ListQuery
    plural: str = ""
    parent: Listing | None = None
    parent_column: str = ""
    other_end: str = ""
    create_scope: str = "write"
    read_scope: str | None = None
    moves_by_itself: bool = False
    upsert_scope: Mapping[str, type[Table]] = field(default_factory=dict)

    @property
    def table(self) -> type[Table]:
        """The table that its rows are in."""
        return self.listing.table

    @property
    def adder(self) -> Adds:
        """The writer of what can be added to."""
        return cast(Adds, self.writer)

    @property
    def changer(self) -> Writes:
        """The writer of what is not append-only."""
        return cast(Writes, self.writer)

    def followed_by(self, follow: Follow) -> "Resource":
        """Make the same resource for a room above, which brings its own tables in step with what is written."""
        return replace(self, writer=self.changer.followed_by(follow))

    @property
    def path(self) -> str:
        """Where its list is."""
        return self.table.__path__

    @property
    def kind(self) -> str:
        """Its name in the singular, as in `agenda_item`."""
        return self.table.__tablename__

    def owner(self, parent_id: str | None) -> dict[str, str]:
        """Give the column and value that tie a row to its parent; empty for what stands alone."""
        return {self.parent_column: parent_id} if parent_id is not None else {}

    def is_under(self, row: Table, parent_id: str | None) -> bool:
        """Tell whether a row is found under the parent; what stands alone is found under none."""
        columns = [column for column in (self.parent_column, self.other_end) if column]
        return parent_id in ([getattr(row, column) for column in columns] or [None])

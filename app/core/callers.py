"""Who asks: what the rest of the service knows of a caller, whatever key or command line it came by."""

from dataclasses import dataclass

from app.core.errors import Forbidden, Unauthenticated

FEED_ONLY = frozenset({"feed"})
"""The scopes of a key that may stand in an address, since it reads calendars, feeds and tables only."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Someone who asks. Without a key they see what is public; with one, what the partners share.

    `kind` is "key", "command_line", "service" or "anonymous"; `id` is the key's, where there is one.
    """

    kind: str
    id: str | None = None
    name: str | None = None
    scopes: frozenset[str] = frozenset()
    organisation_id: str | None = None

    @property
    def sees_partners(self) -> bool:
        """Tell whether the caller sees what the partners share among themselves."""
        return bool(self.scopes)

    @property
    def only_reads_feeds(self) -> bool:
        """Tell whether the caller has a key for calendars, feeds and tables, and for nothing else."""
        return self.scopes == FEED_ONLY

    def may(self, scope: str) -> bool:
        """Tell whether the caller has the scope; `admin` has every one, any key may read, `write` may report.

        But only a key for feeds has `feed`, which lets it do less, not more.
        """
        return (
            scope in self.scopes
            or ("admin" in self.scopes and scope not in FEED_ONLY)
            or (scope == "read" and bool(self.scopes))
            or (scope == "report" and "write" in self.scopes)
        )

    def require(self, scope: str) -> None:
        """Refuse a caller without the scope: Unauthenticated without a key, else Forbidden."""
        if self.kind == "anonymous":
            raise Unauthenticated(
                f"Send a key with the scope {scope!r} as `Authorization: Bearer …`.",
                headers={"WWW-Authenticate": "Bearer"},
            )
        if not self.may(scope):
            raise Forbidden(f"It needs the scope {scope!r}; this key has {', '.join(sorted(self.scopes))}.")


ANONYMOUS = Caller(kind="anonymous")
SERVICE = Caller(kind="service", name="service", scopes=frozenset({"admin"}))
COMMAND_LINE = Caller(kind="command_line", name="command line", scopes=frozenset({"admin"}))

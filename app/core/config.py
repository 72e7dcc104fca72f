"""Settings: environment variables whose names begin with PLANS_, each described in the README."""

import re
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from app.core.isolation import USUAL_LIMITS, Limits

_ORIGIN = re.compile(r"https?://[^/\s?#@]+")
_ADDRESS = re.compile(r"https?://[a-z0-9._\-\[\]:]+(/[a-z0-9._~\-]+)*", re.ASCII | re.IGNORECASE)
_LABEL = r"[a-z0-9]([a-z0-9_\-]{0,61}[a-z0-9])?"
_HOST_NAME = re.compile(rf"(?=.{{1,253}}\Z){_LABEL}(\.{_LABEL})*", re.ASCII)


class Settings(BaseSettings):
    """What an operator may choose. Every field is read from `PLANS_<NAME>`."""

    # A refused address of a database may hold its password.
    model_config = SettingsConfigDict(
        env_prefix="PLANS_", env_file=".env", extra="ignore", hide_input_in_errors=True
    )

    database_url: str = Field(
        default="sqlite:///data/plans.db",
        description="Where the register is kept: `sqlite:///FILE` or `postgresql+psycopg://USER:PASSWORD@HOST/NAME`.",
    )
    sqlite_synchronous: str = Field(
        default="FULL",
        pattern="^(FULL|NORMAL)$",
        description="`FULL` keeps every commit through a loss of power; `NORMAL` is faster and may lose the last ones.",
    )
    timezone: str = Field(
        default="Europe/London", description="The IANA time zone whose calendar says what day it is."
    )
    host: str = Field(default="127.0.0.1", description="The address that `plans serve` listens on.")
    port: int = Field(default=8000, ge=1, le=65535, description="The port that `plans serve` listens on.")
    public_url: str | None = Field(
        default=None,
        description="The address by which the world reaches the service (`https://plans.example`), where a proxy "
        "stands before it: calendars and feeds hold it. By default that of each request.",
    )
    write_origins: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(),
        description="Origins whose pages may write, by comma (`https://intranet.example`). Any origin may read.",
    )
    requests_in_flight: int = Field(
        default=24,
        ge=1,
        le=200,
        description="How many requests are worked on at once; the rest wait their turn.",
    )
    threads: int = Field(
        default=3,
        ge=3,
        le=200,
        description="How many threads work on them: Python runs one at a time, so few are fastest, and more help "
        "only where the database is far away. An import and a write may each hold one while they wait for it.",
    )
    requests_waiting: int = Field(
        default=400, ge=0, le=10_000, description="How many requests may wait; one more is answered 503."
    )
    wait_seconds: float = Field(
        default=10.0,
        gt=0,
        le=60,
        description="How long a request waits for its turn before it is answered 503.",
    )
    body_seconds: float = Field(
        default=15.0,
        gt=0,
        le=300,
        description="How long a client may take to send its request's body, or to take a piece of the answer.",
    )
    max_body_bytes: int = Field(
        default=1_000_000, ge=1_000, le=100_000_000, description="The largest JSON body that is taken."
    )
    import_at_once_bytes: int = Field(
        default=1_000_000,
        ge=0,
        description="A larger file is imported in the background, by a process of its own.",
    )
    max_file_bytes: int = Field(
        default=20_000_000, ge=1_000, le=1_000_000_000, description="The largest file that an import takes."
    )
    import_seconds: float = Field(
        default=USUAL_LIMITS.seconds,
        gt=0,
        le=3_600,
        description="How long reading an office file, or a text of more than a megabyte, may take; it is read in a "
        "process of its own.",
    )
    import_memory_bytes: int = Field(
        default=USUAL_LIMITS.memory_bytes,
        ge=100_000_000,
        le=100_000_000_000,
        description="How much memory that process may take.",
    )
    cache_bytes: int = Field(
        default=64_000_000,
        ge=0,
        le=100_000_000_000,
        description="How much memory each process may take to keep answers; 0 keeps none.",
    )
    postgresql_recheck_ms: int = Field(
        default=50,
        ge=0,
        le=1_000,
        description="How long a write of another process may go unseen in answers that are kept, on PostgreSQL; 0 "
        "asks the database on every request. On SQLite, and what a process wrote itself, is seen at once.",
    )
    access_log: bool = Field(
        default=True, description="Write one JSON line to standard error for each request."
    )

    @field_validator("public_url")
    @classmethod
    def _is_an_address(cls, value: str | None) -> str | None:
        address = (value or "").strip().rstrip("/")
        try:
            return _as_usual(address) if address else None
        except ValueError:
            raise ValueError("it is an address such as https://plans.example, with no query") from None

    @field_validator("write_origins", mode="before")
    @classmethod
    def _split_origins(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip().rstrip("/").lower() for part in value.split(",") if part.strip())
        return value

    @field_validator("write_origins")
    @classmethod
    def _each_is_an_origin(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for one in value:
            if not _ORIGIN.fullmatch(one):
                raise ValueError(f"{one!r} is no origin such as https://intranet.example; it has no path")
        return value

    @field_validator("timezone")
    @classmethod
    def _known_timezone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError):
            raise ValueError(f"{value!r} is no IANA time zone such as Europe/London") from None
        return value

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        if not value.startswith(("sqlite:///", "postgresql+psycopg://")):
            raise ValueError("must begin with sqlite:/// or postgresql+psycopg://")
        try:
            url = make_url(value)
        except (ArgumentError, ValueError):
            raise ValueError("it can't be read; a `/`, `@` or `:` within a password is written %XX") from None
        if not url.database:
            raise ValueError("it names no database: sqlite:///FILE or postgresql+psycopg://…/NAME")
        if url.drivername == "sqlite" and url.query:
            raise ValueError("a file takes no parameters: sqlite:///FILE")
        return value

    @property
    def import_limits(self) -> Limits:
        """Within which limits a file is read."""
        return Limits(self.import_seconds, self.import_memory_bytes)

    @property
    def sqlite_file(self) -> Path | None:
        """The SQLite file, or None where the register is kept by PostgreSQL."""
        if not self.database_url.startswith("sqlite:///"):
            return None
        return Path(self.database_url.removeprefix("sqlite:///"))


def _as_usual(address: str) -> str:
    """Write an address as is usual: scheme and host in small letters. Raises ValueError where it is none."""
    parts = urlsplit(address)
    host, port = parts.hostname or "", parts.port
    place = _host_written(host) + ("" if port is None else f":{port}")
    # What names neither a host nor a port stands beside them: a user, a second bracket.
    is_all = parts.netloc.lower().removesuffix(":") == place
    is_straight = {".", ".."}.isdisjoint(parts.path.split("/"))
    if not (_ADDRESS.fullmatch(address) and is_all and is_straight and port != 0):
        raise ValueError(address)
    return f"{parts.scheme}://{place}{parts.path}"


def _host_written(host: str) -> str:
    """Write a host as addresses have it. Raises ValueError where it is none."""
    if ":" in host:
        IPv6Address(host)
        return f"[{host}]"
    if host.rpartition(".")[2].isdigit():
        IPv4Address(host)
    if not _HOST_NAME.fullmatch(host):
        raise ValueError(host)
    return host


@lru_cache
def get_settings() -> Settings:
    """Read the settings from the environment, once a process."""
    return Settings()


def environment_of(settings: Settings) -> dict[str, str]:
    """Give the environment variables by which another process has the same settings."""
    told = {name: getattr(settings, name) for name in settings.model_fields_set}
    return {
        f"PLANS_{name.upper()}": ",".join(map(str, value)) if isinstance(value, tuple) else str(value)
        for name, value in told.items()
        if value is not None
    }

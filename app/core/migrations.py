"""The database's schema: brought up to date, taken back, and compared with the tables of the rooms.

A migration is made, after a room's `models.py` has changed, from a database that is up to date:

    plans db upgrade
    alembic revision --autogenerate -m "words that say what changes"

It is written to `migrations/versions/` under the day, the time and the words. Read it, mend what alembic
can't know (a renamed column looks like one dropped and one added; what old rows hold in a new column), and
run the tests, which take it up, down and up again on both databases. A migration imports nothing of the
service, since it must do tomorrow what it does today.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from app.core.config import Settings

# The service is installed in place, so its migrations lie beside it, wherever it is started from.
ROOT = Path(__file__).resolve().parents[2]


def make_config(settings: Settings) -> Config:
    """Make alembic's configuration: what pyproject.toml says, and the database of the settings."""
    config = Config(toml_file=ROOT / "pyproject.toml")
    config.attributes["settings"] = settings
    return config


def upgrade(settings: Settings, revision: str = "head") -> None:
    """Bring the database up to the revision. Two that try at once do it one after the other."""
    command.upgrade(make_config(settings), revision)


def downgrade(settings: Settings, revision: str) -> None:
    """Take the database back to the revision; `base` leaves nothing but the list of revisions."""
    command.downgrade(make_config(settings), revision)


def is_current(settings: Settings) -> bool:
    """Tell whether the database is at the newest revision."""
    config = make_config(settings)
    newest = set(ScriptDirectory.from_config(config).get_heads())
    return _find_heads(config) == newest


def check(settings: Settings) -> list[str]:
    """List how the database differs from the tables as the rooms describe them; empty where it does not."""
    differences: list[str] = []

    def compare(_heads: Sequence[str], context: MigrationContext) -> list[Any]:
        found = compare_metadata(context, context.opts["target_metadata"])
        differences.extend(_as_words(one) for one in found)
        return []

    _look(make_config(settings), compare)
    return differences


def _find_heads(config: Config) -> set[str]:
    heads: set[str] = set()

    def note(found: Sequence[str], _context: MigrationContext) -> list[Any]:
        heads.update(found)
        return []

    _look(config, note)
    return heads


def _look(config: Config, look: Any) -> None:
    """Open the database as a migration does, let `look` see it, and migrate nothing."""
    script = ScriptDirectory.from_config(config)
    with EnvironmentContext(config, script, fn=look):
        script.run_env()


def _as_words(difference: Any) -> str:
    # Changes of one column come as a list of their own.
    if isinstance(difference, list):
        return "; ".join(_as_words(one) for one in difference)
    return " ".join(str(part) for part in difference if part is not None and not isinstance(part, dict))

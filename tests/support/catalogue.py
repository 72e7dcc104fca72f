"""What is in a database, in full, as its own catalogue tells it: more than alembic compares.

Alembic looks at no collation, no condition of a partial index and no order of an index, and on SQLite at few
constraints.
"""

import re

from sqlalchemy import Connection, text

POSTGRESQL_OBJECTS = """
SELECT concat_ws(' ', relkind, relname) FROM pg_class WHERE relnamespace = 'public'::regnamespace
UNION ALL SELECT concat_ws(' ', 'type', typname) FROM pg_type
WHERE typnamespace = 'public'::regnamespace AND typtype <> 'b'
UNION ALL SELECT concat_ws(' ', 'function', proname) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
"""
POSTGRESQL_DESCRIPTIONS = """
SELECT concat_ws(
    ' ', table_name, column_name, data_type, is_nullable, collation_name, column_default, is_identity
) FROM information_schema.columns WHERE table_schema = 'public'
UNION ALL SELECT concat_ws(' ', conrelid::regclass, conname, pg_get_constraintdef(oid))
FROM pg_constraint WHERE connamespace = 'public'::regnamespace
UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
"""
SQLITE_OBJECTS = "SELECT type || ' ' || name FROM sqlite_master WHERE name NOT LIKE 'sqlite!_%' ESCAPE '!'"
SQLITE_DESCRIPTIONS = (
    "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite!_%' ESCAPE '!'"
)


def list_objects(connection: Connection) -> list[str]:
    """Name every table, index, sequence, type and function, but alembic's own table."""
    is_sqlite = connection.dialect.name == "sqlite"
    return _lines(connection, SQLITE_OBJECTS if is_sqlite else POSTGRESQL_OBJECTS)


def describe(connection: Connection) -> list[str]:
    """Describe every column, constraint, index and trigger, each in a line, whatever their order."""
    if connection.dialect.name == "sqlite":
        return sorted(line for sql in _lines(connection, SQLITE_DESCRIPTIONS) for line in _parts(sql))
    return _lines(connection, POSTGRESQL_DESCRIPTIONS)


def _lines(connection: Connection, query: str) -> list[str]:
    lines = connection.execute(text(query)).scalars()
    return sorted(line for line in lines if "alembic_version" not in line)


def _parts(sql: str) -> list[str]:
    """Take the definition of a table apart, since columns and constraints may stand in any order."""
    words = re.sub(r"\s+", " ", sql.replace('"', "")).strip()
    if not words.upper().startswith("CREATE TABLE"):
        return [words]
    head, _, body = words.partition("(")
    parts = re.split(r",(?![^(]*\))", body.rpartition(")")[0])
    return [f"{head.strip()}: {part.strip()}" for part in parts]

"""A peer on the same file: Datasette, with the same list and filter as a canned query.

It is served as its own users serve it, by its own command, and shows each row flat, its leads as JSON.
"""

import json
import sys
from pathlib import Path

NEXT_DEADLINES = """
SELECT d.id, d.version, d.created_at, d.updated_at, d.kind, d.earliest, d.latest, d.edtf, d.rrule, d.anchor,
       d.binding, d.text, d.source, d.completed_on, a.id AS action_id, a.reference, a.text AS title,
       p.id AS plan_id, p.reference AS plan_reference, p.title AS plan_title, t.number, t.title AS theme_title,
       CAST(julianday(d.latest) - julianday(:as_of) AS integer) AS days_left,
       (SELECT json_group_array(json_object('kind', l.kind, 'name', coalesce(o.name, n.name, r.title, s.name)))
        FROM lead l LEFT JOIN organisation o ON o.id = l.organisation_id LEFT JOIN person n ON n.id = l.person_id
        LEFT JOIN post r ON r.id = l.post_id LEFT JOIN sub_group s ON s.id = l.sub_group_id
        WHERE l.action_id = d.action_id) AS leads
FROM deadline d JOIN action a ON a.id = d.action_id JOIN plan p ON p.id = d.plan_id
LEFT JOIN theme t ON t.id = d.theme_id
WHERE d.deleted_at IS NULL AND d.is_public = 1 AND d.is_done = 0 AND d.rank = 0
  AND (d.lapses_on IS NULL OR d.lapses_on >= :as_of) AND (d.follows_on IS NULL OR d.follows_on < :as_of)
ORDER BY d.listed_on, d.id LIMIT :limit
"""


def command(database: Path, folder: Path) -> list[str]:
    """Give the command that serves the file with the query in it."""
    metadata = folder / "datasette.json"
    queries = {"deadlines": {"sql": NEXT_DEADLINES}}
    metadata.write_text(json.dumps({"databases": {database.stem: {"queries": queries}}}))
    return [sys.executable, "-m", "datasette", "serve", str(database), "--metadata", str(metadata)]


def path_of(path: str, database: Path) -> str:
    """Give the path under which it answers what ours answers under the path."""
    return path.replace("/v1/deadlines?", f"/{database.stem}/deadlines.json?_shape=array&")

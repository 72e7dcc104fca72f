"""What the service imports is what it is installed with, not only what its tests are."""

import ast
import re
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions

from app.core.migrations import ROOT

LOCKED = set(re.findall(r"^([a-z0-9._-]+)(?:\[[^\]]*\])?==", (ROOT / "requirements.lock").read_text(), re.M))


def imported() -> Iterator[str]:
    """Give the first word of every import in the service."""
    for path in (ROOT / "app").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                yield from (one.name.partition(".")[0] for one in node.names)
            elif isinstance(node, ast.ImportFrom) and not node.level:
                yield str(node.module).partition(".")[0]


def test_service_imports_only_what_it_is_installed_with() -> None:
    others = set(imported()) - {"app", *sys.stdlib_module_names}
    known = packages_distributions()
    missing = {name for name in others if not LOCKED & {one.lower().replace("_", "-") for one in known[name]}}
    assert {"docx", "fastapi", "sqlmodel"} <= others
    assert missing == set(), "only the tests are installed with these"

"""Habits of the house that no linter knows, and the documents that must keep telling the truth."""

import ast
import importlib
import json
import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import TypeVar

import pytest

import app
from app.core.config import Settings
from app.core.errors import Problem
from app.core.migrations import ROOT
from app.kernel.vocabulary import Vocabulary
from app.main import create_app
from tests.support.contract import CONTRACT_FILE
from tests.support.databases import make_settings

SOURCES = sorted((ROOT / "app").rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
README = (ROOT / "README.md").read_text()
ROUTE_METHODS = {"get", "post", "put", "patch", "delete", "api_route"}
Derived = TypeVar("Derived")
LONGEST_FILE = 400
LONGEST_FUNCTION = 40
LONGEST_ROUTE = 12


@pytest.fixture(scope="module", autouse=True)
def _whole_service() -> None:
    """Import every module, so that every subclass is known."""
    for module in pkgutil.walk_packages(app.__path__, "app."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)


def name_of(path: Path) -> str:
    """Name a file as people say where it is."""
    return str(path.relative_to(ROOT))


def lines_with(pattern: str, paths: list[Path]) -> list[str]:
    """List the places where a pattern stands."""
    found = []
    for path in paths:
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if re.search(pattern, line):
                found.append(f"{name_of(path)}:{number}: {line.strip()}")
    return found


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Give every function of a file."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length_of_body(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Count the lines of a function's body, without its docstring."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def is_route(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Tell whether a router's decorator stands above the function."""
    called = [ast.unparse(one.func) for one in function.decorator_list if isinstance(one, ast.Call)]
    return any(name.rpartition(".")[2] in ROUTE_METHODS for name in called)


def subclasses(of: type[Derived]) -> set[type[Derived]]:
    """Give every class that is derived from this one."""
    return set(chain.from_iterable({one, *subclasses(one)} for one in of.__subclasses__()))


def every_problem() -> set[type[Problem]]:
    """Give every way in which the service refuses."""
    return {Problem} | subclasses(Problem)


def test_only_the_database_commits() -> None:
    found = lines_with(r"\.(commit|rollback|begin|begin_nested)\(", SOURCES)
    assert [line for line in found if not line.startswith("app/core/db.py:")] == []


def test_only_commands_add_rows() -> None:
    by_session = r"\b(session|connection)\.(add|add_all|merge|delete|bulk_\w+)\("
    by_statement = r"(?<![.\w])(?<!def )(insert|insert_many|insert_with_large|update|delete)\("
    found = lines_with(f"{by_session}|{by_statement}", [path for path in SOURCES if not is_commands(path)])
    # An answer under an Idempotency-Key is kept by the one function that all routes share; how rows go past SQLAlchemy
    # is told in one place, too, for whatever commands ask it.
    tools = ("app/core/idempotency.py:", "app/core/bulk.py:")
    assert [line for line in found if not line.startswith(tools)] == []


def is_commands(path: Path) -> bool:
    """Tell whether the file belongs to the shelf of commands."""
    return "commands" in path.relative_to(ROOT).with_suffix("").parts


def test_routers_ask_no_database() -> None:
    doors = {"router", "routes"}
    routers = [path for path in SOURCES if doors & {*path.parts, path.stem}]
    assert lines_with(r"\b(select|text)\(|\bsession\.(exec|execute|get)\(|\bsqlalchemy\b", routers) == []


def test_routes_are_short() -> None:
    long = [
        f"{name_of(path)}: {function.name} has {length_of_body(function)} lines"
        for path in SOURCES
        for function in functions(path)
        if is_route(function) and length_of_body(function) > LONGEST_ROUTE
    ]
    assert long == []


def test_functions_are_short() -> None:
    long = [
        f"{name_of(path)}: {function.name} has {length_of_body(function)} lines"
        for path in (*SOURCES, *TESTS)
        for function in functions(path)
        if length_of_body(function) > LONGEST_FUNCTION
    ]
    assert long == []


def test_files_are_short() -> None:
    lengths = {name_of(path): len(path.read_text().splitlines()) for path in (*SOURCES, *TESTS)}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_nothing_is_imported_inside_a_function() -> None:
    inside = [
        f"{name_of(path)}:{node.lineno}"
        for path in (*SOURCES, *TESTS)
        for function in functions(path)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert inside == []


def test_no_file_is_a_heap_of_leftovers() -> None:
    leftovers = {"utils", "util", "helpers", "helper", "misc", "common", "base", "service", "services"}
    assert [name_of(path) for path in (*SOURCES, *TESTS) if path.stem in leftovers] == []


def test_every_module_and_public_function_says_what_it_is() -> None:
    silent = []
    for path in SOURCES:
        tree = ast.parse(path.read_text())
        if tree.body and not ast.get_docstring(tree):
            silent.append(name_of(path))
        for node in tree.body:
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                continue
            if not node.name.startswith("_") and not ast.get_docstring(node):
                silent.append(f"{name_of(path)}: {node.name}")
    assert silent == []


def test_names_of_tests_are_sentences() -> None:
    tests = [
        function.name for path in TESTS for function in functions(path) if function.name.startswith("test_")
    ]
    assert [name for name in tests if name.count("_") < 3] == []


def test_nothing_is_left_to_be_done_in_comments() -> None:
    assert lines_with(r"#.*\b(TODO|FIXME|XXX|HACK)\b", SOURCES) == []


def test_every_setting_is_in_the_readme() -> None:
    settings = {f"PLANS_{name.upper()}" for name in Settings.model_fields}
    assert settings == set(re.findall(r"`(PLANS_[A-Z_]+)` \|", README))
    assert all(field.description for field in Settings.model_fields.values())


def test_defaults_in_the_readme_are_the_defaults() -> None:
    told = dict(re.findall(r"`PLANS_([A-Z_]+)` \| (\S+)", README))
    for name, field in Settings.model_fields.items():
        default = field.default
        shown = {True: "true", False: "false"}.get(default, default) if isinstance(default, bool) else default
        words = (
            "none" if shown in ((), None) else f"`{shown:g}`" if isinstance(shown, float) else f"`{shown}`"
        )
        assert told[name.upper()] == words


def test_every_error_code_is_in_the_readme() -> None:
    problems = every_problem()
    expected = {f"| {one.status} | `{one.code}` | {one.title} |" for one in problems}
    told = set(re.findall(r"^\| \d{3} \| `\w+` \| .* \|$", README, re.MULTILINE))
    assert told == expected


def test_no_two_errors_share_a_code() -> None:
    codes = [one.code for one in every_problem()]
    assert sorted(codes) == sorted(set(codes))


def test_every_vocabulary_speaks_english_and_welsh() -> None:
    vocabularies = subclasses(Vocabulary)
    assert len(vocabularies) > 10
    silent = [word for one in vocabularies for word in one if not (word.en.strip() and word.cy.strip())]
    assert silent == []
    for one in vocabularies:
        assert len({word.en for word in one}) == len({word.cy for word in one}) == len(one), one.__name__


def test_contract_has_not_drifted() -> None:
    made = create_app(make_settings("sqlite:///never-opened.db")).openapi()
    assert json.loads(CONTRACT_FILE.read_text()) == made, "run `make openapi`, and tell of it in CHANGES.md"


def test_every_operation_says_what_it_is_and_may_refuse() -> None:
    contract = json.loads(CONTRACT_FILE.read_text())
    names = []
    for path, operations in contract["paths"].items():
        for method, operation in operations.items():
            names.append(operation["operationId"])
            assert operation.get("summary"), (method, path)
            assert any(status.startswith("4") or status == "503" for status in operation["responses"]) or (
                path == "/health"
            ), (method, path)
    assert sorted(names) == sorted(set(names))


def test_rooms_keep_apart() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout

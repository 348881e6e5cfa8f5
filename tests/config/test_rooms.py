"""What import contracts cannot say: nothing below the shapes knows HTTP, and no room is a drawer for anything."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.services import BASE_DIR
from initiatives.outbox import FACTS

APPS = ("initiatives", "measurement", "agenda", "activities", "communications", "backbone")
BELOW_THE_SHAPES = {
    *("services", "tasks", "rollups", "digests", "queries", "events", "models", "kinds"),
    *("kernel", "jobs", "outbox"),
}
HTTP = ("django.http", "django.shortcuts", "django.views", "rest_framework", "django_htmx")
MOST_LINES = 400
DRAWERS = {"utils", "helpers", "common", "misc", "util", "helper"}


def modules() -> Iterator[Path]:
    for app in APPS:
        yield from (path for path in (BASE_DIR / app).rglob("*.py") if "migrations" not in path.parts)


def room(path: Path) -> str:
    return path.relative_to(BASE_DIR).with_suffix("").parts[1]


def imports(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)


def knows_http(source: str) -> list[str]:
    return sorted({name for name in imports(source) if name.startswith(HTTP)})


def test_nothing_below_the_shapes_knows_http() -> None:
    found = {
        str(path.relative_to(BASE_DIR)): knows_http(path.read_text())
        for path in modules()
        if room(path) in BELOW_THE_SHAPES
    }
    assert found, "no module was looked at"
    assert {path: names for path, names in found.items() if names} == {}


@pytest.mark.parametrize(
    "line", ["from django.http import HttpRequest", "from django import http", "import django.http"]
)
def test_each_way_to_import_is_seen(line: str) -> None:
    assert knows_http(line)


def test_no_drawer_for_anything() -> None:
    assert [path for path in modules() if path.stem in DRAWERS] == []


def test_no_module_is_longer_than_can_be_read_in_one_go() -> None:
    """One that passes so many lines holds two things: make it a package of the same name."""
    lines = {
        str(path.relative_to(BASE_DIR)): len(path.read_text().splitlines())
        for path in (*modules(), *(BASE_DIR / "config").rglob("*.py"))
    }
    assert {path: count for path, count in lines.items() if count > MOST_LINES} == {}


def test_no_test_waits_inside_the_page() -> None:
    """Playwright asks again by `eval`, which the policy forbids: such a test fails whenever the page is slow."""
    asking = "wait_for_" + "function"
    assert [path.name for path in (BASE_DIR / "tests").rglob("*.py") if asking in path.read_text()] == []


def test_the_day_of_a_moment_is_that_of_some_clock() -> None:
    """A moment is kept in UTC: its own date is another day for half the world: clock.day says which is meant."""
    by_utc = re.compile(r"_at\.date\(\)|date_format\([\w.]*_at\b")
    found = [str(path.relative_to(BASE_DIR)) for path in modules() if by_utc.search(path.read_text())]
    assert found == []


def used(path: Path) -> set[str]:
    """Return the names that a module uses; what it imports alone is not used."""
    nodes = list(ast.walk(ast.parse(path.read_text())))
    return {node.id for node in nodes if isinstance(node, ast.Name)} | {
        node.attr for node in nodes if isinstance(node, ast.Attribute)
    }


def test_no_kind_of_fact_is_declared_that_nobody_tells() -> None:
    names = set[str]().union(*(used(path) for path in modules() if room(path) != "events"))
    assert [key for key, fact in FACTS.items() if fact.__name__ not in names] == []

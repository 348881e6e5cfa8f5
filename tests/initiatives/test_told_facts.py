"""Every kind of fact that is announced to programs is told by somebody: a verb, an engine, a task."""

import ast
from pathlib import Path

from django.conf import settings

from initiatives.outbox import FACTS

APPS = ("initiatives", "measurement", "agenda", "activities", "communications", "backbone")


def used(path: Path) -> set[str]:
    """Return the names that a module uses; what it imports alone is not used."""
    tree = ast.parse(path.read_text())
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} | {
        node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)
    }


def test_no_kind_of_fact_is_declared_that_nobody_tells() -> None:
    modules = [
        path
        for app in APPS
        for path in (Path(settings.BASE_DIR) / app).rglob("*.py")
        if "events" not in path.relative_to(settings.BASE_DIR).with_suffix("").parts
    ]
    names = set[str]().union(*map(used, modules))
    assert [key for key, fact in FACTS.items() if fact.__name__ not in names] == []

"""The whole beginning of an app leads where its single steps lead: a new database and an old one are the same."""

from collections.abc import Iterable

import pytest
from django.conf import settings
from django.db.migrations import Migration
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader

from initiatives.kernel.rls import EnableTenantRLS, SecretDoor, TenantForeignKeys

OURS = {path.parent.parent.name for path in settings.BASE_DIR.glob("*/migrations/__init__.py")}


def _beginnings() -> list[Migration]:
    steps = MigrationLoader(None, replace_migrations=False)
    return [migration for migration in steps.disk_migrations.values() if migration.replaces]


def _operations(migrations: Iterable[Migration], kind: type) -> set[tuple[str, ...]]:
    return {
        (migration.app_label, *(value for value in operation.deconstruct()[1]))
        for migration in migrations
        for operation in migration.operations
        if isinstance(operation, kind)
    }


def test_every_app_of_ours_has_a_whole_beginning() -> None:
    assert {migration.app_label for migration in _beginnings()} == OURS


def test_the_whole_beginnings_make_the_models_that_the_single_steps_make() -> None:
    steps = MigrationLoader(None, replace_migrations=False)
    last = [migration.replaces[-1] for migration in _beginnings()]
    wholes = [(migration.app_label, migration.name) for migration in _beginnings()]

    difference = MigrationAutodetector(
        steps.project_state(last), MigrationLoader(None).project_state(wholes)
    ).changes(steps.graph)

    assert not difference


@pytest.mark.parametrize("kind", [EnableTenantRLS, SecretDoor])
def test_the_whole_beginnings_protect_what_the_single_steps_protect(kind: type) -> None:
    steps = MigrationLoader(None, replace_migrations=False)
    replaced = [steps.disk_migrations[key] for migration in _beginnings() for key in migration.replaces]

    assert _operations(_beginnings(), kind) == _operations(replaced, kind)


def test_the_whole_beginnings_bind_every_key_that_the_single_steps_bind() -> None:
    steps = MigrationLoader(None, replace_migrations=False)
    replaced = [steps.disk_migrations[key] for migration in _beginnings() for key in migration.replaces]

    assert _operations(replaced, TenantForeignKeys) <= _operations(_beginnings(), TenantForeignKeys)

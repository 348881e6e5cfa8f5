"""The databases that benchmarks work in: made, migrated and dropped by the owner, beside every installation's."""

import contextlib
import os
from collections.abc import Iterator
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import load_backend
from psycopg import sql

from config import services

NAME = "concert_bench"
ALIASES = ("default", "owner")


def _login(alias: str) -> dict[str, Any]:
    address = connections.settings[alias]
    return {
        "host": address["HOST"],
        "port": address["PORT"] or None,
        "user": address["USER"],
        "password": address["PASSWORD"],
    }


@contextlib.contextmanager
def _server() -> Iterator["psycopg.Connection[Any]"]:
    with psycopg.connect(dbname="postgres", autocommit=True, **_login("owner")) as connection:
        yield connection


class Scratch:
    """One database of the benchmarks' own."""

    def __init__(self, name: str) -> None:
        self.name = name

    @cached_property
    def owner(self) -> "psycopg.Connection[Any]":
        """The owner's connection, in autocommit; `as_tenant` lets it see an initiative's rows."""
        return psycopg.connect(dbname=self.name, autocommit=True, **_login("owner"))

    def as_tenant(self, initiative: Any) -> "psycopg.Connection[Any]":
        """The owner's connection with this initiative active until another one is."""
        self.owner.execute("SELECT set_config('app.initiative', %s, false)", [str(initiative.pk)])
        return self.owner

    def analyse(self) -> None:
        """Bring the planner's statistics up to date, and leave no dead rows behind."""
        self.owner.execute("VACUUM (ANALYZE)")

    def connection(self, **login: str) -> BaseDatabaseWrapper:
        """Django's connection to this database, as the application's role or as another (USER, PASSWORD)."""
        address = {**connections.settings["default"], "NAME": self.name, **login}
        wrapper: BaseDatabaseWrapper = load_backend(address["ENGINE"]).DatabaseWrapper(address, "default")
        return wrapper

    @property
    def environment(self) -> dict[str, str]:
        """What a program needs in its environment to work on this database, apart from all others."""
        given = {
            **os.environ,
            "REDIS_PREFIX": self.name,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "SECRET_KEY": settings.SECRET_KEY,
        }
        if "postgres" in settings.EMBEDDED:
            return {**given, "CONCERT_DATABASE": self.name}
        for variable in ("DATABASE_URL", "DATABASE_ADMIN_URL"):
            if os.environ.get(variable):
                given[variable] = urlunsplit(urlsplit(os.environ[variable])._replace(path=f"/{self.name}"))
        return given

    @contextlib.contextmanager
    def copy(self) -> Iterator["Scratch"]:
        """Another database with the same rows and ids, dropped at the end."""
        self.owner.close()
        del self.owner
        connections.close_all()
        with _made(f"{self.name}_copy", self.name) as copied:
            yield copied


@contextlib.contextmanager
def _made(name: str, template: str) -> Iterator[Scratch]:
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    with _server() as server:
        server.execute(drop)
        server.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
        )
    try:
        yield Scratch(name)
    finally:
        with _server() as server:
            server.execute(drop)


def _lead_to(name: str) -> None:
    for alias in ALIASES:
        connections[alias].close()
        connections.settings[alias]["NAME"] = name


@contextlib.contextmanager
def scratch() -> Iterator[Scratch]:
    """A migrated, empty database to which Django's connections lead, dropped at the end."""
    former = connections.settings["default"]["NAME"]
    with _made(f"{NAME}_{os.getpid()}", "template1") as made:
        _lead_to(made.name)
        try:
            if "postgres" in settings.EMBEDDED:
                services.let_in(made.owner, made.name)
            call_command("migrate", verbosity=0)
            yield made
        finally:
            _lead_to(former)


@contextlib.contextmanager
def through(wrapper: BaseDatabaseWrapper) -> Iterator[None]:
    """Let everything in this thread use the given connection for a while."""
    former = connections["default"]
    connections["default"] = wrapper
    try:
        yield
    finally:
        connections["default"] = former


def twin(scratch: Scratch, table: str, name: str) -> None:
    """Make `name`: a table with the columns, defaults, indexes and foreign keys of `table`, but no security."""
    scratch.owner.execute(
        sql.SQL("CREATE TABLE {} (LIKE {} INCLUDING ALL)").format(sql.Identifier(name), sql.Identifier(table))
    )
    keys = scratch.owner.execute(
        "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE conrelid = %s::regclass AND contype = 'f' ORDER BY conname",
        [table],
    ).fetchall()
    for number, (_constraint, definition) in enumerate(keys):
        scratch.owner.execute(
            sql.SQL("ALTER TABLE {} ADD CONSTRAINT {} {}").format(
                sql.Identifier(name), sql.Identifier(f"{name}_{number}"), sql.SQL(definition)
            )
        )


@contextlib.contextmanager
def unbound(scratch: Scratch, *tables: str) -> Iterator[None]:
    """Take a table's foreign keys and indexes away while very many rows are put in, and put them back."""
    made = [(table, *found) for table in tables for found in _constraints(scratch, table)]
    indexes = [found for table in tables for found in _loose_indexes(scratch, table)]
    for table, name, _definition, _kind in made:
        scratch.owner.execute(
            sql.SQL("ALTER TABLE {} DROP CONSTRAINT {} CASCADE").format(
                sql.Identifier(table), sql.Identifier(name)
            )
        )
    for name, _definition in indexes:
        scratch.owner.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(name)))
    yield
    for table, name, definition, kind in made:
        # Rows put in by generate_series point where they should: only what comes later need be checked.
        late = sql.SQL(" NOT VALID" if kind == "f" else "")
        scratch.owner.execute(
            sql.SQL("ALTER TABLE {} ADD CONSTRAINT {} {}{}").format(
                sql.Identifier(table), sql.Identifier(name), sql.SQL(definition), late
            )
        )
    for _name, definition in indexes:
        scratch.owner.execute(sql.SQL(definition))


def _constraints(scratch: Scratch, table: str) -> list[tuple[str, str, str]]:
    rows = scratch.owner.execute(
        "SELECT conname, pg_get_constraintdef(oid), contype::text FROM pg_constraint"
        " WHERE conrelid = %s::regclass AND contype IN ('p', 'u', 'f') ORDER BY contype DESC, conname",
        [table],
    )
    return [(row[0], row[1], row[2]) for row in rows]


def _loose_indexes(scratch: Scratch, table: str) -> list[tuple[str, str]]:
    rows = scratch.owner.execute(
        "SELECT c.relname, pg_get_indexdef(i.indexrelid) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
        " WHERE i.indrelid = %s::regclass"
        " AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u'))"
        " ORDER BY 1",
        [table],
    )
    return [(row[0], row[1]) for row in rows]

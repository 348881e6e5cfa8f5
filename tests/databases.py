"""Test databases: migrated once by the owner, kept as a template, and cloned from it in a moment."""

import contextlib
import os
import secrets
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from psycopg import sql

ALIASES = ("default", "owner")
TEMPLATE, CLONE = "concert_template_", "concert_test_"
KEPT_TEMPLATES = 3
LOCK = 7_243_501

Answer = TypeVar("Answer")


@contextlib.contextmanager
def _maintenance() -> Iterator["psycopg.Connection[Any]"]:
    """The owner's connection to the server, in autocommit, outside every database that is made or dropped."""
    address = connections.settings["owner"]
    with psycopg.connect(
        host=address["HOST"],
        port=address["PORT"] or None,
        user=address["USER"],
        password=address["PASSWORD"],
        dbname="postgres",
        autocommit=True,
    ) as connection:
        yield connection


def _fingerprint() -> str:
    """A name for the schema: it changes with any migration, and any model, since models declare rights."""
    total = sha256(settings.APP_ROLE.encode())
    paths = sorted((settings.BASE_DIR / "initiatives" / "kernel").glob("*.py"))
    for app in apps.get_app_configs():
        folder = Path(app.path)
        paths += sorted(folder.glob("models.py")) + sorted(folder.glob("models/*.py"))
        paths += sorted(folder.glob("migrations/*.py"))
    for path in paths:
        total.update(path.name.encode() + path.read_bytes())
    return total.hexdigest()[:12]


def _names(server: "psycopg.Connection[Any]", prefix: str) -> list[str]:
    rows = server.execute(
        "SELECT datname FROM pg_database WHERE starts_with(datname, %s) ORDER BY oid", [prefix]
    )
    return [row[0] for row in rows]


def _drop(server: "psycopg.Connection[Any]", name: str) -> None:
    server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _create(server: "psycopg.Connection[Any]", name: str, template: str = "template1") -> None:
    statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
    server.execute(statement.format(sql.Identifier(name), sql.Identifier(template)))


def point(name: str) -> None:
    """Let both connections, of every thread, lead to the database `name` from now on."""
    for alias in ALIASES:
        connections[alias].close()
        connections.settings[alias]["NAME"] = name


@contextlib.contextmanager
def pointed(name: str) -> Iterator[None]:
    """Lead to the database `name` for a while."""
    former = connections.settings["default"]["NAME"]
    point(name)
    try:
        yield
    finally:
        point(former)


def template() -> str:
    """The name of a migrated, empty database with today's schema, made by the owner if there is none yet."""
    name = TEMPLATE + _fingerprint()
    with _maintenance() as server:
        server.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        _sweep(server, name)
        if name not in _names(server, TEMPLATE):
            draft = f"{TEMPLATE}draft"
            _drop(server, draft)
            _create(server, draft)
            with pointed(draft):
                call_command("migrate", verbosity=0)
            server.execute(
                sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(draft), sql.Identifier(name))
            )
    return name


def _sweep(server: "psycopg.Connection[Any]", current: str) -> None:
    """Drop what killed runs left, and templates of schemas long gone."""
    for name in _names(server, CLONE):
        process = int(name.removeprefix(CLONE).split("_")[0])
        if not Path(f"/proc/{process}").exists() and Path("/proc").exists():
            with contextlib.suppress(psycopg.Error):
                _drop(server, name)
    for name in [name for name in _names(server, TEMPLATE) if name != current][: -KEPT_TEMPLATES or None]:
        with contextlib.suppress(psycopg.Error):
            _drop(server, name)


@contextlib.contextmanager
def clone(template_name: str) -> Iterator[str]:
    """A fresh database made from the template, dropped at the end with whatever still holds it."""
    name = f"{CLONE}{os.getpid()}_{secrets.token_hex(4)}"
    with _maintenance() as server:
        _create(server, name, template_name)
    try:
        yield name
    finally:
        with _maintenance() as server:
            _drop(server, name)


class ClonedDatabase:
    """A database of one test's own, where commits are real: for races, and for walks with real processes."""

    def __init__(self, name: str) -> None:
        self.name = name

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

    def race(self, runners: int, run: Callable[[int], Answer]) -> list[Answer | Exception]:
        """Call `run(0)` ... `run(runners - 1)` at the same moment, each in a thread with its own connection.

        Returns what each returned or raised, in that order.
        """
        start = threading.Barrier(runners)

        def one(number: int) -> Answer | Exception:
            start.wait(30)
            try:
                return run(number)
            except Exception as fault:
                return fault
            finally:
                connections.close_all()

        with ThreadPoolExecutor(runners) as pool:
            return list(pool.map(one, range(runners)))

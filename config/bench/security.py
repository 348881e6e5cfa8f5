"""Row 7: every operation with row-level security, beside the same one as a role that bypasses it."""

import contextlib
import secrets
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any
from uuid import UUID

import psycopg
from django.conf import settings
from django.db import connections, transaction
from psycopg import sql

from config import services
from config.bench import world as worlds
from config.bench.measure import Result, Side, alternately, ratio
from config.bench.scratch import Scratch, through
from config.bench.world import World
from initiatives import queries
from initiatives.kernel.access import Actor
from initiatives.kernel.tenancy import tenant
from measurement import queries as measured
from measurement import rollups
from measurement import services as measuring

ROWS = {7}
BYPASSING = "concert_bench_bypassing"
LIMIT = 1.10


def measure(scratch: Scratch, wanted: set[int], *, full: bool) -> Iterator[Result]:
    """Yield the results of the wanted rows."""
    world = worlds.initiative("wall", partners=20, indicators=10)
    other = worlds.initiative("beyond", partners=20, indicators=10)
    periods = worlds.months(24)
    for each in (world, other):
        with each.entered() as actor:
            measuring.load(actor, worlds.rows(each, periods), submit=True, accept=True)
        worlds.work()
    with world.entered() as actor:
        measuring.load(actor, worlds.rows(world, worlds.months(25)[:1]), submit=True, accept=False)
    scratch.analyse()
    with _bypassing() as login:
        walled, open_ = scratch.connection(), scratch.connection(**login)
        try:
            for name, run in _operations(world, scratch).items():
                sides = alternately(
                    Side("security", partial(_inside, walled, run)),
                    Side("bypassed", partial(_inside, open_, run)),
                    rounds=15,
                    repeat=2,
                )
                yield ratio(7, f"row-level security: {name}", sides, LIMIT)
        finally:
            walled.close()
            open_.close()


@contextlib.contextmanager
def _bypassing() -> Iterator[dict[str, str]]:
    """A role with the application's rights that row-level security does not bind; gone at the end.

    Made by the embedded superuser, or by the owner where the database is given from outside.
    """
    address = connections.settings["owner"]
    login = {"user": address["USER"], "password": address["PASSWORD"]}
    if "postgres" in settings.EMBEDDED:
        login = {"user": services.SUPERUSER, "password": services.credentials()[services.SUPERUSER]}
    password = secrets.token_urlsafe(24)
    with psycopg.connect(
        host=address["HOST"], port=address["PORT"] or None, dbname="postgres", autocommit=True, **login
    ) as server:
        drop = sql.SQL("DROP ROLE IF EXISTS {}").format(sql.Identifier(BYPASSING))
        server.execute(drop)
        server.execute(
            sql.SQL("CREATE ROLE {} LOGIN BYPASSRLS IN ROLE {} PASSWORD {}").format(
                sql.Identifier(BYPASSING), sql.Identifier(settings.APP_ROLE), sql.Literal(password)
            )
        )
        try:
            yield {"USER": BYPASSING, "PASSWORD": password}
        finally:
            server.execute(drop)


def _inside(connection: Any, run: Callable[[], object]) -> None:
    with through(connection):
        run()


def _operations(world: World, scratch: Scratch) -> dict[str, Callable[[], object]]:
    """What is compared, by name; all is undone again, so that every run finds the same."""
    waiting = worlds.waiting(world, scratch.as_tenant(world.initiative))[0]
    with world.entered() as actor:
        indicator = measured.indicator(actor, "i0")
        keys = _keys(world)
    few = worlds.rows(world, worlds.months(26)[:1])

    def acting(run: Callable[[Actor], object]) -> Callable[[], None]:
        def go() -> None:
            with world.entered() as actor:
                run(actor)
                transaction.set_rollback(True)

        return go

    def recompute(these: list[rollups.Key]) -> None:
        with tenant(world.pk):
            rollups.mark_dirty(these)
            rollups.recompute(world.pk, "")
            transaction.set_rollback(True)

    return {
        "enter": acting(lambda actor: None),
        "list of partners": acting(lambda actor: list(queries.partners(actor))),
        "list of hand-ins": acting(lambda actor: list(measured.submissions(actor)[:100])),
        "series": acting(lambda actor: measured.series(actor, indicator, measured.Question())),
        "accept ten figures": acting(
            lambda actor: measuring.accept(actor, measured.submission(actor, UUID(waiting)))
        ),
        "load 200 figures": acting(lambda actor: measuring.load(actor, few, submit=True, accept=True)),
        "roll-up of one key": partial(recompute, keys[:1]),
        "roll-up of 240 keys": partial(recompute, keys),
    }


def _keys(world: World) -> list[rollups.Key]:
    return [rollups.Key(pk, p.start, p.end) for pk in worlds.versions(world) for p in worlds.months(24)]

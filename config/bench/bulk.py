"""Row 8: 20,000 figures through the bulk API, beside the owner's COPY and Django's bulk_create."""

from collections.abc import Iterator
from typing import Any

import orjson
from django.apps import apps
from psycopg import sql

from config.bench import world as worlds
from config.bench.measure import Result, Side, alternately, ratio
from config.bench.requests import Visitor
from config.bench.scratch import Scratch, twin
from initiatives.kernel.tenancy import tenant
from initiatives.services.tokens import mint_token

ROWS = {8}
TWIN = "bench_observation"
LEFT = f"measurement_observation, {TWIN}, measurement_dirtykey, initiatives_job"


def measure(scratch: Scratch, wanted: set[int], *, full: bool) -> Iterator[Result]:
    """Yield the results of the wanted rows."""
    world = worlds.initiative("bulk", partners=100, indicators=10)
    owner = scratch.as_tenant(world.initiative)
    twin(scratch, "measurement_observation", TWIN)
    token = mint_token(world.lead, name="bench", scopes=["submit", "write"])[1]
    load = Visitor(token=token).asking("/api/v1/initiatives/bulk/submissions/bulk/", body=_body(world))
    load()
    # The others put the same rows in, and point at the hand-ins that this load has made.
    columns = sql.SQL(", ").join(sql.Identifier(field.column) for field in _fields())
    stated = sql.SQL("SELECT {} FROM measurement_observation").format(columns)
    with owner.cursor().copy(sql.SQL("COPY ({}) TO STDOUT").format(stated)) as stream:
        copied = b"".join(stream)
    objects = _objects(owner.execute(stated).fetchall())
    scratch.analyse()

    filling = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(TWIN), columns)

    def clear() -> None:
        owner.execute(f"TRUNCATE {LEFT}")

    def copy() -> None:
        with owner.cursor().copy(filling) as stream:
            stream.write(copied)

    def anew() -> None:
        clear()
        for item in objects:
            item.pk = None

    def bulk_create() -> None:
        with tenant(world.pk):
            type(objects[0])._default_manager.bulk_create(objects)

    sides = alternately(
        Side("bulk API", load, clear),
        Side("COPY", copy, clear),
        Side("bulk_create", bulk_create, anew),
        rounds=5,
        warm=1,
    )
    pair = {name: sides[name] for name in ("bulk API", "COPY")}
    share = 100 * sides["COPY"] / sides["bulk API"]
    yield Result(8, "bulk API, 20,000 figures: share of COPY's speed", share, 50, True, " %", pair)
    pair = {name: sides[name] for name in ("bulk_create", "bulk API")}
    yield ratio(8, "bulk API, 20,000 figures: times faster than bulk_create", pair, 4, at_least=True)


def _body(world: worlds.World) -> bytes:
    rows = [{**row, "value": str(row["value"])} for row in worlds.rows(world, worlds.months(20))]
    return orjson.dumps({"observations": rows, "submit": True, "accept": True})


def _fields() -> list[Any]:
    model = apps.get_model("measurement", "Observation")
    return [field for field in model._meta.concrete_fields if not field.primary_key]


def _objects(rows: list[tuple[Any, ...]]) -> list[Any]:
    """Rows of the observations' table as Django's objects that are not saved yet."""
    model: Any = apps.get_model("measurement", "Observation")
    names = [field.attname for field in _fields()]
    return [model(**dict(zip(names, row, strict=True))) for row in rows]

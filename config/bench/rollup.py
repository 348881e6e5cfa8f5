"""Rows 1 to 4: the roll-up through the real job, beside one INSERT .. SELECT .. GROUP BY of the same rows."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from psycopg import sql

from config.bench import world as worlds
from config.bench.measure import Result, Side, alternately, queries, ratio
from config.bench.rollup_statements import (
    BARE,
    DIFFERENT,
    EVERYTHING,
    GAPS,
    KEPT,
    MISSING,
    NUMBERS,
    READY,
    WHOLE,
)
from config.bench.scratch import Scratch, through, twin, unbound
from config.bench.world import World
from initiatives import jobs
from initiatives.kernel.tenancy import tenant
from measurement import rollups
from measurement import services as measuring
from measurement.periods import Period

ROWS = {1, 2, 3, 4}
TWIN = "bench_rollup"
MOST_QUERIES = 6


def measure(scratch: Scratch, wanted: set[int], *, full: bool) -> Iterator[Result]:
    """Yield the results of the wanted rows."""
    twin(scratch, "measurement_rollup", TWIN)
    if 1 in wanted or 4 in wanted:
        yield from _through_the_task(scratch, wanted)
    if 2 in wanted:
        yield from _against_partners(scratch)
    if 3 in wanted or 4 in wanted:
        yield from _at_scale(scratch, wanted, indicators=1000 if full else 100)


# Row 1 (and what row 4 says of results) ---------------------------------------------------------------------


def _through_the_task(scratch: Scratch, wanted: set[int]) -> Iterator[Result]:
    world = worlds.initiative("task", partners=10, indicators=1, dimensions=2, categories=10)
    cells = [{"d0": f"d0c{first}", "d1": f"d1c{second}"} for first in range(10) for second in range(10)]
    periods = worlds.months(10)
    with world.entered() as actor:
        measuring.load(actor, worlds.rows(world, periods, cells), submit=True, accept=True)
    worlds.work()
    owner = ready(scratch, world)
    keys = _keys(world, periods)
    if 4 in wanted:
        yield Result(
            4, "figures that differ: part by part or rebuilt", _differences(owner, world, keys), 0, unit=""
        )
        gaps = owner.execute(GAPS, [len(cells)]).fetchone()[0]
        yield Result(4, "totals that are not the sum of their parts", gaps, 0, unit="")
    if 1 not in wanted:
        return
    run_bare = _bare(owner, world)
    run_bare()
    _same_figures(owner, world, NUMBERS)
    sides = alternately(
        Side("task", jobs.run_due, _dirty(world, keys, lambda: owner.execute("TRUNCATE measurement_rollup"))),
        Side("bare SQL", run_bare, lambda: owner.execute(f"TRUNCATE {TWIN}")),
    )
    yield ratio(1, "roll-up of 10,000 observations through the task", sides, 2)


def ready(scratch: Scratch, world: World) -> Any:
    """The owner in the world, who belongs where and which cells lie above which standing ready for it."""
    owner = scratch.as_tenant(world.initiative)
    owner.execute(READY)
    scratch.analyse()
    return owner


def _bare(owner: Any, world: World) -> Callable[[], object]:
    statement = sql.SQL(BARE).format(target=sql.Identifier(TWIN))
    return lambda: owner.execute(statement, [world.pk], prepare=True)


def _keys(world: World, periods: list[Period]) -> list[rollups.Key]:
    with world.entered():
        return [rollups.Key(pk, p.start, p.end) for pk in worlds.versions(world) for p in periods]


def _dirty(
    world: World, keys: list[rollups.Key], first: Callable[[], object] = lambda: None
) -> Callable[[], object]:
    """What makes the keys stale again, as an acceptance does."""

    def prepare() -> None:
        first()
        with tenant(world.pk):
            rollups.mark_dirty(keys)

    return prepare


def _whole(owner: Any, world: World) -> Callable[[], object]:
    statement = sql.SQL(WHOLE).format(target=sql.Identifier(TWIN))

    def run() -> None:
        with owner.transaction():
            owner.execute("SET LOCAL enable_mergejoin = off")
            owner.execute(statement, {"initiative": world.pk}, prepare=True)

    return run


def _columns(names: Sequence[str]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, names))


def _same_figures(owner: Any, world: World, columns: Sequence[str]) -> None:
    """Refuse to compare what is not the same: both sides must write the same rows, alike in these columns."""
    for one, other in (("measurement_rollup", TWIN), (TWIN, "measurement_rollup")):
        query = sql.SQL(MISSING).format(
            columns=_columns(columns), one=sql.Identifier(one), other=sql.Identifier(other)
        )
        found = owner.execute(query, {"i": world.pk}).fetchone()[0]
        if found:
            raise RuntimeError(f"{found} figures of {one} are not in {other}: there is nothing to compare.")


def _differences(owner: Any, world: World, keys: list[rollups.Key]) -> int:
    """Compute each key in a job of its own, then all at once; count the figures that are not the same."""
    owner.execute("TRUNCATE measurement_rollup")
    for key in keys:
        _dirty(world, [key])()
        worlds.work()
    owner.execute(sql.SQL(KEPT).format(sql.Identifier("one_by_one"), _columns(EVERYTHING)))
    with tenant(world.pk):
        rollups.mark_everything_dirty()
    worlds.work()
    owner.execute(sql.SQL(KEPT).format(sql.Identifier("all_at_once"), _columns(EVERYTHING)))
    found = owner.execute(DIFFERENT).fetchone()[0]
    with tenant(world.pk):
        return int(found) + len(rollups.stale())


# Row 2 ------------------------------------------------------------------------------------------------------


def _against_partners(scratch: Scratch) -> Iterator[Result]:
    few = _accepted("few", partners=10)
    many = _accepted("many", partners=100)
    scratch.analyse()
    last = worlds.months(4)[-1:]
    sides = alternately(
        *(
            Side(f"{len(world.partners)} partners", jobs.run_due, _dirty(world, _keys(world, last)[:1]))
            for world in (many, few)
        ),
        rounds=15,
        repeat=3,
    )
    yield ratio(2, "one acceptance's roll-up, 100 partners against 10", sides, 1.5)
    counts = [_queries_of(world, last) for world in (many, few)]
    yield Result(2, "queries of that roll-up at 100 partners", counts[0], MOST_QUERIES, unit="")
    yield Result(2, "queries more at 100 partners than at 10", counts[0] - counts[1], 0, unit="")


def _accepted(slug: str, partners: int) -> World:
    world = worlds.initiative(slug, partners=partners, indicators=1)
    with world.entered() as actor:
        measuring.load(actor, worlds.rows(world, worlds.months(4)), submit=True, accept=True)
    worlds.work()
    return world


def _queries_of(world: World, periods: list[Period]) -> int:
    _dirty(world, _keys(world, periods)[:1])()
    with tenant(world.pk):
        found = queries(lambda: rollups.recompute(world.pk, ""))
    worlds.work()
    return found


# Rows 3 and 4 -----------------------------------------------------------------------------------------------

PARTNERS, MONTHS, FEW_INDICATORS = 100, 100, 10


def _at_scale(scratch: Scratch, wanted: set[int], *, indicators: int) -> Iterator[Result]:
    """100,000 points in one database; ten or a hundred times as many in its copy."""
    world = worlds.initiative("scale", partners=PARTNERS, indicators=indicators)
    with world.entered() as actor:
        first = worlds.rows(world, worlds.months(1))[:1]
        measuring.load(actor, first, submit=True, accept=True)
    worlds.work()
    if 3 not in wanted:
        _fill(scratch, world, FEW_INDICATORS)
        yield from _rebuild(scratch, world)
        return
    with scratch.copy() as large:
        _fill(large, world, indicators)
        _fill(scratch, world, FEW_INDICATORS)
        yield from _one_key(scratch, large, world, points=indicators * PARTNERS * MONTHS)
    if 4 in wanted:
        yield from _rebuild(scratch, world)


def _fill(scratch: Scratch, world: World, indicators: int) -> None:
    """Put one accepted figure for each partner, month and so many indicators in, and roll them up."""
    with world.entered():
        versions = worlds.versions(world)[:indicators]
    months = worlds.months(MONTHS)
    owner = ready(scratch, world)
    with unbound(scratch, "measurement_observation", "measurement_rollup"):
        owner.execute("DELETE FROM measurement_rollup WHERE initiative_id = %s", [world.pk])
        owner.execute(
            """
            INSERT INTO measurement_observation (initiative_id, version_id, partner_id, period_start, period_end,
                cell_id, revision, status, numerator, entered_value, note, explanation, submission_id, accepted_at,
                accepted_by_id)
            SELECT one.initiative_id, v.id, p.id, m.starts, m.ends, one.cell_id, 1, 'reported',
                   (v.id * 7 + p.id * 3) %% 97 + 1, NULL, '', '', one.submission_id, now(), one.accepted_by_id
            FROM (SELECT * FROM measurement_observation WHERE initiative_id = %(initiative)s LIMIT 1) one
            CROSS JOIN unnest(%(starts)s::date[], %(ends)s::date[]) AS m (starts, ends)
            CROSS JOIN unnest(%(versions)s::bigint[]) AS v (id)
            CROSS JOIN initiatives_partner p
            WHERE (v.id, p.id, m.starts) <> (one.version_id, one.partner_id, one.period_start)
            """,
            {
                "initiative": world.pk,
                "versions": versions,
                "starts": [month.start for month in months],
                "ends": [month.end for month in months],
            },
        )
        statement = sql.SQL(BARE).format(target=sql.Identifier("measurement_rollup"))
        owner.execute(statement, [world.pk])
    scratch.analyse()


def _one_key(scratch: Scratch, large: Scratch, world: World, *, points: int) -> Iterator[Result]:
    key = _keys(world, worlds.months(MONTHS)[50:51])[:1]
    connections = [large.connection(), scratch.connection()]
    names = (f"{points:,} points", "100,000 points")

    def inside(number: int, run: Callable[[], object]) -> Callable[[], object]:
        def there() -> None:
            with through(connections[number]):
                run()

        return there

    try:
        sides = alternately(
            *(
                Side(name, inside(number, jobs.run_due), inside(number, _dirty(world, key)))
                for number, name in enumerate(names)
            ),
            rounds=21,
            repeat=3,
        )
    finally:
        for connection in connections:
            connection.close()
    yield ratio(3, f"one-key roll-up, {points:,} points against 100,000", sides, 1.15)


def _rebuild(scratch: Scratch, world: World) -> Iterator[Result]:
    owner = scratch.as_tenant(world.initiative)

    def rebuild() -> None:
        with tenant(world.pk):
            rollups.mark_everything_dirty()
        jobs.run_due()

    run_bare, run_whole = _bare(owner, world), _whole(owner, world)

    def empty(table: str) -> Callable[[], object]:
        return lambda: owner.execute(sql.SQL("TRUNCATE {}").format(sql.Identifier(table)))

    rebuild()
    for run, columns in ((run_bare, NUMBERS), (run_whole, EVERYTHING)):
        empty(TWIN)()
        run()
        _same_figures(owner, world, columns)
    sides = alternately(
        Side("rebuild", rebuild, empty("measurement_rollup")),
        Side("bare SQL, the sums alone", run_bare, empty(TWIN)),
        Side("bare SQL, all columns", run_whole, empty(TWIN)),
        rounds=5,
        warm=1,
    )
    ours, *bare = sides.items()
    for side in bare:
        yield ratio(4, f"rebuild of everything, 100,000 points, against {side[0]}", dict([ours, side]), 1.5)

"""The roll-up as it is stored: computed again from observations whenever something beneath it changes.

Rows are always recomputed from source rows, never incremented. Whoever changes what a figure stands on writes
dirty keys in the same transaction (`mark_*`); the job computes them again. One batch at a time runs per
initiative (an advisory lock held to the commit), takes its keys first and reads afterwards in a new statement,
so that the last batch to write has seen everything its keys stand for. The rules: docs/rollup.md.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Any, TypeVar

from django.db import connection
from django.db.models import F

from initiatives.jobs import GROUPS_CHANGED, HOUR, PARTNER_LEFT, enqueue, enqueue_for_all, handler
from initiatives.kernel import clock, tenancy
from measurement.models import Assignment, Cycle, DirtyKey, IndicatorVersion, Observation, Request, Rollup
from measurement.publication import outdated, publish_due
from measurement.queries.figures import Figure, figures, locked_periods
from measurement.rollup_sql import DELETE, INSERT, WITH_SUCCESSORS, Key, figures_sql, parameters

__all__ = [
    "Figure",
    "Key",
    "enqueue_reconciliation",
    "figures",
    "locked_periods",
    "mark_cycle_dirty",
    "mark_dirty",
    "mark_everything_dirty",
    "mark_indicator_dirty",
    "recompute",
    "reconcile",
    "stale",
    "write",
]

RECOMPUTE = "measurement.recompute"
RECONCILE = "measurement.reconcile"
# Keys of one statement: what it sorts and hashes stays small and in memory; larger batches are slower.
BATCH = 100

Item = TypeVar("Item")


def mark_dirty(keys: Iterable[Key]) -> None:
    """Note that these figures must be computed again, in the caller's transaction, and wake a worker."""
    _mark(
        DirtyKey(version_id=key.version_id, period_start=key.period_start, period_end=key.period_end)
        for key in sorted(set(keys))
    )


def mark_indicator_dirty(*indicator_ids: int) -> None:
    """Note that every period of the indicators must be computed again (who is expected has changed)."""
    versions = IndicatorVersion.objects.filter(indicator_id__in=indicator_ids).order_by("pk")
    _mark(DirtyKey(version_id=pk) for pk in versions.values_list("pk", flat=True))


def mark_cycle_dirty(cycle: Cycle) -> None:
    """Note that every figure of a cycle's period must be computed again (its status has changed)."""
    _mark([DirtyKey(period_start=cycle.period_start, period_end=cycle.period_end)])


def mark_everything_dirty() -> None:
    """Note that every figure of the active initiative must be computed again."""
    _mark([DirtyKey()])


def _mark(rows: Iterable[DirtyKey]) -> None:
    if DirtyKey.objects.bulk_create(rows, batch_size=5000):
        enqueue(RECOMPUTE)


@handler(GROUPS_CHANGED)
def regroup(initiative_id: int, key: str) -> None:
    """Partners moved between sectors or places: every figure by group is computed again."""
    mark_everything_dirty()


@handler(PARTNER_LEFT)
def release(initiative_id: int, key: str) -> None:
    """A partner has left: nothing more is expected of it from the day after. `key`: partner id, colon, day.

    Nothing is done for one that was taken back meanwhile.
    """
    partner, _colon, text = key.partition(":")
    gone = {"partner_id": int(partner), "partner__state": "left"}
    day = date.fromisoformat(text)
    running = Assignment.objects.filter(**gone).exclude(ends_on__lte=day)
    touched = list(running.values_list("indicator_id", flat=True))
    running.filter(starts_on__gt=day).delete()
    running.update(ran_to=F("ends_on"), ends_on=day, released_on=day, ended_at=clock.now())
    unanswered = Request.objects.filter(**gone, cycle__period_end__gt=day)
    unanswered.exclude(cycle__submissions__partner_id=int(partner)).delete()
    mark_indicator_dirty(*touched)


@handler(RECOMPUTE)
def recompute(initiative_id: int | None = None, key: str = "") -> int:
    """Compute every dirty key of the active initiative again; return how many keys there were. Idempotent."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended('measurement.recompute', %s))", [tenancy.active()]
        )
        cursor.execute("DELETE FROM measurement_dirtykey RETURNING version_id, period_start, period_end")
        rows = cursor.fetchall()
    keys = {Key(*row) for row in rows if None not in row}
    whole = [row for row in rows if None in row]
    if whole:
        versions = {row[0] for row in whole}
        keys |= {key for key in _standing_keys(versions) if _matches(key, whole)}
    for batch in _batches(sorted(keys)):
        write(batch)
    return len(keys)


def _standing_keys(versions: Collection[int | None] = (None,)) -> set[Key]:
    """Every key of the versions (None: of all) under which something is observed or stored."""
    columns = ("version_id", "period_start", "period_end")
    chosen = {} if None in versions else {"version__in": versions}
    observed = Observation.objects.filter(superseded_at=None, **chosen).order_by().values_list(*columns)
    stored = Rollup.objects.filter(**chosen).order_by().values_list(*columns)
    return {Key(*row) for row in observed.distinct().union(stored.distinct())}


def _matches(key: Key, whole: Sequence[tuple[int | None, date | None, date | None]]) -> bool:
    return any(
        version in (None, key.version_id)
        and (start is None or (start, end) == (key.period_start, key.period_end))
        for version, start, end in whole
    )


def write(keys: Sequence[Key]) -> None:
    """Compute the keys, and those whose coverage is weighed by them, and put them in place of what stood.

    Then take the snapshots that are due. Four queries where no figure is published by snapshots.
    """
    columns: dict[str, Any] = {
        "initiative": tenancy.active(),
        "versions": [key.version_id for key in keys],
        "starts": [key.period_start for key in keys],
        "ends": [key.period_end for key in keys],
    }
    with connection.cursor() as cursor:
        cursor.execute(WITH_SUCCESSORS, columns)
        given = parameters([Key(*row) for row in cursor.fetchall()])
        cursor.execute(DELETE, given)
        cursor.execute(INSERT + figures_sql(given["rounds"]) + ") f", given)
    publish_due(
        (key.version_id, key.period_start, key.period_end)
        for key in keys
        if key.version_id in given["published"]
    )


def stale(limit: int = 1000) -> list[Key]:
    """Return keys whose stored figures differ from what their observations give (nightly reconciliation)."""
    found: list[Key] = []
    for batch in _batches(sorted(_standing_keys()), 200):
        wanted = set(batch)
        fresh = {_identity(figure): figure for figure in figures(batch)}
        stored = {
            _identity(row): row
            for row in Rollup.objects.filter(
                version_id__in={key.version_id for key in batch},
                period_start__in={key.period_start for key in batch},
            )
            if Key(row.version_id, row.period_start, row.period_end) in wanted
        }
        wrong = {
            identity
            for identity in fresh.keys() | stored.keys()
            if identity not in fresh
            or identity not in stored
            or any(
                getattr(fresh[identity], name) != getattr(stored[identity], name)
                for name in Figure.__dataclass_fields__
            )
        }
        found += sorted({Key(*identity[:3]) for identity in wrong})
        if len(found) >= limit:
            break
    return found


def _identity(row: Figure | Rollup) -> tuple[int, date, date, str, int, int]:
    return row.version_id, row.period_start, row.period_end, row.axis, row.group_id, row.cell_id


def _batches(items: Iterable[Item], size: int = BATCH) -> Iterator[list[Item]]:
    left = iter(items)
    while batch := list(islice(left, size)):
        yield batch


@handler(RECONCILE)
def reconcile(initiative_id: int | None = None, key: str = "") -> int:
    """Find what is not as it should be and have it computed again; return how many keys.

    Figures that differ from their observations, and snapshots decided by a laxer rule than the present one.
    """
    keys = sorted({*stale(), *outdated()})
    mark_dirty(keys)
    return len(keys)


def enqueue_reconciliation() -> None:
    """Ask for the reconciliation of every initiative, spread over the hour after."""
    enqueue_for_all(RECONCILE, spread=HOUR)

"""The roll-up: one set-based statement from observations to figures, for the present or as of a moment.

Rows are always recomputed from source rows, never incremented. Whoever changes what a figure stands on writes
dirty keys in the same transaction (`mark_*`); the job computes them again. One batch at a time runs per
initiative (an advisory lock held to the commit), takes its keys first and reads afterwards in a new statement,
so that the last batch to write has seen everything its keys stand for.

Rules (docs/rollup.md): parts are summed and finished once (a ratio is the sum of numerators over the sum of
denominators); a partner's missing total is the sum over one complete exclusive dimension; expected are the
assigned partners and those with a row, less "not applicable"; coverage weighs by the last period's volume where
there is one, else by count of reporters.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import Exists, OuterRef

from initiatives.jobs import GROUPS_CHANGED, enqueue, handler
from initiatives.kernel import clock, tenancy
from measurement.models import Cycle, DirtyKey, IndicatorDimension, IndicatorVersion, Observation, Rollup
from measurement.periods import Period
from measurement.publication import publish_due
from measurement.words import CycleState

if TYPE_CHECKING:
    from django.db.models import QuerySet

RECOMPUTE = "measurement.recompute"
RECONCILE = "measurement.reconcile"


@dataclass(frozen=True, order=True)
class Key:
    """What is computed together: one indicator version in one period."""

    version_id: int
    period_start: date
    period_end: date


@dataclass(frozen=True)
class Figure:
    """One rolled-up figure. `axis` and `group_id` name the group; status is of FigureStatus."""

    version_id: int
    period_start: date
    period_end: date
    axis: str
    group_id: int
    cell_id: int
    numerator: Decimal | None
    denominator: Decimal | None
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    reported: int
    expected: int
    left_out: int
    coverage: Decimal | None
    coverage_basis: str
    status: str


def mark_dirty(keys: Iterable[Key]) -> None:
    """Note that these figures must be computed again, in the caller's transaction, and wake a worker."""
    rows = [
        DirtyKey(version_id=key.version_id, period_start=key.period_start, period_end=key.period_end)
        for key in sorted(set(keys))
    ]
    if rows:
        DirtyKey.objects.bulk_create(rows)
        enqueue(RECOMPUTE)


def mark_indicator_dirty(indicator_id: int) -> None:
    """Note that every period of an indicator must be computed again (who is expected has changed)."""
    _mark_where(Observation.objects.filter(version__indicator_id=indicator_id, superseded_at=None))


def mark_cycle_dirty(cycle: Cycle) -> None:
    """Note that every figure of a cycle's period must be computed again (its status has changed)."""
    _mark_where(
        Observation.objects.filter(
            period_start=cycle.period_start, period_end=cycle.period_end, superseded_at=None
        )
    )


def mark_everything_dirty() -> None:
    """Note that every figure of the active initiative must be computed again."""
    _mark_where(Observation.objects.filter(superseded_at=None))


def _mark_where(observations: QuerySet[Observation]) -> None:
    keys = observations.order_by().values_list("version_id", "period_start", "period_end").distinct()
    mark_dirty(Key(*key) for key in keys)


@handler(GROUPS_CHANGED)
def regroup(initiative_id: int, key: str) -> None:
    """Partners moved between sectors or places: every figure by group is computed again."""
    mark_everything_dirty()


@handler(RECOMPUTE)
def recompute(initiative_id: int, key: str = "") -> int:
    """Compute every dirty key of the active initiative again; return how many keys there were. Idempotent."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended('measurement.recompute', %s))", [initiative_id]
        )
        cursor.execute(
            "DELETE FROM measurement_dirtykey RETURNING version_id, period_start, period_end",
        )
        keys = sorted({Key(*row) for row in cursor.fetchall()})
        if keys:
            write(keys)
            publish_due((key.version_id, key.period_start, key.period_end) for key in keys)
    return len(keys)


def write(keys: Sequence[Key]) -> None:
    """Compute the keys, and those whose coverage is weighed by them, and put them in place of what stood."""
    columns = {
        "initiative": tenancy.active(),
        "versions": [key.version_id for key in keys],
        "starts": [key.period_start for key in keys],
        "ends": [key.period_end for key in keys],
    }
    with connection.cursor() as cursor:
        cursor.execute(_WITH_SUCCESSORS, columns)
        parameters = _parameters([Key(*row) for row in cursor.fetchall()])
        cursor.execute(_DELETE, parameters)
        cursor.execute(_INSERT + _figures_sql(derive=bool(parameters["derive"])) + ") f", parameters)


def figures(keys: Sequence[Key], as_of: datetime | None = None) -> list[Figure]:
    """Return the figures of the keys without storing them: as they stand now, or stood at a moment."""
    if not keys:
        return []
    parameters = _parameters(keys, as_of)
    with connection.cursor() as cursor:
        cursor.execute(_figures_sql(derive=bool(parameters["derive"]), past=as_of is not None), parameters)
        return [Figure(*row) for row in cursor.fetchall()]


def locked_periods(periods: set[tuple[date, date]]) -> set[tuple[date, date]]:
    """Return those of the (start, end) periods whose cycle is locked."""
    rows = Cycle.objects.filter(state=CycleState.LOCKED).values_list("period_start", "period_end")
    return set(rows) & periods


def stale(limit: int = 1000) -> list[Key]:
    """Return keys whose stored figures differ from what their observations give (nightly reconciliation)."""
    observed = Observation.objects.filter(superseded_at=None).order_by()
    keys = [Key(*row) for row in observed.values_list("version_id", "period_start", "period_end").distinct()]
    found = []
    fields = [name for name in Figure.__dataclass_fields__ if name not in ("coverage",)]
    for start in range(0, len(keys), 200):
        batch = keys[start : start + 200]
        fresh = {_identity(figure): figure for figure in figures(batch)}
        stored = {
            _identity(row): row
            for row in Rollup.objects.filter(version_id__in={k.version_id for k in batch})
            if Key(row.version_id, row.period_start, row.period_end) in set(batch)
        }
        wrong = {
            identity
            for identity in fresh.keys() | stored.keys()
            if identity not in fresh
            or identity not in stored
            or any(getattr(fresh[identity], f) != getattr(stored[identity], f) for f in fields)
        }
        found += sorted({Key(*identity[:3]) for identity in wrong})
        if len(found) >= limit:
            break
    return found


def _identity(row: Figure | Rollup) -> tuple[int, date, date, str, int, int]:
    return row.version_id, row.period_start, row.period_end, row.axis, row.group_id, row.cell_id


@handler(RECONCILE)
def reconcile(initiative_id: int, key: str = "") -> int:
    """Find figures that differ from their observations and have them computed again; return how many keys."""
    keys = stale()
    mark_dirty(keys)
    return len(keys)


def enqueue_reconciliation() -> None:
    """Ask for the reconciliation of every initiative."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.initiative_ids()")
        identifiers = [row[0] for row in cursor.fetchall()]
    for identifier in identifiers:
        with tenancy.tenant(identifier):
            enqueue(RECONCILE)


def _parameters(keys: Sequence[Key], as_of: datetime | None = None) -> dict[str, object]:
    """Return the statement's parameters: one column per trait of a key, all of one length.

    Keys are numbered from 1. The periods before them follow, unless they are among the keys, and are not `wanted`:
    coverage is weighed by their volume. Single numbers to join on let the planner know how much there is.
    """
    versions = {row[0]: row[1:] for row in _versions({key.version_id for key in keys})}
    former = {key: _former(key) for key in keys}
    listed = [*keys, *sorted(set(former.values()) - set(keys))]
    ordinal = {key: number for number, key in enumerate(listed, start=1)}
    traits = [versions[key.version_id] for key in listed]
    return {
        "initiative": tenancy.active(),
        "now": clock.now(),
        "as_of": as_of,
        "versions": [key.version_id for key in listed],
        "starts": [key.period_start for key in listed],
        "ends": [key.period_end for key in listed],
        "formers": [ordinal[former[key]] if key in former else 0 for key in listed],
        "indicators": [trait[0] for trait in traits],
        "two_parts": [trait[1] for trait in traits],
        "scales": [trait[2] for trait in traits],
        "partner_rollups": [trait[3] for trait in traits],
        "unduplicated": [trait[4] for trait in traits],
        "derive": any(trait[5] for trait in traits),
    }


def _former(key: Key) -> Key:
    period = Period.from_dates(key.period_start, key.period_end).previous
    return Key(key.version_id, period.start, period.end)


def _versions(ids: set[int]) -> list[tuple[Any, ...]]:
    broken_down = IndicatorDimension.objects.filter(version_id=OuterRef("pk"))
    rows = IndicatorVersion.objects.filter(pk__in=ids).order_by().annotate(broken_down=Exists(broken_down))
    return [
        (
            v.pk,
            v.indicator_id,
            v.two_part,
            v.scale,
            v.partner_rollup,
            v.time_behaviour == "unduplicated",
            v.broken_down,
        )
        for v in rows
    ]


# The next period of a key weighs its coverage by this one's volume.
_WITH_SUCCESSORS = """
WITH keys AS (
    SELECT * FROM unnest(%(versions)s::bigint[], %(starts)s::date[], %(ends)s::date[])
                  AS k (version_id, period_start, period_end)
)
SELECT version_id, period_start, period_end FROM keys
UNION
SELECT r.version_id, r.period_start, r.period_end
FROM keys k JOIN measurement_rollup r
  ON r.initiative_id = %(initiative)s AND r.version_id = k.version_id
 AND r.period_start = k.period_end + 1 AND r.axis = 'total'
ORDER BY 1, 2, 3
"""

_DELETE = """
DELETE FROM measurement_rollup r
USING unnest(%(versions)s::bigint[], %(starts)s::date[], %(ends)s::date[])
      AS k (version_id, period_start, period_end)
WHERE r.initiative_id = %(initiative)s AND r.version_id = k.version_id
  AND r.period_start = k.period_start AND r.period_end = k.period_end
"""

_INSERT = """
INSERT INTO measurement_rollup (initiative_id, version_id, period_start, period_end, axis, group_id, cell_id,
    numerator, denominator, value, low, high, reported, expected, left_out, coverage, coverage_basis, status,
    computed_at)
SELECT %(initiative)s, f.*, %(now)s FROM (
"""


# One round gives each partner's missing cells as the sum over one complete exclusive dimension of the cells
# below them; two rounds reach the total from cells that cross two dimensions.
_DERIVED = """
, complete_{n} AS (
    SELECT DISTINCT ON (o.k, o.partner_id, p.parent_id)
           o.k, o.partner_id, p.parent_id AS cell_id, sum(o.numerator) AS numerator,
           sum(o.denominator) AS denominator, 'reported'::varchar AS status, max(o.revision) AS revision,
           max(o.accepted_at) AS accepted_at
    FROM {source} o
    JOIN measurement_cellpart p ON p.initiative_id = %(initiative)s AND p.cell_id = o.cell_id
    JOIN complete_dimension d ON d.id = p.dimension_id
    JOIN keys k ON k.k = o.k
    WHERE o.status = 'reported' AND o.numerator IS NOT NULL AND (NOT k.two_part OR o.denominator IS NOT NULL)
    GROUP BY o.k, o.partner_id, p.parent_id, d.id, d.categories
    HAVING count(*) = d.categories
    ORDER BY o.k, o.partner_id, p.parent_id, d.id
)
, observed_{n} AS (
    SELECT DISTINCT ON (k, partner_id, cell_id) k, partner_id, cell_id, numerator, denominator, status, revision,
           accepted_at
    FROM (
        SELECT o.*, o.status = 'not_reported' AS derived FROM {source} o
        UNION ALL
        SELECT c.*, true FROM complete_{n} c
    ) both_
    ORDER BY k, partner_id, cell_id, derived, status = 'not_reported'
)"""

_DIMENSIONS = """
, complete_dimension AS (
    SELECT d.id, count(*) AS categories
    FROM measurement_dimension d JOIN measurement_category c ON c.dimension_id = d.id
    WHERE d.initiative_id = %(initiative)s AND c.initiative_id = %(initiative)s AND d.exclusive
      AND c.retired_on IS NULL
    GROUP BY d.id
)"""


def _figures_sql(*, derive: bool, past: bool = False) -> str:
    """Return the statement that yields the columns of Figure, in their order, for the parameters of `_parameters`."""
    rounds = _DIMENSIONS + "".join(
        _DERIVED.format(n=n, source="observed" if n == 1 else f"observed_{n - 1}") for n in (1, 2)
    )
    source = "observed_2" if derive else "observed"
    locked = "c.locked_at <= %(as_of)s" if past else "c.state = 'locked'"
    return f"""
WITH RECURSIVE keys AS (
    SELECT * FROM unnest(
        %(versions)s::bigint[], %(starts)s::date[], %(ends)s::date[], %(formers)s::bigint[],
        %(indicators)s::bigint[], %(two_parts)s::boolean[], %(scales)s::numeric[],
        %(partner_rollups)s::varchar[], %(unduplicated)s::boolean[]
    ) WITH ORDINALITY AS k (version_id, period_start, period_end, former, indicator_id, two_part, scale,
                            partner_rollup, unduplicated, k)
)
, observed AS (
    SELECT * FROM app.observations_of(
        %(initiative)s, %(versions)s::bigint[], %(starts)s::date[], %(ends)s::date[], %(as_of)s::timestamptz)
){rounds if derive else ""}
, total_cell AS (SELECT id FROM measurement_cell WHERE initiative_id = %(initiative)s AND key = '')
-- Those with an assignment and those with a row; what each weighed in the period before; who is excused.
, partner AS (
    SELECT k, partner_id, max(volume) AS volume
    FROM (
        SELECT k.k, a.partner_id, true AS asked, false AS excused, NULL::numeric AS volume
        FROM keys k JOIN measurement_assignment a
          ON a.initiative_id = %(initiative)s AND a.indicator_id = k.indicator_id
         AND a.starts_on <= k.period_end AND (a.ends_on IS NULL OR a.ends_on >= k.period_start)
        WHERE k.former > 0
        UNION ALL
        SELECT o.k, o.partner_id, true,
               o.status = 'not_applicable' AND o.cell_id = (SELECT id FROM total_cell), NULL
        FROM {source} o JOIN keys k ON k.k = o.k WHERE k.former > 0
        UNION ALL
        SELECT k.k, o.partner_id, false, false, CASE WHEN k.two_part THEN o.denominator ELSE o.numerator END
        FROM keys k JOIN {source} o ON o.k = k.former
        WHERE o.status = 'reported' AND o.cell_id = (SELECT id FROM total_cell)
    ) told
    GROUP BY k, partner_id
    HAVING bool_or(asked) AND NOT bool_or(excused)
)
, cells AS (
    SELECT DISTINCT o.k, o.cell_id FROM {source} o JOIN keys k ON k.k = o.k WHERE k.former > 0
    UNION
    SELECT k.k, t.id FROM keys k, total_cell t WHERE k.former > 0
)
-- One row per asked partner and cell, with what it gave, if anything.
, given AS (
    SELECT k, partner_id, cell_id, max(volume) AS volume, max(numerator) AS numerator,
           max(denominator) AS denominator, max(status) AS status, max(revision) AS revision,
           max(accepted_at) AS accepted_at
    FROM (
        SELECT e.k, e.partner_id, c.cell_id, true AS asked, e.volume, NULL::numeric AS numerator,
               NULL::numeric AS denominator, NULL::varchar AS status, NULL::smallint AS revision,
               NULL::timestamptz AS accepted_at
        FROM partner e JOIN cells c ON c.k = e.k
        UNION ALL
        SELECT o.k, o.partner_id, o.cell_id, false, NULL, o.numerator, o.denominator, o.status, o.revision,
               o.accepted_at
        FROM {source} o
    ) told
    GROUP BY k, partner_id, cell_id
    HAVING bool_or(asked) AND max(status) IS DISTINCT FROM 'not_applicable'
)
-- Sector and place of each partner on the period's last day, and every place above.
, standing AS (
    SELECT DISTINCT ON (e.period_end, f.partner_id) e.period_end, f.partner_id, f.sector_id, f.place_id
    FROM (SELECT DISTINCT period_end FROM keys WHERE former > 0) e
    JOIN initiatives_affiliation f ON f.initiative_id = %(initiative)s AND f.starts_on <= e.period_end
    ORDER BY e.period_end, f.partner_id, f.starts_on DESC
)
, above AS (
    SELECT id AS place_id, id AS group_id FROM initiatives_place WHERE initiative_id = %(initiative)s
    UNION
    SELECT above.place_id, p.parent_id FROM above JOIN initiatives_place p ON p.id = above.group_id
    WHERE p.initiative_id = %(initiative)s AND p.parent_id IS NOT NULL
)
, membership AS (
    SELECT DISTINCT period_end, partner_id, 'total' AS axis, 0::bigint AS group_id FROM standing
    UNION ALL
    SELECT period_end, partner_id, 'sector', sector_id FROM standing
    UNION ALL
    SELECT s.period_end, s.partner_id, 'place', a.group_id FROM standing s JOIN above a USING (place_id)
)
, summed AS (
    SELECT g.k, m.axis, m.group_id, g.cell_id,
           sum(g.numerator) FILTER (WHERE usable) AS numerator,
           sum(g.denominator) FILTER (WHERE usable) AS denominator,
           min(value) FILTER (WHERE usable) AS least,
           max(value) FILTER (WHERE usable) AS most,
           (array_agg(value ORDER BY g.accepted_at DESC, g.partner_id)
               FILTER (WHERE usable AND g.partner_rollup = 'latest'))[1] AS newest,
           count(*) FILTER (WHERE usable) AS reported,
           count(*) AS expected,
           count(*) FILTER (WHERE g.status = 'reported' AND NOT usable) AS left_out,
           sum(g.volume) FILTER (WHERE usable) AS volume_in,
           sum(g.volume) AS volume_all,
           bool_or(g.revision > 1) AS revised
    FROM (
        SELECT given.*, k.period_end, k.partner_rollup,
               coalesce(status = 'reported' AND numerator IS NOT NULL
                   AND (NOT k.two_part OR denominator IS NOT NULL), false) AS usable,
               CASE WHEN k.two_part THEN k.scale * numerator / nullif(denominator, 0) ELSE numerator END AS value
        FROM given JOIN keys k ON k.k = given.k
    ) g JOIN membership m ON m.partner_id = g.partner_id AND m.period_end = g.period_end
    GROUP BY g.k, m.axis, m.group_id, g.cell_id
)
SELECT s.version_id, s.period_start, s.period_end, s.axis, s.group_id, s.cell_id,
       CASE WHEN whole THEN s.numerator END,
       CASE WHEN whole AND s.two_part THEN s.denominator END,
       CASE WHEN whole THEN
                CASE WHEN s.two_part THEN s.scale * s.numerator / nullif(s.denominator, 0) ELSE s.numerator END
            WHEN s.partner_rollup = 'min' THEN s.least
            WHEN s.partner_rollup = 'max' THEN s.most
            WHEN s.partner_rollup = 'latest' THEN s.newest END,
       CASE WHEN NOT whole THEN CASE WHEN s.unduplicated THEN s.most ELSE s.least END END,
       CASE WHEN NOT whole THEN CASE WHEN s.unduplicated THEN s.numerator ELSE s.most END END,
       s.reported, s.expected, s.left_out,
       CASE WHEN s.volume_all > 0 THEN coalesce(s.volume_in, 0) / s.volume_all
            WHEN s.expected > 0 THEN s.reported::numeric / s.expected END,
       CASE WHEN s.volume_all > 0 THEN 'volume' ELSE 'count' END,
       CASE WHEN s.revised THEN 'revised' WHEN {locked} THEN 'final' ELSE 'provisional' END
FROM (
    SELECT summed.*, k.version_id, k.period_start, k.period_end, k.two_part, k.scale, k.partner_rollup,
           k.unduplicated,
           k.partner_rollup IN ('sum', 'ratio', 'weighted_mean') AND (NOT k.unduplicated OR reported = 1) AS whole
    FROM summed JOIN keys k ON k.k = summed.k
) s
LEFT JOIN measurement_cycle c
  ON c.initiative_id = %(initiative)s AND c.period_start = s.period_start AND c.period_end = s.period_end
"""

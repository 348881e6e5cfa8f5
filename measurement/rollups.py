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
from typing import TYPE_CHECKING

from django.db import connection

from initiatives.jobs import GROUPS_CHANGED, enqueue, handler
from initiatives.kernel import clock, tenancy
from measurement.models import Cycle, DirtyKey, Observation, Rollup
from measurement.periods import Period
from measurement.publication import publish_due
from measurement.words import CycleState

if TYPE_CHECKING:
    from django.db.backends.utils import CursorWrapper
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
    with connection.cursor() as cursor:
        parameters = _parameters(keys)
        cursor.execute(_WITH_SUCCESSORS, parameters)
        parameters = _parameters([Key(*row) for row in cursor.fetchall()])
        cursor.execute(_DELETE, parameters)
        statement = _INSERT + _figures_sql(derive=_any_dimensions(cursor, parameters)) + ") f"
        cursor.execute(statement, parameters)


def figures(keys: Sequence[Key], as_of: datetime | None = None) -> list[Figure]:
    """Return the figures of the keys without storing them: as they stand now, or stood at a moment."""
    if not keys:
        return []
    with connection.cursor() as cursor:
        parameters = _parameters(keys, as_of)
        cursor.execute(
            _figures_sql(derive=_any_dimensions(cursor, parameters), past=as_of is not None), parameters
        )
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
    former = [Period.from_dates(key.period_start, key.period_end).previous for key in keys]
    return {
        "initiative": tenancy.active(),
        "versions": [key.version_id for key in keys],
        "starts": [key.period_start for key in keys],
        "ends": [key.period_end for key in keys],
        "now": clock.now(),
        "as_of": as_of,
        "former_starts": [period.start for period in former],
        "former_ends": [period.end for period in former],
    }


def _any_dimensions(cursor: CursorWrapper, parameters: dict[str, object]) -> bool:
    cursor.execute(
        "SELECT EXISTS (SELECT 1 FROM measurement_indicatordimension WHERE version_id = ANY(%(versions)s))",
        parameters,
    )
    return bool(cursor.fetchone()[0])


_KEYS = """
keys AS (
    SELECT k.version_id, k.period_start, k.period_end, v.indicator_id, v.two_part, v.scale, v.partner_rollup,
           v.time_behaviour = 'unduplicated' AS unduplicated
    FROM unnest(%(versions)s::bigint[], %(starts)s::date[], %(ends)s::date[])
         AS k (version_id, period_start, period_end)
    JOIN measurement_indicatorversion v ON v.id = k.version_id
)
, preceding AS (
    SELECT * FROM unnest(%(versions)s::bigint[], %(starts)s::date[], %(former_starts)s::date[], %(former_ends)s::date[])
         AS p (version_id, period_start, former_start, former_end)
)"""

# The next period of a key weighs its coverage by this one's volume.
_WITH_SUCCESSORS = f"""
WITH {_KEYS}
SELECT version_id, period_start, period_end FROM keys
UNION
SELECT r.version_id, r.period_start, r.period_end
FROM keys k JOIN measurement_rollup r
  ON r.initiative_id = %(initiative)s AND r.version_id = k.version_id
 AND r.period_start = k.period_end + 1 AND r.axis = 'total'
ORDER BY 1, 2, 3
"""

_DELETE = f"""
WITH {_KEYS}
DELETE FROM measurement_rollup r USING keys k
WHERE r.initiative_id = %(initiative)s AND r.version_id = k.version_id
  AND r.period_start = k.period_start AND r.period_end = k.period_end
"""

_INSERT = """
INSERT INTO measurement_rollup (initiative_id, version_id, period_start, period_end, axis, group_id, cell_id,
    numerator, denominator, value, low, high, reported, expected, left_out, coverage, coverage_basis, status,
    computed_at)
SELECT %(initiative)s, f.*, %(now)s FROM (
"""


def _standing(alias: str, past: bool) -> str:
    if not past:
        return f"{alias}.superseded_at IS NULL"
    return f"{alias}.accepted_at <= %(as_of)s AND ({alias}.superseded_at IS NULL OR {alias}.superseded_at > %(as_of)s)"


# One round gives each partner's missing cells as the sum over one complete exclusive dimension of the cells
# below them; two rounds reach the total from cells that cross two dimensions.
_DERIVED = """
, complete_{n} AS (
    SELECT DISTINCT ON (o.version_id, o.period_start, o.period_end, o.partner_id, p.parent_id)
           o.version_id, o.period_start, o.period_end, o.partner_id, p.parent_id AS cell_id,
           sum(o.numerator) AS numerator, sum(o.denominator) AS denominator,
           'reported'::varchar AS status, max(o.revision) AS revision, max(o.accepted_at) AS accepted_at
    FROM {source} o
    JOIN measurement_cellpart p ON p.cell_id = o.cell_id
    JOIN measurement_dimension d ON d.id = p.dimension_id AND d.exclusive
    JOIN measurement_indicatorversion v ON v.id = o.version_id
    WHERE o.status = 'reported' AND o.numerator IS NOT NULL AND (NOT v.two_part OR o.denominator IS NOT NULL)
    GROUP BY o.version_id, o.period_start, o.period_end, o.partner_id, p.parent_id, p.dimension_id
    HAVING count(*) = (SELECT count(*) FROM measurement_category c
                       WHERE c.dimension_id = p.dimension_id AND c.retired_on IS NULL)
    ORDER BY o.version_id, o.period_start, o.period_end, o.partner_id, p.parent_id, p.dimension_id
)
, observed_{n} AS (
    SELECT version_id, period_start, period_end, partner_id, cell_id, numerator, denominator, status, revision,
           accepted_at
    FROM {source}
    UNION ALL
    SELECT c.* FROM complete_{n} c
    WHERE NOT EXISTS (
        SELECT 1 FROM {source} o
        WHERE (o.version_id, o.period_start, o.period_end, o.partner_id, o.cell_id)
            = (c.version_id, c.period_start, c.period_end, c.partner_id, c.cell_id)
          AND o.status <> 'not_reported')
)"""


def _figures_sql(*, derive: bool, past: bool = False) -> str:
    """Return the statement that yields the columns of Figure for %(versions)s, %(starts)s, %(ends)s."""
    rounds = "".join(
        _DERIVED.format(n=n, source="observed" if n == 1 else f"observed_{n - 1}") for n in (1, 2)
    )
    source = "observed_2" if derive else "observed"
    locked = "c.locked_at <= %(as_of)s" if past else "c.state = 'locked'"
    return f"""
WITH RECURSIVE {_KEYS}
, observed AS (
    SELECT o.version_id, o.period_start, o.period_end, o.partner_id, o.cell_id, o.numerator, o.denominator,
           o.status, o.revision, o.accepted_at
    FROM (
        SELECT version_id, period_start, period_end FROM keys
        UNION SELECT version_id, former_start, former_end FROM preceding
    ) k JOIN measurement_observation o
      ON o.initiative_id = %(initiative)s AND o.version_id = k.version_id
     AND o.period_start = k.period_start AND o.period_end = k.period_end AND {_standing("o", past)}
){rounds if derive else ""}
, total_cell AS (SELECT id FROM measurement_cell WHERE initiative_id = %(initiative)s AND key = '')
-- What each partner's figure weighed in the period before.
, before AS (
    SELECT k.version_id, k.period_start, k.period_end, o.partner_id,
           CASE WHEN k.two_part THEN o.denominator ELSE o.numerator END AS volume
    FROM keys k
    JOIN preceding p USING (version_id, period_start)
    JOIN {source} o
      ON o.version_id = k.version_id AND o.period_start = p.former_start AND o.period_end = p.former_end
     AND o.status = 'reported' AND o.cell_id = (SELECT id FROM total_cell)
)
-- Those with an assignment, and those with a row.
, asked AS (
    SELECT k.version_id, k.period_start, k.period_end, a.partner_id
    FROM keys k JOIN measurement_assignment a
      ON a.initiative_id = %(initiative)s AND a.indicator_id = k.indicator_id
     AND a.starts_on <= k.period_end AND (a.ends_on IS NULL OR a.ends_on >= k.period_start)
    UNION
    SELECT version_id, period_start, period_end, partner_id
    FROM {source} JOIN keys USING (version_id, period_start, period_end)
)
, cells AS (
    SELECT DISTINCT version_id, period_start, period_end, cell_id
    FROM {source} JOIN keys USING (version_id, period_start, period_end)
    UNION
    SELECT k.version_id, k.period_start, k.period_end, t.id FROM keys k, total_cell t
)
, excused AS (
    SELECT version_id, period_start, period_end, partner_id FROM {source}
    WHERE cell_id = (SELECT id FROM total_cell) AND status = 'not_applicable'
)
-- Sector and place of each asked partner on the period's last day, and every place above.
, standing AS (
    SELECT DISTINCT ON (e.period_end, e.partner_id) e.period_end, e.partner_id, f.sector_id, f.place_id
    FROM (SELECT DISTINCT period_end, partner_id FROM asked) e
    JOIN initiatives_affiliation f
      ON f.initiative_id = %(initiative)s AND f.partner_id = e.partner_id AND f.starts_on <= e.period_end
    ORDER BY e.period_end, e.partner_id, f.starts_on DESC
)
, above AS (
    SELECT id AS place_id, id AS group_id FROM initiatives_place WHERE initiative_id = %(initiative)s
    UNION
    SELECT above.place_id, p.parent_id FROM above JOIN initiatives_place p ON p.id = above.group_id
    WHERE p.parent_id IS NOT NULL
)
, membership AS (
    SELECT DISTINCT period_end, partner_id, 'total' AS axis, 0::bigint AS group_id FROM asked
    UNION ALL
    SELECT period_end, partner_id, 'sector', sector_id FROM standing
    UNION ALL
    SELECT s.period_end, s.partner_id, 'place', a.group_id FROM standing s JOIN above a USING (place_id)
)
-- One row per asked partner and cell: what it gave, if anything that can be used.
, given AS (
    SELECT k.version_id, k.period_start, k.period_end, k.two_part, k.scale, k.partner_rollup, k.unduplicated,
           e.partner_id, c.cell_id, o.revision, o.accepted_at, b.volume,
           o.status = 'reported' AND o.numerator IS NOT NULL
               AND (NOT k.two_part OR o.denominator IS NOT NULL) AS usable,
           o.status = 'reported' AS said, o.numerator, o.denominator,
           CASE WHEN k.two_part THEN k.scale * o.numerator / nullif(o.denominator, 0) ELSE o.numerator END AS value
    FROM keys k
    JOIN asked e USING (version_id, period_start, period_end)
    JOIN cells c USING (version_id, period_start, period_end)
    LEFT JOIN {source} o USING (version_id, period_start, period_end, partner_id, cell_id)
    LEFT JOIN before b USING (version_id, period_start, period_end, partner_id)
    WHERE o.status IS DISTINCT FROM 'not_applicable'
      AND NOT EXISTS (
          SELECT 1 FROM excused x
          WHERE (x.version_id, x.period_start, x.period_end, x.partner_id)
              = (e.version_id, e.period_start, e.period_end, e.partner_id))
)
, summed AS (
    SELECT g.version_id, g.period_start, g.period_end, m.axis, m.group_id, g.cell_id, g.two_part, g.scale,
           g.partner_rollup, g.unduplicated,
           sum(g.numerator) FILTER (WHERE g.usable) AS numerator,
           sum(g.denominator) FILTER (WHERE g.usable) AS denominator,
           min(g.value) FILTER (WHERE g.usable) AS least,
           max(g.value) FILTER (WHERE g.usable) AS most,
           (array_agg(g.value ORDER BY g.accepted_at DESC, g.partner_id) FILTER (WHERE g.usable))[1] AS newest,
           count(*) FILTER (WHERE g.usable) AS reported,
           count(*) AS expected,
           count(*) FILTER (WHERE g.said AND NOT g.usable) AS left_out,
           sum(g.volume) FILTER (WHERE g.usable) AS volume_in,
           sum(g.volume) AS volume_all,
           bool_or(g.revision > 1) AS revised
    FROM given g JOIN membership m USING (period_end, partner_id)
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
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
    SELECT *, partner_rollup IN ('sum', 'ratio', 'weighted_mean') AND (NOT unduplicated OR reported = 1) AS whole
    FROM summed
) s
LEFT JOIN measurement_cycle c
  ON c.initiative_id = %(initiative)s AND c.period_start = s.period_start AND c.period_end = s.period_end
"""

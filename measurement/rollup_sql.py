"""The statement of the roll-up: from observations to figures, and to what each partner gave to them.

One text for what is stored, for what is asked as of a moment, and for what stands behind a figure, so that none
of them can differ. Rules and their reasons: docs/rollup.md. `parameters` makes its parameters.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.db.models import Count, Q

from initiatives.kernel import clock, tenancy
from measurement.models import IndicatorVersion
from measurement.periods import Period, PeriodError
from measurement.words import TimeBehaviour


@dataclass(frozen=True, order=True)
class Key:
    """What is computed together: one indicator version in one period."""

    version_id: int
    period_start: date
    period_end: date


def parameters(keys: Sequence[Key], as_of: datetime | None = None) -> dict[str, Any]:
    """Return the statement's parameters: one column per trait of a key, all of one length.

    Keys are numbered from 1. The periods before them follow, unless they are among the keys, and are not wanted
    (`former` 0): coverage is weighed by their volume. Single numbers to join on let the planner know how much
    there is. `rounds` is the number of dimensions from which totals may have to be derived; `published` names
    the versions that are published by snapshots.
    """
    versions = _versions({key.version_id for key in keys})
    former = {key: _former(key) for key in keys}
    listed = [*keys, *sorted({key for key in former.values() if key} - set(keys))]
    ordinal = {key: number for number, key in enumerate(listed, start=1)}
    traits = [versions[key.version_id] for key in listed]
    return {
        "initiative": tenancy.active(),
        "now": clock.now(),
        "as_of": as_of,
        "versions": [key.version_id for key in listed],
        "starts": [key.period_start for key in listed],
        "ends": [key.period_end for key in listed],
        "formers": [_ordinal(former[key], ordinal) if key in former else 0 for key in listed],
        "indicators": [version.indicator_id for version in traits],
        "two_parts": [version.two_part for version in traits],
        "scales": [version.scale for version in traits],
        "partner_rollups": [version.partner_rollup for version in traits],
        "unduplicated": [version.time_behaviour == TimeBehaviour.UNDUPLICATED for version in traits],
        "published": {row.pk for row in versions.values() if row.indicator.is_published},
        "rounds": max((version.exclusive_dimensions for version in versions.values()), default=0),
    }


def _ordinal(key: Key | None, ordinal: Mapping[Key, int]) -> int:
    """The number of a former key; one that nothing has where there is none."""
    return ordinal[key] if key else len(ordinal) + 1


def _former(key: Key) -> Key | None:
    before = _before(key.period_start, key.period_end)
    return Key(key.version_id, *before) if before else None


@lru_cache(maxsize=4096)
def _before(start: date, end: date) -> tuple[date, date] | None:
    """The period before: the same for every indicator."""
    try:
        period = Period.from_dates(start, end).previous
    except PeriodError:  # nothing comes before the first year
        return None
    return period.start, period.end


def _versions(ids: set[int]) -> dict[int, Any]:
    rows = IndicatorVersion.objects.filter(pk__in=ids).select_related("indicator").order_by()
    return {
        row.pk: row
        for row in rows.annotate(
            exclusive_dimensions=Count("dimensions", filter=Q(dimensions__dimension__exclusive=True))
        )
    }


# The next period of a key weighs its coverage by this one's volume.
WITH_SUCCESSORS = """
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

DELETE = """
DELETE FROM measurement_rollup r
USING unnest(%(versions)s::bigint[], %(starts)s::date[], %(ends)s::date[], %(formers)s::bigint[])
      AS k (version_id, period_start, period_end, former)
WHERE r.initiative_id = %(initiative)s AND r.version_id = k.version_id AND k.former > 0
  AND r.period_start = k.period_start AND r.period_end = k.period_end
"""

INSERT = """
INSERT INTO measurement_rollup (initiative_id, version_id, period_start, period_end, axis, group_id, cell_id,
    numerator, denominator, value, low, high, reported, expected, left_out, coverage, coverage_basis, status,
    computed_at)
SELECT %(initiative)s, f.*, %(now)s FROM (
"""


# One round gives each partner's missing cells as the sum over one complete exclusive dimension of the cells
# below them; as many rounds as there are dimensions reach the total from cells that cross them all. Complete is
# what holds every category that there was when the figures were accepted.
_ROUND = """
, complete_{n} AS (
    SELECT DISTINCT ON (o.k, o.partner_id, p.parent_id)
           o.k, o.partner_id, p.parent_id AS cell_id, sum(o.numerator) AS numerator,
           sum(o.denominator) AS denominator, 'reported'::varchar AS status, max(o.revision) AS revision,
           max(o.accepted_at) AS accepted_at, bool_or(o.replaces) AS replaces
    FROM {source} o
    JOIN measurement_cellpart p ON p.initiative_id = %(initiative)s AND p.cell_id = o.cell_id
    JOIN measurement_dimension d ON d.initiative_id = %(initiative)s AND d.id = p.dimension_id AND d.exclusive
    JOIN measurement_category c ON c.initiative_id = %(initiative)s AND c.id = p.category_id
    JOIN keys k ON k.k = o.k
    WHERE o.status = 'reported' AND o.numerator IS NOT NULL AND (NOT k.two_part OR o.denominator IS NOT NULL)
    GROUP BY o.k, o.partner_id, p.parent_id, d.id, k.period_end
    HAVING count(*) FILTER (WHERE (c.retired_on IS NULL OR c.retired_on > k.period_end)
                                  AND (c.starts_on IS NULL OR c.starts_on <= k.period_end)) = (
        SELECT count(*) FROM measurement_category r
        WHERE r.initiative_id = %(initiative)s AND r.dimension_id = d.id
          AND (r.retired_on IS NULL OR r.retired_on > k.period_end)
          AND (r.starts_on IS NULL OR r.starts_on <= k.period_end)
          AND (r.added_at IS NULL OR r.added_at <= max(o.accepted_at)))
    ORDER BY o.k, o.partner_id, p.parent_id, d.id
)
, observed_{n} AS (
    SELECT DISTINCT ON (k, partner_id, cell_id) k, partner_id, cell_id, numerator, denominator, status, revision,
           accepted_at, replaces
    FROM (
        SELECT o.*, o.status = 'not_reported' AS derived FROM {source} o
        UNION ALL
        SELECT c.*, true FROM complete_{n} c
    ) both_
    ORDER BY k, partner_id, cell_id, derived, status = 'not_reported'
)"""


def _source(rounds: int) -> str:
    """The common table that holds what partners gave, with what was derived in so many rounds."""
    return f"observed_{rounds}" if rounds else "observed"


def _asked(rounds: int, *, past: bool) -> str:
    """Return the common tables up to `partner`: who was asked for each key."""
    derived = "".join(_ROUND.format(n=n, source=_source(n - 1)) for n in range(1, rounds + 1))
    # As of a moment, assignments made later and ends told later were not known.
    known = "AND (a.made_at IS NULL OR a.made_at <= %(as_of)s)" if past else ""
    ended_later = "OR a.ended_at > %(as_of)s" if past else ""
    return f"""
WITH RECURSIVE keys AS (
    SELECT *, unduplicated OR partner_rollup NOT IN ('sum', 'ratio', 'weighted_mean') AS ranged,
           partner_rollup = 'latest' AS dated
    FROM unnest(
        %(versions)s::bigint[], %(starts)s::date[], %(ends)s::date[], %(formers)s::bigint[],
        %(indicators)s::bigint[], %(two_parts)s::boolean[], %(scales)s::numeric[],
        %(partner_rollups)s::varchar[], %(unduplicated)s::boolean[]
    ) WITH ORDINALITY AS k (version_id, period_start, period_end, former, indicator_id, two_part, scale,
                            partner_rollup, unduplicated, k)
)
, observed AS (
    SELECT * FROM app.observations_of(
        %(initiative)s, %(versions)s::bigint[], %(starts)s::date[], %(ends)s::date[], %(as_of)s::timestamptz)
){derived}
, total_cell AS (SELECT id FROM measurement_cell WHERE initiative_id = %(initiative)s AND key = '')
-- Those with an assignment and those with a row, less those who are excused.
, partner AS (
    SELECT k, partner_id
    FROM (
        SELECT k.k, a.partner_id, false AS excused
        FROM keys k JOIN measurement_assignment a
          ON a.initiative_id = %(initiative)s AND a.indicator_id = k.indicator_id
         AND a.starts_on <= k.period_end AND (a.ends_on IS NULL OR a.ends_on >= k.period_start {ended_later})
         {known}
        UNION ALL
        SELECT o.k, o.partner_id, o.status = 'not_applicable' AND o.cell_id = (SELECT id FROM total_cell)
        FROM {_source(rounds)} o
    ) told
    GROUP BY k, partner_id
    HAVING NOT bool_or(excused)
)"""  # noqa: S608 - nothing but the words above is put in


def contributions_sql(rounds: int, *, past: bool = False) -> str:
    """Return the statement that yields the columns of Contribution, in their order; without parts where withheld."""
    return f"""{_asked(rounds, past=past)}
SELECT k.version_id, k.period_start, k.period_end, o.partner_id, o.cell_id, o.numerator, o.denominator,
       o.revision, o.accepted_at, o.replaces
FROM {_source(rounds)} o
JOIN partner p ON p.k = o.k AND p.partner_id = o.partner_id
JOIN keys k ON k.k = o.k AND k.former > 0
WHERE o.status = 'suppressed_at_source'
   OR o.status = 'reported' AND o.numerator IS NOT NULL AND (NOT k.two_part OR o.denominator IS NOT NULL)
"""  # noqa: S608


def figures_sql(rounds: int, *, past: bool = False) -> str:
    """Return the statement that yields the columns of Figure, in their order.

    What partners of the same sector and place gave is added up first, and only that goes to the total, the sector, and
    the place with all above it: a row is added up once, not once for each of its groups.
    """
    locked = "c.locked_at <= %(as_of)s" if past else "c.state = 'locked'"
    return f"""{_asked(rounds, past=past)}
-- Sector and place of each partner from a day until another; and every place above.
, standing AS (
    SELECT partner_id, sector_id, place_id, starts_on,
           lead(starts_on, 1, 'infinity') OVER (PARTITION BY partner_id ORDER BY starts_on) AS until
    FROM initiatives_affiliation WHERE initiative_id = %(initiative)s
)
, above AS (
    SELECT id AS place_id, id AS group_id FROM initiatives_place WHERE initiative_id = %(initiative)s
    UNION
    SELECT above.place_id, p.parent_id FROM above JOIN initiatives_place p ON p.id = above.group_id
    WHERE p.initiative_id = %(initiative)s AND p.parent_id IS NOT NULL
)
, before AS (
    SELECT k, partner_id, numerator, denominator FROM {_source(rounds)}
    -- The planner takes a comparison for rare, and would go through all rows for each partner; not so a CASE.
    WHERE CASE WHEN cell_id = (SELECT id FROM total_cell) THEN status = 'reported' END
)
-- Each partner that is asked, with what it weighed in the period before.
, placed AS (
    SELECT p.k, p.partner_id, s.sector_id, s.place_id, k.two_part, k.scale, k.ranged, k.dated,
           CASE WHEN k.two_part THEN b.denominator ELSE b.numerator END AS volume
    FROM partner p JOIN keys k ON k.k = p.k AND k.former > 0
    LEFT JOIN before b ON b.k = k.former AND b.partner_id = p.partner_id
    LEFT JOIN standing s ON s.partner_id = p.partner_id AND s.starts_on <= k.period_end AND s.until > k.period_end
)
-- All who are asked are expected in every cell that anybody gave, and in the total.
, cells AS (
    SELECT k, cell_id FROM {_source(rounds)} UNION SELECT k.k, t.id FROM keys k, total_cell t
)
, asked AS (
    SELECT k, sector_id, place_id, count(*)::int AS expected, sum(volume) AS volume_all
    FROM placed GROUP BY k, sector_id, place_id
)
, together AS (
    SELECT a.k, c.cell_id, a.sector_id, a.place_id, NULL::numeric AS numerator, NULL::numeric AS denominator,
           NULL::numeric AS least, NULL::numeric AS most, NULL::numeric[] AS newest, 0 AS reported,
           a.expected, 0 AS told, NULL::numeric AS volume_in, a.volume_all, false AS revised
    FROM asked a JOIN cells c ON c.k = a.k
    UNION ALL
    SELECT k, cell_id, sector_id, place_id,
           sum(numerator) FILTER (WHERE usable),
           sum(denominator) FILTER (WHERE usable),
           min(value) FILTER (WHERE usable),
           max(value) FILTER (WHERE usable),
           -- The last one accepted. An aggregate with an order of its own would have all rows sorted first.
           max(ARRAY[extract(epoch FROM accepted_at), -partner_id, value]) FILTER (WHERE usable AND dated),
           count(*) FILTER (WHERE usable)::int,
           -count(*) FILTER (WHERE spared)::int,
           count(*) FILTER (WHERE reported)::int,
           sum(volume) FILTER (WHERE usable),
           -sum(volume) FILTER (WHERE spared),
           bool_or(replaces AND NOT spared)
    FROM (
        SELECT o.k, o.cell_id, p.sector_id, p.place_id, o.partner_id, o.numerator, o.denominator, o.accepted_at,
               o.replaces, p.volume, p.dated,
               o.status = 'reported' AS reported,
               o.status = 'not_applicable' AS spared,
               o.status = 'reported' AND o.numerator IS NOT NULL
                   AND (NOT p.two_part OR o.denominator IS NOT NULL) AS usable,
               CASE WHEN NOT p.ranged THEN NULL
                    WHEN p.two_part THEN p.scale * o.numerator / nullif(o.denominator, 0)
                    ELSE o.numerator END AS value
        FROM {_source(rounds)} o
        JOIN placed p ON p.k = o.k AND p.partner_id = o.partner_id
        OFFSET 0  -- worked out once for each row, not once for each sum
    ) given
    GROUP BY k, cell_id, sector_id, place_id
)
, summed AS (
    SELECT k, axis, group_id, cell_id,
           sum(numerator) AS numerator, sum(denominator) AS denominator, min(least) AS least, max(most) AS most,
           (max(newest))[3] AS newest, sum(reported)::int AS reported, sum(expected)::int AS expected,
           (sum(told) - sum(reported))::int AS left_out, sum(volume_in) AS volume_in, sum(volume_all) AS volume_all,
           bool_or(revised) AS revised
    FROM (
        SELECT 'total' AS axis, 0::bigint AS group_id, t.* FROM together t
        UNION ALL
        SELECT 'sector', t.sector_id, t.* FROM together t WHERE t.sector_id IS NOT NULL
        UNION ALL
        SELECT 'place', a.group_id, t.* FROM together t JOIN above a ON a.place_id = t.place_id
    ) grouped
    GROUP BY k, axis, group_id, cell_id
    HAVING sum(expected) > 0
)
SELECT s.version_id, s.period_start, s.period_end, s.axis, s.group_id, s.cell_id,
       CASE WHEN whole THEN s.numerator END,
       CASE WHEN whole AND s.two_part THEN s.denominator END,
       CASE WHEN whole THEN
                CASE WHEN s.two_part THEN s.scale * s.numerator / nullif(s.denominator, 0) ELSE s.numerator END
            WHEN s.partner_rollup = 'min' THEN s.least
            WHEN s.partner_rollup = 'max' THEN s.most
            WHEN s.partner_rollup = 'latest' THEN s.newest END,
       CASE WHEN NOT whole THEN CASE WHEN summing THEN s.most ELSE s.least END END,
       CASE WHEN NOT whole THEN CASE WHEN summing THEN s.numerator ELSE s.most END END,
       s.reported, s.expected, s.left_out,
       CASE WHEN s.volume_all > 0 THEN coalesce(s.volume_in, 0) / s.volume_all
            WHEN s.expected > 0 THEN s.reported::numeric / s.expected END,
       CASE WHEN s.volume_all > 0 THEN 'volume' ELSE 'count' END,
       CASE WHEN s.revised THEN 'revised' WHEN {locked} THEN 'final' ELSE 'provisional' END
FROM (
    SELECT told.*, summing AND (NOT unduplicated OR reported = 1) AS whole
    FROM (
        SELECT summed.*, k.version_id, k.period_start, k.period_end, k.two_part, k.scale, k.partner_rollup,
               k.unduplicated, k.partner_rollup IN ('sum', 'ratio', 'weighted_mean') AS summing
        FROM summed JOIN keys k ON k.k = summed.k
    ) told
) s
LEFT JOIN measurement_cycle c
  ON c.initiative_id = %(initiative)s AND c.period_start = s.period_start AND c.period_end = s.period_end
"""  # noqa: S608

"""What the owner's plain SQL does in rows 1 to 4, and how its figures are compared with ours."""

# The owner is spared what the product must find out: who belongs where and which cells lie above which stands ready.
BARE = """
INSERT INTO {target} (initiative_id, version_id, period_start, period_end, axis, group_id, cell_id, numerator,
    value, reported, expected, left_out, coverage, coverage_basis, status, computed_at)
SELECT o.initiative_id, o.version_id, o.period_start, o.period_end, g.axis, g.group_id, a.above_id,
       sum(o.numerator), sum(o.numerator), count(*), count(*), 0, 1, 'count', 'provisional', now()
FROM measurement_observation o
JOIN bench_group g ON g.partner_id = o.partner_id
JOIN bench_above a ON a.cell_id = o.cell_id
WHERE o.initiative_id = %s AND o.superseded_at IS NULL AND o.status = 'reported'
GROUP BY o.initiative_id, o.version_id, o.period_start, o.period_end, g.axis, g.group_id, a.above_id
"""

# The same rows with all that the product says of them: who was expected, coverage by the former month's volume, status.
# For figures without a breakdown; who belongs where stands ready here too. The planner would join by merging and pass
# over each indicator's rows once for every partner: it is told not to.
WHOLE = """
INSERT INTO {target} (initiative_id, version_id, period_start, period_end, axis, group_id, cell_id, numerator,
    value, reported, expected, left_out, coverage, coverage_basis, status, computed_at)
WITH point AS MATERIALIZED (
    SELECT version_id, period_start, period_end, partner_id, cell_id, numerator, status, replaces
    FROM measurement_observation WHERE initiative_id = %(initiative)s AND superseded_at IS NULL
)
SELECT %(initiative)s, k.version_id, k.period_start, k.period_end, g.axis, g.group_id, k.cell_id,
       sum(p.numerator), sum(p.numerator), count(p.numerator), count(*),
       count(*) FILTER (WHERE p.status = 'reported' AND p.numerator IS NULL),
       CASE WHEN sum(f.numerator) > 0
            THEN coalesce(sum(f.numerator) FILTER (WHERE p.numerator IS NOT NULL), 0) / sum(f.numerator)
            ELSE count(p.numerator)::numeric / count(*) END,
       CASE WHEN sum(f.numerator) > 0 THEN 'volume' ELSE 'count' END,
       CASE WHEN bool_or(p.replaces) THEN 'revised' WHEN bool_or(c.state = 'locked') THEN 'final'
            ELSE 'provisional' END,
       now()
FROM (SELECT DISTINCT version_id, period_start, period_end, cell_id FROM point) k
JOIN measurement_indicatorversion v ON v.id = k.version_id
JOIN measurement_assignment a
  ON a.indicator_id = v.indicator_id AND a.starts_on <= k.period_end
 AND (a.ends_on IS NULL OR a.ends_on >= k.period_start)
LEFT JOIN point p
  ON p.version_id = k.version_id AND p.period_start = k.period_start AND p.period_end = k.period_end
 AND p.partner_id = a.partner_id AND p.cell_id = k.cell_id
LEFT JOIN point f
  ON f.version_id = k.version_id AND f.period_end = k.period_start - 1 AND f.partner_id = a.partner_id
 AND f.cell_id = k.cell_id
LEFT JOIN measurement_cycle c ON c.period_start = k.period_start AND c.period_end = k.period_end
JOIN bench_group g ON g.partner_id = a.partner_id
GROUP BY k.version_id, k.period_start, k.period_end, g.axis, g.group_id, k.cell_id
"""

READY = """
DROP TABLE IF EXISTS bench_group, bench_above;
CREATE TABLE bench_group AS
    WITH RECURSIVE above AS (
        SELECT id AS place_id, id AS group_id FROM initiatives_place
        UNION SELECT above.place_id, p.parent_id FROM above JOIN initiatives_place p ON p.id = above.group_id
        WHERE p.parent_id IS NOT NULL
    )
    SELECT partner_id, 'total' AS axis, 0::bigint AS group_id FROM initiatives_affiliation
    UNION ALL SELECT partner_id, 'sector', sector_id FROM initiatives_affiliation
    UNION ALL SELECT f.partner_id, 'place', a.group_id FROM initiatives_affiliation f JOIN above a USING (place_id);
CREATE TABLE bench_above AS
    WITH RECURSIVE above AS (
        SELECT id AS cell_id, id AS above_id FROM measurement_cell
        UNION SELECT above.cell_id, p.parent_id FROM above JOIN measurement_cellpart p ON p.cell_id = above.above_id
    )
    SELECT cell_id, above_id FROM above;
ALTER TABLE bench_group ADD PRIMARY KEY (partner_id, axis, group_id);
ALTER TABLE bench_above ADD PRIMARY KEY (cell_id, above_id);
"""

MISSING = """
SELECT count(*) FROM (
    SELECT {columns} FROM {one} WHERE initiative_id = %(i)s
    EXCEPT
    SELECT {columns} FROM {other} WHERE initiative_id = %(i)s
) d
"""

NUMBERS = ("version_id", "period_start", "axis", "group_id", "cell_id", "numerator", "value")
EVERYTHING = (
    *NUMBERS,
    "denominator",
    "low",
    "high",
    "reported",
    "expected",
    "left_out",
    "coverage",
    "coverage_basis",
    "status",
)

KEPT = "CREATE TEMPORARY TABLE {} AS SELECT {} FROM measurement_rollup"

DIFFERENT = """
SELECT count(*) FROM (
    (TABLE one_by_one EXCEPT TABLE all_at_once) UNION ALL (TABLE all_at_once EXCEPT TABLE one_by_one)
) d
"""

GAPS = """
WITH total AS (SELECT * FROM measurement_rollup WHERE axis = 'total')
, sectors AS (
    SELECT version_id, period_start, cell_id, sum(numerator) AS numerator FROM measurement_rollup
    WHERE axis = 'sector' GROUP BY 1, 2, 3
)
, whole AS (SELECT t.* FROM total t JOIN measurement_cell c ON c.id = t.cell_id WHERE c.key = '')
, single AS (
    SELECT t.version_id, t.period_start, sum(t.numerator) AS numerator, count(*) AS cells
    FROM total t JOIN measurement_cell c ON c.id = t.cell_id WHERE strpos(c.key, '|') > 0 GROUP BY 1, 2
)
SELECT (SELECT count(*) FROM total t LEFT JOIN sectors s USING (version_id, period_start, cell_id)
        WHERE s.numerator IS DISTINCT FROM t.numerator)
     + (SELECT count(*) FROM whole w LEFT JOIN single s USING (version_id, period_start)
        WHERE s.numerator IS DISTINCT FROM w.numerator OR s.cells <> %s)
"""

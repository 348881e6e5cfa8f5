"""What the checks find in a submission: each value on its own, beside its history, and beside the others."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection

from initiatives.kernel import tenancy
from measurement.cells import Combination, combination_of
from measurement.kinds import Check, EntryError, Parts
from measurement.kinds.checks import above_total, below_total, decrease_in_cumulative, missing_categories
from measurement.kinds.rounding import leeway
from measurement.models import Submission
from measurement.periods import Period
from measurement.queries.catalogue import Axis
from measurement.queries.checks import Ground, broken_rules, ground_of
from measurement.queries.entries import Given, kind_of, values_of_all
from measurement.queries.splits import Split, split_of
from measurement.words import TimeBehaviour, ValueStatus

LONGEST_HISTORY = 12

_Place = tuple[int, Combination]  # a version's id and a cell


@dataclass(frozen=True)
class Finding:
    """One finding about the value at `position` of the submission. `severity`: block, must_explain or notice.

    `indicator` is the code of what it is about, `name` its name.
    """

    position: int
    indicator: str
    name: str
    cell: Combination
    rule: str
    severity: str
    message: str
    explanation: str


def findings_of(submission: Submission, values: Sequence[Given] | None = None) -> list[Finding]:
    """Return what the checks find in an open submission, in the order of its values (where they are read already)."""
    given = values_of_all([submission]) if values is None else {submission.pk: values}
    return _findings_of([submission], given)[submission.pk]


def findings_of_all(submissions: Iterable[Submission]) -> dict[int, list[Finding]]:
    """Return what the checks find in open submissions (with their cycles), by the submission's id, as `findings_of`.

    As many queries for many as for one.
    """
    rows = list(submissions)
    return _findings_of(rows, values_of_all(rows))


def _findings_of(
    rows: Sequence[Submission], values: Mapping[int, Sequence[Given]]
) -> dict[int, list[Finding]]:
    histories = _histories(rows, values)
    codes = {value.sheet.indicator.code for given in values.values() for value in given if not value.cell}
    ground = ground_of([(row.partner_id, _period(row)) for row in rows], codes)
    return {row.pk: _findings(row, values[row.pk], histories.get(row.pk, {}), ground) for row in rows}


def _period(submission: Submission) -> Period:
    return Period.from_dates(submission.cycle.period_start, submission.cycle.period_end)


def _findings(
    submission: Submission, values: Sequence[Given], history: Mapping[_Place, list[Parts]], ground: Ground
) -> list[Finding]:
    found: list[Finding] = []
    parts: list[Parts | None] = []
    for position, value in enumerate(values):
        try:
            part = value.parts()
        except EntryError as fault:
            parts.append(None)
            found.append(_finding(position, value, fault.code, "block", fault.message))
            continue
        parts.append(part)
        earlier = history.get((value.version.pk, value.cell), [])
        figures = [f for f in (_figure(value, p) for p in earlier) if f is not None]
        checks = kind_of(value.version).checks(
            part,
            earlier[-1] if earlier else None,
            history=figures,
            multiplier=value.version.multiplier,
        )
        if value.version.time_behaviour == TimeBehaviour.CUMULATIVE and figures:
            checks += decrease_in_cumulative(_figure(value, part), figures[-1])
        found += [_of(position, value, check) for check in checks]
    found += sums(values, parts, submission.cycle.period_end)
    found += _between(submission, values, parts, ground)
    return sorted(found, key=lambda finding: finding.position)


def _between(
    submission: Submission, values: Sequence[Given], parts: Sequence[Parts | None], ground: Ground
) -> list[Finding]:
    """What the rules between indicators find, each at the first of its indicators that the hand-in holds."""
    totals = {
        value.sheet.indicator.code: (position, value, part)
        for position, (value, part) in enumerate(zip(values, parts, strict=True))
        if not value.cell and value.status == ValueStatus.REPORTED
    }

    def given(code: str) -> Decimal | None:
        _position, value, part = totals.get(code, (0, None, None))
        return None if value is None or part is None or not part.usable else _figure(value, part)

    return [
        _finding(*totals[broken.code][:2], broken.rule, broken.severity, broken.message)
        for broken in broken_rules(given, totals, submission.partner_id, _period(submission), ground)
    ]


def _of(position: int, value: Given, check: Check) -> Finding:
    return _finding(position, value, check.rule, check.severity, check.message)


def _finding(position: int, value: Given, rule: str, severity: str, message: str) -> Finding:
    measured = value.sheet.indicator
    return Finding(
        position, measured.code, measured.name, value.cell, rule, severity, message, value.explanation
    )


def _figure(value: Given, parts: Parts) -> Decimal | None:
    return kind_of(value.version).finish(parts.numerator, parts.denominator, value.version.multiplier)


# The latest accepted figures of each hand-in's partner before its period, so many as its values may need.
_BEFORE = """
SELECT s.id, h.version_id, c.key, h.numerator, h.denominator, h.entered_value, h.entered_n
FROM unnest(%(ids)s::bigint[], %(partners)s::bigint[], %(starts)s::date[], %(versions)s::text[], %(most)s::int[])
    AS s (id, partner_id, start, versions, most)
CROSS JOIN LATERAL (
    SELECT o.* FROM measurement_observation o
    WHERE o.initiative_id = %(initiative)s AND o.partner_id = s.partner_id
      AND o.version_id = ANY(string_to_array(s.versions, ',')::bigint[])
      AND o.period_end < s.start AND o.superseded_at IS NULL AND o.status = %(reported)s
    ORDER BY o.period_start DESC LIMIT s.most
) h
JOIN measurement_cell c ON c.initiative_id = h.initiative_id AND c.id = h.cell_id
ORDER BY s.id, h.period_start DESC
"""


def _histories(
    submissions: Sequence[Submission], values: Mapping[int, Sequence[Given]]
) -> dict[int, dict[_Place, list[Parts]]]:
    """The partners' accepted values of the periods before, oldest first, by submission, version and cell."""
    rows = [row for row in submissions if values[row.pk]]
    found: dict[int, dict[_Place, list[Parts]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            _BEFORE,
            {
                "initiative": tenancy.active(),
                "reported": ValueStatus.REPORTED.value,
                "ids": [row.pk for row in rows],
                "partners": [row.partner_id for row in rows],
                "starts": [row.cycle.period_start for row in rows],
                "versions": [",".join(sorted({str(v.version.pk) for v in values[row.pk]})) for row in rows],
                "most": [LONGEST_HISTORY * len(values[row.pk]) for row in rows],
            },
        )
        for pk, version_id, key, numerator, denominator, value, n in cursor.fetchall():
            usable = numerator is not None
            entry = found.setdefault(pk, {}).setdefault((version_id, combination_of(key)), [])
            if len(entry) < LONGEST_HISTORY:
                entry.insert(0, Parts(numerator, denominator, value, n, usable))
    return found


def sums(values: Sequence[Given], parts: Sequence[Parts | None], period_end: date) -> list[Finding]:
    """The groups of an exclusive dimension beside their whole: more is refused, less wants a word.

    A whole is a total, or a group that is crossed with others. Groups that are not given themselves are reckoned from
    crossed figures; what is wrong with those is said once.
    """
    given = {
        (value.version.pk, value.cell): (position, value, part)
        for position, (value, part) in enumerate(zip(values, parts, strict=True))
        if part is not None and part.usable
    }
    cells: dict[int, dict[Combination, Parts]] = {}
    for (version_id, cell), (_position, _value, part) in given.items():
        cells.setdefault(version_id, {})[cell] = part
    splits: dict[int, Split] = {}
    found = []
    for (version_id, cell), (position, value, whole) in given.items():
        if not kind_of(value.version).additive:
            continue
        if version_id not in splits:
            splits[version_id] = split_of(value.sheet.axes[version_id], cells[version_id], period_end)
        checks = _beside_whole(splits[version_id], cell, whole, value)
        found += [_of(position, value, check) for check in checks]
    return found


def _beside_whole(split: Split, cell: Combination, whole: Parts, value: Given) -> list[Check]:
    found: list[Check] = []
    reckoned = False
    for axis in split.across(cell):
        is_given = split.is_given(axis, cell)
        if not is_given and reckoned:
            continue
        checks = _sum_of(split, axis, cell, whole, value)
        reckoned = reckoned or (not is_given and bool(checks))
        found += checks
    return found


def _sum_of(split: Split, axis: Axis, cell: Combination, whole: Parts, value: Given) -> list[Check]:
    amounts = split.beneath(axis, cell)
    if not amounts.known:
        return []
    missing, name = amounts.missing, axis.dimension.name
    for part in _summed(value):
        total = getattr(whole, part)
        each = [getattr(known, part) or Decimal(0) for known in amounts.known]
        together, spare = sum(each, Decimal(0)), leeway(each, total)
        if together - total > spare and (not missing or kind_of(value.version).negative == "refused"):
            return [above_total(name, together, total)]
        if total - together > spare and not missing:
            return [below_total(name, together, total)]
    return [missing_categories(name, missing)] if missing else []


def _summed(value: Given) -> tuple[str, ...]:
    """The parts that add up exactly: of an average only its base, since what was typed is rounded."""
    kind = kind_of(value.version)
    if kind.parts == 1:
        return ("numerator",)
    return tuple(name for name in ("numerator", "denominator") if name in kind.counted) or ("denominator",)

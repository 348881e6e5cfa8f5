"""Coarser periods from finer ones, by the time behaviour of the indicator."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from initiatives.kernel.errors import DomainError
from measurement.kinds import kind
from measurement.models import IndicatorVersion
from measurement.periods import Period, PeriodError
from measurement.words import Cadence, FigureStatus, PartnerRollup, TimeBehaviour

if TYPE_CHECKING:
    from measurement.queries.series import Point

LAST = (TimeBehaviour.STOCK, TimeBehaviour.CUMULATIVE)


def coarsen(
    points: Sequence[Point], versions: Mapping[int, IndicatorVersion], cadence: str, year_start: int
) -> list[Point]:
    """Return the points of a coarser cadence, each by the rules of its own version (`versions` by number).

    Nothing is added up across a series break or from a hidden part. Smallest and largest stay the smallest and the
    largest of the sub-periods, for a partner as for all; latest, stock and cumulative give the last sub-period that
    has a value, with a note when it is not the last one; flow and ratio sum the parts; unduplicated gives bounds. A
    range of figures that do not add up stays a range. Sub-periods that lie across two coarser ones are left out.
    Raises DomainError at `time` for an unknown cadence.
    """
    if cadence not in Cadence.values or cadence == Cadence.CUSTOM:
        raise DomainError("invalid_choice", _("“%s” is not a cadence.") % cadence, "time")
    groups: dict[tuple[Period, str, int], list[Point]] = {}
    for point in points:
        try:
            whole = point.period.coarser(cadence, year_start if cadence == Cadence.YEARLY else None)
        except PeriodError:
            whole = None
        if whole is not None:
            groups.setdefault((whole, point.group, point.version), []).append(point)
    return [
        _combined(whole, sorted(parts, key=lambda p: p.period), versions[number])
        for (whole, _group, number), parts in groups.items()
    ]


def combined(whole: Period, parts: Sequence[Point], version: IndicatorVersion) -> Point:
    """Return what finer periods of one group and one version come to in any longer period, be it of no calendar.

    By the rules of `coarsen`; the parts lie wholly within it.
    """
    return _combined(whole, sorted(parts, key=lambda part: part.period), version)


def _combined(whole: Period, parts: Sequence[Point], version: IndicatorVersion) -> Point:
    if len(parts) == 1 and parts[0].period == whole:
        return parts[0]
    found = kind(version.kind)
    if version.time_behaviour in LAST or version.partner_rollup == PartnerRollup.LATEST or not found.additive:
        return _last(whole, parts)
    complete = _is_complete(whole, parts)
    base = replace(
        parts[-1],
        period=whole,
        reported=sum(p.reported for p in parts),
        expected=sum(p.expected for p in parts),
        coverage=_coverage(whole, parts),
        coverage_basis="count",
        status=_status(parts) if complete else FigureStatus.PROVISIONAL,
        note=""
        if complete
        else _("%(n)d of the periods in %(whole)s") % {"n": len(parts), "whole": whole.code},
    )
    if any(part.suppressed for part in parts):
        return replace(
            base,
            numerator=None,
            denominator=None,
            value=None,
            low=None,
            high=None,
            coverage=None,
            suppressed=True,
            bound="",
        )
    if version.partner_rollup in (PartnerRollup.MIN, PartnerRollup.MAX):
        return _extreme(base, parts, version.partner_rollup)
    if version.partner_rollup == PartnerRollup.NONE and any(part.low is not None for part in parts):
        return _range(base, parts)
    if version.time_behaviour == TimeBehaviour.UNDUPLICATED:
        return _bounded(base, parts)
    numerator = _sum([p.numerator for p in parts])
    denominator = _sum([p.denominator for p in parts])
    value = found.finish(numerator, denominator, version.multiplier)
    return replace(base, numerator=numerator, denominator=denominator, value=value)


def _last(whole: Period, parts: Sequence[Point]) -> Point:
    known = [p for p in parts if p.value is not None or p.low is not None or p.suppressed]
    chosen = known[-1] if known else parts[-1]
    stale = chosen.period.end < whole.end
    note = _("as of %s") % chosen.period.code if stale else chosen.note
    return replace(chosen, period=whole, note=note)


def _bounded(base: Point, parts: Sequence[Point]) -> Point:
    lows = [p.value if p.value is not None else p.low for p in parts]
    highs = [p.value if p.value is not None else p.high for p in parts]
    known_lows, known_highs = [x for x in lows if x is not None], [x for x in highs if x is not None]
    return replace(
        base,
        numerator=None,
        denominator=None,
        value=None,
        low=max(known_lows, default=None),
        high=sum(known_highs, Decimal(0)) if known_highs else None,
        note=_("the same people may be counted in several periods"),
    )


def _extreme(base: Point, parts: Sequence[Point], rollup: str) -> Point:
    known = [part.value for part in parts if part.value is not None]
    smallest = rollup == PartnerRollup.MIN
    value = (min if smallest else max)(known, default=None)
    note = _("the smallest of the periods") if smallest else _("the largest of the periods")
    return replace(base, numerator=None, denominator=None, value=value, note=_joined(base.note, note))


def _range(base: Point, parts: Sequence[Point]) -> Point:
    lows = [n for part in parts if (n := part.value if part.low is None else part.low) is not None]
    highs = [n for part in parts if (n := part.value if part.high is None else part.high) is not None]
    return replace(
        base,
        numerator=None,
        denominator=None,
        value=None,
        low=min(lows, default=None),
        high=max(highs, default=None),
        note=_joined(base.note, _("from the smallest to the largest of the periods")),
    )


def _joined(*notes: str) -> str:
    return "; ".join(note for note in notes if note)


def _sum(numbers: Sequence[Decimal | None]) -> Decimal | None:
    known = [number for number in numbers if number is not None]
    return sum(known, Decimal(0)) if known else None


def _is_complete(whole: Period, parts: Sequence[Point]) -> bool:
    day = whole.start
    for part in parts:
        if part.period.start != day:
            return False
        day = part.period.next.start
    return day > whole.end


def _coverage(whole: Period, parts: Sequence[Point]) -> Decimal | None:
    expected = sum(p.expected for p in parts)
    return Decimal(sum(p.reported for p in parts)) / expected if expected else None


def _status(parts: Sequence[Point]) -> str:
    states = {part.status for part in parts}
    if FigureStatus.REVISED in states:
        return FigureStatus.REVISED
    return FigureStatus.FINAL if states == {FigureStatus.FINAL} else FigureStatus.PROVISIONAL

"""Coarser periods from finer ones, by the time behaviour of the indicator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from initiatives.kernel.errors import DomainError
from measurement.kinds import kind
from measurement.models import IndicatorVersion
from measurement.periods import Period, PeriodError
from measurement.words import Cadence, FigureStatus, TimeBehaviour

if TYPE_CHECKING:
    from measurement.queries.series import Point

LAST = (TimeBehaviour.STOCK, TimeBehaviour.CUMULATIVE)


def coarsen(points: Sequence[Point], version: IndicatorVersion, cadence: str, year_start: int) -> list[Point]:
    """Return the points of a coarser cadence. Nothing is added up across a series break or from a hidden part.

    flow and ratio: the parts are summed; stock and cumulative: the last sub-period that has a value, with a note
    when it is not the last one; unduplicated: bounds. Sub-periods that lie across two coarser ones are left out.
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
        _combined(whole, sorted(parts, key=lambda p: p.period), version)
        for (whole, _group, _version), parts in groups.items()
    ]


def _combined(whole: Period, parts: Sequence[Point], version: IndicatorVersion) -> Point:
    if len(parts) == 1 and parts[0].period == whole:
        return parts[0]
    if version.time_behaviour in LAST:
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
        )
    if version.time_behaviour == TimeBehaviour.UNDUPLICATED:
        return _bounded(base, parts)
    numerator = _sum([p.numerator for p in parts])
    denominator = _sum([p.denominator for p in parts])
    value = kind(version.kind).finish(numerator, denominator, version.multiplier)
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

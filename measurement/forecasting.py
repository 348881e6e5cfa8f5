"""Where figures would go if nothing changed, and whether a curve has turned. Pure and exact.

Time is a position in months, as in measurement.progress.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

LEAST_POINTS = 3

Dot = tuple[Decimal, Decimal]


@dataclass(frozen=True)
class Line:
    """The straight line of least squares through figures, and how far they lie from it.

    `slope` is per month. `error` is the standard error of the residuals, with two degrees of freedom spent.
    """

    slope: Decimal
    middle: Dot
    error: Decimal
    spread: Decimal
    count: int

    def at(self, where: Decimal) -> Decimal:
        """Return the value of the line at a position."""
        return self.middle[1] + self.slope * (where - self.middle[0])

    def doubt(self, where: Decimal) -> Decimal:
        """Return one standard error of a single new figure there: about two of three come to lie within it."""
        away = (where - self.middle[0]) ** 2 / self.spread
        return self.error * (1 + Decimal(1) / self.count + away).sqrt()


def least_squares(dots: Sequence[Dot]) -> Line | None:
    """Return the line through (position, value); None below three of them, or where all lie at one position."""
    count = len(dots)
    if count < LEAST_POINTS:
        return None
    middle = sum((x for x, _ in dots), Decimal(0)) / count, sum((y for _, y in dots), Decimal(0)) / count
    spread = sum(((x - middle[0]) ** 2 for x, _ in dots), Decimal(0))
    if not spread:
        return None
    slope = sum(((x - middle[0]) * (y - middle[1]) for x, y in dots), Decimal(0)) / spread
    left = sum(((y - middle[1] - slope * (x - middle[0])) ** 2 for x, y in dots), Decimal(0))
    return Line(slope, middle, (left / (count - 2)).sqrt(), spread, count)


def within(value: Decimal, low: Decimal | None, high: Decimal | None) -> Decimal:
    """Return the value, or the bound that it would pass."""
    if low is not None:
        value = max(value, low)
    return value if high is None else min(value, high)


@dataclass(frozen=True)
class Met:
    """A period of a forecast whose figure has come in."""

    low: Decimal
    expected: Decimal
    high: Decimal
    actual: Decimal


def turned(met: Sequence[Met], *, up: bool) -> str:
    """Return worse, on_baseline, bending or turned, by the last figures against the frozen forecast; "" for none yet.

    On the baseline is within the forecast's low and high. Bending is better than that; turned is two periods in a row
    better and, in the last, moving the good way; `up` says that more is better.
    """
    if not met:
        return ""
    last = met[-1]
    if _is_better(last, up=up):
        former = met[-2] if len(met) > 1 else None
        moves = former is not None and (last.actual > former.actual if up else last.actual < former.actual)
        return "turned" if former is not None and _is_better(former, up=up) and moves else "bending"
    is_worse = last.actual < last.low if up else last.actual > last.high
    return "worse" if is_worse else "on_baseline"


def _is_better(met: Met, *, up: bool) -> bool:
    return met.actual > met.high if up else met.actual < met.low

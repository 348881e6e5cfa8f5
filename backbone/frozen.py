"""Points of series as a report keeps them: JSON with numbers as text, and back, digit by digit."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from measurement.periods import parse
from measurement.queries import Point

NUMBERS = ("numerator", "denominator", "value", "low", "high", "coverage")
PLAIN = (
    "group",
    "reported",
    "expected",
    "coverage_basis",
    "version",
    "display",
    "suppressed",
    "note",
    "bound",
)


def kept(point: Point) -> dict[str, Any]:
    """Return a point as it is stored."""
    numbers = {name: getattr(point, name) for name in NUMBERS}
    return {
        "period": point.period.code,
        "status": str(point.status),
        **{name: None if number is None else format(number, "f") for name, number in numbers.items()},
        **{name: getattr(point, name) for name in PLAIN},
    }


def thawed(stored: Mapping[str, Any]) -> Point:
    """Return the point that was stored."""
    values: dict[str, Any] = {name: stored[name] for name in (*PLAIN, "status")}
    for name in NUMBERS:
        values[name] = None if stored[name] is None else Decimal(stored[name])
    return Point(period=parse(stored["period"]), **values)

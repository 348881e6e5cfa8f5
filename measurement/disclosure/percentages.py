"""Disclosure of a single percentage, and what may be said in its place."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

BOUND_STEPS = (99, 95, 90, 80, 70, 60, 50)


@dataclass(frozen=True, slots=True)
class RatioDisclosure:
    """Whether a percentage is hidden, and what may be said in its place, such as >90%."""

    hidden: bool
    bound: str | None = None


def hide_ratio(numerator: Decimal, denominator: Decimal, k: int) -> RatioDisclosure:
    """Whether a percentage standing alone is hidden: when numerator, the rest, or denominator is few.

    A percentage of which only the rest is few may be told as a bound that says no more than that (97 of
    100, with k = 10, is >90%).
    """
    rest = denominator - numerator
    if 0 < numerator < k or 0 < denominator < k:
        return RatioDisclosure(hidden=True)
    if not 0 < rest < k:
        return RatioDisclosure(hidden=False)
    limit = (100 * (denominator - k) / denominator).to_integral_value(rounding=ROUND_FLOOR)
    step = next((step for step in BOUND_STEPS if step <= limit), None)
    return RatioDisclosure(hidden=True, bound=None if step is None else f">{step}%")

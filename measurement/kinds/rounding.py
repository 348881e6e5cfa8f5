"""Exact decimals, and the one way of rounding them."""

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Context, Decimal

EXACT = Context(prec=120)
FINISHING = Context(prec=50)


def round_half_up(value: Decimal, decimals: int) -> Decimal:
    """The value with exactly `decimals` digits after the point, halves away from zero, never minus zero."""
    rounded = value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP, context=EXACT)
    return rounded if rounded else rounded.copy_abs()


def printed_step(numbers: Iterable[Decimal]) -> Decimal:
    """The step to which numbers were rounded, as far as their decimals tell: 0.005 for 0.42, 0.055 and 1.5.

    One unit of the last decimal that any of them has, or five where all are multiples of five. Zero where none has
    decimals: whole numbers are exact.
    """
    known = list(numbers)
    places = max((-int(number.normalize(EXACT).as_tuple().exponent) for number in known), default=0)
    if places <= 0:
        return Decimal(0)
    unit = Decimal(1).scaleb(-places)
    fives = all(EXACT.remainder(number, 5 * unit) == 0 for number in known)
    return 5 * unit if fives else unit


def leeway(parts: Sequence[Decimal], whole: Decimal) -> Decimal:
    """How far the sum of rounded parts may lie from their rounded whole: half a step for each of these numbers."""
    return printed_step((*parts, whole)) / 2 * (len(parts) + 1)

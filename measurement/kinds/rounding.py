"""Exact decimals, and the one way of rounding them."""

from decimal import ROUND_HALF_UP, Context, Decimal

EXACT = Context(prec=120)
FINISHING = Context(prec=50)


def round_half_up(value: Decimal, decimals: int) -> Decimal:
    """The value with exactly `decimals` digits after the point, halves away from zero, never minus zero."""
    rounded = value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP, context=EXACT)
    return rounded if rounded else rounded.copy_abs()

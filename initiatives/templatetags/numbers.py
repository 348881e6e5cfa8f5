"""Numbers in the reader's own language, rounded half up, with a real minus sign."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from django import template
from django.utils import formats

register = template.Library()

MINUS = "\u2212"


def _decimal(value: object) -> Decimal | None:
    try:
        number = value if isinstance(value, Decimal) else Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _written(amount: Decimal, decimals: int | str | None) -> str:
    places = None if decimals in (None, "") else int(str(decimals))
    if places is not None:
        amount = amount.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return formats.number_format(amount, decimal_pos=places, use_l10n=True, force_grouping=True)


@register.filter
def number(value: object, decimals: int | str | None = None) -> str:
    """A number with thousands separated, to ``decimals`` places if given; what is no number gives ""."""
    amount = _decimal(value)
    if amount is None:
        return ""
    return (MINUS if amount < 0 else "") + _written(abs(amount), decimals)


@register.filter
def signed(value: object, decimals: int | str | None = None) -> str:
    """A change: as ``number``, with a plus in front of what is above nought."""
    amount = _decimal(value)
    if amount is None:
        return ""
    return ("+" if amount > 0 else "") + number(amount, decimals)

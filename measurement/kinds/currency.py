"""An amount of money in the indicator's currency. Refunds make it negative, which wants a word."""

from decimal import Decimal

from django.utils.translation import gettext_lazy

from measurement.kinds.base import Input, Kind


class Currency(Kind):
    """One amount, summed over partners; not a count of people."""

    name = "currency"
    label = gettext_lazy("Money")
    inputs = (Input("value", gettext_lazy("Amount"), gettext_lazy("For example 12,500.00")),)
    counted = ()
    time_behaviours = ("flow", "stock", "cumulative")
    negative = "explained"
    default_decimals = 2

    def _written(self, number: str, unit: str, multiplier: Decimal | None, currency: str) -> str:
        return " ".join(word for word in (number, currency or unit) if word)

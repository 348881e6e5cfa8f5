"""A rate: events for every so many people (per 1,000, per 100,000)."""

from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext, gettext_lazy

from measurement.kinds.base import Input, TwoPartKind

PER_THOUSAND = Decimal(1000)


class Rate(TwoPartKind):
    """Events over a population, times the indicator's multiplier (1,000 unless it says otherwise)."""

    name = "rate"
    label = gettext_lazy("Rate")
    inputs = (
        Input("numerator", gettext_lazy("How many events"), gettext_lazy("For example 12")),
        Input("denominator", gettext_lazy("In a population of"), gettext_lazy("For example 4,000")),
    )

    def scale(self, multiplier: Decimal | None = None) -> Decimal:
        return multiplier or PER_THOUSAND

    def _written(self, number: str, unit: str, multiplier: Decimal | None, currency: str) -> str:
        if unit:
            return f"{number} {unit}"
        base = number_format(self.scale(multiplier).normalize().to_integral_value(), force_grouping=True)
        return gettext("%(number)s per %(base)s") % {"number": number, "base": base}

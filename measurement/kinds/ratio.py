"""A percentage: how many of how many. Percentages are never averaged; their parts are summed."""

from decimal import Decimal
from typing import ClassVar

from django.utils.translation import gettext_lazy

from measurement.kinds import checks as rules
from measurement.kinds.base import Input, Parts, TwoPartKind
from measurement.kinds.checks import Check

HUNDRED = Decimal(100)


class Ratio(TwoPartKind):
    """A part of a whole, shown in per cent."""

    name = "ratio"
    sign = "%"
    label = gettext_lazy("Percentage")
    inputs: ClassVar[tuple[Input, ...]] = (
        Input("numerator", gettext_lazy("How many"), gettext_lazy("For example 40, of 50")),
        Input("denominator", gettext_lazy("Of how many"), gettext_lazy("For example 50")),
    )

    def scale(self, multiplier: Decimal | None = None) -> Decimal:
        return HUNDRED

    def bounds(
        self, scale_min: Decimal | None = None, scale_max: Decimal | None = None
    ) -> tuple[Decimal | None, Decimal | None]:
        return Decimal(0), HUNDRED

    def _written(self, number: str, unit: str, multiplier: Decimal | None, currency: str) -> str:
        return f"{number}%"

    def _own_checks(self, parts: Parts, multiplier: Decimal | None) -> list[Check]:
        if rules.is_above(parts.numerator, parts.denominator):
            return [rules.above_denominator()]
        found = super()._own_checks(parts, multiplier)
        return found if parts.usable else found + rules.bare_percentage(parts.entered_value)

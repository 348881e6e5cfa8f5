"""A count: how many. Hours and tonnes are counts too, so fractions are allowed."""

from decimal import Decimal

from django.utils.translation import gettext_lazy

from measurement.kinds.base import Input, Kind


class Count(Kind):
    """One number, summed over partners."""

    name = "count"
    label = gettext_lazy("Count")
    inputs = (Input("value", gettext_lazy("Number"), gettext_lazy("For example 180; 0 if there were none")),)
    # Two instead of one is a doubling but no news.
    least_change = Decimal(5)

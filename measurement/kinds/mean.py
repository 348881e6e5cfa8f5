"""A mean: an average with the number it is over. Means are weighted by that number, never averaged."""

from django.utils.translation import gettext_lazy

from measurement.kinds.base import WeightedKind


class Mean(WeightedKind):
    """Entered as an average and n; kept as the sum over all and n."""

    name = "mean"
    label = gettext_lazy("Average")

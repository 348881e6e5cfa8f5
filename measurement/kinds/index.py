"""An index, a median, or any figure that does not add up: shown as a range, never rolled up."""

from django.utils.translation import gettext_lazy

from measurement.kinds.base import Input, Kind


class Index(Kind):
    """One figure as entered."""

    name = "index"
    label = gettext_lazy("Index or median")
    inputs = (Input("value", gettext_lazy("Value"), gettext_lazy("As published, for example 0.71")),)
    additive = False
    volume = None
    counted = ()
    partner_rollups = ("none", "min", "max", "latest")
    time_behaviours = ("stock",)
    negative = "usual"
    default_decimals = 2

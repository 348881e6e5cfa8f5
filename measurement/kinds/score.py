"""A score: an average on a scale with two ends."""

from decimal import Decimal

from django.utils.translation import gettext, gettext_lazy

from measurement.kinds.base import Entry, Parts, WeightedKind
from measurement.kinds.entry import EntryError


class Score(WeightedKind):
    """A mean that must lie on the indicator's scale."""

    name = "score"
    label = gettext_lazy("Score")

    def bounds(
        self, scale_min: Decimal | None = None, scale_max: Decimal | None = None
    ) -> tuple[Decimal | None, Decimal | None]:
        return scale_min, scale_max

    def clean(
        self,
        entry: Entry,
        *,
        multiplier: Decimal | None = None,
        scale_min: Decimal | None = None,
        scale_max: Decimal | None = None,
    ) -> Parts:
        parts = super().clean(entry)
        value, field = parts.entered_value, "value"
        if value is None:
            value, field = self.finish(parts.numerator, parts.denominator), "numerator"
        below = value is not None and scale_min is not None and value < scale_min
        above = value is not None and scale_max is not None and value > scale_max
        if below or above:
            ends = {"low": scale_min, "high": scale_max}
            message = gettext("The score must lie on the scale from %(low)s to %(high)s.") % ends
            raise EntryError("outside_scale", message, field)
        return parts

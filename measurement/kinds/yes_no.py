"""Yes or no: one partner's answer, rolled up as the share of yes."""

from collections.abc import Mapping
from decimal import Decimal
from typing import ClassVar

from django.utils.translation import gettext, gettext_lazy

from measurement.kinds.base import Entry, Input, Parts, Text
from measurement.kinds.entry import EntryError
from measurement.kinds.ratio import Ratio

ANSWERS = {"yes": 1, "y": 1, "true": 1, "sí": 1, "si": 1, "no": 0, "n": 0, "false": 0}


class YesNo(Ratio):
    """Entered as 1 or 0 (or yes and no); kept as that number of 1."""

    name = "yes_no"
    label = gettext_lazy("Yes or no")
    inputs = (Input("value", gettext_lazy("Yes or no"), gettext_lazy("yes or no"), "text"),)
    answers: ClassVar[Mapping[int, Text]] = {1: gettext_lazy("yes"), 0: gettext_lazy("no")}
    time_behaviours = ("stock", "ratio")
    base_is_whole = True

    def parse(self, text: str, decimal_separator: str | None = None) -> Decimal:
        answer = ANSWERS.get(text.strip().casefold())
        return super().parse(text, decimal_separator) if answer is None else Decimal(answer)

    def clean(
        self,
        entry: Entry,
        *,
        multiplier: Decimal | None = None,
        scale_min: Decimal | None = None,
        scale_max: Decimal | None = None,
    ) -> Parts:
        value = entry.get("value")
        if value is None:
            return super().clean(entry)
        if value not in (0, 1):
            raise EntryError("not_yes_or_no", gettext("The answer is yes (1) or no (0)."), "value")
        for name, expected in (("numerator", value), ("denominator", 1), ("n", 1)):
            if entry.get(name) not in (None, expected):
                raise EntryError("disagree", gettext("One answer is one yes or one no."), name)
        return Parts(value, Decimal(1), value, entry.get("n"), usable=True)

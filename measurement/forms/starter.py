"""Set-up, step three: the first few indicators."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from measurement.packs import PACKS, Pack, PackIndicator
from measurement.words import Cadence

CADENCES = [Cadence.MONTHLY, Cadence.QUARTERLY, Cadence.YEARLY]


@dataclass(frozen=True)
class Offer:
    """A pack as it is offered: its indicators that are not in use, each with whether it is ticked."""

    pack: Pack
    rows: list[tuple[PackIndicator, bool]]

    @property
    def is_open(self) -> bool:
        """Whether something of it is ticked."""
        return any(ticked for _row, ticked in self.rows)


class StarterForm(forms.Form):
    """Pick from the packs, add one's own by name, say how often and who reports."""

    picked = forms.MultipleChoiceField(
        label=gettext_lazy("The starter packs"), required=False, widget=forms.CheckboxSelectMultiple
    )
    own = forms.CharField(
        label=gettext_lazy("Others, in your own words"),
        help_text=gettext_lazy("One a line; a name is enough. They begin as counts."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
    )
    cadence = forms.ChoiceField(
        label=gettext_lazy("How often do partners hand in figures?"),
        choices=[(cadence.value, cadence.label) for cadence in CADENCES],
        initial=Cadence.QUARTERLY.value,
    )
    everybody = forms.BooleanField(
        label=gettext_lazy("Every partner reports them"),
        help_text=gettext_lazy(
            "Otherwise say later, indicator by indicator, who does. What is known of the whole community comes from "
            "one source, which you name later."
        ),
        required=False,
        initial=True,
    )

    def __init__(self, taken: set[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.taken = taken
        self.fields["picked"].choices = [  # type: ignore[attr-defined]
            (row.code, row.name) for pack in PACKS for row in pack.indicators if row.code not in taken
        ]

    def packs(self) -> list[Offer]:
        """Return the packs with what of them is still to be had."""
        ticked = set(self["picked"].value() or ())
        return [
            Offer(pack, [(row, row.code in ticked) for row in pack.indicators if row.code not in self.taken])
            for pack in PACKS
        ]

    def clean_own(self) -> list[str]:
        """Return the names, one for each line that is not empty."""
        return [line.strip() for line in self.cleaned_data["own"].splitlines() if line.strip()]

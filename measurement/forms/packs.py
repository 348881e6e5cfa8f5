"""Choosing from a starter pack, with the sheets in view."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from measurement.packs import PACKS
from measurement.words import State


class PackForm(forms.Form):
    """Which indicators of the packs come in, and how."""

    codes = forms.MultipleChoiceField(label=gettext_lazy("Indicators"), widget=forms.CheckboxSelectMultiple)
    state = forms.ChoiceField(
        label=gettext_lazy("How do they come in?"),
        choices=[
            (State.PROPOSED, gettext_lazy("As proposals: partners are consulted before they are collected")),
            (State.ACTIVE, gettext_lazy("Active at once: we have agreed on them already")),
        ],
        initial=State.PROPOSED,
        widget=forms.RadioSelect,
    )

    def __init__(self, taken: set[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = [row for pack in PACKS for row in pack.indicators if row.code not in taken]
        self.fields["codes"].choices = [  # type: ignore[attr-defined]
            (row.code, row.name) for row in self.offered
        ]

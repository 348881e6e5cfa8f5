"""How likely a risk is."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from backbone.words.health import Likelihood
from initiatives.forms.fields import text_field


class RiskForm(forms.Form):
    """The word of the staff on one risk."""

    likelihood = forms.ChoiceField(
        label=gettext_lazy("How likely is it here?"), choices=Likelihood.choices, widget=forms.RadioSelect
    )
    note = text_field(
        gettext_lazy("What makes you think so"),
        gettext_lazy("The staff read it; it stays on file with your name and the day."),
        rows=3,
        most=500,
    )

    def __init__(self, data: Any = None, *, initial: Any = None) -> None:
        super().__init__(data, initial=initial)

"""What the lists of shared measurement are narrowed by; it lives in the address."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from initiatives.kernel.access import Actor
from initiatives.queries import partners
from measurement.queries import REQUEST_STATES
from measurement.words import Cadence, Level, State


class Filter(forms.Form):
    """A filter: what cannot be read is left out."""

    def asked(self) -> dict[str, Any]:
        """Return the filters that hold."""
        self.is_valid()
        return {key: value for key, value in self.cleaned_data.items() if value}


class RequestFilter(Filter):
    """Narrows the list of hand-ins."""

    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[
            ("", gettext_lazy("Every state")),
            *((state.value, name) for state, name in REQUEST_STATES.items()),
        ],
    )
    partner = forms.ChoiceField(label=gettext_lazy("Partner"), required=False)

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = partners(actor).values_list("code", "name") if actor.is_staff else []
        self.fields["partner"].choices = [("", _("Every partner")), *rows]  # type: ignore[attr-defined]


class IndicatorFilter(Filter):
    """Narrows the list of indicators."""

    q = forms.CharField(
        label=gettext_lazy("Find"), required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    level = forms.ChoiceField(
        label=gettext_lazy("Level"),
        required=False,
        choices=[("", gettext_lazy("Every level")), *Level.choices],
    )
    cadence = forms.ChoiceField(
        label=gettext_lazy("Collected"),
        required=False,
        choices=[("", gettext_lazy("At any rhythm")), *Cadence.choices],
    )
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[("", gettext_lazy("In use")), *State.choices],
    )

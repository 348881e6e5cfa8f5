"""What the lists of shared measurement are narrowed by; it lives in the address."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from initiatives.forms.fields import Filter, day_field, find_field
from initiatives.kernel.access import Actor
from initiatives.queries import partners
from measurement.queries import REQUEST_STATES, Axis
from measurement.words import Cadence, Level, State


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

    q = find_field()
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


class FigureFilter(Filter):
    """Narrows an indicator's figures to categories, sums them up over time, or looks back to a day."""

    def __init__(self, axes: Sequence[Axis], by: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.axes = [axis for axis in axes if axis.dimension.code != by]
        for axis in self.axes:
            choices = [("", _("All")), *((code, row.name) for code, row in axis.categories.items())]
            self.fields[f"only_{axis.dimension.code}"] = forms.ChoiceField(
                label=_("Only, of %s") % axis.dimension.name, choices=choices, required=False
            )
        coarser = [choice for choice in Cadence.choices if choice[0] != Cadence.CUSTOM]
        self.fields["time"] = forms.ChoiceField(
            label=_("Summed up"), required=False, choices=[("", _("as collected")), *coarser]
        )
        self.fields["as_of"] = day_field(_("As it stood on"))

    @property
    def categories(self) -> dict[str, str]:
        """The categories asked for, by dimension."""
        asked = self.asked()
        names = [axis.dimension.code for axis in self.axes]
        return {name: asked[f"only_{name}"] for name in names if asked.get(f"only_{name}")}

    @property
    def told(self) -> list[str]:
        """What the figures are narrowed to, in words."""
        asked, chosen = self.asked(), self.categories
        words = [
            axis.categories[chosen[code]].name
            for axis in self.axes
            if (code := axis.dimension.code) in chosen
        ]
        if asked.get("time"):
            words.append(str(Cadence(asked["time"]).label))
        if asked.get("as_of"):
            words.append(_("as it stood on %s") % date_format(asked["as_of"]))
        return words

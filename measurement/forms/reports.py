"""A partner's report layout: which figures, in which order, under which names."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from initiatives.forms.start import MONTHS
from measurement.models import ReportLayout
from measurement.queries import OwnFigure


class LayoutForm(forms.Form):
    """A layout: each figure has a place (empty: not in the report), a name of its own and a breakdown."""

    name = forms.CharField(
        label=gettext_lazy("Name of the report"),
        max_length=200,
        error_messages={"required": gettext_lazy("Give the report a name.")},
    )
    funder = forms.CharField(label=gettext_lazy("For whom"), required=False, max_length=200)
    starts_in = forms.TypedChoiceField(
        label=gettext_lazy("Its year begins in"), choices=MONTHS, coerce=int, initial=1
    )
    by_time = forms.ChoiceField(
        label=gettext_lazy("Columns"),
        choices=[("quarterly", gettext_lazy("Quarters")), ("yearly", gettext_lazy("The whole year"))],
    )
    charts = forms.BooleanField(label=gettext_lazy("With charts"), required=False, initial=True)
    definitions = forms.BooleanField(label=gettext_lazy("With definitions"), required=False, initial=True)
    shared = forms.BooleanField(
        label=gettext_lazy("Let the backbone see it"),
        help_text=gettext_lazy("Otherwise nobody but your own people sees this report."),
        required=False,
    )

    def __init__(
        self, figures: list[OwnFigure], axes: dict[str, list[tuple[str, str]]], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.figures = figures
        for place, figure in enumerate(figures, 1):
            code = figure.indicator.code
            self.fields[f"place-{code}"] = forms.IntegerField(
                label=_("Place of %s") % figure.indicator.name,
                required=False,
                min_value=1,
                max_value=999,
                initial=None if "lines" in (kwargs.get("initial") or {}) else place,
                widget=forms.NumberInput(attrs={"inputmode": "numeric", "class": "input w-5"}),
            )
            self.fields[f"label-{code}"] = forms.CharField(
                label=_("Name of %s in the report") % figure.indicator.name,
                required=False,
                max_length=200,
                widget=forms.TextInput(attrs={"class": "input w-full"}),
            )
            self.fields[f"by-{code}"] = forms.ChoiceField(
                label=_("Breakdown of %s") % figure.indicator.name,
                required=False,
                choices=[("", _("Total only")), *axes.get(code, [])],
                widget=forms.Select(attrs={"class": "input"}),
            )

    @property
    def plain(self) -> list[forms.BoundField]:
        """The fields of the layout itself."""
        return [self[name] for name in self.base_fields]

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The fields of each figure."""
        return [
            {
                "figure": figure,
                **{part: self[f"{part}-{figure.indicator.code}"] for part in ("place", "label", "by")},
            }
            for figure in self.figures
        ]

    def values(self) -> dict[str, Any]:
        """Return what the services take."""
        given = self.cleaned_data
        chosen = [
            (given[f"place-{code}"], order, code)
            for order, code in enumerate(figure.indicator.code for figure in self.figures)
            if given.get(f"place-{code}")
        ]
        lines = [
            {"indicator": code, "label": given[f"label-{code}"], "by": given[f"by-{code}"]}
            for _place, _order, code in sorted(chosen)
        ]
        return {**{name: given[name] for name in self.base_fields}, "lines": lines}


def initial_of(layout: ReportLayout) -> dict[str, Any]:
    """Return what the form of a layout is filled from."""
    initial: dict[str, Any] = {name: getattr(layout, name) for name in LayoutForm.base_fields}
    for place, line in enumerate(layout.lines, 1):
        code = line["indicator"]
        initial |= {f"place-{code}": place, f"label-{code}": line["label"], f"by-{code}": line["by"]}
    return {**initial, "lines": True}

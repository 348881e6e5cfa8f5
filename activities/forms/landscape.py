"""What the views of who does what where are narrowed by; it lives in the address."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.landscape import UNSAID, Landscape
from activities.words import Part
from initiatives.forms.fields import choose, text_field

AXIS_WORDS = {
    "people": gettext_lazy("People"),
    "place": gettext_lazy("Places"),
    "strategy": gettext_lazy("Strategies"),
}


class LandscapeFilter(forms.Form):
    """Strategy, partner, place, people, and whether what is over counts too. `without` leaves fields out.

    What cannot be read is left out of what is `asked`.
    """

    strategy = forms.ChoiceField(label=gettext_lazy("Strategy"), required=False)
    partner = forms.ChoiceField(label=gettext_lazy("Partner"), required=False)
    place = forms.ChoiceField(label=gettext_lazy("Place"), required=False)
    people = forms.ChoiceField(label=gettext_lazy("People"), required=False)
    over = forms.BooleanField(label=gettext_lazy("Done and stopped too"), required=False)

    # Whether one may ask for the work that does not say where, for whom or under what strategy.
    unsaid: ClassVar[bool] = False

    def __init__(self, data: Mapping[str, Any], land: Landscape, without: tuple[str, ...] = ()) -> None:
        super().__init__(data, auto_id="filter-%s")
        for name in without:
            self.fields.pop(name, None)
        every: dict[str, tuple[str, Mapping[str, Any]]] = {
            "strategy": (_("All strategies"), land.strategies),
            "partner": (_("All partners"), land.partners),
            "place": (_("All places"), land.places),
            "people": (_("Everybody"), land.people),
        }
        for name, (empty, known) in every.items():
            if name in self.fields:
                choices = [("", empty), *((key, item.name) for key, item in known.items())]
                choices += [(UNSAID, _("Not said"))] if self.unsaid else []
                self.fields[name].choices = choices  # type: ignore[attr-defined]
        self.is_valid()

    @property
    def asked(self) -> dict[str, Any]:
        """The filters that hold."""
        return {key: value for key, value in self.cleaned_data.items() if value}

    @property
    def narrowing(self) -> dict[str, Any]:
        """The filters that hold of those by which a landscape is narrowed."""
        kept = ("strategy", "partner", "place", "people")
        return {key: value for key, value in self.asked.items() if key in kept}


class YearFilter(LandscapeFilter):
    """The filters of a view in which what is over counts in its years."""

    def __init__(self, data: Mapping[str, Any], land: Landscape) -> None:
        super().__init__(data, land, ("over", "partner"))


class GridFilter(LandscapeFilter):
    """The grid's axes, from how many partners on a cell is too full, and the place whose parts are shown."""

    rows = forms.ChoiceField(label=gettext_lazy("Down"), choices=list(AXIS_WORDS.items()), required=False)
    columns = forms.ChoiceField(
        label=gettext_lazy("Across"), choices=list(AXIS_WORDS.items()), required=False
    )
    place = forms.ChoiceField(label=gettext_lazy("Inside"), required=False)
    many = forms.IntegerField(label=gettext_lazy("Overlap from"), min_value=2, max_value=99, required=False)

    field_order = ["rows", "columns", "strategy", "people", "place", "many"]

    def __init__(self, data: Mapping[str, Any], land: Landscape) -> None:
        self.axes = axes(data)
        down, across = self.axes
        given = {key: data[key] for key in data}
        super().__init__(
            {**given, "rows": down, "columns": across},
            land,
            ("partner", "over", *(axis for axis in self.axes if axis != "place")),
        )

    @property
    def narrowing(self) -> dict[str, Any]:
        """The filters that hold; a place whose parts are an axis narrows nothing, since work around it counts in it."""
        kept = super().narrowing
        if "place" in self.axes:
            kept.pop("place", None)
        return kept


class CellFilter(LandscapeFilter):
    """A cell of the grid: the people, the place and the strategy whose work is looked at, or that it says none."""

    unsaid = True
    many = forms.IntegerField(min_value=2, max_value=99, required=False)

    def __init__(self, data: Mapping[str, Any], land: Landscape) -> None:
        super().__init__(data, land, ("partner", "over"))


class AgreeForm(forms.Form):
    """Two activities of a cell (id: title), one of which is one's own to change, and what was agreed about them."""

    source = forms.ChoiceField(label=gettext_lazy("This activity"))
    target = forms.ChoiceField(label=gettext_lazy("And this one"))
    agreed = text_field(
        gettext_lazy("What was agreed"),
        gettext_lazy("Who does what, for whom, who hands over to whom; who stops or moves."),
        rows=3,
        required=True,
        most=2000,
    )

    def __init__(self, works: Mapping[str, str], mine: Collection[str], data: Any = None) -> None:
        super().__init__(data)
        empty = ("", _("Choose"))
        choose(self.fields["source"], [empty, *(item for item in works.items() if item[0] in mine)])
        choose(self.fields["target"], [empty, *works.items()])


class OutsideForm(forms.Form):
    """Why the agenda is not meant for a cell."""

    reason = text_field(
        gettext_lazy("Why"),
        gettext_lazy(
            "Such as “no such school there”, or what the agenda says is out. It stands where the gap stood."
        ),
        rows=3,
        required=True,
        most=2000,
    )


def axes(data: Mapping[str, Any]) -> tuple[str, str]:
    """Return what stands down and across: two of AXIS_WORDS that differ, people and places where nothing is said."""
    down = next((axis for axis in AXIS_WORDS if axis == data.get("rows")), "people")
    rest = [axis for axis in ("place", "people", "strategy") if axis != down]
    return down, next((axis for axis in rest if axis == data.get("columns")), rest[0])


class PresenceFilter(LandscapeFilter):
    """The table's filters: a part in an activity, and a text, besides the others."""

    part = forms.ChoiceField(
        label=gettext_lazy("Part"),
        choices=[("", gettext_lazy("Every part")), *Part.choices],
        required=False,
    )
    search = forms.CharField(
        label=gettext_lazy("Find"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )

    field_order = ["search"]

"""Defining a dimension, and changing it: its name, and a line for every category."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from initiatives.forms.fields import day_field
from initiatives.forms.start import free_code
from measurement.models import Dimension

NEW_LINES = 2


class DimensionForm(forms.Form):
    """A way of breaking figures down, with its groups, one a line."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    categories = forms.CharField(
        label=gettext_lazy("Groups"),
        help_text=gettext_lazy("One a line, in their order. “Not known” is a group too."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    exclusive = forms.BooleanField(
        label=gettext_lazy("Each person is in one group only: the groups add up to the total"),
        required=False,
        initial=True,
    )

    def values(self, taken: set[str]) -> dict[str, Any]:
        """Return what the services take, with codes made from the names."""
        used: set[str] = set()
        rows = []
        for line in self.cleaned_data["categories"].splitlines():
            if line.strip():
                code = free_code(line.strip(), used)
                used.add(code)
                rows.append({"code": code, "name": line.strip()[:200]})
        return {
            "code": free_code(self.cleaned_data["name"], taken),
            "name": self.cleaned_data["name"],
            "exclusive": self.cleaned_data["exclusive"],
            "categories": rows,
        }


class CategoryForm(forms.Form):
    """One category: its place in the order, its name, and from when until when it is offered."""

    code = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    position = forms.IntegerField(label=gettext_lazy("Order"), required=False, min_value=0, max_value=1000)
    name = forms.CharField(label=gettext_lazy("Name"), required=False, max_length=200)
    starts_on = day_field(gettext_lazy("Offered from"))
    retired_on = day_field(gettext_lazy("No longer from"))
    not_known = forms.BooleanField(label=gettext_lazy("Not known"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("position", "name", "starts_on", "retired_on"):
            self.fields[name].widget.attrs["class"] = "input input-s"


class DimensionChangeForm(forms.Form):
    """A dimension's name, and whether its groups exclude one another."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    exclusive = forms.BooleanField(
        label=gettext_lazy("Each person is in one group only: the groups add up to the total"),
        required=False,
    )


class CategoryLines:
    """The lines of a dimension's categories, and empty ones for more."""

    def __init__(self, dimension: Dimension, data: Any = None) -> None:
        rows = list(dimension.categories.all())
        self.lines = [
            CategoryForm(
                data,
                prefix=f"c{number}",
                initial={
                    "code": row.code,
                    "position": number + 1,
                    "name": row.name,
                    "starts_on": row.starts_on,
                    "retired_on": row.retired_on,
                    "not_known": row.not_known,
                },
            )
            for number, row in enumerate(rows)
        ]
        self.codes = [row.code for row in rows]
        self.lines += [
            CategoryForm(data, prefix=f"new{number}", initial={"position": len(rows) + number + 1})
            for number in range(NEW_LINES)
        ]

    def is_valid(self) -> bool:
        """Whether every line can be read; all are asked, so that each tells its own fault."""
        return not [line for line in self.lines if not line.is_valid()]

    def values(self) -> list[dict[str, Any]]:
        """Return the categories in their order, as the service takes them; empty new lines are left out."""
        taken = {code.lower() for code in self.codes}
        rows: list[tuple[int, dict[str, Any]]] = []
        for number, line in enumerate(self.lines):
            given = dict(line.cleaned_data)
            position = given.pop("position")
            if number < len(self.codes):
                given["code"] = self.codes[number]
            elif given["name"]:
                given["code"] = free_code(given["name"], taken)
                taken.add(given["code"].lower())
            else:
                continue
            rows.append((number if position is None else position, given))
        return [given for _position, given in sorted(rows, key=lambda row: row[0])]

"""The fields that forms of several apps share."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy


class Filter(forms.Form):
    """What a list is narrowed by; what cannot be read is left out."""

    def asked(self) -> dict[str, Any]:
        """Return the filters that hold."""
        self.is_valid()
        return {key: value for key, value in self.cleaned_data.items() if value}


def find_field() -> forms.CharField:
    """Return the field of the words by which a list is narrowed."""
    return forms.CharField(
        label=gettext_lazy("Find"), required=False, widget=forms.TextInput(attrs={"type": "search"})
    )


def text_field(
    label: Any, help_text: Any = "", *, rows: int = 0, required: bool = False, most: int = 0
) -> Any:
    """Return the field of a text: one line, or a box of so many rows."""
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(
        label=label, help_text=help_text, required=required, max_length=most or None, widget=widget
    )


def day_field(label: Any, help_text: Any = "", *, required: bool = False) -> forms.DateField:
    """Return the field of a day."""
    return forms.DateField(
        label=label,
        help_text=help_text,
        required=required,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


def choose(field: forms.Field, choices: Iterable[tuple[Any, Any]]) -> None:
    """Fill a field of a choice."""
    field.choices = list(choices)  # type: ignore[attr-defined]

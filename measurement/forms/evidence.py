"""A file behind one of the figures."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from measurement.models import Indicator
from measurement.queries import HandIn


class EvidenceForm(forms.Form):
    """For which indicator, and the file."""

    indicator = forms.ChoiceField(label=gettext_lazy("Behind which figure"))
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "PDF, picture, spreadsheet or text, up to 10 MB. Only you and the backbone see it."
        ),
    )

    def __init__(self, sheet: HandIn, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files, auto_id="evidence_%s")
        self.rows: dict[str, Indicator] = {
            line.sheet.indicator.code: line.sheet.indicator for line in sheet.totals
        }
        self.fields["indicator"].choices = [  # type: ignore[attr-defined]
            (code, indicator.name) for code, indicator in self.rows.items()
        ]

    def chosen(self) -> Indicator:
        """Return the indicator that was chosen."""
        return self.rows[self.cleaned_data["indicator"]]

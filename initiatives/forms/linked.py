"""Forms that link to things of the initiative by name."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from initiatives.forms.fields import choose
from initiatives.forms.versions import VersionedForm


class LinkedForm(VersionedForm):
    """A form that links to things of the initiative by name: `offer` fills a field, `linked` reads it."""

    def offer(self, name: str, label: Any, rows: Any, key: str = "public_id") -> None:
        """Add a choice of one of the rows, or none."""
        found = {str(getattr(row, key)): row for row in rows}
        self.offered = {**getattr(self, "offered", {}), name: found}
        field = forms.ChoiceField(label=label, required=False)
        choose(field, [("", _("None")), *((code, str(row)) for code, row in found.items())])
        self.fields[name] = field

    def linked(self) -> dict[str, Any]:
        """Return what was typed, with the things chosen in the place of their names."""
        given = dict(self.cleaned_data)
        return {**given, **{name: rows.get(given[name]) for name, rows in self.offered.items()}}

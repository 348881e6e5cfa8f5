"""The forms of workbooks that came by e-mail: the files, and whose one is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, ngettext

from initiatives.kernel.access import Actor
from initiatives.queries import partners
from measurement.forms.books import ACCEPTED
from measurement.models import Cycle
from measurement.periods import Period, name
from measurement.queries import cycles
from measurement.words import CycleState

MOST = 60


class Files(forms.ClearableFileInput):
    """A box for several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files; its clean value is a list."""

    widget = Files

    def clean(self, data: Any, initial: Any = None) -> list[Any]:  # type: ignore[override]
        given = data if isinstance(data, list | tuple) else [data]
        given = [file for file in given if file]
        if not given and self.required:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        if len(given) > MOST:
            message = ngettext("At most %d file at once.", "At most %d files at once.", MOST) % MOST
            raise forms.ValidationError(message, code="too_many")
        return given


class DropForm(forms.Form):
    """The workbooks, and who sent them."""

    workbooks = FilesField(
        label=gettext_lazy("Filled workbooks"),
        help_text=gettext_lazy("As many as came, as they came. Each finds its partner and period by itself."),
        widget=Files(attrs={**ACCEPTED, "multiple": True}),
    )
    sent_by = forms.CharField(
        label=gettext_lazy("Sent by"),
        help_text=gettext_lazy("Kept with the figures as their source, beside the name of the file."),
        required=False,
        max_length=200,
    )


@dataclass(frozen=True)
class Offered:
    """Whose a workbook may be: partners by code, cycles that are not over by their public id, with their names."""

    partners: Mapping[str, Any]
    cycles: Mapping[str, Cycle]
    names: Mapping[str, str]

    @classmethod
    def read(cls, actor: Actor) -> Offered:
        """Read them once for all workbooks of a page: two queries."""
        open_ones = cycles(actor).exclude(state__in=[CycleState.LOCKED, CycleState.PLANNED])[:60]
        known = {str(row.public_id): row for row in open_ones}
        year = actor.initiative.fiscal_year_start
        return cls(
            {row.code: row for row in partners(actor).order_by("name")},
            known,
            {
                key: name(Period.from_dates(row.period_start, row.period_end), year)
                for key, row in known.items()
            },
        )


class WhoseForm(forms.Form):
    """Whose a workbook without its mark is; a page may hold one for each (`key`)."""

    partner = forms.ChoiceField(label=gettext_lazy("Partner"))
    cycle = forms.ChoiceField(label=gettext_lazy("Period"))

    def __init__(self, offered: Offered, key: object, data: Any = None) -> None:
        super().__init__(data, auto_id=f"whose-{key}-%s")
        self.offered = offered
        self.fields["partner"].choices = [("", "")] + [(c, row.name) for c, row in offered.partners.items()]  # type: ignore[attr-defined]
        self.fields["cycle"].choices = list(offered.names.items())  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """Return partner and cycle."""
        return {
            "partner": self.offered.partners[self.cleaned_data["partner"]],
            "cycle": self.offered.cycles[self.cleaned_data["cycle"]],
        }

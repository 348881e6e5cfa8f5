"""Saying which partners report an indicator."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from initiatives.forms.fields import day_field
from initiatives.kernel import clock
from initiatives.kernel.access import Actor
from initiatives.queries import partners
from measurement import periods
from measurement.models import Indicator
from measurement.queries import assignments
from measurement.words import (
    Cadence,
)


class AssignForm(forms.Form):
    """Which partners report an indicator, from when."""

    partners = forms.MultipleChoiceField(
        label=gettext_lazy("Partners"), widget=forms.CheckboxSelectMultiple, required=True
    )
    starts_on = day_field(
        gettext_lazy("From"), gettext_lazy("They are asked for every period from this day."), required=True
    )

    def __init__(self, actor: Actor, indicator: Indicator, cadence: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = {row.code: row for row in partners(actor).filter(state="active")}
        today = clock.today(actor.initiative.timezone)
        now = (
            assignments(actor)
            .filter(indicator=indicator)
            .exclude(ends_on__lt=today)
            .values_list("partner__code", flat=True)
        )
        taken = set(now)
        self.fields["partners"].choices = [  # type: ignore[attr-defined]
            (code, row.name) for code, row in self.rows.items() if code not in taken
        ]
        self.fields["starts_on"].initial = start_of(cadence, today)

    def chosen(self) -> list[Any]:
        """Return the partners that were ticked."""
        return [self.rows[code] for code in self.cleaned_data["partners"]]


def start_of(cadence: str, today: date) -> date:
    """Return the first day of the last full period of a cadence."""
    if cadence == Cadence.CUSTOM:
        return today
    return periods.of(today, cadence).previous.start

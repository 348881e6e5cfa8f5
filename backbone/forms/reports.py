"""Making a report, its words, withdrawing it, sharing it."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from backbone.services.links import LABEL, LASTS_DAYS, LONGEST_DAYS
from backbone.services.reports import FINDING, NOTE, TITLE
from backbone.words import ReportKind
from initiatives.forms.fields import text_field
from initiatives.kernel.access import Actor
from measurement.periods import Period, of, parse
from measurement.queries import period_name

QUARTERS, YEARS = 8, 4


def latest_periods(today: date, year_start: int) -> list[Period]:
    """Return the years and quarters that a report may be about, the latest first; the present ones too."""
    found = []
    for cadence, count in (("quarterly", QUARTERS), ("yearly", YEARS)):
        period = of(today, cadence, year_start)
        for _back in range(count):
            found.append(period)
            period = period.previous
    return found


class ReportForm(forms.Form):
    """For whom, about which period, under which title."""

    kind = forms.ChoiceField(
        label=_("For whom"),
        help_text=_("Its figures are read as they may read them, whoever makes the report."),
        choices=ReportKind.choices,
        widget=forms.RadioSelect,
    )
    period = forms.ChoiceField(label=_("About"))
    title = text_field(_("Title"), most=TITLE, required=True)

    def __init__(self, actor: Actor, today: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        start = actor.initiative.fiscal_year_start
        periods = latest_periods(today, start)
        self.fields["period"].choices = [  # type: ignore[attr-defined]
            (period.code, period_name(period, start)) for period in periods
        ]

    def values(self) -> dict[str, Any]:
        """Return what the service takes."""
        return {**self.cleaned_data, "period": parse(self.cleaned_data["period"])}


class WordsForm(forms.Form):
    """What a draft says in words."""

    title = text_field(_("Title"), most=TITLE, required=True)
    finding = text_field(
        _("The finding"),
        _(
            "The answer in a sentence or two: what moved, what did not, by how much. "
            "As long as nobody changes the draft, it is renewed when the figures are read again."
        ),
        most=FINDING,
        rows=4,
    )
    note = text_field(_("What is behind it, what comes next"), _("One paragraph a line."), most=NOTE, rows=8)


class WithdrawForm(forms.Form):
    """Why a report is withdrawn."""

    reason = text_field(_("Reason"), most=FINDING, rows=2, required=True)


class ShareForm(forms.Form):
    """For whom a link is, and how long it lasts."""

    label = text_field(_("For whom"), _("A reminder for yourselves: “The city council”."), most=LABEL)
    days = forms.IntegerField(
        label=_("Days until it ends"),
        min_value=1,
        max_value=LONGEST_DAYS,
        initial=LASTS_DAYS,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "class": "input-s"}),
    )

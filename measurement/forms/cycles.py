"""Opening a cycle, changing its dates, giving more time."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from initiatives.kernel import clock
from initiatives.kernel.access import Actor
from measurement import periods
from measurement.periods import Period
from measurement.queries import cycles, indicators
from measurement.words import Cadence, State

PERIODS_OFFERED = 6


def date_field(label: Any, help_text: Any = "", *, required: bool = False) -> forms.DateField:
    """Return the field of a day."""
    return forms.DateField(
        label=label,
        help_text=help_text,
        required=required,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class CycleDatesForm(forms.Form):
    """When a cycle opens and is due."""

    opens = date_field(gettext_lazy("Opens"), gettext_lazy("From this day partners can hand in."))
    due = date_field(gettext_lazy("Due"))
    grace_days = forms.IntegerField(
        label=gettext_lazy("Days of grace"),
        help_text=gettext_lazy("So many days after the due date a hand-in still counts as on time."),
        required=False,
        min_value=0,
        max_value=365,
    )


class OpenCycleForm(CycleDatesForm):
    """Which period, and when it is due. Only the period must be chosen."""

    period = forms.ChoiceField(
        label=gettext_lazy("Period"),
        help_text=gettext_lazy("The periods of the indicators you collect, the latest first."),
    )
    field_order = ["period", "due", "opens", "grace_days"]

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.fields["period"].choices = period_choices(actor)  # type: ignore[attr-defined]
        self.fields["due"].help_text = gettext_lazy(
            "Empty: a fortnight after it opens, at the earliest a fortnight from today."
        )
        self.fields["opens"].help_text = gettext_lazy("Empty: on the day after the period.")

    def values(self) -> dict[str, Any]:
        """Return what the service takes."""
        given = self.cleaned_data
        return {
            "period": periods.parse(given["period"]),
            "opens": given["opens"],
            "due": given["due"],
            "grace_days": given["grace_days"] or 0,
        }


def cadences_in_use(actor: Actor) -> list[str]:
    """Return the cadences of the indicators in use, the quickest first."""
    rows = indicators(actor).filter(state=State.ACTIVE)
    used = {row.latest_versions[0].cadence for row in rows if row.latest_versions}  # type: ignore[attr-defined]
    return [cadence for cadence in Cadence.values if cadence in used and cadence != Cadence.CUSTOM]


def offered(cadence: str, today: date, year_start: int | None) -> list[Period]:
    """Return the present period of a cadence and the ones before it, the latest first."""
    found = [periods.of(today, cadence, year_start)]
    while len(found) < PERIODS_OFFERED:
        found.append(found[-1].previous)
    return found


def period_choices(actor: Actor) -> list[tuple[Any, Any]]:
    """Return the periods without a cycle, by cadence, past ones first."""
    today = clock.today(actor.initiative.timezone)
    fiscal = actor.initiative.fiscal_year_start
    taken = set(
        cycles(actor)
        .filter(period_end__gte=today - timedelta(days=365 * 8))
        .values_list("period_start", "period_end")
    )
    choices: list[tuple[Any, Any]] = []
    for cadence in cadences_in_use(actor) or [Cadence.QUARTERLY.value]:
        rows = offered(cadence, today, fiscal if cadence == Cadence.YEARLY else None)
        rows = sorted(rows, key=lambda period: (period.end >= today, -period.start.toordinal()))
        named = [
            (period.code, periods.name(period, fiscal))
            for period in rows
            if (period.start, period.end) not in taken
        ]
        if named:
            choices.append((Cadence(cadence).label, named))
    return choices


class ExtendForm(forms.Form):
    """Until when, and why."""

    until = date_field(gettext_lazy("Until"), required=True)
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("The partner reads it."),
        required=False,
        max_length=300,
    )

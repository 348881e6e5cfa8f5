"""Opening a cycle, changing its dates, giving more time."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.dates import MONTHS
from django.utils.translation import gettext, gettext_lazy

from initiatives.forms.fields import day_field
from initiatives.forms.reminding import ReminderForm
from initiatives.kernel import clock
from initiatives.kernel.access import Actor
from measurement import periods
from measurement.periods import Period
from measurement.queries import cycles, indicators, reported_spans
from measurement.words import Cadence, CycleState, State

PERIODS_OFFERED = 6


class CycleDatesForm(forms.Form):
    """When a cycle opens and is due."""

    opens = day_field(gettext_lazy("Opens"), gettext_lazy("From this day partners can hand in."))
    due = day_field(gettext_lazy("Due"))
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
    practice = forms.BooleanField(
        label=gettext_lazy("This is practice"),
        help_text=gettext_lazy(
            "Partners try the form and you the review; nothing becomes a figure, and you throw it away afterwards."
        ),
        required=False,
    )
    field_order = ["period", "due", "opens", "grace_days", "practice"]

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.fields["period"].choices, self.fields["period"].initial = period_choices(actor)  # type: ignore[attr-defined]
        self.fields["due"].help_text = gettext_lazy(
            "Left empty: as many days later as partners usually have, counted from today where it opened before."
        )
        self.fields["opens"].help_text = gettext_lazy(
            "Left empty: the day after the period ends; practice opens today."
        )

    def values(self) -> dict[str, Any]:
        """Return what the service takes."""
        given = self.cleaned_data
        return {
            "period": periods.parse(given["period"]),
            "opens": given["opens"],
            "due": given["due"],
            "grace_days": given["grace_days"],
            "practice": given["practice"],
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


def period_choices(actor: Actor) -> tuple[list[tuple[Any, Any]], str]:
    """Return the periods without a cycle, by cadence, past ones first, and the first for which somebody is asked."""
    today = clock.today(actor.initiative.timezone)
    fiscal = actor.initiative.fiscal_year_start
    taken = set(
        cycles(actor)
        .filter(period_end__gte=today - timedelta(days=365 * 8), practice=False)
        .exclude(state=CycleState.PLANNED)
        .values_list("period_start", "period_end")
    )
    spans = reported_spans(actor)
    choices: list[tuple[Any, Any]] = []
    first = ""
    for cadence in cadences_in_use(actor) or [Cadence.QUARTERLY.value]:
        rows = offered(cadence, today, fiscal if cadence == Cadence.YEARLY else None)
        rows = sorted(rows, key=lambda period: (period.end >= today, -period.start.toordinal()))
        named = []
        for period in rows:
            if (period.start, period.end) in taken:
                continue
            asks = any(begin <= period.end and period.start <= end for begin, end in spans.get(cadence, ()))
            first = first or (period.code if asks else "")
            named.append((period.code, period_label(period, fiscal, asks=asks or not spans, today=today)))
        if named:
            choices.append((Cadence(cadence).label, named))
    return choices, first


def period_label(period: Period, fiscal: int, *, asks: bool, today: date) -> str:
    """Return what a period is called in the list, with what speaks against it."""
    name = periods.name(period, fiscal)
    if not asks:
        return gettext("%s (nobody reports for it)") % name
    return gettext("%s (not over yet)") % name if period.end >= today else name


class ExtendForm(forms.Form):
    """Until when, and why."""

    until = day_field(gettext_lazy("Until"), required=True)
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("The partner reads it."),
        required=False,
        max_length=300,
    )


class RemindForm(ReminderForm):
    """What one that is late reads, and who reads it besides."""

    until = day_field(
        gettext_lazy("They may hand in until"),
        gettext_lazy(
            "Empty: their time stays as it is. Whose time is over can hand in only if you give more."
        ),
    )
    field_order = ["message", "until", "copy_lead"]


class NudgeForm(RemindForm):
    """What those late read, and who reads it besides."""

    only = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def values(self, asked: Any) -> dict[str, Any]:
        """Return what the service takes; `asked` are the requests of the cycle."""
        given = self.cleaned_data
        chosen = asked.filter(public_id=given["only"]) if given["only"] else None
        return {
            "message": given["message"],
            "copy_lead": given["copy_lead"],
            "until": given["until"],
            "only": chosen,
        }


class RulesForm(forms.Form):
    """How the initiative collects."""

    periods_ahead = forms.IntegerField(
        label=gettext_lazy("Cycles planned ahead"),
        help_text=gettext_lazy(
            "So many periods of each rhythm, the present one included. 0: you open each cycle yourself."
        ),
        min_value=0,
        max_value=12,
    )
    days_to_hand_in = forms.IntegerField(
        label=gettext_lazy("Days to hand in"),
        help_text=gettext_lazy("From the day a cycle opens to the day it is due."),
        min_value=1,
        max_value=365,
    )
    grace_days = forms.IntegerField(label=gettext_lazy("Days of grace"), min_value=0, max_value=365)
    lead_signs_off = forms.BooleanField(
        label=gettext_lazy("A partner's lead signs off what its people hand in"),
        help_text=gettext_lazy(
            "Where a partner has a lead with an account. What the lead hands in needs nobody else."
        ),
        required=False,
    )
    minutes_a_year = forms.IntegerField(
        label=gettext_lazy("Minutes a year that reporting may cost a partner"),
        help_text=gettext_lazy(
            "You are warned when what you ask goes above it. Another number can be agreed with each partner."
        ),
        required=False,
        min_value=1,
        max_value=100_000,
    )


class TermsForm(forms.Form):
    """What was agreed with one partner about its reporting."""

    fiscal_year_start = forms.TypedChoiceField(
        label=gettext_lazy("Its fiscal year begins in"),
        help_text=gettext_lazy("Yearly figures are then asked for its own years, and keep those periods."),
        required=False,
        coerce=int,
        empty_value=None,
    )
    minutes_a_year = forms.IntegerField(
        label=gettext_lazy("Minutes a year agreed"),
        help_text=gettext_lazy("Empty: what holds for all partners."),
        required=False,
        min_value=1,
        max_value=100_000,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        months = [(str(month), name) for month, name in MONTHS.items()]
        self.fields["fiscal_year_start"].choices = [  # type: ignore[attr-defined]
            ("", gettext_lazy("As the initiative's")),
            *months,
        ]

"""What the scorecard is narrowed by, compared with and looked back at; it lives in the address."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backbone.queries import Asked
from initiatives.kernel.access import Actor
from initiatives.queries import places, sector_rows
from measurement.periods import name, of
from measurement.queries import dimensions
from measurement.words import Cadence

if TYPE_CHECKING:
    from agenda.models import Goal

YEARS, QUARTERS = 10, 8
IDS = frozenset({"goal", "group"})
LONGEST_GOAL = 60


def periods_offered(today: date, year_start: int) -> list[Any]:
    """Return the years and quarters that can be asked for, the latest first, as grouped choices."""
    return [
        (_("Years"), list(_backwards(today, Cadence.YEARLY, YEARS, year_start))),
        (_("Quarters"), list(_backwards(today, Cadence.QUARTERLY, QUARTERS, year_start))),
    ]


def _backwards(today: date, cadence: Cadence, count: int, year_start: int) -> Iterable[tuple[str, str]]:
    period = of(today, cadence, year_start)
    for _number in range(count):
        yield period.code, name(period, year_start)
        period = period.previous


def categories_offered(actor: Actor) -> list[Any]:
    """Return the categories that can be asked for, grouped by their dimension."""
    return [
        (row.name, [(f"{row.code}:{one.code}", one.name) for one in row.categories.all()])
        for row in dimensions(actor)
    ]


class PastDay(forms.DateField):
    """A day that has been, within the years that periods know."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is not None and not 1900 <= value.year < 2200:
            raise forms.ValidationError(_("Send a day between 1900 and 2199."), "out_of_range")


class SinceForm(forms.Form):
    """The day that the present is compared with."""

    since = PastDay(label=gettext_lazy("Since your last board, on"), required=False)

    @property
    def day(self) -> date | None:
        """The day; None for none, and for what cannot be read."""
        self.is_valid()
        found: date | None = self.cleaned_data.get("since")
        return found


class ScorecardForm(forms.Form):
    """The filters of the scorecard: one that cannot be read holds nothing back."""

    goal = forms.ChoiceField(label=gettext_lazy("Goal"), required=False)
    group = forms.ChoiceField(label=gettext_lazy("Working group"), required=False)
    sector = forms.ChoiceField(label=gettext_lazy("Sector"), required=False)
    place = forms.ChoiceField(label=gettext_lazy("Place"), required=False)
    category = forms.ChoiceField(label=gettext_lazy("Group of people"), required=False)
    period = forms.ChoiceField(label=gettext_lazy("Period"), required=False)
    against = forms.ChoiceField(label=gettext_lazy("Compared with"), required=False)
    as_of = PastDay(label=gettext_lazy("As it stood on"), required=False)

    def __init__(self, actor: Actor, goals: Sequence[Goal], today: date, data: Any) -> None:
        super().__init__(data)
        groups = {str(goal.group.public_id): goal.group.name for goal in goals if goal.group}
        spans = periods_offered(today, actor.initiative.fiscal_year_start)
        self._offer(
            "goal", _("Every goal"), [(str(goal.public_id), _short(goal.statement)) for goal in goals]
        )
        self._offer("group", _("Every group"), groups.items())
        self._offer("sector", _("Every sector"), [(row.code, row.name) for row in sector_rows()])
        self._offer("place", _("Every place"), places(actor).values_list("code", "name"))
        self._offer("category", _("Everybody"), categories_offered(actor))
        self._offer("period", _("The latest"), spans)
        self._offer("against", _("The period before"), spans)
        for empty in ("goal", "group", "place", "category"):
            if len(self.fields[empty].choices) == 1:  # type: ignore[attr-defined]
                del self.fields[empty]

    def _offer(self, field: str, every: str, choices: Iterable[Any]) -> None:
        self.fields[field].choices = [("", every), *choices]  # type: ignore[attr-defined]

    def asked(self) -> Asked:
        """Return what is asked of the scorecard."""
        self.is_valid()
        given: dict[str, Any] = {key: value for key, value in self.cleaned_data.items() if value}
        ids = {key: UUID(given[key]) for key in IDS & given.keys()}
        return Asked(**{**given, **ids})


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_GOAL else f"{text[: LONGEST_GOAL - 1]}…"

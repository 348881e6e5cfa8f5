"""What the list of activities is narrowed by, and the choices that its forms share."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.queries import populations
from activities.queries.activities import OPEN
from activities.words import ActivityState, Health, StrategyKind
from agenda.queries import strategies
from initiatives.forms.fields import Filter, choose, find_field
from initiatives.kernel.access import Actor
from initiatives.queries import partners, places


def partner_choices(actor: Actor) -> list[tuple[str, str]]:
    """Return the partners that take part, by code."""
    return list(partners(actor).filter(state="active").order_by("name", "id").values_list("code", "name"))


def strategy_choices(actor: Actor) -> list[tuple[str, str]]:
    """Return the strategies by id, in their order."""
    rows = strategies(actor).order_by("position", "id")
    return [(str(key), name) for key, name in rows.values_list("public_id", "name")]


def place_choices(actor: Actor) -> list[tuple[str, str]]:
    """Return the places by code."""
    return list(places(actor).order_by("name", "id").values_list("code", "name"))


def population_choices(actor: Actor) -> list[tuple[str, str]]:
    """Return the groups of people by code, in their order."""
    return list(populations(actor).values_list("code", "name"))


class ActivityFilter(Filter):
    """Narrows the list of activities."""

    q = find_field()
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[
            ("", gettext_lazy("Not over")),
            ("all", gettext_lazy("Every state")),
            *ActivityState.choices,
        ],
    )
    health = forms.ChoiceField(
        label=gettext_lazy("How it goes"),
        required=False,
        choices=[("", gettext_lazy("Any")), *Health.choices],
    )
    strategy = forms.ChoiceField(label=gettext_lazy("Strategy"), required=False)
    partner = forms.ChoiceField(label=gettext_lazy("Partner"), required=False)
    place = forms.ChoiceField(label=gettext_lazy("Place"), required=False)
    population = forms.ChoiceField(label=gettext_lazy("For whom"), required=False)
    approach = forms.ChoiceField(
        label=gettext_lazy("Approach"),
        required=False,
        choices=[("", gettext_lazy("Every approach")), *StrategyKind.choices],
    )

    indicator = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        under = [("", _("Every strategy")), ("none", _("No strategy")), *strategy_choices(actor)]
        choose(self.fields["strategy"], under)
        choose(self.fields["partner"], [("", _("Every partner")), *partner_choices(actor)])
        choose(self.fields["place"], [("", _("Every place")), *place_choices(actor)])
        choose(self.fields["population"], [("", _("Everybody")), *population_choices(actor)])

    def wanted(self) -> dict[str, str]:
        """Return what the question takes: without a state, what is not over."""
        asked = self.asked()
        asked["search"] = asked.pop("q", "")
        asked["state"] = {"": OPEN, "all": ""}.get(asked.get("state", ""), asked.get("state", ""))
        return asked

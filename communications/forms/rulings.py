"""What a group decided, what that bears on, and what is found when it is looked back at."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.queries import activities
from agenda.queries import goals, strategies
from communications.words.decisions import Outcome, ReviewVerdict
from initiatives.forms.fields import choose, day_field, text_field
from initiatives.kernel.access import Actor
from measurement.queries import indicators

LONG = 4000


class RulingForm(forms.Form):
    """What the group decided."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("What did the group decide?"), choices=Outcome.choices, widget=forms.RadioSelect
    )
    reasons = text_field(
        gettext_lazy("Why"),
        gettext_lazy("What weighed most, also against what was heard on the other side."),
        rows=4,
        required=True,
        most=LONG,
    )
    decided_on = day_field(gettext_lazy("Decided on"), gettext_lazy("Today, unless you say another day."))
    in_effect_on = day_field(gettext_lazy("In effect from"))
    review_on = day_field(gettext_lazy("To be reviewed on"))


class ReviewForm(forms.Form):
    """A look back at a decision."""

    verdict = forms.ChoiceField(
        label=gettext_lazy("What follows?"), choices=ReviewVerdict.choices, widget=forms.RadioSelect
    )
    found = text_field(gettext_lazy("What was found"), rows=4, required=True, most=LONG)
    next_review_on = day_field(gettext_lazy("Look again on"))


class EffectForm(forms.Form):
    """One thing that a decision bears on."""

    thing = forms.ChoiceField(label=gettext_lazy("What does it bear on?"))
    note = text_field(gettext_lazy("How"), gettext_lazy("Such as “should fall by spring”."), most=500)

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds: list[tuple[str, Any, Any, str]] = [
            ("indicator", _("Indicators"), indicators(actor), "code"),
            ("activity", _("Activities"), activities(actor), "public_id"),
            ("strategy", _("Strategies"), strategies(actor), "public_id"),
            ("goal", _("Goals"), goals(actor), "public_id"),
        ]
        self.things: dict[str, tuple[str, Any]] = {}
        offered: list[tuple[Any, Any]] = []
        for kind, label, rows, key in kinds:
            found = sorted(rows, key=lambda row: str(row).lower())
            self.things |= {f"{kind}:{getattr(row, key)}": (kind, row) for row in found}
            offered.append((label, [(f"{kind}:{getattr(row, key)}", str(row)) for row in found]))
        choose(self.fields["thing"], [("", _("Choose one")), *(one for one in offered if one[1])])

    def values(self) -> dict[str, Any]:
        """Return what the service takes."""
        kind, row = self.things[self.cleaned_data["thing"]]
        return {kind: row, "note": self.cleaned_data["note"]}

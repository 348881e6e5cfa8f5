"""Commitments, phases and assessments."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda.models import Answer, Commitment
from agenda.screens import Item
from agenda.words import OUTCOMES, CommitmentState, Promise, Rating, Screen
from initiatives.forms.fields import Filter, choose, day_field, find_field, text_field
from initiatives.forms.versions import VersionedForm
from initiatives.kernel.access import Actor
from initiatives.queries import partners

SAID = ("kind", "promise", "signer", "signed_on", "starts_on", "ends_on", "stops", "begins", "changes")


class CommitmentFilter(Filter):
    """Narrows the list of commitments."""

    q = find_field()
    partner = forms.ChoiceField(label=gettext_lazy("Partner"), required=False)
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[("", gettext_lazy("Those that hold or ran out")), *CommitmentState.choices],
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        required=False,
        choices=[("", gettext_lazy("Every kind")), *Promise.choices],
    )

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = partners(actor).order_by("name", "id").values_list("code", "name")
        choose(self.fields["partner"], [("", _("Every partner")), *rows])


class CommitmentForm(VersionedForm):
    """What a partner promises, and how its own work comes into line."""

    partner = forms.ChoiceField(label=gettext_lazy("Partner"))
    kind = forms.ChoiceField(label=gettext_lazy("What it is about"), choices=Promise.choices)
    promise = text_field(
        gettext_lazy("What is promised"),
        gettext_lazy("In a sentence that can be kept or broken."),
        rows=3,
        required=True,
        most=4000,
    )
    starts_on = day_field(gettext_lazy("From"), required=True)
    ends_on = day_field(
        gettext_lazy("Until"), gettext_lazy("Commitments with an end get renewed; others are forgotten.")
    )
    signer = text_field(gettext_lazy("Signed by"), most=200)
    signed_on = day_field(gettext_lazy("Signed on"))
    stops = text_field(gettext_lazy("What it stops doing"), rows=2, most=2000)
    begins = text_field(gettext_lazy("What it begins"), rows=2, most=2000)
    changes = text_field(gettext_lazy("What it does differently"), rows=2, most=2000)

    def __init__(self, actor: Actor, *args: Any, commitment: Commitment | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        if commitment is not None or not actor.is_staff:
            del self.fields["partner"]
        else:
            rows: Any = partners(actor).filter(state="active").order_by("name", "id")
            choose(self.fields["partner"], rows.values_list("code", "name"))

    @staticmethod
    def initial_of(row: Commitment) -> dict[str, Any]:
        """Return what the form begins with for a commitment that stands."""
        return {name: getattr(row, name) for name in SAID}

    def values(self) -> dict[str, Any]:
        """Return what the services take, without the partner."""
        return {name: value for name, value in self.cleaned_data.items() if name in SAID}


class RenewForm(forms.Form):
    """Until when, and who signed."""

    ends_on = day_field(gettext_lazy("Until"))
    signer = text_field(gettext_lazy("Signed by"), required=True, most=200)
    signed_on = day_field(gettext_lazy("Signed on"))


class EndForm(forms.Form):
    """Why a commitment ends early."""

    reason = text_field(gettext_lazy("Why it ends"), rows=3, required=True, most=2000)


class PhaseForm(VersionedForm):
    """A phase's name and its exit question."""

    name = text_field(gettext_lazy("Name"), required=True, most=100)
    question = text_field(
        gettext_lazy("What evidence would convince a sceptic that we are done here?"),
        rows=3,
        required=True,
        most=1000,
    )


class EnterForm(forms.Form):
    """Entering a phase: the answer to the present one's question, or why the effort goes back."""

    answer = text_field(gettext_lazy("The evidence that we are done there"), rows=4, most=4000)
    reason = text_field(gettext_lazy("Why we go back"), rows=3, most=2000)

    def __init__(self, question: str, back: bool, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unneeded = "answer" if back else "reason"
        del self.fields[unneeded]
        left = self.fields["reason" if back else "answer"]
        left.required = back or bool(question)
        if not back:
            left.help_text = question


class ScreenForm(forms.Form):
    """Which screen is held."""

    screen = forms.ChoiceField(
        label=gettext_lazy("What is assessed"), choices=Screen.choices, widget=forms.RadioSelect
    )


class AnswersForm(forms.Form):
    """One's own ratings, item by item."""

    def __init__(self, items: tuple[Item, ...], mine: Mapping[int, Answer], data: Any = None) -> None:
        super().__init__(data)
        self.items = items
        choices = [("", gettext_lazy("No answer yet")), *Rating.choices]
        for item in items:
            own = mine.get(item.number)
            self.fields[f"rating_{item.number}"] = forms.ChoiceField(
                label=item.text, required=False, choices=choices, initial=own.rating if own else ""
            )
            self.fields[f"comment_{item.number}"] = text_field(_("Why, or a doubt"), most=500)
            self.fields[f"evidence_{item.number}"] = text_field(
                _("Evidence: a link, or where it is"), most=500
            )
            self.initial[f"comment_{item.number}"] = own.comment if own else ""
            self.initial[f"evidence_{item.number}"] = own.evidence if own else ""

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The items with their fields, each heading once."""
        found, former = [], ""
        for item in self.items:
            heading = str(item.heading)
            fields = [self[f"{name}_{item.number}"] for name in ("rating", "comment", "evidence")]
            found.append({"item": item, "heading": heading if heading != former else "", "fields": fields})
            former = heading
        return found

    def values(self) -> list[dict[str, Any]]:
        """Return what the service takes."""
        given = self.cleaned_data
        return [
            {
                "item": item.number,
                "rating": given[f"rating_{item.number}"],
                "comment": given[f"comment_{item.number}"],
                "evidence": given[f"evidence_{item.number}"],
            }
            for item in self.items
        ]


class OutcomeForm(forms.Form):
    """How a round ends."""

    outcome = forms.ChoiceField(label=gettext_lazy("Outcome"), widget=forms.RadioSelect)
    reasons = text_field(
        gettext_lazy("Why"),
        gettext_lazy("It stays on file: somebody will ask."),
        rows=4,
        required=True,
        most=4000,
    )

    def __init__(self, screen: str, data: Any = None) -> None:
        super().__init__(data)
        choose(self.fields["outcome"], [(one.value, one.label) for one in OUTCOMES[screen]])

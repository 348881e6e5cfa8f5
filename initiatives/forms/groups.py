"""Groups: founding, charter, seats."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from initiatives.forms.fields import choose, day_field, text_field
from initiatives.forms.versions import VersionedForm
from initiatives.kernel.access import Actor
from initiatives.models import Group
from initiatives.queries import people
from initiatives.services.groups import CHARTER

NAMED = ("name", "kind")


class GroupForm(VersionedForm):
    """What a group is for and how it works. Its co-chairs write the charter; name and kind are the backbone's."""

    name = text_field(gettext_lazy("Name"), required=True, most=200)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Group.Kind.choices, widget=forms.RadioSelect)
    purpose = text_field(gettext_lazy("What it is for"), rows=2, most=4000)
    scope = text_field(
        gettext_lazy("What belongs to it"), gettext_lazy("And what does not."), rows=2, most=4000
    )
    authority = text_field(
        gettext_lazy("What it may decide"),
        gettext_lazy("And what it brings to the steering committee."),
        rows=2,
        most=4000,
    )
    who_sits = text_field(
        gettext_lazy("Who sits in it"),
        gettext_lazy("Which partners, how many of those concerned, how a seat is filled."),
        rows=2,
        most=4000,
    )
    decision_rule = forms.ChoiceField(
        label=gettext_lazy("How it decides"),
        required=False,
        choices=[("", gettext_lazy("Not agreed yet")), *Group.DecisionRule.choices],
    )
    rhythm = text_field(
        gettext_lazy("How often it meets"),
        gettext_lazy("Such as “every first Tuesday, 90 minutes”."),
        most=200,
    )
    term = text_field(
        gettext_lazy("How long a seat is held"), gettext_lazy("Such as “two years, once more”."), most=200
    )
    norms = text_field(gettext_lazy("How we treat each other"), rows=3, most=4000)
    charter_agreed_on = day_field(
        gettext_lazy("Charter agreed on"), gettext_lazy("The day on which the group said yes to it.")
    )

    def __init__(self, *args: Any, named: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not named:
            for name in NAMED:
                del self.fields[name]

    @staticmethod
    def initial_of(group: Any) -> dict[str, Any]:
        """Return what the form begins with for a group that stands."""
        return {name: getattr(group, name) for name in (*NAMED, *sorted(CHARTER))}


class CloseGroupForm(forms.Form):
    """Why a group is closed."""

    reason = text_field(gettext_lazy("Why it is closed"), rows=3, required=True, most=2000)


class SeatForm(forms.Form):
    """Who takes a seat."""

    person = forms.ChoiceField(label=gettext_lazy("Who"))
    co_chair = forms.BooleanField(label=gettext_lazy("As a co-chair"), required=False)

    def __init__(self, actor: Actor, seated: set[int], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {
            str(one.public_id): one
            for one in people(actor).select_related("partner").order_by("name", "id")
            if one.pk not in seated
        }
        named = [
            (key, f"{one.name}, {one.partner.name}" if one.partner else one.name)
            for key, one in self.people.items()
        ]
        choose(self.fields["person"], [("", gettext_lazy("Choose")), *named])

    def values(self) -> dict[str, Any]:
        """Return what the service takes."""
        given = self.cleaned_data
        return {"membership": self.people[given["person"]], "co_chair": given["co_chair"]}

"""Writing down a contact with a partner."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy

from backbone.services.relations import Said
from backbone.words import ContactWay
from initiatives.forms.fields import choose, day_field, text_field

if TYPE_CHECKING:
    from initiatives.models import Membership

NOBODY = ("", gettext_lazy("Somebody else"))


class ContactForm(forms.Form):
    """With whom, when, how and what for; what was said; what comes next."""

    on = day_field(gettext_lazy("When"), required=True)
    way = forms.ChoiceField(label=gettext_lazy("How"), choices=ContactWay.choices)
    person = forms.ChoiceField(label=gettext_lazy("With whom"), required=False)
    person_name = text_field(
        gettext_lazy("Their name"), gettext_lazy("For somebody who is not in the list."), most=200
    )
    purpose = text_field(
        gettext_lazy("What it was about"), gettext_lazy("In a line."), required=True, most=300
    )
    note = text_field(gettext_lazy("What was said"), rows=5, most=4000)
    about_person = forms.BooleanField(
        label=gettext_lazy("This is about a person"),
        help_text=gettext_lazy(
            "Only the backbone's own people read it then, and the person who asks for it."
        ),
        required=False,
    )
    next_step = text_field(gettext_lazy("Next step"), gettext_lazy("What was agreed, if anything."), most=300)
    next_on = day_field(gettext_lazy("By when"), gettext_lazy("On this day it stands in the queue."))
    next_owner = forms.ChoiceField(label=gettext_lazy("Who does it"), required=False)

    def __init__(
        self, people: Sequence[Membership], staff: Sequence[Membership], data: Any = None, **more: Any
    ) -> None:
        super().__init__(data, **more)
        self.people = {str(one.public_id): one for one in people}
        self.staff = {str(one.public_id): one for one in staff}
        choose(self.fields["person"], [NOBODY, *((key, one.name) for key, one in self.people.items())])
        choose(self.fields["next_owner"], [("", "–"), *((key, one.name) for key, one in self.staff.items())])

    def said(self) -> Said:
        """Return what the services take."""
        given = self.cleaned_data
        return Said(
            **{
                **given,
                "way": ContactWay(given["way"]),
                "person": self.people.get(given["person"]),
                "next_owner": self.staff.get(given["next_owner"]),
            }
        )


class RemoveContactForm(forms.Form):
    """Why what was written down of a contact is removed."""

    reason = text_field(
        gettext_lazy("Why it is removed"),
        gettext_lazy("The reason is kept, the words are not."),
        required=True,
        most=300,
    )

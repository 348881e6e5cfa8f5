"""What people fill in about meetings."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communications.models import Reply
from communications.services.inviting import LONGEST_NOTE, MOST_CHILDREN
from communications.words.meetings import Coming
from initiatives.forms.fields import text_field


class ReplyForm(forms.Form):
    """The answer to an invitation, and what one needs to come."""

    coming = forms.ChoiceField(label=_("Are you coming?"), choices=Coming.choices, widget=forms.RadioSelect)
    interpreter = text_field(_("I need an interpreter"), _("Into which language."), most=100)
    childcare = forms.IntegerField(
        label=_("I need childcare"),
        help_text=_("For how many children."),
        min_value=0,
        max_value=MOST_CHILDREN,
        required=False,
    )
    transport = forms.BooleanField(label=_("I need a ride"), required=False)
    stipend = forms.BooleanField(label=_("I need the stipend for taking part"), required=False)
    note = text_field(_("Something else we should know"), rows=3, most=LONGEST_NOTE)

    def values(self) -> dict[str, Any]:
        """Return what the service takes."""
        return {**self.cleaned_data, "childcare": self.cleaned_data["childcare"] or 0}

    @staticmethod
    def initial_of(given: Reply | None) -> dict[str, Any]:
        """Return what the form begins with: the answer given before, if one was."""
        if given is None:
            return {}
        found = {name: getattr(given, name) for name in ReplyForm.base_fields}
        return {**found, "childcare": given.childcare or None}

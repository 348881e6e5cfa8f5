"""The forms of the groups of people whom activities are for, and of the rule of silence."""

from django import forms
from django.utils.translation import gettext_lazy

from initiatives.forms.fields import text_field


class PopulationForm(forms.Form):
    """A group of people whom activities are for."""

    name = text_field(
        gettext_lazy("Name"), gettext_lazy("Such as “Kindergarten to grade 3”."), required=True, most=200
    )
    code = forms.CharField(
        label=gettext_lazy("Code"),
        help_text=gettext_lazy("Short, for spreadsheets and programs. It stays."),
        max_length=64,
    )


class RenameForm(forms.Form):
    """What a group of people is called, and where it stands in the list."""

    name = text_field(gettext_lazy("Name"), required=True, most=200)
    position = forms.IntegerField(
        label=gettext_lazy("Place in the list"), required=False, min_value=0, max_value=32767
    )


class RuleForm(forms.Form):
    """After how much silence an activity is not heard of."""

    silence_days = forms.IntegerField(
        label=gettext_lazy("Days of silence"),
        help_text=gettext_lazy("After so many days without a word a running activity shows as not heard of."),
        min_value=7,
        max_value=365,
    )
    sends_links = forms.BooleanField(
        label=gettext_lazy("Ask by itself, once a month"),
        help_text=gettext_lazy(
            "After a month without a word whoever is to be asked about a running activity, else the lead of its"
            " partner, gets a letter with a link. One click answers it, without an account."
        ),
        required=False,
    )

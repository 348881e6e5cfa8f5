"""What one writes beside a reminder."""

from django import forms
from django.utils.translation import gettext_lazy


class ReminderForm(forms.Form):
    """A word of one's own, and who reads it besides."""

    message = forms.CharField(
        label=gettext_lazy("A word of your own"),
        help_text=gettext_lazy(
            "It stands in the letter, beside what is open and the link to it."
            " Nobody gets it in their quiet hours: it waits until they end."
        ),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    copy_lead = forms.BooleanField(label=gettext_lazy("Copy the partner's lead"), required=False)

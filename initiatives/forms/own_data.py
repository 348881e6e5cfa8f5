"""Having oneself forgotten."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ForgetMeForm(forms.Form):
    """The address of the account, typed, so that nobody does it by mistake."""

    confirmation = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("Type the address of your account to confirm. There is no way back."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

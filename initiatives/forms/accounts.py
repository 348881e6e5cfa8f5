"""What a sign-up asks besides address and password."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class SignUpForm(forms.Form):
    """The part of the sign-up that is ours; allauth adds address and password to it."""

    name = forms.CharField(
        label=_("Your name"),
        help_text=_("As the people you work with know you."),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order = ("name", "email", "password1")

    def signup(self, request: HttpRequest, user: Any) -> None:
        """Nothing is left to do: the adapter saves the name."""

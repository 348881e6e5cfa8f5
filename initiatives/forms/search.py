"""What somebody looks for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from initiatives.forms.fields import Filter


class SearchForm(Filter):
    """The words."""

    q = forms.CharField(
        label=_("Words"), required=False, max_length=200, widget=forms.TextInput(attrs={"type": "search"})
    )

"""Handing an initiative over, taking one in, and what a person lets go along."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from initiatives.models.people import Membership

# Larger packages are taken in by whoever runs the installation, with `manage.py import_initiative`.
LARGEST = 50 * 1024 * 1024


class TakeInForm(forms.Form):
    """A package, and where the initiative shall be found."""

    file = forms.FileField(
        label=_("Package"), help_text=_("The .zip that was downloaded where the initiative lives now.")
    )
    slug = forms.SlugField(
        label=_("Address"),
        required=False,
        max_length=64,
        help_text=_("Empty: the address it had. Only where another initiative has it already, choose one."),
    )

    def clean_file(self) -> Any:
        """Return the file unless it is too big for a page."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise ValidationError(
                _("This is too big for a page. Whoever runs this installation can take it in by a command."),
                "too_big",
            )
        return file


class GoesAlongForm(forms.Form):
    """What of a person may be handed over with the initiative."""

    goes_along = forms.ChoiceField(
        label=_("If this initiative is handed over to another organisation"),
        help_text=_(
            "What you entered and decided goes along either way. Without your consent you are called “Former member”."
        ),
        choices=Membership.GoesAlong.choices,
        widget=forms.RadioSelect,
    )

"""Putting things of the queue off, and giving them to colleagues."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy

from initiatives.forms.fields import choose, day_field, text_field

if TYPE_CHECKING:
    from initiatives.models import Membership


class LaterForm(forms.Form):
    """Until when a thing can wait, and why."""

    until = day_field(
        gettext_lazy("Comes back on"),
        gettext_lazy("On this day it stands in the queue again by itself."),
        required=True,
    )
    reason = text_field(
        gettext_lazy("Why it can wait"),
        gettext_lazy("Your colleagues see it, with your name."),
        required=True,
        most=500,
    )


class GiveForm(forms.Form):
    """Whose a thing is."""

    to = forms.ChoiceField(label=gettext_lazy("Whose it is"), required=False)

    def __init__(self, staff: Sequence[Membership], data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        self.by_id = {str(one.public_id): one for one in staff}
        nobody = ("", gettext_lazy("Nobody's in particular"))
        choose(self.fields["to"], [nobody, *((key, one.name) for key, one in self.by_id.items())])

    def chosen(self) -> Membership | None:
        """Return the colleague, None for nobody."""
        return self.by_id.get(self.cleaned_data["to"])

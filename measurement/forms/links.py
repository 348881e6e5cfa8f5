"""Links that need no account: making one, and the name of whoever begins by one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from initiatives.kernel.access import Actor
from initiatives.queries import people
from measurement.models import Request


class HolderForm(forms.Form):
    """Who hands in."""

    name = forms.CharField(
        label=gettext_lazy("Your name"),
        help_text=gettext_lazy(
            "It is kept with the figures, as that of whoever handed them in by this link."
        ),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


class LinkForm(forms.Form):
    """To whom a link goes, and how long it lasts."""

    to = forms.ChoiceField(
        label=gettext_lazy("Send it to"),
        required=False,
        help_text=gettext_lazy("Empty: you copy it here, once, and pass it on yourself."),
    )
    days = forms.IntegerField(
        label=gettext_lazy("Works for so many days"), min_value=1, max_value=60, initial=14
    )
    message = forms.CharField(
        label=gettext_lazy("A word to go with it"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, actor: Actor, asked: Request, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = people(actor).filter(partner=asked.partner_id).exclude(email="")
        self.rows = {str(row.public_id): row for row in rows}
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            ("", gettext_lazy("Nobody: I copy it")),
            *((key, f"{row.name}, {row.email}") for key, row in self.rows.items()),
        ]

    def values(self) -> dict[str, Any]:
        """Return what the service takes."""
        given = self.cleaned_data
        return {"to": self.rows.get(given["to"]), "days": given["days"], "message": given["message"]}

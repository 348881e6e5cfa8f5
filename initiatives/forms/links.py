"""Links that need no account: to whom one goes, and the name of whoever begins by one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from initiatives.kernel.access import Actor
from initiatives.queries import people


class HolderForm(forms.Form):
    """Who comes in by a link; `hint` says what the name is kept with."""

    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def __init__(self, hint: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].help_text = hint


class LinkForm(forms.Form):
    """To whom of a partner a link goes, and how long it lasts."""

    to = forms.ChoiceField(
        label=gettext_lazy("Send it to"),
        required=False,
        help_text=gettext_lazy(
            "In their quiet hours the letter waits until these end."
            " Empty: you copy the link here, once, and pass it on yourself."
        ),
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

    def __init__(self, actor: Actor, partner_id: int | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = people(actor).filter(partner=partner_id or 0).exclude(email="")
        self.rows = {str(row.public_id): row for row in rows}
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            ("", gettext_lazy("Nobody: I copy it")),
            *((key, f"{row.name}, {row.email}") for key, row in self.rows.items()),
        ]

    def values(self) -> dict[str, Any]:
        """Return what the service takes."""
        given = self.cleaned_data
        return {"to": self.rows.get(given["to"]), "days": given["days"], "message": given["message"]}

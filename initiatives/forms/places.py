"""Forms that may name a place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _

from initiatives.forms.fields import choose
from initiatives.queries import places

if TYPE_CHECKING:
    from initiatives.kernel.access import Actor


class PlacedForm(forms.Form):
    """A form that may name a place."""

    def offer_places(self, actor: Actor) -> None:
        """Fill the field `place`; without places it is left out."""
        self.places = {row.code: row for row in places(actor).order_by("name", "id")}
        if not self.places:
            del self.fields["place"]
            return
        choose(
            self.fields["place"],
            [("", _("Anywhere")), *((row.code, row.name) for row in self.places.values())],
        )

    def placed(self) -> dict[str, Any]:
        """Return what was typed, with the place in the place of its code."""
        given = dict(self.cleaned_data)
        return {**given, "place": self.places.get(given.get("place", ""))}

"""Who stands in for whom, as it is filled in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy

from initiatives.forms.fields import choose, day_field

if TYPE_CHECKING:
    from initiatives.models import Membership


class StandInForm(forms.Form):
    """Who is away, from when to when, and who does what waits for them."""

    person = forms.ChoiceField(label=gettext_lazy("Who is away"))
    colleague = forms.ChoiceField(label=gettext_lazy("Who stands in"))
    starts_on = day_field(gettext_lazy("First day"), required=True)
    ends_on = day_field(gettext_lazy("Last day"), gettext_lazy("The day itself counts."), required=True)

    def __init__(self, people: Sequence[Membership], data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        self.people = {str(one.public_id): one for one in people}
        for name in ("person", "colleague"):
            choose(self.fields[name], [("", "–"), *((key, one.name) for key, one in self.people.items())])

    def values(self) -> dict[str, Any]:
        """Return what the verb takes."""
        given = self.cleaned_data
        return {**given, **{name: self.people.get(given[name]) for name in ("person", "colleague")}}

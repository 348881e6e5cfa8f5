"""Settling in: beginning a checklist, its lines, and what checklists begin with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy

from backbone.services.onboarding import MOST_LINES
from initiatives.forms.fields import choose, text_field

if TYPE_CHECKING:
    from initiatives.models import Membership, Partner

OWNER = gettext_lazy("Whose it is")


def _named(people: Sequence[Membership]) -> tuple[dict[str, Membership], list[tuple[str, Any]]]:
    found = {str(one.public_id): one for one in people}
    return found, [("", "–"), *((key, one.name) for key, one in found.items())]


class BeginForm(forms.Form):
    """Whose checklist is begun."""

    whose = forms.ChoiceField(label=gettext_lazy("Who settles in"))

    def __init__(
        self, bodies: Sequence[Partner], staff: Sequence[Membership], data: Any = None, **more: Any
    ) -> None:
        super().__init__(data, **more)
        self.bodies = {f"partner:{one.code}": one for one in bodies}
        self.staff = {f"person:{one.public_id}": one for one in staff}
        groups = [
            (gettext_lazy("Partners"), [(key, one.name) for key, one in self.bodies.items()]),
            (gettext_lazy("The backbone's own people"), [(key, one.name) for key, one in self.staff.items()]),
        ]
        choose(self.fields["whose"], [("", "–"), *(pair for pair in groups if pair[1])])

    def values(self) -> dict[str, Any]:
        """Return what the verb takes."""
        key = self.cleaned_data["whose"]
        return {"partner": self.bodies.get(key), "person": self.staff.get(key)}


class LineForm(forms.Form):
    """A line of one's own."""

    text = text_field(gettext_lazy("What is to be done"), required=True, most=300)
    owner = forms.ChoiceField(label=OWNER, required=False)

    def __init__(self, people: Sequence[Membership], data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        self.people, choices = _named(people)
        choose(self.fields["owner"], choices)

    def values(self) -> dict[str, Any]:
        """Return what the verb takes."""
        return {"text": self.cleaned_data["text"], "owner": self.people.get(self.cleaned_data["owner"])}


class ChangeLineForm(forms.Form):
    """Whose a line is, and whether it is left out."""

    owner = forms.ChoiceField(label=OWNER, required=False)
    left_out = text_field(
        gettext_lazy("Left out because"),
        gettext_lazy("It no longer counts then, and the reason stays beside it. Empty: it counts."),
        most=300,
    )

    def __init__(self, people: Sequence[Membership], data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        self.people, choices = _named(people)
        choose(self.fields["owner"], choices)

    def values(self) -> dict[str, Any]:
        """Return what the verb takes."""
        return {
            "owner": self.people.get(self.cleaned_data["owner"]),
            "left_out": self.cleaned_data["left_out"],
        }


class ChecklistForm(forms.Form):
    """What checklists begin with, and whether they begin by themselves."""

    texts = forms.CharField(
        label=gettext_lazy("Lines that are ticked by hand"),
        help_text=gettext_lazy("One line each. Checklists that are open stay as they are."),
        required=False,
        max_length=MOST_LINES * 302,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    begins_itself = forms.BooleanField(
        label=gettext_lazy("Begin by itself"),
        help_text=gettext_lazy("In the night after somebody came, from today on."),
        required=False,
    )

    def values(self) -> dict[str, Any]:
        """Return what the verb takes."""
        given = self.cleaned_data
        lines = [text.strip() for text in given["texts"].splitlines() if text.strip()]
        return {"texts": lines, "begins_itself": given["begins_itself"]}

"""Positions and consultations."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda.models import Consultation
from agenda.words import Method, Position
from initiatives.forms.fields import day_field, text_field
from initiatives.kernel.access import Actor


class PositionForm(forms.Form):
    """The position of a partner; the backbone says besides who gave it and how."""

    position = forms.ChoiceField(
        label=gettext_lazy("Your position"), choices=Position.choices, widget=forms.RadioSelect
    )
    reservation = text_field(
        gettext_lazy("Your reservation, or why not"),
        gettext_lazy("Others read it. It is kept beside your position."),
        rows=3,
        most=4000,
    )
    signer = text_field(gettext_lazy("Who gave it for the partner"), most=200)
    signed_on = day_field(gettext_lazy("When it was given"))
    how_given = text_field(
        gettext_lazy("How it was given"),
        gettext_lazy("Such as “by letter”, or “board minutes of 3 March”."),
        most=300,
    )

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if actor.is_staff:
            self.fields["position"].label = _("Position")
            self.fields["reservation"].label = _("Its reservation, or why not")
            self.fields["signer"].required = self.fields["how_given"].required = True
        else:
            for name in ("signer", "signed_on", "how_given"):
                del self.fields[name]


class AskForm(forms.Form):
    """What is known of an answer to come."""

    note = text_field(
        gettext_lazy("What we know"), gettext_lazy("Such as “board meets 3 August”."), required=True, most=200
    )


class ContestForm(forms.Form):
    """What is wrong with a position that was recorded for somebody."""

    reason = text_field(gettext_lazy("What is wrong with it"), rows=3, required=True, most=2000)


class ConsultationForm(forms.Form):
    """A round of consultation."""

    audience = text_field(
        gettext_lazy("Who was asked"),
        gettext_lazy("Such as “parents of young children”."),
        required=True,
        most=200,
    )
    method = forms.ChoiceField(label=gettext_lazy("How"), choices=Method.choices)
    starts_on = day_field(gettext_lazy("From"), required=True)
    ends_on = day_field(gettext_lazy("Until"))
    participants = text_field(
        gettext_lazy("Who took part"),
        gettext_lazy("One group to a line with its number, such as “Parents: 24”."),
        rows=4,
        most=4000,
    )
    note = text_field(gettext_lazy("Note"), rows=2, most=4000)

    def clean_participants(self) -> list[dict[str, Any]]:
        """Return the groups with their numbers."""
        found = []
        for line in self.cleaned_data["participants"].splitlines():
            if not line.strip():
                continue
            group, colon, number = line.rpartition(":")
            number = number.strip().replace(",", "").replace(" ", "")
            if (
                not colon
                or not group.strip()
                or not (number.isascii() and number.isdigit() and len(number) < 8)
            ):
                raise forms.ValidationError(
                    _("“%s” is not read: write a group, a colon and a number, such as “Parents: 24”.")
                    % line.strip()
                )
            found.append({"group": group.strip(), "n": int(number)})
        return found

    @classmethod
    def initial_of(cls, row: Consultation) -> dict[str, Any]:
        """Return what the form begins with for a consultation that stands."""
        return {
            "audience": row.audience,
            "method": row.method,
            "starts_on": row.starts_on,
            "ends_on": row.ends_on,
            "participants": "\n".join(f"{one['group']}: {one['n']}" for one in row.participants),
            "note": row.note,
        }


class ThemeForm(forms.Form):
    """What people said."""

    text = text_field(gettext_lazy("What people said"), rows=2, required=True, most=500)


class ThemeAnswerForm(forms.Form):
    """What was changed because of it, or why nothing was."""

    changed = forms.TypedChoiceField(
        label=gettext_lazy("Because of it"),
        choices=[("yes", gettext_lazy("we changed something")), ("no", gettext_lazy("we changed nothing"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        initial="yes",
    )
    response = text_field(gettext_lazy("What we changed, or why not"), rows=3, required=True, most=4000)

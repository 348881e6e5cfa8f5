"""What members of a group say of a proposal: where they stand, what they gain or lose by it, what is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy

from communications.kinds import rule
from communications.words.decisions import Position
from initiatives.forms.fields import choose, text_field

if TYPE_CHECKING:
    from initiatives.models import GroupMember


class PositionForm(forms.Form):
    """Where somebody stands on a proposal."""

    member = forms.ChoiceField(label=gettext_lazy("Whose position"))
    how_given = text_field(
        gettext_lazy("How it was given"), gettext_lazy("Such as “by phone on 3 March”."), most=300
    )
    degree = forms.TypedChoiceField(
        label=gettext_lazy("How far do you agree?"),
        coerce=int,
        choices=[
            (5, gettext_lazy("5, wholeheartedly")),
            (4, gettext_lazy("4, with a small doubt")),
            (3, gettext_lazy("3, I can live with it")),
            (2, gettext_lazy("2, with a serious reservation")),
            (1, gettext_lazy("1, no")),
        ],
        widget=forms.RadioSelect,
    )
    position = forms.ChoiceField(
        label=gettext_lazy("Where do you stand?"), choices=Position.choices, widget=forms.RadioSelect
    )
    aside = forms.BooleanField(label=gettext_lazy("I stand aside"), required=False)
    reason = text_field(
        gettext_lazy("Why"),
        gettext_lazy("A reservation and an objection need their reason; it is kept with the decision."),
        rows=3,
        most=2000,
    )
    lived_experience = forms.BooleanField(
        label=gettext_lazy("I speak from lived experience of what this is about"), required=False
    )
    shown_apart = forms.BooleanField(
        label=gettext_lazy("My position may be shown apart as one of lived experience, though few are"),
        help_text=gettext_lazy("Without this it is shown apart only where three or more are."),
        required=False,
    )

    def __init__(self, rule_name: str, seats: list[GroupMember] | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seats = {str(seat.membership.public_id): seat.membership for seat in seats or []}
        if seats is None:
            del self.fields["member"], self.fields["how_given"]
        else:
            choose(self.fields["member"], [(key, one.name) for key, one in self.seats.items()])
            self.fields["how_given"].required = True
        if rule(rule_name).asks_degree:
            del self.fields["position"]
            self.fields["degree"].required = False
        else:
            del self.fields["degree"], self.fields["aside"]

    def values(self) -> dict[str, Any]:
        """Return what the service takes."""
        given = dict(self.cleaned_data)
        aside, degree = given.pop("aside", False), given.pop("degree", None)
        if "position" not in given:
            given["position"] = Position.STAND_ASIDE.value if aside else ""
            given["degree"] = None if aside or degree in (None, "") else degree
        if "member" in given:
            given["member"] = self.seats[given["member"]]
        return given


class InterestForm(forms.Form):
    """What somebody gains or loses by a decision."""

    member = forms.ChoiceField(label=gettext_lazy("Whose interest"))
    what = text_field(
        gettext_lazy("What it is"), gettext_lazy("Such as “is paid for each place”."), required=True, most=300
    )
    recused = forms.BooleanField(
        label=gettext_lazy("Takes no part in deciding"),
        help_text=gettext_lazy("A position that was taken counts no more."),
        required=False,
    )

    def __init__(self, seats: list[GroupMember] | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seats = {str(seat.membership.public_id): seat.membership for seat in seats or []}
        if seats is None:
            del self.fields["member"]
        else:
            choose(self.fields["member"], [(key, one.name) for key, one in self.seats.items()])

    def values(self) -> dict[str, Any]:
        """Return what the service takes."""
        given = dict(self.cleaned_data)
        if "member" in given:
            given["member"] = self.seats[given["member"]]
        return given


class AnswerForm(forms.Form):
    """What is answered to a reservation or an objection."""

    text = text_field(gettext_lazy("The answer"), rows=3, required=True, most=2000)

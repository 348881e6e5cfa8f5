"""The board of offers and needs, and the log of changes in the system."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.forms.filters import partner_choices, strategy_choices
from activities.models import BoardNote, SystemChange
from activities.queries import activities
from activities.words import Good, Lasting, NoteState, OurPart, Side, SystemLevel
from agenda.queries import strategies
from initiatives.forms.fields import Filter, choose, day_field, find_field, text_field
from initiatives.forms.versions import VersionedForm
from initiatives.kernel.access import Actor
from initiatives.queries import partners


def activity_choices(actor: Actor) -> list[tuple[str, str]]:
    """Return the activities by id, after the empty choice."""
    rows = activities(actor).order_by("title", "id").values_list("public_id", "title")
    return [("", _("None")), *((str(key), title) for key, title in rows)]


def activity_chosen(actor: Actor, public_id: str) -> Any:
    """Return the activity of this id, None for the empty choice."""
    return activities(actor).get(public_id=public_id) if public_id else None


class BoardFilter(Filter):
    """Narrows the board."""

    q = find_field()
    side = forms.ChoiceField(
        label=gettext_lazy("Offer or need"),
        required=False,
        choices=[("", gettext_lazy("Both")), *Side.choices],
    )
    good = forms.ChoiceField(
        label=gettext_lazy("What"), required=False, choices=[("", gettext_lazy("Everything")), *Good.choices]
    )
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[
            ("", gettext_lazy("Open")),
            (NoteState.MET.value, NoteState.MET.label),
            (NoteState.WITHDRAWN.value, NoteState.WITHDRAWN.label),
        ],
    )


class NoteForm(VersionedForm):
    """An offer or a need."""

    side = forms.ChoiceField(
        label=gettext_lazy("You ..."),
        choices=[(Side.OFFER, gettext_lazy("offer something")), (Side.NEED, gettext_lazy("need something"))],
        widget=forms.RadioSelect,
    )
    good = forms.ChoiceField(label=gettext_lazy("What"), choices=Good.choices)
    title = text_field(gettext_lazy("In a line"), required=True, most=200)
    detail = text_field(gettext_lazy("More about it"), rows=3, most=2000)
    partner = forms.ChoiceField(label=gettext_lazy("For whom"), required=False)
    activity = forms.ChoiceField(label=gettext_lazy("For which activity"), required=False)
    until = day_field(gettext_lazy("Until"))

    def __init__(self, actor: Actor, row: BoardNote | None, *args: Any, **kwargs: Any) -> None:
        if row is not None:
            plain = {key: getattr(row, key) for key in ("good", "title", "detail", "until")}
            plain["activity"] = str(row.activity.public_id) if row.activity else ""
            kwargs["initial"] = plain
        super().__init__(*args, **kwargs)
        self.actor, self.row = actor, row
        choose(self.fields["activity"], activity_choices(actor))
        if row is not None:
            del self.fields["side"], self.fields["partner"]
        elif actor.is_staff:
            choose(self.fields["partner"], [("", _("The backbone")), *partner_choices(actor)])
        else:
            del self.fields["partner"]

    def values(self) -> dict[str, Any]:
        """Return what the services take."""
        given = dict(self.cleaned_data)
        given["activity"] = activity_chosen(self.actor, given["activity"])
        if self.row is None:
            code = given.get("partner", "")
            own = partners(self.actor).filter(code=code) if code else partners(self.actor)
            given["partner"] = (
                own.filter(pk=self.actor.partner_id or 0).first()
                if not self.actor.is_staff
                else own.first()
                if code
                else None
            )
        return given


class MatchForm(forms.Form):
    """What came of an offer or need."""

    outcome = text_field(gettext_lazy("What was agreed"), rows=3, required=True, most=2000)
    with_partner = forms.ChoiceField(label=gettext_lazy("With whom"), required=False)

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        choose(self.fields["with_partner"], [("", _("Somebody else")), *partner_choices(actor)])

    def values(self) -> dict[str, Any]:
        """Return what the service takes."""
        code = self.cleaned_data["with_partner"]
        found = partners(self.actor).filter(code=code).first() if code else None
        return {"outcome": self.cleaned_data["outcome"], "with_partner": found}


class ChangeFilter(Filter):
    """Narrows the log of changes."""

    q = find_field()
    level = forms.ChoiceField(
        label=gettext_lazy("What changed"),
        required=False,
        choices=[("", gettext_lazy("Everything")), *SystemLevel.choices],
    )
    our_part = forms.ChoiceField(
        label=gettext_lazy("Our part"), required=False, choices=[("", gettext_lazy("Any")), *OurPart.choices]
    )


class SystemChangeForm(VersionedForm):
    """A change in the system, and our part in it."""

    what = text_field(
        gettext_lazy("What changed"),
        gettext_lazy("Such as “The county pays bus tickets to families with one child in pre-K”."),
        rows=2,
        required=True,
        most=500,
    )
    level = forms.ChoiceField(
        label=gettext_lazy("Where in the system"),
        choices=SystemLevel.choices,
        widget=forms.RadioSelect,
    )
    changed_on = day_field(gettext_lazy("Since when"), required=True)
    who = text_field(gettext_lazy("Who changed it"), most=500)
    evidence = text_field(
        gettext_lazy("What shows it"),
        gettext_lazy("A rule, a budget line, what families say."),
        rows=2,
        most=2000,
    )
    our_part = forms.ChoiceField(
        label=gettext_lazy("Our part in it"),
        help_text=gettext_lazy("Others had theirs. When in doubt: unclear."),
        choices=OurPart.choices,
        initial=OurPart.UNCLEAR,
    )
    helped = text_field(gettext_lazy("Who else helped"), rows=2, most=2000)
    lasting = forms.ChoiceField(
        label=gettext_lazy("Will it last?"), choices=Lasting.choices, initial=Lasting.TOO_EARLY
    )
    activity = forms.ChoiceField(label=gettext_lazy("Which activity worked for it"), required=False)
    strategy = forms.ChoiceField(label=gettext_lazy("Under which strategy"), required=False)

    PLAIN = ("what", "level", "changed_on", "who", "evidence", "our_part", "helped", "lasting")

    def __init__(self, actor: Actor, row: SystemChange | None, *args: Any, **kwargs: Any) -> None:
        if row is not None:
            found = {key: getattr(row, key) for key in self.PLAIN}
            found["activity"] = str(row.activity.public_id) if row.activity else ""
            found["strategy"] = str(row.strategy.public_id) if row.strategy else ""
            kwargs["initial"] = found
        super().__init__(*args, **kwargs)
        self.actor = actor
        choose(self.fields["activity"], activity_choices(actor))
        choose(self.fields["strategy"], [("", _("None")), *strategy_choices(actor)])

    def values(self) -> dict[str, Any]:
        """Return what the services take."""
        given = dict(self.cleaned_data)
        given["activity"] = activity_chosen(self.actor, given["activity"])
        key = given["strategy"]
        given["strategy"] = strategies(self.actor).get(public_id=key) if key else None
        return given

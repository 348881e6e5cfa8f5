"""What people fill in while a meeting is held, and after it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communications.queries import at_hand, run_by
from communications.services import Seen
from communications.words.meetings import Presence
from initiatives.forms.fields import Filter, choose, day_field, text_field
from initiatives.queries import groups, partners

if TYPE_CHECKING:
    from collections.abc import Iterable

    from communications.models import Attendance, Meeting
    from initiatives.kernel.access import Actor
    from initiatives.models import Membership

GUESTS = 3


class TaskForm(forms.Form):
    """A task taken down in place."""

    what = text_field(gettext_lazy("What is to be done"), required=True, most=300)
    owner = forms.ChoiceField(label=gettext_lazy("Who"))
    due = day_field(gettext_lazy("By"), required=True)

    def __init__(self, actor: Actor, meeting: Meeting, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "task-%s", **kwargs})
        self.people = {str(one.public_id): one for one in at_hand(actor, meeting.group)}
        choose(
            self.fields["owner"], [("", _("Choose")), *((key, one.name) for key, one in self.people.items())]
        )

    def values(self) -> dict[str, Any]:
        """Return what the service takes."""
        return {**self.cleaned_data, "owner": self.people[self.cleaned_data["owner"]]}


class NotedAskForm(forms.Form):
    """What the group asks of another, taken down in place."""

    what = text_field(gettext_lazy("What we ask for"), required=True, most=500)
    to_group = forms.ChoiceField(label=gettext_lazy("Of which group"))
    due = day_field(gettext_lazy("Answer by"))

    def __init__(self, actor: Actor, meeting: Meeting, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "ask-%s", **kwargs})
        rows = groups(actor).exclude(pk=meeting.group_id)
        self.groups = {str(row.public_id): row for row in rows}
        choose(
            self.fields["to_group"],
            [("", _("Choose")), *((key, row.name) for key, row in self.groups.items())],
        )

    def values(self) -> dict[str, Any]:
        """Return what the service takes."""
        return {**self.cleaned_data, "to_group": self.groups[self.cleaned_data["to_group"]]}


class AskForm(forms.Form):
    """What one group asks of another."""

    from_group = forms.ChoiceField(label=gettext_lazy("For which group"))
    to_group = forms.ChoiceField(label=gettext_lazy("Of which group"))
    what = text_field(gettext_lazy("What we ask for"), rows=2, required=True, most=500)
    due = day_field(gettext_lazy("Answer by"))

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = run_by(actor)
        self.groups = {str(row.public_id): row for row in groups(actor)}
        choose(self.fields["from_group"], [(str(row.public_id), row.name) for row in own])
        choose(
            self.fields["to_group"],
            [("", _("Choose")), *((key, row.name) for key, row in self.groups.items())],
        )

    def values(self) -> dict[str, Any]:
        """Return what the service takes."""
        given = dict(self.cleaned_data)
        return {**given, **{name: self.groups[given[name]] for name in ("from_group", "to_group")}}


class AnswerForm(forms.Form):
    """The answer to an ask."""

    answer = text_field(
        gettext_lazy("Your answer"),
        gettext_lazy("Everybody in the initiative reads it."),
        rows=4,
        required=True,
        most=5000,
    )


class RatingForm(forms.Form):
    """What a meeting was worth."""

    score = forms.TypedChoiceField(
        label=gettext_lazy("Was it worth your time?"),
        coerce=int,
        choices=[
            (5, gettext_lazy("5: very much")),
            (4, "4"),
            (3, "3"),
            (2, "2"),
            (1, gettext_lazy("1: not at all")),
        ],
        widget=forms.RadioSelect,
    )
    missing = text_field(
        gettext_lazy("Who or what was missing?"),
        gettext_lazy("Read by those who prepare the next one."),
        most=500,
    )


class AttendanceForm(forms.Form):
    """Who is there: a line for everybody invited, and some for others."""

    def __init__(
        self,
        actor: Actor,
        expected: Iterable[tuple[Membership, bool]],
        noted: Iterable[Attendance],
        *args: Any,
        **kwargs: Any,
    ) -> None:
        """`expected` are the people of the group; `noted` are the lines that stand."""
        super().__init__(*args, **kwargs)
        known = list(noted)
        own = {row.membership_id: row for row in known if row.membership_id}
        people = {person.pk: person for person, _chair in expected}
        people |= {row.membership_id: row.membership for row in known if row.membership_id and row.membership}
        self.people = {str(person.public_id): person for person in people.values()}
        self.partners = {row.code: row for row in partners(actor)}
        for key, person in self.people.items():
            self._line(key, own.get(person.pk))
        guests = [row for row in known if row.guest]
        self.guests = [str(number) for number in range(len(guests) + GUESTS)]
        for number, row in zip(self.guests, [*guests, *[None] * GUESTS], strict=True):
            self._guest(number, row)

    def _line(self, key: str, row: Attendance | None) -> None:
        field = forms.ChoiceField(
            choices=[("", _("Not noted")), *Presence.choices],
            required=False,
            initial=row.presence if row else "",
        )
        self.fields[f"presence-{key}"] = field
        self.fields[f"lived-{key}"] = forms.BooleanField(
            required=False, initial=bool(row and row.lived_experience)
        )

    def _guest(self, number: str, row: Attendance | None) -> None:
        name = forms.CharField(required=False, max_length=200, initial=row.guest if row else "")
        self.fields[f"guest-{number}"] = name
        choices = [("", _("For themselves")), *((code, one.name) for code, one in self.partners.items())]
        partner = row.partner.code if row and row.partner else ""
        self.fields[f"partner-{number}"] = forms.ChoiceField(choices=choices, required=False, initial=partner)
        self.fields[f"came-{number}"] = forms.ChoiceField(
            choices=Presence.choices, required=False, initial=row.presence if row else Presence.HERE
        )

    def lines(self) -> list[dict[str, Any]]:
        """Return the people with their fields, for the template."""
        return [
            {"person": person, "presence": self[f"presence-{key}"], "lived": self[f"lived-{key}"]}
            for key, person in self.people.items()
        ]

    def guest_lines(self) -> list[dict[str, Any]]:
        """Return the lines of guests with their fields, for the template."""
        return [
            {"name": self[f"guest-{n}"], "partner": self[f"partner-{n}"], "came": self[f"came-{n}"]}
            for n in self.guests
        ]

    def values(self) -> list[Seen]:
        """Return what the service takes: those of whom anything was said."""
        given = self.cleaned_data
        found = [
            Seen(given[f"presence-{key}"], person, lived_experience=given[f"lived-{key}"])
            for key, person in self.people.items()
            if given[f"presence-{key}"]
        ]
        for number in self.guests:
            if given[f"guest-{number}"].strip():
                partner = self.partners.get(given[f"partner-{number}"])
                presence = given[f"came-{number}"] or Presence.HERE
                found.append(Seen(presence, guest=given[f"guest-{number}"], partner=partner))
        return found


class MeetingFilter(Filter):
    """Which meetings."""

    group = forms.ChoiceField(label=gettext_lazy("Group"), required=False)
    when = forms.ChoiceField(
        label=gettext_lazy("When"),
        required=False,
        choices=[
            ("", gettext_lazy("All")),
            ("ahead", gettext_lazy("Still to come")),
            ("past", gettext_lazy("Took place")),
            ("cancelled", gettext_lazy("Cancelled")),
        ],
    )

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "filter-%s", **kwargs})
        rows = [(str(row.public_id), row.name) for row in groups(actor)]
        choose(self.fields["group"], [("", _("All groups")), *rows])


class AskFilter(Filter):
    """Which asks."""

    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)
    to_group = forms.ChoiceField(label=gettext_lazy("Asked of"), required=False)
    partner = forms.ChoiceField(label=gettext_lazy("Touching"), required=False)

    def __init__(self, actor: Actor, states: Iterable[tuple[str, Any]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "filter-%s", **kwargs})
        rows = [(str(row.public_id), row.name) for row in groups(actor)]
        choose(self.fields["state"], [("", _("All")), *states])
        choose(self.fields["to_group"], [("", _("All groups")), *rows])
        named = partners(actor).order_by("name", "id").values_list("code", "name")
        choose(self.fields["partner"], [("", _("All partners")), *named])

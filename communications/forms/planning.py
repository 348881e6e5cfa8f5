"""What people fill in to plan meetings, their series and their agendas."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communications.queries import at_hand, run_by
from communications.words.meetings import Purpose, Rhythm
from initiatives.forms.fields import choose, day_field, text_field

if TYPE_CHECKING:
    from communications.models import AgendaItem, Meeting
    from initiatives.kernel.access import Actor

LONG = 20_000


def hour_field(label: Any, help_text: Any = "") -> forms.TimeField:
    """Return the field of an hour by the initiative's clock."""
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, help_text=help_text, widget=widget)


def number_field(label: Any, least: int, most: int, help_text: Any = "") -> forms.IntegerField:
    """Return the field of a number of minutes."""
    widget = forms.NumberInput(attrs={"inputmode": "numeric"})
    return forms.IntegerField(
        label=label, help_text=help_text, min_value=least, max_value=most, widget=widget
    )


class GroupsMixin(forms.Form):
    """A choice among the groups whose meetings the actor plans."""

    def offer_groups(self, actor: Actor) -> None:
        """Fill the field `group`."""
        self.groups = {str(row.public_id): row for row in run_by(actor)}
        choose(self.fields["group"], [(key, row.name) for key, row in self.groups.items()])


class PlanForm(GroupsMixin):
    """One meeting: whose, what about, when and where, who leads it and who takes the minutes."""

    group = forms.ChoiceField(label=gettext_lazy("Group"))
    title = text_field(
        gettext_lazy("What it is called"),
        gettext_lazy("Such as “Getting ready for September”."),
        required=True,
        most=200,
    )
    purpose = text_field(
        gettext_lazy("What it is for"),
        gettext_lazy("In a sentence or two: what should be different afterwards?"),
        rows=2,
        most=LONG,
    )
    day = day_field(gettext_lazy("Day"), required=True)
    starts_at = hour_field(gettext_lazy("Begins at"))
    ends_at = hour_field(gettext_lazy("Ends at"), gettext_lazy("By the clock of the initiative."))
    place = text_field(gettext_lazy("Place"), most=300)
    join_link = text_field(gettext_lazy("Address to join online"), most=500)
    facilitator = forms.ChoiceField(label=gettext_lazy("Who leads it"), required=False)
    note_taker = forms.ChoiceField(label=gettext_lazy("Who takes the minutes"), required=False)

    def __init__(self, actor: Actor, row: Meeting | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = ZoneInfo(actor.initiative.timezone)
        if row is None:
            self.offer_groups(actor)
        else:
            del self.fields["group"]
        self.people = {str(one.public_id): one for one in at_hand(actor, row.group if row else None)}
        offered = [("", _("Nobody yet")), *((key, one.name) for key, one in self.people.items())]
        for name in ("facilitator", "note_taker"):
            choose(self.fields[name], offered)

    def values(self) -> dict[str, Any]:
        """Return what the service takes."""
        given = dict(self.cleaned_data)
        day: date = given.pop("day")
        for name in ("starts_at", "ends_at"):
            hour: time = given[name]
            given[name] = datetime.combine(day, hour, self.zone)
        for name in ("facilitator", "note_taker"):
            given[name] = self.people.get(given[name])
        if "group" in given:
            given["group"] = self.groups[given["group"]]
        return given

    @staticmethod
    def initial_of(row: Meeting, zone: str) -> dict[str, Any]:
        """Return what the form begins with for a meeting that stands."""
        begins, ends = (moment.astimezone(ZoneInfo(zone)) for moment in (row.starts_at, row.ends_at))
        plain = {name: getattr(row, name) for name in ("title", "purpose", "place", "join_link")}
        people = {
            name: str(getattr(row, name).public_id) if getattr(row, f"{name}_id") else ""
            for name in ("facilitator", "note_taker")
        }
        return {**plain, **people, "day": begins.date(), "starts_at": begins.time(), "ends_at": ends.time()}


class SeriesForm(GroupsMixin):
    """A group's meetings from a day until another."""

    group = forms.ChoiceField(label=gettext_lazy("Group"))
    title = text_field(gettext_lazy("What they are called"), required=True, most=200)
    rhythm = forms.ChoiceField(
        label=gettext_lazy("How often"),
        choices=Rhythm.choices,
        initial=Rhythm.MONTHLY,
        help_text=gettext_lazy(
            "Monthly and quarterly keep to the same weekday of the month, such as the third Tuesday."
        ),
    )
    first_on = day_field(gettext_lazy("The first on"), required=True)
    until = day_field(
        gettext_lazy("Plan them up to"),
        gettext_lazy("At most a year ahead; go on from there later."),
        required=True,
    )
    starts_at = hour_field(gettext_lazy("Begins at"), gettext_lazy("By the clock of the initiative."))
    length = number_field(gettext_lazy("Minutes"), 5, 1440)
    place = text_field(gettext_lazy("Place"), most=300)
    join_link = text_field(gettext_lazy("Address to join online"), most=500)

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_groups(actor)

    def values(self) -> dict[str, Any]:
        """Return what the service takes."""
        return {**self.cleaned_data, "group": self.groups[self.cleaned_data["group"]]}


class UntilForm(forms.Form):
    """Up to which day a series is planned."""

    until = day_field(gettext_lazy("Plan up to"), gettext_lazy("At most a year ahead."), required=True)


class ReasonForm(forms.Form):
    """Why something does not take place."""

    reason = text_field(
        gettext_lazy("Why"),
        gettext_lazy("Everybody in the initiative reads it."),
        rows=2,
        required=True,
        most=2000,
    )


class ReadingForm(forms.Form):
    """What to read before a point: a text, or where it lies."""

    pre_read = text_field(
        gettext_lazy("To read before"), gettext_lazy("It stands in the meeting pack."), rows=3, most=LONG
    )
    pre_read_link = text_field(gettext_lazy("Or where it lies"), gettext_lazy("An address."), most=500)

    def __init__(self, point: AgendaItem, data: Any = None) -> None:
        super().__init__(data, auto_id=f"id_{point.public_id}_%s")

    def clean(self) -> dict[str, Any]:
        """Refuse a form with nothing in it."""
        given = super().clean() or {}
        if not self.errors and not any(given.values()):
            raise forms.ValidationError(_("Write what to read before, or give the address where it lies."))
        return given


class ItemForm(forms.Form):
    """A point of the agenda."""

    title = text_field(gettext_lazy("What it is about"), required=True, most=200)
    purpose = forms.ChoiceField(
        label=gettext_lazy("What it is there for"), choices=Purpose.choices, initial=Purpose.DISCUSS
    )
    length = number_field(gettext_lazy("Minutes"), 1, 480)
    lead = forms.ChoiceField(label=gettext_lazy("Who leads it"), required=False)
    pre_read = text_field(
        gettext_lazy("To read before"), gettext_lazy("It goes out with the agenda."), rows=4, most=LONG
    )
    pre_read_link = text_field(gettext_lazy("Where more to read lies"), gettext_lazy("An address."), most=500)

    def __init__(self, actor: Actor, meeting: Meeting, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(one.public_id): one for one in at_hand(actor, meeting.group)}
        choose(
            self.fields["lead"],
            [("", _("Nobody yet")), *((key, one.name) for key, one in self.people.items())],
        )

    def values(self) -> dict[str, Any]:
        """Return what the service takes."""
        return {**self.cleaned_data, "lead": self.people.get(self.cleaned_data["lead"])}

    @staticmethod
    def initial_of(item: AgendaItem | None) -> dict[str, Any]:
        """Return what the form begins with."""
        if item is None:
            return {"length": 10}
        plain = {
            name: getattr(item, name) for name in ("title", "purpose", "length", "pre_read", "pre_read_link")
        }
        return {**plain, "lead": str(item.lead.public_id) if item.lead else ""}

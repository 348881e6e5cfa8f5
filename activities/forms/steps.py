"""What belongs to one activity: links, milestones, tasks, blockers, check-ins."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.models import Activity, ActivityLink
from activities.queries import activities
from activities.words import CheckInStatus, LinkKind, Strength
from initiatives.forms.fields import choose, day_field, text_field
from initiatives.kernel.access import Actor, Capability
from initiatives.queries import groups, myself, people


class LinkForm(forms.Form):
    """How an activity bears on another."""

    kind = forms.ChoiceField(label=gettext_lazy("This activity ..."), choices=LinkKind.choices)
    target = forms.ChoiceField(label=gettext_lazy("Which one"))
    strength = forms.ChoiceField(
        label=gettext_lazy("How close"), choices=Strength.choices, initial=Strength.REGULAR
    )
    note = text_field(gettext_lazy("What it is about"), rows=2, most=2000)
    agreed = text_field(
        gettext_lazy("What was agreed about it"),
        gettext_lazy("Where two overlap: who does what, and who stops or moves."),
        rows=2,
        most=2000,
    )

    def __init__(self, actor: Actor, row: Activity, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        known = activities(actor).exclude(pk=row.pk).order_by("title", "id").values_list("public_id", "title")
        choose(self.fields["target"], [("", _("Choose")), *((str(key), title) for key, title in known)])

    def values(self) -> dict[str, Any]:
        """Return what the service takes."""
        given = dict(self.cleaned_data)
        given["target"] = activities(self.actor).get(public_id=given["target"])
        return given


class ChangeLinkForm(forms.Form):
    """How close a link is, what it is, what was agreed."""

    strength = forms.ChoiceField(label=gettext_lazy("How close"), choices=Strength.choices)
    note = text_field(gettext_lazy("What it is about"), rows=2, most=2000)
    agreed = text_field(gettext_lazy("What was agreed about it"), rows=3, most=2000)

    @staticmethod
    def initial_of(link: ActivityLink) -> dict[str, Any]:
        """Return what the form begins with."""
        return {"strength": link.strength, "note": link.note, "agreed": link.agreed}


class MilestoneForm(forms.Form):
    """A dated step."""

    title = text_field(gettext_lazy("What is reached"), required=True, most=300)
    due = day_field(gettext_lazy("By"), required=True)
    fixed = forms.BooleanField(
        label=gettext_lazy("Others set this day"),
        help_text=gettext_lazy("A vote, the first day of school: it cannot be moved."),
        required=False,
    )


class TaskForm(forms.Form):
    """A small task with one owner and a day."""

    what = text_field(gettext_lazy("What is to be done"), required=True, most=300)
    owner = forms.ChoiceField(label=gettext_lazy("Who"))
    due = day_field(gettext_lazy("By"), required=True)

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = myself(actor)
        rows = [own]
        if actor.may(Capability.VIEW_PEOPLE):
            rows += [row for row in people(actor).order_by("name", "id") if row.pk != own.pk]
        self.rows = {str(row.public_id): row for row in rows}
        choose(self.fields["owner"], [(key, row.name) for key, row in self.rows.items()])

    def values(self) -> dict[str, Any]:
        """Return what the service takes."""
        return {**self.cleaned_data, "owner": self.rows[self.cleaned_data["owner"]]}


class BlockerForm(forms.Form):
    """What stands in the way, and which group can clear it."""

    what = text_field(gettext_lazy("What stands in the way"), rows=2, required=True, most=500)
    ask = text_field(gettext_lazy("What you ask for"), rows=3, required=True, most=2000)
    group = forms.ChoiceField(label=gettext_lazy("Of which group"))

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The steering committee first: it is there to clear what a working group cannot.
        known = sorted(groups(actor), key=lambda row: (row.kind != "steering_committee", row.name))
        self.rows = {str(row.public_id): row for row in known}
        choose(self.fields["group"], [(key, row.name) for key, row in self.rows.items()])

    def values(self) -> dict[str, Any]:
        """Return what the service takes."""
        return {**self.cleaned_data, "group": self.rows[self.cleaned_data["group"]]}


class AnswerForm(forms.Form):
    """What a group does about a blocker."""

    answer = text_field(gettext_lazy("What the group does"), rows=3, required=True, most=2000)


class CheckInForm(forms.Form):
    """How an activity goes: one click, and a word where it is needed."""

    status = forms.ChoiceField(
        label=gettext_lazy("How does it go?"), choices=CheckInStatus.choices, widget=forms.RadioSelect
    )
    note = text_field(gettext_lazy("A word about it"), rows=2, most=1000)
    help_wanted = text_field(
        gettext_lazy("What help do you want?"), gettext_lazy("The others read it."), rows=2, most=1000
    )

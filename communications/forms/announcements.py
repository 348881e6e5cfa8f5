"""What people fill in to announce something, to change it, to withdraw it and to talk about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communications.queries.announcements import may_address
from communications.words.announcements import Addressed
from initiatives.forms.fields import Filter, choose, day_field, find_field, text_field
from initiatives.forms.versions import VersionedForm

if TYPE_CHECKING:
    from communications.models import Announcement
    from initiatives.kernel.access import Actor

LONG = 10_000


class AnnouncementFilter(Filter):
    """Narrows the list."""

    search = find_field()
    addressed = forms.ChoiceField(
        label=gettext_lazy("To whom"), required=False, choices=[("", gettext_lazy("Any")), *Addressed.choices]
    )
    waiting = forms.BooleanField(label=gettext_lazy("Waiting for my word"), required=False)


class AnnouncementText(VersionedForm):
    """What an announcement says, and how long it stays on top."""

    title = text_field(gettext_lazy("What it is about"), required=True, most=200)
    body = text_field(
        gettext_lazy("What they should know"),
        gettext_lazy("The first sentence says it; then what it means for them, and what they should do."),
        rows=7,
        required=True,
        most=LONG,
    )
    topic = text_field(gettext_lazy("Topic"), gettext_lazy("One or two words, such as “Hand-ins”."), most=80)
    pinned_until = day_field(
        gettext_lazy("Keep it on top until"), gettext_lazy("Leave it empty to let it move down.")
    )


class ChangeAnnouncementForm(AnnouncementText):
    """What an announcement says, to be changed."""

    def __init__(self, row: Announcement, *args: Any, **kwargs: Any) -> None:
        names = ("title", "body", "topic", "pinned_until")
        kwargs.setdefault("initial", {}).update({name: getattr(row, name) for name in names})
        super().__init__(*args, **kwargs)


class PublishForm(AnnouncementText):
    """An announcement: to whom it speaks, what it says, whether they should say that they read it."""

    addressed = forms.ChoiceField(label=gettext_lazy("To whom"))
    group = forms.ChoiceField(
        label=gettext_lazy("Group"),
        help_text=gettext_lazy("Where it is for one group."),
        required=False,
    )
    asks_word = forms.BooleanField(
        label=gettext_lazy("Ask them to say that they have read it"),
        help_text=gettext_lazy("You see who has and who has not, and can remind the others."),
        required=False,
    )
    field_order = ("addressed", "group", "title", "body", "topic", "asks_word", "pinned_until")

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        audiences, led = may_address(actor)
        self.groups = {str(row.public_id): row for row in led}
        if not led:
            audiences = [one for one in audiences if one != Addressed.GROUP]
        choose(self.fields["addressed"], [(one.value, one.label) for one in audiences])
        choose(
            self.fields["group"], [("", _("None")), *((key, row.name) for key, row in self.groups.items())]
        )
        if not led:
            del self.fields["group"]

    def values(self) -> dict[str, Any]:
        """Return what the service takes."""
        given = dict(self.cleaned_data)
        return {**given, "group": self.groups.get(given.get("group", ""))}


class ReasonForm(forms.Form):
    """Why something is withdrawn or closed."""

    reason = text_field(gettext_lazy("Why"), rows=2, required=True, most=500)


class CommentForm(forms.Form):
    """What somebody says about an announcement."""

    text = text_field(gettext_lazy("Your comment"), rows=3, required=True, most=2000)

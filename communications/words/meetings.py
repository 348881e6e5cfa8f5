"""The words of meetings."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Rhythm(TextChoices):
    """How often a series meets; monthly and quarterly keep to the same weekday of the month."""

    WEEKLY = "weekly", _("Every week")
    FORTNIGHTLY = "fortnightly", _("Every two weeks")
    MONTHLY = "monthly", _("Every month")
    QUARTERLY = "quarterly", _("Every three months")


class MeetingState(TextChoices):
    SCHEDULED = "scheduled", pgettext_lazy("a meeting", "Scheduled")
    AGENDA_OUT = "agenda_out", _("Agenda sent")
    OPEN = "open", _("Being held")
    HELD = "held", _("Held, minutes in draft")
    APPROVED = "approved", _("Minutes approved")
    CANCELLED = "cancelled", pgettext_lazy("a meeting", "Cancelled")


MEETING_MOVES: dict[str, frozenset[str]] = {
    MeetingState.SCHEDULED: frozenset({MeetingState.AGENDA_OUT, MeetingState.OPEN, MeetingState.CANCELLED}),
    MeetingState.AGENDA_OUT: frozenset({MeetingState.OPEN, MeetingState.CANCELLED}),
    MeetingState.OPEN: frozenset({MeetingState.HELD}),
    MeetingState.HELD: frozenset({MeetingState.OPEN, MeetingState.APPROVED}),
    MeetingState.APPROVED: frozenset(),
    MeetingState.CANCELLED: frozenset({MeetingState.SCHEDULED}),
}
# The meeting is still to come; notes are taken; it took place.
AHEAD = frozenset({MeetingState.SCHEDULED, MeetingState.AGENDA_OUT})
WRITING = frozenset({MeetingState.OPEN, MeetingState.HELD})
TOOK_PLACE = frozenset({MeetingState.OPEN, MeetingState.HELD, MeetingState.APPROVED})


class Purpose(TextChoices):
    """What an item of the agenda is there for."""

    INFORM = "inform", _("Inform")
    DISCUSS = "discuss", _("Discuss")
    DECIDE = "decide", _("Decide")


class Presence(TextChoices):
    HERE = "here", pgettext_lazy("at a meeting", "Here")
    ONLINE = "online", _("Online")
    EXCUSED = "excused", _("Excused")
    MISSING = "missing", pgettext_lazy("at a meeting", "Missing")


PRESENT = frozenset({Presence.HERE, Presence.ONLINE})


class Coming(TextChoices):
    """The answer to an invitation."""

    YES = "yes", pgettext_lazy("to an invitation", "I am coming")
    ONLINE = "online", _("I join online")
    PERHAPS = "perhaps", _("Perhaps")
    NO = "no", _("I cannot come")


# What is said of somebody who answered so.
COMING_TOLD = {
    Coming.YES: _("Comes"),
    Coming.ONLINE: _("Joins online"),
    Coming.PERHAPS: _("Perhaps"),
    Coming.NO: _("Cannot come"),
}


class AskState(TextChoices):
    OPEN = "open", pgettext_lazy("an ask", "Open")
    ANSWERED = "answered", pgettext_lazy("an ask", "Answered")
    WITHDRAWN = "withdrawn", pgettext_lazy("an ask", "Withdrawn")

"""What communication lets people find: meetings and their minutes, decisions, lessons, asks, news, what people said."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from communications.queries import asks, meetings
from communications.queries.announcements import announcements
from communications.queries.decisions import worded
from communications.queries.lessons import all_lessons
from communications.queries.meetings import points
from communications.queries.voice import feedback, questions, you_said
from initiatives.kernel.access import Actor, Capability
from initiatives.kernel.finding import Finder, finder

# So much of what somebody said stands as its title.
SHORT = 120


class _OfCommunication(Finder):
    """What lies under Communication, at the page of its name."""

    condition = "communication"
    page = ""

    def path(self, actor: Actor, row: Any) -> str:
        return reverse(f"communications:{self.page}", args=[actor.initiative.slug, row.public_id])


@finder
class Meetings(_OfCommunication):
    """Meetings of all groups."""

    key = "meetings"
    label = _("Meetings")
    icon = "calendar"
    order = 40
    fields = ("title", "purpose")
    page = "meeting"

    def rows(self, actor: Actor) -> QuerySet[Any]:
        return meetings(actor)

    def note(self, row: Any) -> str:
        return f"{row.group.name}, {date_format(localtime(row.starts_at))}"


@finder
class Points(_OfCommunication):
    """The points of meetings, with what was noted where the reader may read it."""

    key = "points"
    label = _("Agendas and minutes")
    icon = "list"
    order = 41
    fields = ("title", "brief", "pre_read", "noted")
    page = "meeting"

    def rows(self, actor: Actor) -> QuerySet[Any]:
        return points(actor)

    def path(self, actor: Actor, row: Any) -> str:
        return super().path(actor, row.meeting)

    def note(self, row: Any) -> str:
        return f"{row.meeting.title}, {date_format(localtime(row.meeting.starts_at))}"


@finder
class Decisions(_OfCommunication):
    """Decisions in their present wording."""

    key = "decisions"
    label = _("Decisions")
    icon = "gavel"
    order = 42
    fields = ("title", "question")
    page = "decision"

    def rows(self, actor: Actor) -> QuerySet[Any]:
        return worded(actor)

    def note(self, row: Any) -> str:
        return str(row.group.name)


@finder
class Lessons(_OfCommunication):
    """What was learned, what no longer holds too."""

    key = "lessons"
    label = _("Lessons")
    icon = "lightbulb"
    order = 43
    fields = ("claim", "so_what", "context", "evidence", "applies_to")
    page = "lesson"

    def rows(self, actor: Actor) -> QuerySet[Any]:
        return all_lessons(actor)

    def note(self, row: Any) -> str:
        return str(row.get_confidence_display()) if row.retired_at is None else str(_("It no longer holds"))


@finder
class Asks(_OfCommunication):
    """What groups ask of one another."""

    key = "asks"
    label = _("Asks")
    icon = "messages-square"
    order = 44
    fields = ("what", "answer")

    def rows(self, actor: Actor) -> QuerySet[Any]:
        return asks(actor)

    def path(self, actor: Actor, row: Any) -> str:
        return reverse("communications:asks", args=[actor.initiative.slug])

    def note(self, row: Any) -> str:
        return f"{row.from_group.name} → {row.to_group.name}"


@finder
class Announcements(_OfCommunication):
    """What was announced to the reader and stands; the staff find all of it."""

    key = "announcements"
    label = _("Announcements")
    icon = "megaphone"
    order = 45
    fields = ("title", "body", "topic")
    page = "announcement"

    def rows(self, actor: Actor) -> QuerySet[Any]:
        return announcements(actor)

    def note(self, row: Any) -> str:
        return date_format(localtime(row.published_at), "DATE_FORMAT")


@finder
class Questions(_OfCommunication):
    """Questions put to everybody, and what was heard."""

    key = "questions"
    label = _("Questions to everybody")
    icon = "message-circle-question-mark"
    order = 46
    fields = ("asks", "background", "heard")
    page = "question"

    def rows(self, actor: Actor) -> QuerySet[Any]:
        return questions(actor)


class _Voice(_OfCommunication):
    """What people said: its words are its title."""

    icon = "message-square-text"

    def title(self, row: Any) -> str:
        return Truncator(" ".join(super().title(row).split())).chars(SHORT)

    def note(self, row: Any) -> str:
        return str(row.theme)


@finder
class YouSaid(_Voice):
    """What people said that is shown with its answer."""

    key = "you_said"
    label = _("You said, we did")
    order = 47
    fields = ("shown_as", "answer", "theme")

    def rows(self, actor: Actor) -> QuerySet[Any]:
        return you_said(actor)

    def path(self, actor: Actor, row: Any) -> str:
        return reverse("communications:you_said", args=[actor.initiative.slug])


@finder
class Said(_Voice):
    """What people said, in their own words, for those who read it; what is shown is found as that."""

    key = "said"
    label = _("What people said")
    order = 48
    fields = ("said", "answer", "theme")
    page = "said"

    def rows(self, actor: Actor) -> QuerySet[Any]:
        if not actor.may(Capability.REVIEW):
            return you_said(actor).none()
        return feedback(actor).filter(shown_at=None)

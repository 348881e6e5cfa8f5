"""What the pages of continuous communication have in common."""

from typing import Any, ClassVar
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBase
from django.utils.translation import gettext as _

from communications.models import Meeting
from communications.queries import may_run, meeting
from communications.words.meetings import MeetingState
from initiatives.kernel.access import Capability
from initiatives.web import FormView, Needs, PageView, SeeOther

STATE_LOOKS = {
    MeetingState.SCHEDULED: ("early", "mute"),
    MeetingState.AGENDA_OUT: ("sent", "hue"),
    MeetingState.OPEN: ("on", "hue"),
    MeetingState.HELD: ("behind", "mute"),
    MeetingState.APPROVED: ("done", "good"),
    MeetingState.CANCELLED: ("nodata", "mute"),
}


def with_looks(rows: list[Meeting]) -> list[Meeting]:
    """Return the meetings, each with how its state is shown."""
    for row in rows:
        found: Any = row
        found.state_shape, found.state_tone = STATE_LOOKS[MeetingState(row.state)]
    return rows


class CommunicationView(PageView):
    """A page under Communication."""

    section = "communication"
    condition = "communication"

    def trail(self, *items: tuple[Any, str]) -> list[dict[str, Any]]:
        """Return the breadcrumbs below the section."""
        return self.crumbs((_("Communication"), self.url("communications:home") if items else ""), *items)

    def tabs(self, current: str) -> list[dict[str, Any]]:
        """Return the section's own navigation."""
        entries = [
            ("home", _("Overview")),
            ("meetings", _("Meetings")),
            ("asks", _("Asks")),
            ("decisions", _("Decisions")),
            ("lessons", _("Lessons")),
        ]
        return [
            {"label": label, "url": self.url(f"communications:{key}"), "current": key == current, "count": ""}
            for key, label in entries
        ]


class FormPage(FormView, CommunicationView):
    """A page of communication with one form that asks for one verb."""

    template_name = "communications/form.html"


class OneMeeting(CommunicationView):
    """A page about one meeting."""

    found: Meeting

    def find(self, public_id: UUID) -> Meeting:
        """Look the meeting up. Raises NotFound."""
        [self.found] = with_looks([meeting(self.actor, public_id)])
        return self.found

    def here(self) -> str:
        """Return the meeting's own address."""
        return self.url("communications:meeting", self.found.public_id)

    def crumbs_of(self, *items: tuple[Any, str]) -> list[dict[str, Any]]:
        """Return the breadcrumbs down to the meeting, and below it."""
        meetings = (_("Meetings"), self.url("communications:meetings"))
        return self.trail(meetings, (self.found.title, self.here() if items else ""), *items)


class MeetingForm(FormPage, OneMeeting):
    """A form about one meeting. Who may not send it is led back to the meeting, and told why."""

    capability: ClassVar[Needs | None] = Capability.TAKE_PART
    title: ClassVar[Any] = ""
    lead: ClassVar[Any] = ""

    def prepare(self, *args: Any, **kwargs: Any) -> None:
        self.find(kwargs["public_id"])

    def handle(self, **kwargs: Any) -> HttpResponseBase:
        if self.request.method in ("GET", "HEAD"):
            self.prepare(**kwargs)
            if not self.allowed():
                messages.warning(self.request, self.refusal())
                return SeeOther(self.here())
        return super().handle(**kwargs)

    def allowed(self) -> bool:
        """Whether the actor may send this form."""
        return may_run(self.actor, self.found)

    def refusal(self) -> str:
        """Say who may."""
        return _("The backbone, the group's co-chairs and whoever leads the meeting can do this.")

    def told(self) -> dict[str, Any]:
        return {
            "title": self.title,
            "lead": self.lead or self.found.title,
            "back": self.here(),
            "breadcrumbs": self.crumbs_of((self.title, "")),
        }

    def done(self, result: Any) -> HttpResponseBase:
        return self.go(self.here(), _("Saved."))

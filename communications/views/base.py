"""What the pages of continuous communication have in common."""

from abc import abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communications.models import Meeting
from communications.queries import may_run, meeting
from communications.words.meetings import MeetingState
from initiatives.kernel.access import Capability
from initiatives.section_pages import FormOfOne, SectionView, Tab
from initiatives.web import FormView, Needs

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


class CommunicationView(SectionView):
    """A page under Communication."""

    section = "communication"
    condition = "communication"
    namespace = "communications"
    section_name = gettext_lazy("Communication")

    def entries(self) -> list[Tab]:
        """Return the section's pages."""
        return [
            Tab("home", _("Overview")),
            Tab("meetings", _("Meetings")),
            Tab("asks", _("Asks")),
            Tab("decisions", _("Decisions")),
            Tab("lessons", _("Lessons")),
            Tab("surveys", _("Surveys")),
            Tab("announcements", _("Announcements")),
            Tab("you_said", _("You said, we did")),
        ]


class FormPage(FormView, CommunicationView):
    """A page of communication with one form that asks for one verb."""

    template_name = "initiatives/form.html"


class TitledForm(FormOfOne):
    """A form about one thing, whose words stand below what the form is called unless it says else."""

    title: ClassVar[Any] = ""
    lead: ClassVar[Any] = ""
    found: Any

    @abstractmethod
    def crumbs_of(self, *items: tuple[Any, str]) -> list[dict[str, Any]]:
        """Return the breadcrumbs down to the thing, and below it."""

    def told(self) -> Mapping[str, Any]:
        return {
            "title": self.title,
            "lead": self.lead or self.words(),
            "back": self.here(),
            "breadcrumbs": self.crumbs_of((self.title, "")),
        }

    def words(self) -> str:
        """Return the words by which the thing is known."""
        return str(self.found.title)


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


class MeetingForm(OneMeeting, TitledForm, FormPage):
    """A form about one meeting."""

    capability: ClassVar[Needs | None] = Capability.TAKE_PART

    def prepare(self, *args: Any, **kwargs: Any) -> None:
        self.find(kwargs["public_id"])

    def allowed(self) -> bool:
        """Whether the actor may send this form."""
        return may_run(self.actor, self.found)

    def refusal(self) -> str:
        """Say who may."""
        return _("The backbone, the group's co-chairs and whoever leads the meeting can do this.")

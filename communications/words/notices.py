"""The words of notices: which facts tell whom, and of what somebody may wish to hear."""

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

# So many days a notice stands.
DAYS_KEPT = 30


class About(TextChoices):
    """Of what digests and notices tell; each reader may leave some out. By these words keys of facts begin."""

    MEASUREMENT = "measurement", pgettext_lazy("heard of", "Figures and hand-ins")
    AGENDA = "agenda", pgettext_lazy("heard of", "The common agenda")
    ACTIVITIES = "activities", pgettext_lazy("heard of", "Activities")
    COMMUNICATIONS = "communications", pgettext_lazy("heard of", "Meetings, asks and decisions")


class Hears(StrEnum):
    """Who hears of a fact: its partner, the backbone, a task's owner, a group, who is asked, who reads, everybody."""

    PARTNER = "partner"
    STAFF = "staff"
    OWNER = "owner"
    GROUP = "group"
    ASKED = "asked"
    READER = "reader"
    EVERYBODY = "everybody"


@dataclass(frozen=True)
class Heard:
    """Who hears of a fact, and the page that shows it: its name, asked with what stands behind the subject's colon."""

    by: Hears
    page: str


_HAND_IN = "measurement:submission"
_MEETING = "communications:meeting"
_DECISION = "communications:decision"
_ANNOUNCEMENT = "communications:announcement"
HEARD: dict[str, Heard] = {
    "measurement.submission_returned": Heard(Hears.PARTNER, _HAND_IN),
    "measurement.submission_accepted": Heard(Hears.PARTNER, _HAND_IN),
    "measurement.submission_revised": Heard(Hears.PARTNER, _HAND_IN),
    "measurement.submission_sign_off_asked": Heard(Hears.PARTNER, _HAND_IN),
    "measurement.submission_sent_back": Heard(Hears.PARTNER, _HAND_IN),
    "measurement.extension_granted": Heard(Hears.PARTNER, "measurement:request"),
    "measurement.submission_submitted": Heard(Hears.STAFF, _HAND_IN),
    "measurement.submission_taken_back": Heard(Hears.STAFF, _HAND_IN),
    "agenda.asked": Heard(Hears.PARTNER, "agenda:version"),
    "agenda.position_contested": Heard(Hears.PARTNER, "agenda:version"),
    "agenda.ratified": Heard(Hears.STAFF, "agenda:positions"),
    "agenda.adopted": Heard(Hears.EVERYBODY, "agenda:version"),
    "activities.blocker_raised": Heard(Hears.STAFF, "activities:activity"),
    "activities.blocker_closed": Heard(Hears.PARTNER, "activities:activity"),
    "communications.agenda_sent": Heard(Hears.GROUP, _MEETING),
    "communications.meeting_changed": Heard(Hears.GROUP, _MEETING),
    "communications.meeting_cancelled": Heard(Hears.GROUP, _MEETING),
    "communications.minutes_approved": Heard(Hears.GROUP, _MEETING),
    "communications.decision_moved": Heard(Hears.GROUP, _DECISION),
    "communications.decision_reviewed": Heard(Hears.GROUP, _DECISION),
    "communications.decided": Heard(Hears.EVERYBODY, _DECISION),
    "communications.survey_opened": Heard(Hears.ASKED, "communications:survey"),
    "communications.survey_released": Heard(Hears.EVERYBODY, "communications:survey"),
    "communications.announcement_published": Heard(Hears.READER, _ANNOUNCEMENT),
    "communications.announcement_changed": Heard(Hears.READER, _ANNOUNCEMENT),
    "communications.announcement_reminded": Heard(Hears.READER, _ANNOUNCEMENT),
    "communications.feedback_received": Heard(Hears.STAFF, "communications:said"),
    "communications.concern_raised": Heard(Hears.STAFF, ""),
    "communications.question_answered": Heard(Hears.EVERYBODY, "communications:question"),
    "initiatives.action_added": Heard(Hears.OWNER, "communications:task"),
}


def keys(*by: Hears) -> list[str]:
    """Return the keys of the facts of which these hear."""
    return [key for key, heard in HEARD.items() if heard.by in by]

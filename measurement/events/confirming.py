"""The facts about a partner's word on figures that others filled in for it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from initiatives.outbox import Fact, event
from measurement.events.telling import period as _period


@event("measurement.submission_confirmed")
@dataclass(frozen=True)
class SubmissionConfirmed(Fact):
    period: str = ""
    partner: str = ""
    by_link: bool = False

    def headline(self) -> str:
        line = _("%(partner)s confirmed the figures of %(period)s that were handed in on its behalf") % {
            "partner": self.partner,
            "period": _period(self.period),
        }
        return line + " " + _("(by a link)") if self.by_link else line


@event("measurement.submission_taken_back")
@dataclass(frozen=True)
class SubmissionTakenBack(Fact):
    period: str = ""
    partner: str = ""
    by_link: bool = False

    def headline(self) -> str:
        line = _("%(partner)s took %(period)s back to put it right") % {
            "partner": self.partner,
            "period": _period(self.period),
        }
        return line + " " + _("(by a link)") if self.by_link else line

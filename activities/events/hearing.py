"""How activities go: check-ins, links to say it, blockers, the calendar's address."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from activities.events.base import ActivityFact
from activities.words import BlockerState, CheckInStatus
from initiatives.outbox import Fact, event


@event("activities.checked_in")
@dataclass(frozen=True)
class CheckedIn(ActivityFact):
    status: str = CheckInStatus.ON_TRACK
    note: str = ""
    help_wanted: str = ""
    by_link: bool = False

    def headline(self) -> str:
        line = self._said(
            _("“%(title)s” is %(status)s"), status=str(CheckInStatus(self.status).label).lower()
        )
        if self.note:
            line = f"{line}: {self.note}"
        if self.by_link:
            line = f"{line} " + _("(by a link)")
        return line


@event("activities.check_in_link_made")
@dataclass(frozen=True)
class CheckInLinkMade(ActivityFact):
    """`to` is the public id of whom it is mailed to; empty where it is passed on by hand."""

    to: str = ""

    def headline(self) -> str:
        return self._said(_("A link to say how “%(title)s” goes was made"))


@event("activities.check_in_link_revoked")
@dataclass(frozen=True)
class CheckInLinkRevoked(ActivityFact):
    def headline(self) -> str:
        return self._said(_("A link to say how “%(title)s” goes was revoked"))


@event("activities.check_in_link_opened")
@dataclass(frozen=True)
class CheckInLinkOpened(ActivityFact):
    """`link` is its public id: whoever holds it gave a name, which the link keeps for as long as it may."""

    link: str = ""

    def headline(self) -> str:
        return self._said(_("The link to say how “%(title)s” goes was opened"))


@event("activities.check_in_rule_changed")
@dataclass(frozen=True)
class CheckInRuleChanged(Fact):
    days: int = 45
    sends_links: bool = True

    def headline(self) -> str:
        if not self.sends_links:
            return _("Activities count as not heard of after %(days)d days; nobody is asked by itself") % {
                "days": self.days
            }
        return _("An activity counts as not heard of after %(days)d days of silence") % {"days": self.days}


@dataclass(frozen=True)
class _BlockerFact(ActivityFact):
    what: str = ""
    group: str = ""


@event("activities.blocker_raised")
@dataclass(frozen=True)
class BlockerRaised(_BlockerFact):
    ask: str = ""

    def headline(self) -> str:
        line = _("“%(title)s” raised to %(group)s: %(what)s")
        return self._said(line, group=self.group, what=self.what)


@event("activities.blocker_closed")
@dataclass(frozen=True)
class BlockerClosed(_BlockerFact):
    state: str = BlockerState.ANSWERED
    answer: str = ""

    def headline(self) -> str:
        if self.state == BlockerState.WITHDRAWN:
            line = _("“%(title)s” needs no answer of %(group)s any more: %(what)s")
            return self._said(line, group=self.group, what=self.what)
        line = _("%(group)s answered “%(title)s”: %(answer)s")
        return self._said(line, group=self.group, answer=self.answer)


# --- the board and the system ------------------------------------------------------------------------------


@event("activities.calendar_feed_made")
@dataclass(frozen=True)
class CalendarFeedMade(Fact):
    def headline(self) -> str:
        return _("A calendar address was made")


@event("activities.calendar_feed_revoked")
@dataclass(frozen=True)
class CalendarFeedRevoked(Fact):
    def headline(self) -> str:
        return _("A calendar address was revoked")

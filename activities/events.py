"""The facts that mutually reinforcing activities announce."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities.words import (
    ActivityState,
    BlockerState,
    CheckInStatus,
    LinkKind,
    NoteState,
    Side,
)
from initiatives.outbox import Fact, event


def _day(text: str) -> str:
    """A day, kept as 2026-11-30, as the reader's language writes it."""
    return date_format(date.fromisoformat(text)) if text else "–"


@dataclass(frozen=True)
class _ActivityFact(Fact):
    title: str = ""

    def _said(self, line: str, **more: object) -> str:
        return line % {"title": self.title, **more}


# --- activities --------------------------------------------------------------------------------------------


@event("activities.added")
@dataclass(frozen=True)
class ActivityAdded(_ActivityFact):
    state: str = ActivityState.PROPOSED

    def headline(self) -> str:
        if self.state == ActivityState.PROPOSED:
            return self._said(_("The activity “%(title)s” was proposed"))
        return self._said(_("The activity “%(title)s” was added"))


@event("activities.changed")
@dataclass(frozen=True)
class ActivityChanged(_ActivityFact):
    fields: tuple[str, ...] = ()

    def headline(self) -> str:
        return self._said(_("The activity “%(title)s” was changed"))


@event("activities.placed")
@dataclass(frozen=True)
class ActivityPlaced(_ActivityFact):
    strategy: str = ""
    former: str = ""

    def headline(self) -> str:
        if not self.strategy:
            return self._said(_("The activity “%(title)s” serves no strategy any more"))
        return self._said(_("The activity “%(title)s” now serves: %(strategy)s"), strategy=self.strategy)


@event("activities.parts_changed")
@dataclass(frozen=True)
class PartsChanged(_ActivityFact):
    """`parts` and `former` are lines "partner: part"."""

    parts: tuple[str, ...] = ()
    former: tuple[str, ...] = ()

    def headline(self) -> str:
        return self._said(_("“%(title)s”: who does what was changed"))


@event("activities.moved")
@dataclass(frozen=True)
class ActivityMoved(_ActivityFact):
    state: str = ActivityState.PROPOSED
    reason: str = ""

    def headline(self) -> str:
        line = self._said(
            _("The activity “%(title)s” is now: %(state)s"),
            state=str(ActivityState(self.state).label).lower(),
        )
        return f"{line}. {self.reason}" if self.reason else line


@event("activities.rescheduled")
@dataclass(frozen=True)
class ActivityRescheduled(_ActivityFact):
    former: tuple[str, ...] = ("", "")
    dates: tuple[str, ...] = ("", "")
    reason: str = ""

    def headline(self) -> str:
        line = self._said(
            _("The activity “%(title)s” now runs from %(start)s to %(end)s"),
            start=_day(self.dates[0]),
            end=_day(self.dates[1]),
        )
        return f"{line}. {self.reason}" if self.reason else line


@event("activities.removed")
@dataclass(frozen=True)
class ActivityRemoved(_ActivityFact):
    def headline(self) -> str:
        return self._said(_("The activity “%(title)s” was removed"))


@event("activities.population_changed")
@dataclass(frozen=True)
class PopulationChanged(Fact):
    """`done`: added, changed or removed."""

    name: str = ""
    done: str = "added"

    def headline(self) -> str:
        lines = {
            "added": _("“%(name)s” was added to the groups of people"),
            "changed": _("“%(name)s”, a group of people, was changed"),
            "removed": _("“%(name)s” was removed from the groups of people"),
        }
        return lines[self.done] % {"name": self.name}


# --- links and milestones ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class _LinkFact(_ActivityFact):
    kind: str = LinkKind.FEEDS_INTO
    other: str = ""

    def _words(self, line: str) -> str:
        return self._said(line, kind=str(LinkKind(self.kind).label), other=self.other)


@event("activities.put_outside")
@dataclass(frozen=True)
class PutOutside(Fact):
    """`what` names people, place and strategy that the agenda is not meant for together."""

    what: str = ""
    reason: str = ""

    def headline(self) -> str:
        return _("“%(what)s” is said to lie outside the agenda: %(reason)s") % {
            "what": self.what,
            "reason": self.reason,
        }


@event("activities.brought_inside")
@dataclass(frozen=True)
class BroughtInside(Fact):
    what: str = ""

    def headline(self) -> str:
        return _("“%(what)s” lies inside the agenda again") % {"what": self.what}


@event("activities.linked")
@dataclass(frozen=True)
class ActivitiesLinked(_LinkFact):
    def headline(self) -> str:
        return self._words(_("“%(title)s” %(kind)s “%(other)s”"))


@event("activities.link_changed")
@dataclass(frozen=True)
class LinkChanged(_LinkFact):
    agreed: str = ""

    def headline(self) -> str:
        line = self._words(_("“%(title)s” %(kind)s “%(other)s”: written anew"))
        return f"{line}. {self.agreed}" if self.agreed else line


@event("activities.unlinked")
@dataclass(frozen=True)
class ActivitiesUnlinked(_LinkFact):
    def headline(self) -> str:
        return self._words(_("No longer: “%(title)s” %(kind)s “%(other)s”"))


@dataclass(frozen=True)
class _MilestoneFact(_ActivityFact):
    milestone: str = ""
    due: str = ""

    def _words(self, line: str) -> str:
        return self._said(line, milestone=self.milestone, due=_day(self.due))


@event("activities.milestone_set")
@dataclass(frozen=True)
class MilestoneSet(_MilestoneFact):
    def headline(self) -> str:
        return self._words(_("“%(title)s”: the milestone “%(milestone)s” is due on %(due)s"))


@event("activities.milestone_changed")
@dataclass(frozen=True)
class MilestoneChanged(_MilestoneFact):
    fields: tuple[str, ...] = ()

    def headline(self) -> str:
        return self._words(_("“%(title)s”: the milestone “%(milestone)s” was changed, due on %(due)s"))


@event("activities.milestone_reached")
@dataclass(frozen=True)
class MilestoneReached(_MilestoneFact):
    def headline(self) -> str:
        return self._words(_("“%(title)s”: the milestone “%(milestone)s” was reached"))


@event("activities.milestone_removed")
@dataclass(frozen=True)
class MilestoneRemoved(_MilestoneFact):
    def headline(self) -> str:
        return self._words(_("“%(title)s”: the milestone “%(milestone)s” was removed"))


# --- check-ins and blockers --------------------------------------------------------------------------------


@event("activities.checked_in")
@dataclass(frozen=True)
class CheckedIn(_ActivityFact):
    status: str = CheckInStatus.ON_TRACK
    note: str = ""
    help_wanted: str = ""
    by_link: str = ""

    def headline(self) -> str:
        line = self._said(
            _("“%(title)s” is %(status)s"), status=str(CheckInStatus(self.status).label).lower()
        )
        if self.note:
            line = f"{line}: {self.note}"
        if self.by_link:
            line = f"{line} " + _("(by a link, %(name)s)") % {"name": self.by_link}
        return line


@event("activities.check_in_link_made")
@dataclass(frozen=True)
class CheckInLinkMade(_ActivityFact):
    to: str = ""

    def headline(self) -> str:
        line = self._said(_("A link to say how “%(title)s” goes was made"))
        return f"{line}: {self.to}" if self.to else line


@event("activities.check_in_link_revoked")
@dataclass(frozen=True)
class CheckInLinkRevoked(_ActivityFact):
    def headline(self) -> str:
        return self._said(_("A link to say how “%(title)s” goes was revoked"))


@event("activities.check_in_link_opened")
@dataclass(frozen=True)
class CheckInLinkOpened(_ActivityFact):
    by: str = ""

    def headline(self) -> str:
        return self._said(_("The link to say how “%(title)s” goes was opened")) + f": {self.by}"


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
class _BlockerFact(_ActivityFact):
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


@dataclass(frozen=True)
class _NoteFact(_ActivityFact):
    side: str = Side.OFFER
    partner: str = ""


@event("activities.note_put_up")
@dataclass(frozen=True)
class NotePutUp(_NoteFact):
    def headline(self) -> str:
        line = (
            _("%(partner)s offers: %(title)s")
            if self.side == Side.OFFER
            else _("%(partner)s needs: %(title)s")
        )
        return self._said(line, partner=self.partner or _("The backbone"))


@event("activities.note_changed")
@dataclass(frozen=True)
class NoteChanged(_NoteFact):
    fields: tuple[str, ...] = ()

    def headline(self) -> str:
        return self._said(_("“%(title)s”, on the board of offers and needs, was changed"))


@event("activities.note_closed")
@dataclass(frozen=True)
class NoteClosed(_NoteFact):
    state: str = NoteState.MET
    outcome: str = ""

    def headline(self) -> str:
        if self.state == NoteState.MET:
            return self._said(_("“%(title)s” found its match: %(outcome)s"), outcome=self.outcome)
        return self._said(_("“%(title)s” was taken from the board of offers and needs"))


@event("activities.system_change_noted")
@dataclass(frozen=True)
class SystemChangeNoted(Fact):
    what: str = ""

    def headline(self) -> str:
        return _("A change in the system: %(what)s") % {"what": self.what}


@event("activities.system_change_changed")
@dataclass(frozen=True)
class SystemChangeChanged(SystemChangeNoted):
    fields: tuple[str, ...] = ()

    def headline(self) -> str:
        return _("What is noted of a change in the system was changed: %(what)s") % {"what": self.what}


# --- lists -------------------------------------------------------------------------------------------------


@event("activities.taken_in")
@dataclass(frozen=True)
class ActivitiesTakenIn(Fact):
    activities: int = 0
    partners: int = 0
    source: str = ""

    def headline(self) -> str:
        told = ngettext(
            "%(count)d activity was taken in from “%(source)s”",
            "%(count)d activities were taken in from “%(source)s”",
            self.activities,
        )
        return told % {"count": self.activities, "source": self.source}


@event("activities.taken_back")
@dataclass(frozen=True)
class ActivitiesTakenBack(Fact):
    activities: int = 0
    kept: int = 0
    source: str = ""

    def headline(self) -> str:
        told = ngettext(
            "%(count)d activity from “%(source)s” was taken back",
            "%(count)d activities from “%(source)s” were taken back",
            self.activities,
        )
        return told % {"count": self.activities, "source": self.source}


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

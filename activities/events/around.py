"""What lies around activities: offers and needs, changes in the system, imports."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities.events.base import ActivityFact
from activities.words import NoteState, Side
from initiatives.outbox import Fact, event


@dataclass(frozen=True)
class _NoteFact(ActivityFact):
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

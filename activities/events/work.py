"""Activities, those whom they are for, and what lies outside the agenda."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from activities.events.base import ActivityFact, day_of
from activities.words import ActivityState
from initiatives.outbox import Fact, event


@event("activities.added")
@dataclass(frozen=True)
class ActivityAdded(ActivityFact):
    state: str = ActivityState.PROPOSED

    def headline(self) -> str:
        if self.state == ActivityState.PROPOSED:
            return self._said(_("The activity “%(title)s” was proposed"))
        return self._said(_("The activity “%(title)s” was added"))


@event("activities.changed")
@dataclass(frozen=True)
class ActivityChanged(ActivityFact):
    fields: tuple[str, ...] = ()

    def headline(self) -> str:
        return self._said(_("The activity “%(title)s” was changed"))


@event("activities.placed")
@dataclass(frozen=True)
class ActivityPlaced(ActivityFact):
    strategy: str = ""
    former: str = ""

    def headline(self) -> str:
        if not self.strategy:
            return self._said(_("The activity “%(title)s” serves no strategy any more"))
        return self._said(_("The activity “%(title)s” now serves: %(strategy)s"), strategy=self.strategy)


@event("activities.parts_changed")
@dataclass(frozen=True)
class PartsChanged(ActivityFact):
    """`parts` and `former` are lines "partner: part"."""

    parts: tuple[str, ...] = ()
    former: tuple[str, ...] = ()

    def headline(self) -> str:
        return self._said(_("“%(title)s”: who does what was changed"))


@event("activities.moved")
@dataclass(frozen=True)
class ActivityMoved(ActivityFact):
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
class ActivityRescheduled(ActivityFact):
    former: tuple[str, ...] = ("", "")
    dates: tuple[str, ...] = ("", "")
    reason: str = ""

    def headline(self) -> str:
        line = self._said(
            _("The activity “%(title)s” now runs from %(start)s to %(end)s"),
            start=day_of(self.dates[0]),
            end=day_of(self.dates[1]),
        )
        return f"{line}. {self.reason}" if self.reason else line


@event("activities.removed")
@dataclass(frozen=True)
class ActivityRemoved(ActivityFact):
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

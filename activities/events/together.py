"""How activities hang together: links and milestones."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from activities.events.base import ActivityFact, day_of
from activities.words import LinkKind
from initiatives.outbox import event


@dataclass(frozen=True)
class _LinkFact(ActivityFact):
    kind: str = LinkKind.FEEDS_INTO
    other: str = ""

    def _words(self, line: str) -> str:
        return self._said(line, kind=str(LinkKind(self.kind).label), other=self.other)


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
class _MilestoneFact(ActivityFact):
    milestone: str = ""
    due: str = ""

    def _words(self, line: str) -> str:
        return self._said(line, milestone=self.milestone, due=day_of(self.due))


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

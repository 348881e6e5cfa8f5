"""What the pages that gather from all apps have in common."""

from typing import Any, ClassVar

from django.utils.translation import gettext as _

from activities.queries import waiting as activities_waiting
from agenda.queries import waiting
from communications.queries.waiting import waiting as communications_waiting
from initiatives.kernel import clock
from initiatives.kernel.access import Capability
from initiatives.section_pages import SectionView, Tab
from initiatives.web import Needs
from measurement.queries import cycle_name


class GatheringView(SectionView):
    """A page that gathers from all apps."""

    namespace = "backbone"
    capability: ClassVar[Needs | None] = Capability.VIEW

    @property
    def today(self) -> Any:
        """The calendar day in the initiative's time zone."""
        return clock.today(self.actor.initiative.timezone)

    def agenda(self) -> list[dict[str, Any]]:
        """Return what waits for the actor in all apps, each with the address that deals with it."""
        told = [("communication", one) for one in communications_waiting(self.actor)]
        told += [("agenda", one) for one in waiting(self.actor)]
        told += [("activities", one) for one in activities_waiting(self.actor)]
        return [
            {
                "condition": condition,
                "icon": one.icon,
                "title": one.title,
                "note": one.note,
                "action": one.action,
                "url": self.url(one.page, *one.named),
            }
            for condition, one in told
        ]

    def entries(self) -> list[Tab]:
        """Return the pages that tell how things stand: every figure with its answer, and the few in short."""
        return [Tab("scorecard", _("Scorecard")), Tab("dashboard", _("Dashboard"))]

    def period_of(self, cycle: Any) -> str:
        """Return a cycle's period in the reader's words."""
        return cycle_name(cycle, self.actor.initiative.fiscal_year_start)

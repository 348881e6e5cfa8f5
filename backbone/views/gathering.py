"""What the pages that gather from all apps have in common."""

from typing import Any

from initiatives.kernel import clock
from initiatives.kernel.access import Capability
from initiatives.web import PageView
from measurement.queries import cycle_name


class GatheringView(PageView):
    """A page that gathers from all apps."""

    capability = Capability.VIEW

    @property
    def today(self) -> Any:
        """The calendar day in the initiative's time zone."""
        return clock.today(self.actor.initiative.timezone)

    def period_of(self, cycle: Any) -> str:
        """Return a cycle's period in the reader's words."""
        return cycle_name(cycle, self.actor.initiative.fiscal_year_start)

"""What the pages of one cycle share."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.http import HttpResponseBase
from django.utils.translation import gettext as _

from initiatives.kernel.access import Capability
from measurement.models import Cycle
from measurement.views.base import MeasurementView


class CycleView(MeasurementView):
    """What the pages of one cycle share."""

    capability: ClassVar[Capability | Mapping[str, Capability] | None] = Capability.RUN_CYCLES

    def crumbs_of(self, found: Cycle, *items: tuple[Any, str]) -> list[dict[str, Any]]:
        """Return the breadcrumbs of a cycle."""
        board = self.url("measurement:cycle", found.public_id) if items else ""
        return self.trail(
            (_("Cycles"), self.url("measurement:cycles")), (self.period_name(found), board), *items
        )

    def board(self, found: Cycle) -> HttpResponseBase:
        """Go to the cycle's board."""
        return self.go(self.url("measurement:cycle", found.public_id))

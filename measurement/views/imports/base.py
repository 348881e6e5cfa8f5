"""What the pages of imports share: the four steps, and what is said of an import."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from initiatives.kernel.access import Capability
from measurement.models import Import
from measurement.services.imports.receiving import UNDO_DAYS
from measurement.views.base import MeasurementView

State = Import.State
WORKING = {
    State.READING: gettext_lazy("Reading the file"),
    State.CHECKING: gettext_lazy("Checking every figure"),
    State.LOADING: gettext_lazy("Taking the figures in"),
}
STEPS: list[tuple[Any, tuple[str, ...]]] = [
    (gettext_lazy("Choose a file"), (State.READING, State.REFUSED)),
    (gettext_lazy("Match"), (State.MATCHING,)),
    (gettext_lazy("Preview"), (State.CHECKING, State.PREVIEW)),
    (gettext_lazy("Import"), (State.LOADING, State.DONE, State.UNDONE)),
]
LOOKS = {State.DONE: ("good", "done"), State.REFUSED: ("bad", "off"), State.UNDONE: ("mute", "nodata")}


class ImportsView(MeasurementView):
    """What the pages of imports share."""

    capability: ClassVar[Capability | Mapping[str, Capability]] = Capability.IMPORT

    def import_trail(self, *items: tuple[Any, str]) -> list[dict[str, Any]]:
        """Return the breadcrumbs below the list of imports."""
        return self.trail((_("Import"), self.url("measurement:imports") if items else ""), *items)

    def address(self, row: Import) -> str:
        """Return the address of an import's page."""
        return self.url("measurement:import", row.public_id)

    def steps(self, row: Import | None = None) -> list[dict[str, Any]]:
        """Return the four steps and where the import stands among them."""
        state = row.state if row is not None else State.READING
        now = next(number for number, (_label, states) in enumerate(STEPS) if state in states)
        notes = {0: row.name if row is not None else "", 3: _("with undo for %d days") % UNDO_DAYS}
        settled = state in (State.DONE, State.UNDONE)
        return [
            {
                "label": label,
                "note": notes.get(number, ""),
                "done": number < now or settled,
                "current": number == now and not settled,
            }
            for number, (label, _states) in enumerate(STEPS)
        ]

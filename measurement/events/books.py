"""The facts about workbooks that came by e-mail."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from initiatives.outbox import Fact, event
from measurement.events.telling import period as _period


@event("measurement.workbook_taken_in")
@dataclass(frozen=True)
class WorkbookTakenIn(Fact):
    partner_id: int | None = None
    partner: str = ""
    period: str = ""
    source: str = ""
    handed_in: bool = False

    def headline(self) -> str:
        words = {"partner": self.partner, "period": _period(self.period)}
        return _("A workbook of %(partner)s for %(period)s was taken in") % words

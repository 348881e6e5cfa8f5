"""What the pages of shared measurement have in common."""

from typing import Any

from django.utils.translation import gettext as _

from initiatives.kernel.access import Capability
from initiatives.web import PageView
from measurement.models import Cycle
from measurement.periods import Period, name
from measurement.queries import spelt_out, submissions, waiting_sign_offs
from measurement.words import SubmissionState


class MeasurementView(PageView):
    """A page under Shared measurement."""

    section = "measurement"
    condition = "measurement"

    def trail(self, *items: tuple[Any, str]) -> list[dict[str, Any]]:
        """Return the breadcrumbs below the section."""
        return self.crumbs((_("Shared measurement"), self.url("measurement:home")), *items)

    def period_name(self, period: Period | Cycle) -> str:
        """Return a period, or a cycle's, in the reader's words."""
        if isinstance(period, Cycle):
            period = Period.from_dates(period.period_start, period.period_end)
        return name(period, self.actor.initiative.fiscal_year_start)

    def period_title(self, period: Period | Cycle) -> str:
        """Return a period, or a cycle's, as a title: a quarter by its months."""
        if isinstance(period, Cycle):
            period = Period.from_dates(period.period_start, period.period_end)
        return spelt_out(period, self.actor.initiative.fiscal_year_start)

    def tabs(self, current: str) -> list[dict[str, Any]]:
        """Return the section's own navigation for this actor; one entry alone is none."""
        entries: list[dict[str, Any]] = [{"key": "home", "label": _("Indicators")}]
        if self.actor.may(Capability.VIEW_HAND_INS):
            entries.append({"key": "requests", "label": _("Hand-ins")})
        if self.actor.may(Capability.REVIEW):
            waiting = submissions(self.actor).filter(state=SubmissionState.SUBMITTED).count()
            entries.append({"key": "review", "label": _("To review"), "count": waiting or None})
        if self.actor.may(Capability.RUN_CYCLES):
            entries.append({"key": "cycles", "label": _("Cycles")})
        if self.actor.may(Capability.SIGN_OFF) or self.actor.is_staff:
            asked = waiting_sign_offs(self.actor).count()
            entries.append({"key": "sign_offs", "label": _("Sign-off"), "count": asked or None})
        entries.append({"key": "wanted", "label": _("Wanted")})
        if self.actor.may(Capability.DEFINE):
            entries.append({"key": "dimensions", "label": _("Dimensions")})
            entries.append({"key": "checks", "label": _("Checks")})
        if self.actor.may(Capability.VIEW_HAND_INS):
            entries.append({"key": "agreements", "label": _("Agreements")})
        if self.actor.may(Capability.IMPORT):
            entries.append({"key": "imports", "label": _("Import")})
        if len(entries) == 1:
            return []
        return [
            {**entry, "url": self.url(f"measurement:{entry['key']}"), "current": entry["key"] == current}
            for entry in entries
        ]

"""What the pages of shared measurement have in common."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from initiatives.kernel.access import Capability
from initiatives.section_pages import SectionView, Tab
from measurement.models import Cycle
from measurement.periods import Period, name
from measurement.queries import spelt_out, submissions, waiting_sign_offs
from measurement.words import SubmissionState


class MeasurementView(SectionView):
    """A page under Shared measurement."""

    section = "measurement"
    condition = "measurement"
    namespace = "measurement"
    section_name = gettext_lazy("Shared measurement")

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

    def entries(self) -> list[Tab]:
        """Return the section's pages for this actor."""
        may = self.actor.may
        entries = [Tab("home", _("Indicators"))]
        if may(Capability.VIEW_HAND_INS):
            entries.append(Tab("requests", _("Hand-ins")))
        if may(Capability.REVIEW):
            waiting = submissions(self.actor).filter(state=SubmissionState.SUBMITTED).count()
            entries.append(Tab("review", _("To review"), waiting or None))
        if may(Capability.RUN_CYCLES):
            entries.append(Tab("cycles", _("Cycles")))
        if may(Capability.SIGN_OFF) or self.actor.is_staff:
            entries.append(Tab("sign_offs", _("Sign-off"), waiting_sign_offs(self.actor).count() or None))
        entries.append(Tab("wanted", _("Wanted")))
        if may(Capability.DEFINE):
            entries += [Tab("dimensions", _("Dimensions")), Tab("checks", _("Checks"))]
        if may(Capability.VIEW_HAND_INS):
            entries.append(Tab("agreements", _("Agreements")))
        if may(Capability.IMPORT):
            entries.append(Tab("imports", _("Import")))
        return entries

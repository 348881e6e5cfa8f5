"""The list of cycles, opening one, and planning those that lie ahead."""

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from initiatives.kernel.access import Capability
from initiatives.web import errors_in, paginate
from measurement.forms.cycles import OpenCycleForm
from measurement.queries import (
    assignments,
    cycles,
)
from measurement.services import (
    open_cycle,
    plan_ahead,
)
from measurement.views.base import MeasurementView
from measurement.views.cycles.base import CycleView
from measurement.words import ON_THE_WAY, CycleState, State


class Cycles(MeasurementView):
    """All cycles, newest first."""

    capability = Capability.RUN_CYCLES
    template_name = "measurement/cycles.html"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        rows = cycles(self.actor)
        ahead = list(rows.filter(state=CycleState.PLANNED).order_by("opens", "period_start", "id")[:24])
        for row in ahead:
            row.period = self.period_name(row)  # type: ignore[attr-defined]
        page = paginate(request, rows.exclude(state=CycleState.PLANNED))
        for row in page.object_list:
            row.period = self.period_name(row)
        context = {
            "page": page,
            "ahead": ahead,
            "may_set": self.actor.may(Capability.MANAGE_SETTINGS),
            "tabs": self.tabs("cycles"),
            "breadcrumbs": self.trail((_("Cycles"), "")),
        }
        return self.page(context)


class OpenCycle(MeasurementView):
    """Open the cycle of a period: every partner that has something to report is asked."""

    capability = Capability.RUN_CYCLES
    template_name = "measurement/cycle_form.html"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        return self.show(OpenCycleForm(self.actor))

    def show(self, form: OpenCycleForm, status: int = 200) -> HttpResponseBase:
        """Draw the form."""
        crumbs = self.trail((_("Cycles"), self.url("measurement:cycles")), (_("Open a cycle"), ""))
        reported = assignments(self.actor)
        context = {
            "form": form,
            "nobody": not reported.filter(indicator__state=State.ACTIVE).exists(),
            "on_the_way": reported.filter(indicator__state__in=ON_THE_WAY).exists(),
            "breadcrumbs": crumbs,
        }
        return self.page(context, status=status)

    def post(self, request: HttpRequest) -> HttpResponseBase:
        form = OpenCycleForm(self.actor, request.POST)
        if form.is_valid():
            with errors_in(form):
                made = open_cycle(self.actor, **form.values())
            if form.is_valid():
                message = _("%s is open. Every partner that has something to report is asked.")
                if made.practice:
                    message = _("The practice for %s is open. Partners see plainly that it is practice.")
                return self.go(
                    self.url("measurement:cycle", made.public_id), message % self.period_name(made)
                )
        return self.show(form, status=422)


class PlanAhead(CycleView):
    """Plan the coming cycles of every rhythm in use."""

    capability = {"POST": Capability.RUN_CYCLES}

    def post(self, request: HttpRequest) -> HttpResponseBase:
        count = len(plan_ahead(self.actor))
        message = ngettext("%d cycle was planned.", "%d cycles were planned.", count) % count
        if not count:
            message = _("Everything that lies ahead is planned already.")
        return self.go(self.url("measurement:cycles"), message)

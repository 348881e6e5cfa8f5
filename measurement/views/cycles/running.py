"""What is done with a cycle: opened when planned, changed, closed, locked, thrown away; more time for one partner."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from initiatives.kernel import clock
from initiatives.kernel.access import Capability
from initiatives.kernel.errors import DomainError
from initiatives.web import errors_in
from measurement.forms.cycles import CycleDatesForm, ExtendForm
from measurement.models import Cycle, Request
from measurement.periods import Period
from measurement.queries import (
    cycle,
    group_of,
    requests,
)
from measurement.queries import request as request_of
from measurement.services import (
    change_cycle,
    close_cycle,
    discard_practice,
    extend,
    lock_cycle,
    open_cycle,
)
from measurement.views.cycles.base import CycleView
from measurement.words import CycleState


class OpenPlanned(CycleView):
    """Open a planned cycle now."""

    capability = {"POST": Capability.RUN_CYCLES}

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        found = cycle(self.actor, public_id)
        open_cycle(self.actor, Period.from_dates(found.period_start, found.period_end))
        message = _("%s is open. Every partner that has something to report is asked.")
        return self.go(self.url("measurement:cycle", found.public_id), message % self.period_name(found))


class DiscardPractice(CycleView):
    """Throw a practice cycle away whole."""

    capability = {"POST": Capability.RUN_CYCLES}

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        discard_practice(self.actor, cycle(self.actor, public_id))
        message = _("The practice is thrown away; nothing of it remains but the record that it was.")
        return self.go(self.url("measurement:cycles"), message)


class ChangeCycle(CycleView):
    """Change the dates of a cycle."""

    template_name = "measurement/cycle_form.html"

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        found = cycle(self.actor, public_id)
        initial = {"opens": found.opens, "due": found.due, "grace_days": found.grace_days}
        return self.show(found, CycleDatesForm(initial=initial))

    def show(self, found: Cycle, form: CycleDatesForm, status: int = 200) -> HttpResponseBase:
        """Draw the form."""
        context = {
            "form": form,
            "cycle": found,
            "period": self.period_name(found),
            "breadcrumbs": self.crumbs_of(found, (_("Change the dates"), "")),
        }
        return self.page(context, status=status)

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        found = cycle(self.actor, public_id)
        form = CycleDatesForm(request.POST)
        if form.is_valid():
            with errors_in(form):
                change_cycle(self.actor, found, **form.cleaned_data)
            if form.is_valid():
                return self.board(found)
        return self.show(found, form, 422)


class CloseCycle(CycleView):
    """Close a cycle: from now on only partners with more time hand in."""

    capability = {"POST": Capability.RUN_CYCLES}

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        found = cycle(self.actor, public_id)
        close_cycle(self.actor, found)
        message = _("%s is closed. Only partners with more time can still hand in.") % self.period_name(found)
        return self.go(self.url("measurement:cycle", found.public_id), message)


class LockCycle(CycleView):
    """Lock a cycle, after a look at what that means: its figures become final and are published."""

    template_name = "measurement/cycle_lock.html"

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        return self.show(cycle(self.actor, public_id))

    def show(self, found: Cycle, problem: str = "", status: int = 200) -> HttpResponseBase:
        """Draw what locking does, and who is not in."""
        rows: list[Any] = list(
            requests(self.actor).filter(cycle=found).order_by("partner__name", "partner_id")
        )
        today = clock.today(self.actor.initiative.timezone)
        context = {
            "cycle": found,
            "period": self.period_name(found),
            "waiting": [row for row in rows if group_of(row, today) == "waiting"],
            "missing": [row for row in rows if group_of(row, today) not in ("accepted", "waiting")],
            "is_locked": found.state == CycleState.LOCKED,
            "problem": problem,
            "back": self.url("measurement:cycle", found.public_id),
            "breadcrumbs": self.crumbs_of(found, (_("Lock"), "")),
        }
        return self.page(context, status=status)

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        found = cycle(self.actor, public_id)
        try:
            lock_cycle(self.actor, found)
        except DomainError as error:
            return self.show(found, error.message, error.status)
        message = _("%s is locked. Its figures are final and published.") % self.period_name(found)
        return self.go(self.url("measurement:cycle", found.public_id), message)


class Extend(CycleView):
    """Give one partner more time."""

    template_name = "measurement/extend.html"

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        asked = request_of(self.actor, public_id)
        initial = {"until": asked.extended_until, "reason": asked.extension_reason}
        return self.show(asked, ExtendForm(initial=initial))

    def show(self, asked: Request, form: ExtendForm, status: int = 200) -> HttpResponseBase:
        """Draw the form."""
        context = {
            "form": form,
            "asked": asked,
            "period": self.period_name(asked.cycle),
            "back": self.back_to or self.url("measurement:cycle", asked.cycle.public_id),
            "breadcrumbs": self.crumbs_of(asked.cycle, (_("More time"), "")),
        }
        return self.page(context, status=status)

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        asked = request_of(self.actor, public_id)
        form = ExtendForm(request.POST)
        if form.is_valid():
            with errors_in(form):
                extend(self.actor, asked, **form.cleaned_data)
            if form.is_valid():
                message = _("%s has more time.") % asked.partner.name
                return self.go(self.url("measurement:cycle", asked.cycle.public_id), message)
        return self.show(asked, form, 422)

"""Set-up, step three: the first few indicators; it may be left and taken up again."""

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import ngettext

from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability
from initiatives.queries import partners
from initiatives.setup import setup_steps
from initiatives.web import errors_in
from measurement import periods
from measurement.forms.starter import StarterForm
from measurement.queries import indicators
from measurement.services import assign, define_indicator
from measurement.views.base import MeasurementView
from measurement.words import Cadence


class Starter(MeasurementView):
    """Pick the first indicators from a set, or name one's own."""

    capability = Capability.DEFINE
    template_name = "measurement/starter.html"

    def taken(self) -> set[str]:
        """Return the codes in use."""
        return set(indicators(self.actor).values_list("code", flat=True))

    def get(self, request: HttpRequest) -> HttpResponseBase:
        return self.show(StarterForm(self.taken()))

    def show(self, form: StarterForm, status: int = 200) -> HttpResponseBase:
        """Draw the set and what is chosen so far."""
        context = {
            "form": form,
            "steps": setup_steps(3, self.slug),
            "indicators": indicators(self.actor),
            "partners": partners(self.actor).filter(state="active").count(),
        }
        return self.page(context, status=status)

    def post(self, request: HttpRequest) -> HttpResponseBase:
        form = StarterForm(self.taken(), request.POST)
        if form.is_valid():
            with errors_in(form):
                made = choose(self.actor, form)
            if form.is_valid():
                message = ngettext(
                    "%(count)d indicator is chosen.", "%(count)d indicators are chosen.", made
                ) % {"count": made}
                return self.go(self.url("measurement:open_cycle"), message if made else "")
        return self.show(form, status=422)


def choose(actor: Actor, form: StarterForm) -> int:
    """Define what the form picked, reported by every partner where it says so; returns how many."""
    today, cadence = clock.today(actor.initiative.timezone), form.cleaned_data["cadence"]
    fiscal = actor.initiative.fiscal_year_start if cadence == Cadence.YEARLY else None
    # The first hand-in may ask for the period that has just ended.
    starts_on = periods.of(today, cadence, fiscal).previous.start
    rows = form.definitions()
    reporters = list(partners(actor).filter(state="active")) if form.cleaned_data["everybody"] else []
    for row in rows:
        indicator = define_indicator(actor, headline=True, **row)
        for partner in reporters:
            assign(actor, partner=partner, indicator=indicator, starts_on=starts_on)
    return len(rows)

"""Set-up, step three: the first few indicators; it may be left and taken up again."""

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import ngettext

from initiatives.kernel.access import Capability
from initiatives.queries import partners
from initiatives.setup import setup_steps
from initiatives.web import errors_in
from measurement.forms.starter import StarterForm
from measurement.queries import indicators
from measurement.services import choose_first
from measurement.views.base import MeasurementView


class Starter(MeasurementView):
    """Pick the first indicators from the starter packs, or name one's own."""

    capability = Capability.DEFINE
    template_name = "measurement/starter.html"

    def taken(self) -> set[str]:
        """Return the codes in use."""
        return set(indicators(self.actor).values_list("code", flat=True))

    def get(self, request: HttpRequest) -> HttpResponseBase:
        return self.show(StarterForm(self.taken()))

    def show(self, form: StarterForm, status: int = 200) -> HttpResponseBase:
        """Draw the packs and what is chosen so far."""
        context = {
            "form": form,
            "packs": form.packs(),
            "steps": setup_steps(3, self.slug),
            "indicators": indicators(self.actor),
            "partners": partners(self.actor).filter(state="active").count(),
        }
        return self.page(context, status=status)

    def post(self, request: HttpRequest) -> HttpResponseBase:
        form = StarterForm(self.taken(), request.POST)
        if form.is_valid():
            made = 0
            with errors_in(form):
                made = len(choose_first(self.actor, **form.cleaned_data))
            if form.is_valid():
                message = ngettext(
                    "%(count)d indicator is chosen.", "%(count)d indicators are chosen.", made
                ) % {"count": made}
                return self.go(self.url("measurement:open_cycle"), message if made else "")
        return self.show(form, status=422)

"""The figures of a partner, as a piece of its page."""

from django.http import HttpRequest, HttpResponseBase

from initiatives.kernel.access import Capability
from initiatives.queries import partner
from initiatives.web import wants_fragment
from measurement.queries import (
    REQUEST_STATES,
    requests,
)
from measurement.views.figures.base import FigureView


class PartnerPanel(FigureView):
    """A partner's own figures and hand-ins, as a piece of its page."""

    template_name = "measurement/partner_panel.html"
    capability = Capability.VIEW_PARTNERS

    def get(self, request: HttpRequest, code: str) -> HttpResponseBase:
        found = partner(self.actor, code)
        if not wants_fragment(request):
            return self.go(self.url("initiatives:partner", found.code))
        asked = []
        if self.actor.may(Capability.VIEW_HAND_INS, found.pk):
            rows = requests(self.actor).filter(partner=found).order_by("-cycle__period_end", "-id")
            asked = list(rows[:6])
            for row in asked:
                row.period_told = self.period_name(row.cycle)  # type: ignore[attr-defined]
                row.state_words = REQUEST_STATES[row.state]  # type: ignore[attr-defined]
        return self.page({"partner": found, "asked": asked})

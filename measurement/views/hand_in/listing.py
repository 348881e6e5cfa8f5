"""The list of what is asked."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from initiatives.kernel.access import Capability
from initiatives.web import paginate
from measurement.forms.filters import RequestFilter
from measurement.queries import REQUEST_STATES, requests
from measurement.views.base import MeasurementView


class Requests(MeasurementView):
    """What is asked of the partner (or of all partners), newest first."""

    capability = Capability.VIEW_HAND_INS
    template_name = "measurement/requests.html"
    fragment = "list"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        form = RequestFilter(self.actor, request.GET)
        asked = form.asked()
        rows: Any = requests(self.actor).order_by(
            "-cycle__period_end", "-cycle__period_start", "partner__name"
        )
        if asked.get("state"):
            rows = rows.filter(state=asked["state"])
        if asked.get("partner"):
            rows = rows.filter(partner__code=asked["partner"])
        page = paginate(request, rows)
        for row in page.object_list:
            row.period = self.period_name(row.cycle)
            row.state_words = REQUEST_STATES[row.state]
        context = {
            "page": page,
            "form": form if self.actor.is_staff else None,
            "filtered": bool(asked),
            "tabs": self.tabs("requests"),
            "breadcrumbs": self.trail((_("Hand-ins"), "")),
        }
        return self.page(context)

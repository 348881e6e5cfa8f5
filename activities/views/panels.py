"""Activities on the pages of lower apps: fragments named by URL, drawn where htmx asks for them."""

from django.http import HttpRequest, HttpResponseBase

from activities.queries import activities_matching
from activities.queries.activities import OPEN
from activities.views.base import ActivitiesView, with_looks
from initiatives.kernel.access import Capability
from initiatives.queries import partner
from measurement.queries import indicator

SHOWN = 12


class OfIndicator(ActivitiesView):
    """The activities that feed an indicator or should move it."""

    capability = Capability.VIEW
    template_name = "activities/panel.html"
    fragment = "panel"

    def get(self, request: HttpRequest, code: str) -> HttpResponseBase:
        found = indicator(self.actor, code)
        return self.panel(found.name, f"indicator={found.code}", indicator=found.code)

    def panel(self, name: str, question: str, **asked: str) -> HttpResponseBase:
        """Draw the first activities that are not over."""
        rows = activities_matching(self.actor, state=OPEN, **asked)
        count = rows.count()
        context = {
            "name": name,
            "rows": with_looks(list(rows[:SHOWN])),
            "count": count,
            "more": max(0, count - SHOWN),
            "all_url": f"{self.url('activities:home')}?{question}",
            "breadcrumbs": self.trail((name, "")),
        }
        return self.page(context)


class OfPartner(OfIndicator):
    """The activities in which a partner plays a part."""

    capability = Capability.VIEW_PARTNERS

    def get(self, request: HttpRequest, code: str) -> HttpResponseBase:
        found = partner(self.actor, code)
        return self.panel(found.name, f"partner={found.code}", partner=found.code)

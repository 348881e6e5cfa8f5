"""Pages that gather from all apps: the initiative's home."""

from django.http import HttpRequest, HttpResponseBase

from initiatives.kernel.access import Capability
from initiatives.queries import events, partners
from initiatives.web import PageView


class Home(PageView):
    """Where everybody arrives."""

    capability = Capability.VIEW
    section = "home"
    template_name = "backbone/home.html"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        lately = events(self.actor)[:8] if self.actor.may(Capability.VIEW_EVENTS) else []
        return self.page({"partners": partners(self.actor), "lately": lately})

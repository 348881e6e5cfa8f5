"""What runs by itself in the initiative."""

from datetime import datetime
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from backbone.queries.routines import Running, running
from backbone.views.base import BackboneView
from initiatives.kernel.access import Capability
from initiatives.templatetags.look import CONDITIONS

# An app whose condition has another name in the language of looks.
HUES = {"communications": "communication"}


class Routines(BackboneView):
    """What the clock does: what it last did, when it is next, where it is changed."""

    capability = Capability.VIEW_QUEUE
    template_name = "backbone/routines.html"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        found = running(self.actor)
        context = {
            "groups": [
                (
                    CONDITIONS[HUES.get(app, app)],
                    HUES.get(app, app),
                    [self.drawn_routine(one) for one in rows],
                )
                for app, rows in groupby(found, key=lambda one: one.routine.app)
            ],
            "failed": sum(one.failed for one in found),
            "off": sum(one.off for one in found),
            "tabs": self.tabs("routines"),
            "breadcrumbs": self.trail((_("What runs by itself"), "")),
        }
        return self.page(context)

    def drawn_routine(self, one: Running) -> dict[str, Any]:
        """Return a routine as the template takes it."""
        return {
            "one": one,
            "is_moment": isinstance(one.due, datetime),
            "change": self.url(one.routine.change) if one.routine.change else "",
        }

"""What shared measurement lets people find: indicators."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from initiatives.kernel.access import Actor
from initiatives.kernel.finding import Finder, finder
from measurement.queries import indicators


@finder
class Indicators(Finder):
    """Indicators, by what they are called, ask and are made of."""

    key = "indicators"
    label = _("Indicators")
    icon = "chart-line"
    condition = "measurement"
    order = 10
    fields = ("name", "question", "outcome", "code", "source", "collection_method", "known_limits")

    def rows(self, actor: Actor) -> QuerySet[Any]:
        return indicators(actor)

    def path(self, actor: Actor, row: Any) -> str:
        return reverse("measurement:indicator", args=[actor.initiative.slug, row.code])

    def note(self, row: Any) -> str:
        return str(row.get_level_display())

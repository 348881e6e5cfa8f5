"""What activities let people find."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from activities.queries import activities
from initiatives.kernel.access import Actor
from initiatives.kernel.finding import Finder, finder


@finder
class Activities(Finder):
    """What partners do, planned and over too."""

    key = "activities"
    label = _("Activities")
    icon = "workflow"
    condition = "activities"
    order = 30
    fields = ("title", "about", "outputs", "resources", "equity_note", "expertise", "evidence")

    def rows(self, actor: Actor) -> QuerySet[Any]:
        return activities(actor)

    def path(self, actor: Actor, row: Any) -> str:
        return reverse("activities:activity", args=[actor.initiative.slug, row.public_id])

    def note(self, row: Any) -> str:
        return str(row.get_state_display())

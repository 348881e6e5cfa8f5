"""What the common agenda lets people find: its text, goals and strategies."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda.queries import goals, strategies
from agenda.queries.versions import current_texts
from initiatives.kernel.access import Actor
from initiatives.kernel.finding import Finder, finder


@finder
class Texts(Finder):
    """The text of the version in force and of the one to come."""

    key = "agenda"
    label = gettext_lazy("Common agenda")
    icon = "compass"
    condition = "agenda"
    order = 20
    fields = ("heading", "text")

    def rows(self, actor: Actor) -> QuerySet[Any]:
        return current_texts(actor)

    def path(self, actor: Actor, row: Any) -> str:
        return reverse("agenda:version", args=[actor.initiative.slug, row.agenda.number])

    def title(self, row: Any) -> str:
        return str(row.get_key_display())

    def note(self, row: Any) -> str:
        return _("Version %(number)s, %(state)s") % {
            "number": row.agenda.number,
            "state": str(row.agenda.get_state_display()).lower(),
        }


@finder
class Goals(Finder):
    """Goals, those retired too."""

    key = "goals"
    label = gettext_lazy("Goals")
    icon = "target"
    condition = "agenda"
    order = 21
    fields = ("statement", "outcome", "population")

    def rows(self, actor: Actor) -> QuerySet[Any]:
        return goals(actor)

    def path(self, actor: Actor, row: Any) -> str:
        return f"{reverse('agenda:goals', args=[actor.initiative.slug])}#{row.public_id}"


@finder
class Strategies(Finder):
    """Strategies and their reasons, those set aside too."""

    key = "strategies"
    label = gettext_lazy("Strategies")
    icon = "route"
    condition = "agenda"
    order = 22
    fields = ("name", "we_do", "then", "because", "evidence_source")

    def rows(self, actor: Actor) -> QuerySet[Any]:
        return strategies(actor)

    def path(self, actor: Actor, row: Any) -> str:
        return reverse("agenda:strategy", args=[actor.initiative.slug, row.public_id])

    def note(self, row: Any) -> str:
        return str(row.get_state_display())

"""What backbone support lets people find: stories, policy, money, risks, and the contacts with partners."""

from typing import Any

from django.db.models import Case, CharField, F, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from backbone.models import ContactLog, RiskRating
from backbone.queries import contacts
from backbone.queries.risks import latest_ratings
from backbone.queries.roles.records import funding_sources, policy_targets
from backbone.queries.shown import told_passages
from backbone.words.health import Risk
from initiatives.kernel.access import Actor, Capability
from initiatives.kernel.finding import Finder, finder

# So much of a story without a title stands as its title.
SHORT = 120


class _OfBackbone(Finder):
    """What lies under Backbone, at the page of its name."""

    condition = "backbone"
    page = ""

    def path(self, actor: Actor, row: Any) -> str:
        return reverse(f"backbone:{self.page}", args=[actor.initiative.slug, row.public_id])


@finder
class Passages(Finder):
    """Stories and texts, as far as they are told to the reader."""

    key = "stories"
    label = _("Stories and texts")
    icon = "quote"
    condition = "communication"
    order = 49
    fields = ("title", "body", "told_by")

    def rows(self, actor: Actor) -> QuerySet[Any]:
        return told_passages(actor)

    def path(self, actor: Actor, row: Any) -> str:
        slug = actor.initiative.slug
        if actor.may(Capability.DEFINE):
            return reverse("backbone:change_passage", args=[slug, row.public_id])
        return reverse("backbone:dashboard", args=[slug])

    def title(self, row: Any) -> str:
        return row.title or Truncator(" ".join(row.body.split())).chars(SHORT)

    def note(self, row: Any) -> str:
        return str(row.get_kind_display())


@finder
class Policy(_OfBackbone):
    """What is to change in rules, budgets and practice."""

    key = "policy"
    label = _("Policy")
    icon = "landmark"
    order = 50
    fields = ("title", "ask", "decision_maker")
    page = "policy_target"

    def rows(self, actor: Actor) -> QuerySet[Any]:
        return policy_targets(actor)

    def note(self, row: Any) -> str:
        return str(row.get_stage_display())


@finder
class Funding(_OfBackbone):
    """Sources of money, for those who are told amounts."""

    key = "funding"
    label = _("Sources of money")
    icon = "coins"
    order = 51
    fields = ("funder_name", "purpose")
    page = "funding_source"

    def rows(self, actor: Actor) -> QuerySet[Any]:
        return funding_sources(actor)

    def note(self, row: Any) -> str:
        return str(row.get_stage_display())


@finder
class Risks(_OfBackbone):
    """What the staff said last of each risk of working together, for them alone."""

    key = "risks"
    label = _("Risks")
    icon = "triangle-alert"
    order = 52
    fields = ("called", "note")

    def rows(self, actor: Actor) -> QuerySet[Any]:
        reads = actor.is_staff and actor.may(Capability.VIEW_EVENTS)
        rows = RiskRating.objects.filter(pk__in=latest_ratings(actor).values("pk") if reads else ())
        names = [When(risk=risk, then=Value(str(risk.label))) for risk in Risk]
        return rows.annotate(called=Case(*names, output_field=CharField()))

    def path(self, actor: Actor, row: Any) -> str:
        return reverse("backbone:risks", args=[actor.initiative.slug])

    def note(self, row: Any) -> str:
        return str(row.get_likelihood_display())


@finder
class Contacts(_OfBackbone):
    """What was written down of contacts with partners: for staff, and for a partner's lead that with their own."""

    key = "contacts"
    label = _("Contacts with partners")
    icon = "handshake"
    order = 53
    fields = ("purpose", "note", "next_step", "whom")

    def rows(self, actor: Actor) -> QuerySet[Any]:
        rows = contacts(actor) if actor.may(Capability.VIEW_RELATIONS) else ContactLog.objects.none()
        return rows.annotate(whom=Coalesce(F("person__name"), F("person_name")))

    def path(self, actor: Actor, row: Any) -> str:
        return reverse("backbone:relation", args=[actor.initiative.slug, row.partner.code]) + "#log"

    def note(self, row: Any) -> str:
        return f"{row.partner.name}, {date_format(row.on)}"

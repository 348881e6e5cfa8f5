"""The staff: who works here at what, who holds which role, who is away and who stands in."""

from typing import Any, ClassVar
from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backbone.forms.stand_ins import StandInForm
from backbone.queries import colleagues
from backbone.queries import roles as queries
from backbone.queries.stand_ins import stand_in, stand_ins
from backbone.services.stand_ins import end_stand_in, set_stand_in
from backbone.views.base import BackboneView
from backbone.views.roles import telling
from backbone.words.roles import BackboneRole
from initiatives.kernel.access import Capability
from initiatives.web import FormView, Needs


class Roster(BackboneView):
    """Who works for the backbone, and whom to turn to today."""

    template_name = "backbone/roles/roster.html"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        found = queries.roster(self.actor)
        listed = list(stand_ins(self.actor))
        now = [row for row in listed if row.starts_on <= self.today]
        away = {row.person_id: row for row in now}
        tells = self.actor.may(Capability.DEFINE)
        context = {
            "posts": telling.posts(found, away),
            "fte": telling.number(found.fte),
            "held": [
                (
                    role.label,
                    self.url("backbone:role", role.value),
                    [(row.name, row.shares[role.value]) for row in found.posts if row.shares.get(role.value)],
                    telling.number(found.by_role[role.value]),
                )
                for role in BackboneRole
            ],
            "today": self.today,
            "now": now,
            "ahead": [row for row in listed if row.starts_on > self.today],
            "without_post": self.without_post(found) if tells else [],
            "tells": tells,
            "tabs": self.tabs("roster"),
            "breadcrumbs": self.trail((_("Staff"), "")),
        }
        return self.page(context)

    def without_post(self, found: queries.Roster) -> list[str]:
        """Return who is of the staff and has no post on file, by name."""
        known = {row.person_id for row in found.posts}
        return [one.name for one in colleagues(self.actor) if one.pk not in known]


class SetStandIn(FormView, BackboneView):
    """Say who stands in for whom."""

    capability: ClassVar[Needs | None] = Capability.DEFINE
    template_name = "initiatives/form.html"
    submit = gettext_lazy("Save")

    def form(self, data: Any = None) -> Form:
        return StandInForm(colleagues(self.actor), data)

    def act(self, form: Any) -> Any:
        return set_stand_in(self.actor, **form.values())

    def done(self, result: Any) -> HttpResponseBase:
        words = {"name": result.colleague.name, "person": result.person.name}
        return self.go(self.url("backbone:roster"), _("%(name)s stands in for %(person)s.") % words)

    def told(self) -> dict[str, Any]:
        return {
            "title": _("Somebody is away"),
            "lead": _(
                "What waits for them stands in the queue of whoever stands in, too, until they are back."
            ),
            "back": self.url("backbone:roster"),
            "breadcrumbs": self.trail((_("Staff"), self.url("backbone:roster")), (_("Somebody is away"), "")),
        }


class EndStandIn(BackboneView):
    """Somebody is back already, or stays after all."""

    capability = {"POST": Capability.DEFINE}

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        row = end_stand_in(self.actor, stand_in(self.actor, public_id))
        return self.go(self.url("backbone:roster"), _("%s is here again.") % row.person.name)

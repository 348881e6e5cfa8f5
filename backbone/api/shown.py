"""The dashboards, what is shown on them, and the stories and texts."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from backbone import queries, services
from backbone.serializers.portfolio import PortfolioQuery
from backbone.serializers.shown import (
    DashboardOut,
    PassageChange,
    PassageNew,
    PassageRow,
    ShownChange,
    dashboard_out,
)
from backbone.words import Audience, PassageKind
from initiatives.kernel.access import Actor, Capability
from initiatives.kernel.changes import kept
from initiatives.kernel.errors import DomainError, NotFound
from initiatives.rest.answers import dumps
from initiatives.rest.named import cleared, coded
from initiatives.rest.views import InitiativeView, operation
from measurement.queries import indicators

TEXTS = ("title", "told_by", "agreed_by")


def audience_named(code: str) -> Audience:
    """Return the audience of this code. Raises NotFound."""
    if code not in Audience.values:
        raise NotFound
    return Audience(code)


def indicators_named(actor: Actor, codes: list[str], field: str) -> list[Any]:
    """Return the indicators of these codes, in their order. Raises DomainError at the field."""
    return coded(indicators(actor), codes, field, _("There is no indicator “%s”."), "unknown_indicator")


def passage_values(actor: Actor, body: dict[str, Any]) -> dict[str, Any]:
    """Return what the services take of the body of a story or text."""
    values = cleared(body, *TEXTS)
    if values.get("about"):
        [values["about"]] = indicators_named(actor, [values["about"]], "about")
    return values


def dashboard_kept(actor: Actor, audience: Audience | None = None, since: date | None = None) -> bytes:
    """Return the dashboard of an audience (the actor's own unless one is named) as JSON; with a day made anew."""

    def made() -> bytes:
        return dumps(dashboard_out(queries.dashboard(actor, audience, since=since)))

    return made() if since else kept(actor, f"dashboard {audience.value if audience else ''}", made)


class OwnDashboard(InitiativeView):
    """What is made for your own audience."""

    tag = "dashboards"

    @operation(Capability.VIEW, query=PortfolioQuery, answer=DashboardOut)
    def get(self, actor: Actor) -> HttpResponse:
        """Read the dashboard of your own audience: the backbone, partners, funders or the public.

        Filled by itself from what is chosen for the audience, else from the headline indicators. Funders are told with
        `since` what has moved since that day.
        """
        return self.json(dashboard_kept(actor, since=self.query.get("since")))


class AudienceDashboard(InitiativeView):
    """What is made for one audience."""

    tag = "dashboards"

    @operation(Capability.DEFINE, query=PortfolioQuery, answer=DashboardOut)
    def get(self, actor: Actor, audience: str) -> HttpResponse:
        """Read the dashboard of an audience as its readers see it."""
        return self.json(dashboard_kept(actor, audience_named(audience), self.query.get("since")))

    @operation(Capability.DEFINE, body=ShownChange, answer=DashboardOut, problems=(422,), match="required")
    def put(self, actor: Actor, audience: str) -> HttpResponse:
        """Choose what an audience is shown, and in what order; it replaces what was chosen before."""
        wanted = audience_named(audience)
        self.matched(lambda: dashboard_out(queries.dashboard(actor, wanted)))
        known = {row.public_id: row for row in queries.passages(actor)}
        missing = [pk for pk in self.body.get("passages", []) if pk not in known]
        if missing:
            message = _("There is no story or text “%s”.") % missing[0]
            raise DomainError("unknown_passage", message, "passages")
        services.choose_shown(
            actor,
            wanted,
            indicators=indicators_named(actor, self.body.get("indicators", []), "indicators"),
            passages=[known[pk] for pk in self.body.get("passages", [])],
        )
        return self.json(dashboard_out(queries.dashboard(actor, wanted)))


class Passages(InitiativeView):
    """The stories and texts."""

    tag = "dashboards"

    @operation(Capability.DEFINE, answer=PassageRow, many=True)
    def get(self, actor: Actor) -> HttpResponse:
        """List the stories and texts that can be shown."""
        return self.page(PassageRow, queries.passages(actor).prefetch_related(None), ("id",))

    @operation(Capability.DEFINE, body=PassageNew, answer=PassageRow, status=201, problems=(422,))
    def post(self, actor: Actor) -> HttpResponse:
        """Write a story that somebody told, or a text. It stands nowhere until it is chosen."""
        values = passage_values(actor, dict(self.body))
        made = services.write_passage(actor, PassageKind(values.pop("kind")), **values)
        rows = queries.passages(actor).prefetch_related(None).filter(pk=made.pk)
        return self.created(PassageRow, rows, f"{self.plain_request.path}{made.public_id}/")


class Passage(InitiativeView):
    """One story or text."""

    tag = "dashboards"

    def rows(self, actor: Actor, id: UUID) -> Any:
        """Return the one row."""
        return queries.passages(actor).prefetch_related(None).filter(public_id=id)

    @operation(Capability.DEFINE, answer=PassageRow)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """Read a story or text."""
        return self.one(PassageRow, self.rows(actor, id))

    @operation(Capability.DEFINE, body=PassageChange, answer=PassageRow, match="required", problems=(422,))
    def patch(self, actor: Actor, id: UUID) -> HttpResponse:
        """Change a story or text wherever it stands; its kind stays."""
        found = self.locked(PassageRow, self.rows(actor, id))
        services.change_passage(actor, found, **passage_values(actor, dict(self.body)))
        return self.one(PassageRow, self.rows(actor, id))

    @operation(Capability.DEFINE, status=204, match="required")
    def delete(self, actor: Actor, id: UUID) -> HttpResponse:
        """Remove a story or text from wherever it stands."""
        services.remove_passage(actor, self.locked(PassageRow, self.rows(actor, id)))
        return self.gone()


class PassageTakeBack(InitiativeView):
    """The word of whoever told a story."""

    tag = "dashboards"

    @operation(Capability.DEFINE, answer=PassageRow, match="honoured")
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Keep that they took their word back: the story is on no page and in no report from now on."""
        rows = queries.passages(actor).prefetch_related(None).filter(public_id=id)
        services.take_back_consent(actor, self.locked(PassageRow, rows))
        return self.one(PassageRow, rows)

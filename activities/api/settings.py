"""For whom activities are, the rule of silence, and one's own calendar."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse

from activities import queries, services
from activities.api.things import OneThing
from activities.serializers import around as shapes
from initiatives.kernel.access import Actor, Capability
from initiatives.rest.views import InitiativeView, operation


class Populations(InitiativeView):
    """The groups of people whom activities are for."""

    tag = "activities"

    @operation(Capability.VIEW, answer=shapes.PopulationRow, many=True)
    def get(self, actor: Actor) -> HttpResponse:
        """List the groups of people in their order."""
        return self.page(shapes.PopulationRow, queries.populations(actor), ("position", "id"))

    @operation(Capability.SHAPE_AGENDA, body=shapes.PopulationNew, answer=shapes.PopulationRow, status=201)
    def post(self, actor: Actor) -> HttpResponse:
        """Add a group of people."""
        made = services.add_population(actor, **self.body)
        rows = queries.populations(actor).filter(pk=made.pk)
        return self.created(shapes.PopulationRow, rows, f"{self.plain_request.path}{made.code}/")


class Population(OneThing):
    """One group of people."""

    shape = shapes.PopulationRow
    key = "code"

    def rows(self, actor: Actor) -> QuerySet[Any]:
        return queries.populations(actor)

    @operation(Capability.VIEW, answer=shapes.PopulationRow)
    def get(self, actor: Actor, code: str) -> HttpResponse:
        """Read a group of people."""
        return self.told(actor, code)

    @operation(
        Capability.SHAPE_AGENDA,
        body=shapes.PopulationChange,
        answer=shapes.PopulationRow,
        match="required",
    )
    def patch(self, actor: Actor, code: str) -> HttpResponse:
        """Rename a group of people, or give it another place in the list."""
        services.change_population(actor, self.held(actor, code), **self.body)
        return self.told(actor, code)

    @operation(Capability.SHAPE_AGENDA, status=204, match="required")
    def delete(self, actor: Actor, code: str) -> HttpResponse:
        """Remove a group of people for whom there is no activity."""
        services.remove_population(actor, self.held(actor, code))
        return self.gone()


class CheckInRule(InitiativeView):
    """After how much silence an activity is not heard of."""

    tag = "activities"

    def told(self, actor: Actor) -> dict[str, Any]:
        """Return the rule as it is answered."""
        rule = queries.check_in_rule(actor)
        return {"silence_days": rule.silence_days, "sends_links": rule.sends_links}

    @operation(Capability.VIEW, answer=shapes.SilenceOut)
    def get(self, actor: Actor) -> HttpResponse:
        """Read after how many days of silence an activity is not heard of."""
        return self.json(self.told(actor))

    @operation(
        Capability.MANAGE_SETTINGS,
        body=shapes.RuleChange,
        answer=shapes.SilenceOut,
        match="required",
    )
    def put(self, actor: Actor) -> HttpResponse:
        """Set after how many days of silence an activity is not heard of."""
        self.matched(lambda: self.told(actor))
        services.change_check_in_rule(actor, **self.body)
        return self.json(self.told(actor))


class CalendarFeed(InitiativeView):
    """One's own calendar address."""

    tag = "activities"

    @operation(Capability.VIEW, answer=shapes.FeedState)
    def get(self, actor: Actor) -> HttpResponse:
        """Tell since when one's own calendar address stands; null without one. Never the address itself."""
        found = queries.own_feed(actor)
        return self.json({"made_at": found.made_at if found else None})

    @operation(Capability.VIEW, answer=shapes.FeedOut, status=201)
    def post(self, actor: Actor) -> HttpResponse:
        """Make one's own calendar address, answered this once; a former one works no longer."""
        address = reverse("calendar_feed", args=[services.make_feed(actor)])
        return self.json({"address": self.plain_request.build_absolute_uri(address)}, 201)


class CalendarFeedRevoke(InitiativeView):
    """Killing it."""

    tag = "activities"

    @operation(Capability.VIEW, status=204)
    def post(self, actor: Actor) -> HttpResponse:
        """Revoke one's own calendar address: it is dead at once."""
        services.revoke_feed(actor)
        return self.gone()

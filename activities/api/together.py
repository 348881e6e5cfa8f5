"""How activities hang together and go: links, milestones, blockers."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse

from activities import queries, services
from activities.api.named import activity_named
from activities.api.things import OneThing
from activities.serializers import activities as serializers
from activities.serializers import around as shapes
from activities.words import BlockerState
from initiatives.kernel.access import Actor, Capability
from initiatives.rest.named import cleared
from initiatives.rest.views import InitiativeView, operation

BY_ID = ("id",)


class ActivityLinks(InitiativeView):
    """How activities bear on one another."""

    tag = "activities"

    @operation(Capability.VIEW, answer=shapes.ActivityLinkRow, many=True)
    def get(self, actor: Actor) -> HttpResponse:
        """List the links that hold now."""
        return self.page(shapes.ActivityLinkRow, queries.links(actor), BY_ID)

    @operation(Capability.TAKE_PART, body=shapes.ActivityLinkNew, answer=shapes.ActivityLinkRow, status=201)
    def post(self, actor: Actor) -> HttpResponse:
        """Link two activities. Of a mutual kind the link is one, whichever way it is made; nothing waits for itself."""
        values = dict(self.body)
        ends = [activity_named(actor, values.pop(name), name) for name in ("source", "target")]
        made = services.link_activities(actor, *ends, **values)
        return self.one(shapes.ActivityLinkRow, queries.links(actor).filter(pk=made.pk), 201)


class ActivityLink(OneThing):
    """One link."""

    shape = shapes.ActivityLinkRow

    def rows(self, actor: Actor) -> QuerySet[Any]:
        return queries.links(actor)

    @operation(
        Capability.TAKE_PART,
        body=shapes.ActivityLinkChange,
        answer=shapes.ActivityLinkRow,
        match="required",
    )
    def patch(self, actor: Actor, id: UUID) -> HttpResponse:
        """Write anew how close a link is, what it is and what was agreed about it."""
        services.change_link(actor, self.held(actor, id), **cleared(self.body, "note", "agreed"))
        return self.told(actor, id)

    @operation(Capability.TAKE_PART, status=204, match="required")
    def delete(self, actor: Actor, id: UUID) -> HttpResponse:
        """End a link. That it was there is kept."""
        services.end_link(actor, self.held(actor, id))
        return self.gone()


class ActivityWarnings(InitiativeView):
    """What waits for what is late."""

    tag = "activities"

    @operation(Capability.VIEW, answer=shapes.WarningsOut)
    def get(self, actor: Actor) -> HttpResponse:
        """Tell every activity that waits for one that is late, blocked or stopped."""
        found = queries.dependency_warnings(actor)
        rows = [
            {
                "code": row.code,
                "text": row.text,
                "waiting": row.link.source.public_id,
                "awaited": row.link.target.public_id,
            }
            for row in found
        ]
        return self.json({"warnings": rows})


class Milestones(InitiativeView):
    """Dated steps."""

    tag = "activities"

    @operation(Capability.VIEW, answer=serializers.MilestoneRow, many=True)
    def get(self, actor: Actor) -> HttpResponse:
        """List the milestones of all activities by their day."""
        return self.page(serializers.MilestoneRow, queries.milestones(actor), ("due", "id"))


class Milestone(OneThing):
    """One milestone."""

    shape = serializers.MilestoneRow

    def rows(self, actor: Actor) -> QuerySet[Any]:
        return queries.milestones(actor)

    @operation(
        Capability.TAKE_PART,
        body=serializers.MilestoneChange,
        answer=serializers.MilestoneRow,
        match="required",
    )
    def patch(self, actor: Actor, id: UUID) -> HttpResponse:
        """Change a milestone, or with `reached_on` say that it was reached. The day set first is kept."""
        found = self.held(actor, id)
        values = dict(self.body)
        reached = values.pop("reached_on", None)
        if values:
            services.change_milestone(actor, found, **values)
        if reached is not None:
            services.reach_milestone(actor, found, on=reached)
        return self.told(actor, id)

    @operation(Capability.TAKE_PART, status=204, match="required")
    def delete(self, actor: Actor, id: UUID) -> HttpResponse:
        """Take a milestone away."""
        services.remove_milestone(actor, self.held(actor, id))
        return self.gone()


class Blockers(InitiativeView):
    """What was raised to groups."""

    tag = "activities"

    @operation(Capability.VIEW, query=serializers.BlockerQuery, answer=serializers.BlockerRow, many=True)
    def get(self, actor: Actor) -> HttpResponse:
        """List what was raised, the latest first."""
        rows = queries.blockers(actor).filter(**self.query)
        return self.page(serializers.BlockerRow, rows, ("-raised_at", "-id"))


class BlockerClose(OneThing):
    """Answering and taking back."""

    shape = serializers.BlockerRow

    def rows(self, actor: Actor) -> QuerySet[Any]:
        return queries.blockers(actor)

    @operation(
        Capability.TAKE_PART,
        body=serializers.BlockerEnd,
        answer=serializers.BlockerRow,
        match="honoured",
    )
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Answer a blocker for its group, or take it back."""
        found = self.held(actor, id)
        if self.body["state"] == BlockerState.ANSWERED:
            services.answer_blocker(actor, found, answer=self.body.get("answer", ""))
        else:
            services.withdraw_blocker(actor, found)
        return self.told(actor, id)

"""What lies outside the agenda's boundary."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse

from activities import services
from activities.api.named import population_named, strategy_named
from activities.queries import activity
from activities.queries.bounds import bounds_of, one_outside, outside
from activities.serializers.around import OutsideNew, OutsideRow
from initiatives.kernel.access import Actor, Capability
from initiatives.rest.named import place_named
from initiatives.rest.views import InitiativeView, operation


class Outsides(InitiativeView):
    """Where the agenda is not meant."""

    tag = "activities"

    @operation(Capability.VIEW, answer=OutsideRow, many=True)
    def get(self, actor: Actor) -> HttpResponse:
        """List what lies outside now, the latest first."""
        return self.page(OutsideRow, outside(actor), ("-since", "-id"))

    @operation(Capability.SHAPE_AGENDA, body=OutsideNew, answer=OutsideRow, status=201)
    def post(self, actor: Actor) -> HttpResponse:
        """Say that two or three of people, place and strategy together lie outside the agenda, and why."""
        body = self.body
        named: dict[str, Any] = {
            "population": population_named(actor, body["people"]) if body.get("people") else None,
            "place": place_named(actor, body["place"]) if body.get("place") else None,
            "strategy": strategy_named(actor, body["strategy"]) if body.get("strategy") else None,
        }
        made = services.put_outside(actor, reason=body["reason"], **named)
        rows = outside(actor).filter(pk=made.pk)
        return self.created(OutsideRow, rows, f"{self.plain_request.path}{made.public_id}/")


class ActivityOutside(InitiativeView):
    """Whether an activity lies outside."""

    tag = "activities"

    @operation(Capability.VIEW, answer=OutsideRow, many=True)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """List what says that an activity lies outside the agenda, as it stands; nothing where it lies inside."""
        met = [row.pk for row in bounds_of(actor, activity(actor, id))]
        return self.page(OutsideRow, outside(actor).filter(pk__in=met), ("-since", "-id"))


class OutsideOne(InitiativeView):
    """One of them."""

    tag = "activities"

    @operation(Capability.VIEW, answer=OutsideRow)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """Read why something lies outside."""
        return self.one(OutsideRow, outside(actor).filter(public_id=id))

    @operation(Capability.SHAPE_AGENDA, status=204, match="required")
    def delete(self, actor: Actor, id: UUID) -> HttpResponse:
        """Say that it lies inside again. That it lay outside is kept."""
        self.locked(OutsideRow, outside(actor).filter(public_id=id))
        services.bring_inside(actor, one_outside(actor, id))
        return self.gone()

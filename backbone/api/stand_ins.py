"""Who of the staff stands in for whom."""

from uuid import UUID

from django.http import HttpResponse

from backbone.queries import colleagues
from backbone.queries import stand_ins as queries
from backbone.serializers import stand_ins as shapes
from backbone.services import stand_ins as services
from initiatives.kernel.access import Actor, Capability
from initiatives.rest.views import InitiativeView, operation


class StandIns(InitiativeView):
    """The stand-ins."""

    tag = "backbone"

    @operation(Capability.VIEW, query=shapes.StandInQuery, answer=shapes.StandInRow, many=True)
    def get(self, actor: Actor) -> HttpResponse:
        """List who of the staff is away, or will be, and who stands in for them."""
        rows = queries.all_stand_ins(actor) if self.query.get("over") else queries.stand_ins(actor)
        return self.page(shapes.StandInRow, rows, ("id",))

    @operation(
        Capability.DEFINE, body=shapes.StandInNew, answer=shapes.StandInRow, status=201, problems=(422,)
    )
    def post(self, actor: Actor) -> HttpResponse:
        """Say who stands in for a colleague who is away; what waits for them waits for both."""
        found = {one.public_id: one for one in colleagues(actor)}
        made = services.set_stand_in(
            actor,
            person=found.get(self.body["person"]),
            colleague=found.get(self.body["colleague"]),
            starts_on=self.body["starts_on"],
            ends_on=self.body["ends_on"],
        )
        rows = queries.all_stand_ins(actor).filter(pk=made.pk)
        return self.created(shapes.StandInRow, rows, f"{self.plain_request.path}{made.public_id}/")


class OneStandIn(InitiativeView):
    """One stand-in."""

    tag = "backbone"

    @operation(Capability.VIEW, answer=shapes.StandInRow)
    def get(self, actor: Actor, id: UUID) -> HttpResponse:
        """Read who stands in for whom, from when to when."""
        return self.one(shapes.StandInRow, queries.all_stand_ins(actor).filter(public_id=id))


class StandInEnd(InitiativeView):
    """Ending one."""

    tag = "backbone"

    @operation(Capability.DEFINE, answer=shapes.StandInRow, match="honoured", problems=(409,))
    def post(self, actor: Actor, id: UUID) -> HttpResponse:
        """Say that the person is back already, or stays after all."""
        rows = queries.all_stand_ins(actor).filter(public_id=id)
        services.end_stand_in(actor, self.locked(shapes.StandInRow, rows))
        return self.one(shapes.StandInRow, rows)

"""What runs by itself."""

from django.http import HttpResponse

from backbone.queries.routines import running
from backbone.serializers.routines import RoutinesOut, routine_out
from initiatives.kernel.access import Actor, Capability
from initiatives.rest.views import InitiativeView, operation


class Routines(InitiativeView):
    """What runs by itself."""

    tag = "backbone"

    @operation(Capability.VIEW_QUEUE, answer=RoutinesOut)
    def get(self, actor: Actor) -> HttpResponse:
        """Read what runs by itself: what each routine last did, when it is next, and what of it could not be done."""
        zone = actor.initiative.timezone
        return self.json({"routines": [routine_out(one, zone) for one in running(actor)]})

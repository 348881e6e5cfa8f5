"""The API of calling: whom letters do no more for."""

from django.http import HttpResponse

from initiatives.kernel.access import Actor, Capability
from initiatives.rest.views import InitiativeView, operation
from initiatives.serializers.reminding import AllCallsOut, call_json
from initiatives.services.reminding import calls


class Calls(InitiativeView):
    """Calling."""

    @operation(Capability.MANAGE_PARTNERS, answer=AllCallsOut)
    def get(self, actor: Actor) -> HttpResponse:
        """List whom to call: what is late or ends soon, and was written about in vain or cannot be."""
        return self.json({"calls": [call_json(one) for one in calls(actor)]})

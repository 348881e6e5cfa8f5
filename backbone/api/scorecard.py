"""The scorecard."""

from django.http import HttpResponse

from backbone import queries
from backbone.serializers.scorecard import ScorecardOut, ScorecardQuery, scorecard_out
from initiatives.kernel.access import Actor, Capability
from initiatives.rest.views import InitiativeView, operation


class Scorecard(InitiativeView):
    """Goals with their indicators."""

    tag = "scorecard"

    @operation(Capability.VIEW, query=ScorecardQuery, answer=ScorecardOut, problems=(422,))
    def get(self, actor: Actor) -> HttpResponse:
        """Read the scorecard: every goal with its indicators, where each stands, why, and what is done next.

        The headline indicators and those that tell of a goal, as you may see them. A sector's or place's figures are
        not judged: targets are set for the whole.
        """
        return self.json(scorecard_out(queries.scorecard(actor, ScorecardQuery.asked(self.query))))

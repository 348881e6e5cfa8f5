"""The portfolio of somebody who takes part in several initiatives."""

from typing import TYPE_CHECKING

from django.http import HttpResponse

from backbone.queries import holding
from backbone.serializers.portfolio import PortfolioOut, PortfolioQuery, holding_out
from initiatives.kernel.access import Scope
from initiatives.queries import enter, lacks_second_step, my_initiatives
from initiatives.rest.views import PersonView, operation

if TYPE_CHECKING:
    from initiatives.models import User


class Portfolio(PersonView):
    """Your initiatives side by side, each by itself."""

    tag = "dashboards"

    @operation(Scope.READ, query=PortfolioQuery, answer=PortfolioOut)
    def get(self, user: "User") -> HttpResponse:
        """Read where each of your initiatives stands: its phase first, then what it shows, in order of name.

        With `since` each figure stands beside the one of that day. Nothing is ranked or summed across initiatives.
        """
        found = []
        rows = my_initiatives(self.token).order_by("initiative__name", "id")
        for slug in list(rows.values_list("initiative__slug", flat=True)):
            with enter(user, slug, self.token) as actor:
                if not lacks_second_step(user, actor.role, actor.initiative):
                    found.append(holding_out(holding(actor, self.query.get("since"))))
        return self.json({"initiatives": found})

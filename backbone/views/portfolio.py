"""The portfolio of somebody who takes part in several initiatives."""

from typing import TYPE_CHECKING, cast

from django.http import HttpRequest, HttpResponseBase

from backbone.forms.scorecard import SinceForm
from backbone.queries import Holding, holding
from initiatives.queries import enter, lacks_second_step, my_memberships
from initiatives.web import SignedInView

if TYPE_CHECKING:
    from initiatives.models import User


class Portfolio(SignedInView):
    """Every initiative that a person takes part in, each by itself: phase first, in order of name."""

    template_name = "backbone/portfolio.html"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        form = SinceForm(request.GET)
        user = cast("User", request.user)
        found: list[Holding] = []
        for membership in my_memberships(user):
            with enter(user, membership.initiative.slug) as actor:
                if not lacks_second_step(user, actor.role, actor.initiative):
                    found.append(holding(actor, form.day))
        return self.page({"holdings": found, "form": form, "since": form.day})

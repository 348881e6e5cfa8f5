"""The scorecard: every goal with its indicators, narrowed, compared, and looked back at."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from agenda.queries import standing_goals
from backbone.forms.scorecard import ScorecardForm
from backbone.queries import Asked, Scorecard, scorecard
from backbone.queries.telling import counted, judged, rest_told, tones
from backbone.views.gathering import GatheringView
from initiatives.kernel.access import Capability
from initiatives.kernel.errors import DomainError


def told(card: Scorecard) -> dict[str, Any]:
    """Return what the pieces of a page that show a scorecard need."""
    return {
        "card": card,
        "counts": card.counts,
        "good": card.counts["on_track"] + card.counts["achieved"],
        "judged": judged(card),
        "counted": counted(card),
        "rest": rest_told(card),
        "tones": tones(card),
    }


class ScorecardPage(GatheringView):
    """Goals with their indicators; what is red says why and what is done, or is listed as lacking it."""

    section = "scorecard"
    template_name = "backbone/scorecard.html"
    fragment = "card"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        form = ScorecardForm(self.actor, standing_goals(self.actor), self.today, request.GET)
        asked, problem = form.asked(), ""
        try:
            card = scorecard(self.actor, asked)
        except DomainError as error:
            asked, problem = Asked(), error.message
            card = scorecard(self.actor, asked)
        context = {
            **told(card),
            "form": form,
            "asked": asked,
            "narrowed": asked != Asked() or bool(problem) or bool(form.errors),
            "problem": problem,
            "compares": bool(asked.against),
            "answers": self.actor.may(Capability.DEFINE),
            "tabs": self.tabs("scorecard"),
            "breadcrumbs": self.crumbs((_("Scorecard"), "")),
        }
        return self.page(context)

"""The dashboards of the four audiences, and choosing what stands on them."""

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backbone.charts import gap_chart
from backbone.forms.scorecard import SinceForm
from backbone.forms.shown import ChoiceForm
from backbone.queries import Dashboard, dashboard, passages, shown
from backbone.queries.telling import progress_told
from backbone.services import choose_shown
from backbone.views.gathering import GatheringView
from backbone.views.scorecard import told
from backbone.words import Audience, audience_of
from initiatives.kernel.access import Capability
from initiatives.kernel.errors import NotFound
from initiatives.web import FormView, Needs
from measurement.queries import indicators
from measurement.words import State


class DashboardView(GatheringView):
    """What the pages that show a dashboard have in common."""

    section = "home"

    def show(self, audience: Audience | None = None, **more: Any) -> HttpResponseBase:
        """Answer with the dashboard of an audience, the reader's own unless one is named."""
        form = SinceForm(self.request.GET)
        found = dashboard(self.actor, audience, since=form.day)
        plain = found.audience == Audience.PUBLIC
        template = "backbone/dashboard_public.html" if plain else "backbone/dashboard.html"
        asked = {"since_form": form, "since": form.day} if found.audience == Audience.FUNDERS else {}
        return self.page({**self.board(found), **asked, **more}, template=template)

    def board(self, found: Dashboard) -> dict[str, Any]:
        """Return what the pages of a dashboard show."""
        chooses = self.actor.may(Capability.DEFINE)
        return {
            **told(found.card),
            "today": self.today,
            "board": found,
            "lead": progress_told(found),
            "gaps": [(course, gap_chart(course)) for course in found.gaps],
            "answers": chooses and not found.is_preview,
            "chooses": chooses,
            "audiences": self.audiences(found.audience) if chooses else [],
            "title": self.title(found),
        }

    def title(self, found: Dashboard) -> str:
        """Return what the page is called: by the year of the effort, where that is known."""
        year = found.card.effort.year
        return _("Progress in year %d") % year if year else _("Where we stand")

    def audiences(self, current: Audience) -> list[dict[str, Any]]:
        """Return the four dashboards, for those who choose what stands on them."""
        return [
            {
                "label": one.label,
                "url": self.url("backbone:dashboard_of", one.value),
                "current": one == current,
            }
            for one in Audience
        ]


class DashboardPage(DashboardView):
    """The dashboard of the reader's own audience."""

    section = "scorecard"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        return self.show(tabs=self.tabs("dashboard"), breadcrumbs=self.crumbs((_("Dashboard"), "")))


class DashboardOf(DashboardView):
    """The dashboard of an audience, as its readers see it, for those who choose what stands there."""

    section = "scorecard"
    capability = Capability.DEFINE

    def get(self, request: HttpRequest, audience: str) -> HttpResponseBase:
        crumbs = self.crumbs((_("Dashboard"), ""))
        return self.show(audience_named(audience), tabs=self.tabs("dashboard"), breadcrumbs=crumbs)


def audience_named(code: str) -> Audience:
    """Return the audience of this code. Raises NotFound."""
    if code not in Audience.values:
        raise NotFound
    return Audience(code)


class ChooseShown(FormView, GatheringView):
    """Choose what an audience is shown, and in what order."""

    section = "scorecard"
    capability: ClassVar[Needs | None] = Capability.DEFINE
    template_name = "backbone/choose.html"
    submit = gettext_lazy("Show these")
    audience: Audience

    def prepare(self, *args: Any, **kwargs: Any) -> None:
        self.audience = audience_named(kwargs["audience"])

    def form(self, data: Any = None) -> ChoiceForm:
        return ChoiceForm(
            list(indicators(self.actor).exclude(state=State.RETIRED)),
            list(passages(self.actor)),
            shown(self.actor, self.audience),
            data,
        )

    def act(self, form: Any) -> Any:
        return choose_shown(self.actor, self.audience, **form.chosen())

    def done(self, result: Any) -> HttpResponseBase:
        return self.go(
            self.url("backbone:dashboard_of", self.audience.value), _("It stands there from now on.")
        )

    def told(self) -> dict[str, Any]:
        own = audience_of(self.actor.role) == self.audience
        back = self.url("backbone:dashboard_of", self.audience.value)
        return {
            "audience": self.audience,
            "own": own,
            "back": back,
            "is_chosen": shown(self.actor, self.audience).is_chosen,
            "breadcrumbs": self.crumbs((_("Dashboard"), back), (_("What is shown"), "")),
        }

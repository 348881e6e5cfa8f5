"""What stands beside an indicator's figures: partner measures that may contribute, and overlapping counts."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from initiatives.kernel.access import Capability
from initiatives.web import errors_in
from measurement.forms.agreement import ContributorForm, HeadsForm
from measurement.models import Indicator
from measurement.queries import Question, contribution_links, heads_of, indicator, series
from measurement.services import know_heads, link_contribution, unlink_contribution
from measurement.views.indicators import IndicatorView


class Contributors(IndicatorView):
    """Which partner measures are shown beside a community indicator."""

    capability = Capability.DEFINE
    template_name = "measurement/contributors.html"

    def get(self, request: HttpRequest, code: str) -> HttpResponseBase:
        found = indicator(self.actor, code)
        return self.show(found, self.form(found))

    def form(self, found: Indicator, data: Any = None) -> ContributorForm:
        """Return the form for one more."""
        linked = set(contribution_links(self.actor, found).values_list("measure__code", flat=True))
        return ContributorForm(self.actor, linked, data)

    def show(self, found: Indicator, form: ContributorForm, status: int = 200) -> HttpResponseBase:
        """Draw the measures and the form."""
        context = {
            "indicator": found,
            "links": list(contribution_links(self.actor, found)),
            "form": form,
            "could": bool(form.rows),
            "breadcrumbs": self.crumbs_of(found, (_("Partner measures beside it"), "")),
        }
        return self.page(context, status=status)

    def post(self, request: HttpRequest, code: str) -> HttpResponseBase:
        found = indicator(self.actor, code)
        form = self.form(found, request.POST)
        if form.is_valid():
            with errors_in(form):
                link_contribution(self.actor, indicator=found, **form.values())
            if form.is_valid():
                return self.go(
                    self.url("measurement:contributors", found.code), _("It is shown beside it now.")
                )
        return self.show(found, form, 422)


class EndContributor(IndicatorView):
    """Show a measure beside the indicator no longer."""

    capability = {"POST": Capability.DEFINE}

    def post(self, request: HttpRequest, code: str, measure: str) -> HttpResponseBase:
        found = indicator(self.actor, code)
        unlink_contribution(self.actor, measure=indicator(self.actor, measure), indicator=found)
        return self.go(self.url("measurement:contributors", found.code), _("It is shown there no longer."))


class HeadsPage(IndicatorView):
    """How many different people stand behind counts that overlap, period by period."""

    capability = {"GET": Capability.VIEW, "POST": Capability.DEFINE}
    template_name = "measurement/heads.html"

    def get(self, request: HttpRequest, code: str) -> HttpResponseBase:
        return self.show(indicator(self.actor, code), HeadsForm())

    def show(self, found: Indicator, form: HeadsForm, status: int = 200) -> HttpResponseBase:
        """Draw the periods and the form."""
        counts = series(self.actor, found, Question(raw_counts=True))
        rows = [
            {"period": self.period_name(heads.period), "heads": heads}
            for heads in heads_of(self.actor, found, counts.points)
        ]
        context = {
            "indicator": found,
            "rows": rows,
            "form": form,
            "defines": self.actor.may(Capability.DEFINE),
            "breadcrumbs": self.crumbs_of(found, (_("Different people"), "")),
        }
        return self.page(context, status=status)

    def post(self, request: HttpRequest, code: str) -> HttpResponseBase:
        found = indicator(self.actor, code)
        form = HeadsForm(request.POST)
        if form.is_valid():
            given = dict(form.cleaned_data)
            with errors_in(form):
                know_heads(self.actor, found, given.pop("period"), **given)
            if form.is_valid():
                return self.go(self.url("measurement:heads", found.code), _("Kept, with its source."))
        return self.show(found, form, 422)

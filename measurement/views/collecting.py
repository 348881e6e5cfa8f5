"""How the initiative collects, and what was agreed with one partner; what reporting costs it."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from initiatives.kernel.access import Capability, require
from initiatives.queries import partner
from initiatives.web import errors_in
from measurement.forms.cycles import RulesForm, TermsForm
from measurement.queries import burdens, collection_rules, terms_of
from measurement.queries.telling import told_time
from measurement.services import change_rules, change_terms
from measurement.views.base import MeasurementView

RULES = ("periods_ahead", "days_to_hand_in", "grace_days", "lead_signs_off", "minutes_a_year")
TERMS = ("fiscal_year_start", "minutes_a_year")


class Rules(MeasurementView):
    """How the initiative collects."""

    capability = Capability.MANAGE_SETTINGS
    template_name = "measurement/collecting.html"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        found = collection_rules()
        return self.show(RulesForm(initial={name: getattr(found, name) for name in RULES}))

    def show(self, form: RulesForm, status: int = 200) -> HttpResponseBase:
        """Draw the form."""
        crumbs = self.trail((_("Cycles"), self.url("measurement:cycles")), (_("How we collect"), ""))
        return self.page({"form": form, "breadcrumbs": crumbs}, status=status)

    def post(self, request: HttpRequest) -> HttpResponseBase:
        form = RulesForm(request.POST)
        if form.is_valid():
            with errors_in(form):
                change_rules(self.actor, **form.cleaned_data)
            if form.is_valid():
                return self.go(
                    self.url("measurement:cycles"), _("Saved. Cycles that stand keep their dates.")
                )
        return self.show(form, 422)


class Reporting(MeasurementView):
    """What reporting costs one partner, and what was agreed with it."""

    capability = {"GET": Capability.VIEW_HAND_INS, "POST": Capability.ASSIGN}
    template_name = "measurement/reporting.html"

    def get(self, request: HttpRequest, code: str) -> HttpResponseBase:
        whose = partner(self.actor, code)
        require(self.actor, Capability.VIEW_HAND_INS, whose.pk)
        found = terms_of(self.actor, whose)
        return self.show(whose, TermsForm(initial={name: getattr(found, name) for name in TERMS}))

    def show(self, whose: Any, form: TermsForm, status: int = 200) -> HttpResponseBase:
        """Draw what is asked of the partner against what was agreed, and the form."""
        cost = burdens(self.actor, [whose.pk])[whose.pk]
        context = {
            "partner": whose,
            "cost": cost,
            "took": told_time(cost.median_seconds) if cost.median_seconds is not None else None,
            "each": told_time(int(cost.seconds)),
            "form": form if self.actor.may(Capability.ASSIGN) else None,
            "agreed": terms_of(self.actor, whose),
            "breadcrumbs": self.trail(
                (whose.name, self.url("initiatives:partner", whose.code)), (_("Reporting"), "")
            ),
        }
        return self.page(context, status=status)

    def post(self, request: HttpRequest, code: str) -> HttpResponseBase:
        whose = partner(self.actor, code)
        form = TermsForm(request.POST)
        if form.is_valid():
            with errors_in(form):
                change_terms(self.actor, whose, **form.cleaned_data)
            if form.is_valid():
                return self.go(self.url("measurement:reporting", code), _("Saved."))
        return self.show(whose, form, 422)

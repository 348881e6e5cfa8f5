"""The data development agenda: what is wanted but has no data yet."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from initiatives.kernel import clock
from initiatives.kernel.access import Capability
from initiatives.web import errors_in
from measurement.forms.agreement import ReasonForm, WantedDefinitionForm, WantedForm
from measurement.models import WantedIndicator
from measurement.queries import wanted_indicator, wanted_indicators
from measurement.services import change_wanted, define_wanted, drop_wanted, want
from measurement.views.base import MeasurementView
from measurement.words import WantState

SETTLED = (WantState.BECAME, WantState.DROPPED)


class WantedIndicators(MeasurementView):
    """The list: what is wanted, who sees to it, by when; and a form to add one."""

    capability = {"GET": Capability.VIEW, "POST": Capability.DEFINE}
    template_name = "measurement/wanted.html"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        return self.show(WantedForm(self.actor) if self.actor.may(Capability.DEFINE) else None)

    def show(self, form: WantedForm | None, status: int = 200) -> HttpResponseBase:
        """Draw the list and the form."""
        rows = list(wanted_indicators(self.actor))
        context = {
            "rows": [row for row in rows if row.state not in SETTLED],
            "settled": [row for row in rows if row.state in SETTLED],
            "form": form,
            "today": clock.today(self.actor.initiative.timezone),
            "tabs": self.tabs("wanted"),
            "breadcrumbs": self.trail((_("Wanted"), "")),
        }
        return self.page(context, status=status)

    def post(self, request: HttpRequest) -> HttpResponseBase:
        form = WantedForm(self.actor, request.POST)
        if form.is_valid():
            with errors_in(form):
                made = want(self.actor, **form.values())
            if form.is_valid():
                return self.go(self.url("measurement:wanted"), _("“%s” is on the agenda.") % made.name)
        return self.show(form, 422)


class ChangeWanted(MeasurementView):
    """One wanted measure: its plan; making it an indicator; giving it up."""

    capability: ClassVar[Capability | Mapping[str, Capability] | None] = Capability.DEFINE
    template_name = "measurement/wanted_one.html"

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        found = wanted_indicator(self.actor, public_id)
        return self.show(found, {"form": WantedForm(self.actor, wanted=found)})

    def show(self, found: WantedIndicator, forms: dict[str, Any], status: int = 200) -> HttpResponseBase:
        """Draw the forms; `forms` stand in for the fresh ones."""
        context = {
            "wanted": found,
            "settled": found.state in SETTLED,
            "form": WantedForm(self.actor, wanted=found),
            "define": WantedDefinitionForm(),
            "drop": ReasonForm(),
            "back": self.url("measurement:wanted"),
            "breadcrumbs": self.trail((_("Wanted"), self.url("measurement:wanted")), (found.name, "")),
            **forms,
        }
        return self.page(context, status=status)

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        found = wanted_indicator(self.actor, public_id)
        form = WantedForm(self.actor, request.POST, wanted=found)
        if form.is_valid():
            with errors_in(form):
                change_wanted(self.actor, found, **form.values())
            if form.is_valid():
                return self.go(self.url("measurement:wanted"), _("Saved."))
        return self.show(found, {"form": form}, 422)


class DropWanted(ChangeWanted):
    """Give a wanted measure up, for a reason."""

    capability = {"POST": Capability.DEFINE}

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        found = wanted_indicator(self.actor, public_id)
        form = ReasonForm(request.POST)
        if form.is_valid():
            with errors_in(form):
                drop_wanted(self.actor, found, **form.cleaned_data)
            if form.is_valid():
                return self.go(self.url("measurement:wanted"), _("It is wanted no longer."))
        return self.show(found, {"drop": form}, 422)


class DefineWanted(ChangeWanted):
    """Make a wanted measure a proposed indicator."""

    capability = {"POST": Capability.DEFINE}

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        found = wanted_indicator(self.actor, public_id)
        form = WantedDefinitionForm(request.POST)
        if form.is_valid():
            with errors_in(form):
                made = define_wanted(self.actor, found, **form.values(self.actor, found))
            if form.is_valid():
                message = _("“%s” is a proposed indicator now. Fill in its sheet.") % made.name
                return self.go(self.url("measurement:change", made.code), message)
        return self.show(found, {"define": form}, 422)

"""Indicators: the list, defining and changing one, who reports it."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from initiatives.kernel import clock
from initiatives.kernel.access import Capability
from initiatives.kernel.errors import DomainError, NotFound
from initiatives.web import errors_in, paginate
from measurement.forms.assigning import AssignForm
from measurement.forms.filters import IndicatorFilter
from measurement.forms.indicators import IndicatorForm, initial_of
from measurement.models import Indicator
from measurement.queries import assignments, burdens, headlines, indicator, indicators, standings
from measurement.services import (
    assign,
    change_indicator,
    define_indicator,
    end_assignment,
)
from measurement.views.base import MeasurementView
from measurement.words import ON_THE_WAY, State


class Indicators(MeasurementView):
    """What is measured, headline indicators first, with the latest figure as the reader may see it."""

    capability = Capability.VIEW
    template_name = "measurement/indicators.html"
    fragment = "list"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        form = IndicatorFilter(request.GET)
        asked = form.asked()
        rows = indicators(self.actor).order_by("-headline", "position", "name", "id")
        state = asked.get("state")
        rows = rows.filter(state=state) if state else rows.exclude(state=State.RETIRED)
        if asked.get("q"):
            rows = rows.filter(name__icontains=asked["q"])
        if asked.get("level"):
            rows = rows.filter(level=asked["level"])
        if asked.get("cadence"):
            rows = rows.filter(versions__cadence=asked["cadence"]).distinct()
        page = paginate(request, rows)
        shown = standings(self.actor, among=[row.pk for row in page.object_list])
        defines = self.actor.may(Capability.DEFINE)
        context = {
            "page": page,
            "standings": shown,
            "form": form,
            "filtered": bool(asked),
            "defines": defines,
            "crowded": headlines(self.actor).crowded if defines else (),
            "tabs": self.tabs("home"),
            "breadcrumbs": self.crumbs((_("Shared measurement"), "")),
        }
        return self.page(context)


class DefineIndicator(MeasurementView):
    """Define an indicator: four things must be said."""

    capability = Capability.DEFINE
    template_name = "measurement/indicator_form.html"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        return self.show(IndicatorForm(self.actor))

    def show(self, form: IndicatorForm, status: int = 200) -> HttpResponseBase:
        """Draw the form."""
        context = {
            "form": form,
            "back": self.url("measurement:home"),
            "breadcrumbs": self.trail((_("Define an indicator"), "")),
        }
        return self.page(context, status=status)

    def post(self, request: HttpRequest) -> HttpResponseBase:
        form = IndicatorForm(self.actor, request.POST)
        if form.is_valid():
            with errors_in(form):
                made = define_indicator(self.actor, **form.values())
            if form.is_valid():
                message = _("%s is defined. Now say who reports it.") % made.name
                return self.go(self.url("measurement:assign", made.code), message)
        return self.show(form, 422)


class IndicatorView(MeasurementView):
    """What the pages of one indicator share."""

    def crumbs_of(self, found: Indicator, *items: tuple[Any, str]) -> list[dict[str, Any]]:
        """Return the breadcrumbs of an indicator."""
        url = self.url("measurement:indicator", found.code) if items else ""
        return self.trail((found.name, url), *items)


class ChangeIndicator(IndicatorView):
    """Change an indicator; a change of meaning, once figures stand, asks from when and why."""

    capability = Capability.DEFINE
    template_name = "measurement/indicator_form.html"

    def get(self, request: HttpRequest, code: str) -> HttpResponseBase:
        found = indicator(self.actor, code)
        return self.show(found, self.form(found))

    def form(self, found: Indicator, data: Any = None) -> IndicatorForm:
        """Return the form, filled with what stands."""
        version = found.latest_versions[0]  # type: ignore[attr-defined]
        standing = standings(self.actor, among=[found.pk])
        has_figures = bool(standing and standing[0].latest)
        return IndicatorForm(
            self.actor,
            data,
            indicator=found,
            has_figures=has_figures,
            initial=initial_of(found, version),
        )

    def show(self, found: Indicator, form: IndicatorForm, status: int = 200) -> HttpResponseBase:
        """Draw the form."""
        context = {
            "form": form,
            "indicator": found,
            "back": self.url("measurement:indicator", found.code),
            "breadcrumbs": self.crumbs_of(found, (_("Change"), "")),
        }
        return self.page(context, status=status)

    def post(self, request: HttpRequest, code: str) -> HttpResponseBase:
        found = indicator(self.actor, code)
        form = self.form(found, request.POST)
        if form.is_valid():
            with errors_in(form):
                change_indicator(self.actor, found, **form.values())
            if form.is_valid():
                return self.go(self.url("measurement:indicator", found.code), _("Saved."))
        return self.show(found, form, 422)


class Headline(IndicatorView):
    """Put an indicator on the headline list, or take it off."""

    capability = {"POST": Capability.DEFINE}

    def post(self, request: HttpRequest, code: str) -> HttpResponseBase:
        found = indicator(self.actor, code)
        wanted = request.POST.get("headline") == "yes"
        if wanted and headlines(self.actor).full and not found.headline:
            # The list is full: the form asks which one gives up its place.
            return self.go(self.url("measurement:change", found.code))
        change_indicator(self.actor, found, headline=wanted)
        told = _("It is no headline any more.")
        if wanted:
            told = _("It is a headline now: it stands on everybody's home and dashboard.")
        return self.go(self.url("measurement:indicator", found.code), told)


class Assign(IndicatorView):
    """Who reports an indicator, from when until when."""

    capability: ClassVar[Capability | Mapping[str, Capability] | None] = Capability.ASSIGN
    template_name = "measurement/assign.html"

    def get(self, request: HttpRequest, code: str) -> HttpResponseBase:
        found = indicator(self.actor, code)
        return self.show(found, self.form(found))

    def form(self, found: Indicator, data: Any = None) -> AssignForm:
        """Return the form for asking more partners."""
        return AssignForm(self.actor, found, found.latest_versions[0].cadence, data)  # type: ignore[attr-defined]

    def show(self, found: Indicator, form: AssignForm, status: int = 200) -> HttpResponseBase:
        """Draw who reports it and who could."""
        today = clock.today(self.actor.initiative.timezone)
        rows = list(
            assignments(self.actor)
            .filter(indicator=found)
            .order_by("partner__name", "partner_id", "starts_on")
        )
        running = [row for row in rows if row.ends_on is None or row.ends_on >= today]
        costs = burdens(self.actor, {row.partner_id for row in running})
        context = {
            "indicator": found,
            "form": form,
            "could": bool(form.fields["partners"].choices),  # type: ignore[attr-defined]
            "running": running,
            "over": [(row.partner, cost) for row in running if (cost := costs[row.partner_id]).over],
            "ended": [row for row in rows if row.ends_on is not None and row.ends_on < today],
            "today": today,
            "on_the_way": found.state in ON_THE_WAY,
            "breadcrumbs": self.crumbs_of(found, (_("Who reports it"), "")),
        }
        return self.page(context, status=status)

    def post(self, request: HttpRequest, code: str) -> HttpResponseBase:
        found = indicator(self.actor, code)
        form = self.form(found, request.POST)
        if form.is_valid():
            with errors_in(form):
                for partner in form.chosen():
                    assign(
                        self.actor,
                        partner=partner,
                        indicator=found,
                        starts_on=form.cleaned_data["starts_on"],
                    )
            if form.is_valid():
                told = _("They are asked from now on.")
                if found.state != State.ACTIVE:
                    told = _("They are asked once it is collected.")
                return self.go(self.url("measurement:assign", found.code), told)
        return self.show(found, form, 422)


class EndAssignment(Assign):
    """Let a partner's assignment end today; what it reported stays."""

    capability = {"POST": Capability.ASSIGN}

    def post(self, request: HttpRequest, code: str, number: int = 0) -> HttpResponseBase:
        found = indicator(self.actor, code)
        row = assignments(self.actor).filter(indicator=found, pk=number).first()
        if row is None:
            raise NotFound
        today = clock.today(self.actor.initiative.timezone)
        try:
            end_assignment(self.actor, row, ends_on=max(today, row.starts_on))
        except DomainError as error:
            form = self.form(found, {})
            form.add_error(None, error.message)
            return self.show(found, form, error.status)
        message = _("%s reports it no longer. What it reported stays.") % row.partner.name
        return self.go(self.url("measurement:assign", found.code), message)

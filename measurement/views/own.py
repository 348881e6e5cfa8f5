"""A partner's own page: what it reports, its figures beside the others', what is held about it, its own reports."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from initiatives.kernel import clock
from initiatives.kernel.access import Capability, require
from initiatives.kernel.errors import NotFound
from initiatives.queries import events_touching, partner, told
from initiatives.rest.answers import json_file
from initiatives.rest.workbooks import sections_answer, workbook_answer
from initiatives.web import errors_in
from measurement.forms.reports import LayoutForm, initial_of
from measurement.models import ReportLayout
from measurement.periods import PeriodError, parse
from measurement.queries import REQUEST_STATES, catalogue, indicator, own_figures, requests
from measurement.queries.agreements import agreements_of
from measurement.queries.beside import beside
from measurement.queries.coming import coming_figures
from measurement.queries.held import SECTIONS, held_about
from measurement.queries.reports import layout, layouts, remarks_on, report, year_of
from measurement.reports import report_workbook
from measurement.services import note_figure
from measurement.services.reports import change_layout, copy_layout, delete_layout, make_layout
from measurement.views.base import MeasurementView

# The events that were not the partner's own doing and that it should know of.
TOUCHING = (
    "measurement.submission_returned",
    "measurement.submission_revised",
    "measurement.assignment_made",
    "measurement.assignment_ended",
    "measurement.extension_granted",
    "measurement.naming_begun",
    "measurement.agreement_activated",
    "measurement.agreement_terminated",
    "initiatives.partner_changed",
)


# Facts about definitions touch all who report by them.
REDEFINED = (
    "measurement.definition_changed",
    "measurement.definition_clarified",
    "measurement.indicator_moved",
)


class OwnView(MeasurementView):
    """What the pages of one partner share."""

    def of(self, code: str) -> Any:
        """Return the partner, for its own people and staff."""
        found = partner(self.actor, code)
        require(self.actor, Capability.VIEW_HAND_INS, found.pk)
        return found

    def own_trail(self, found: Any, *items: tuple[Any, str]) -> list[dict[str, Any]]:
        """Return the breadcrumbs below the partner's own page."""
        here = self.url("measurement:own", found.code) if items else ""
        return self.trail(
            (found.name, self.url("initiatives:partner", found.code)), (_("Own page"), here), *items
        )


class OwnPage(OwnView):
    """What a partner reports and by when, its figures in context, what touches it, what is held about it."""

    capability = Capability.VIEW_HAND_INS
    template_name = "measurement/own/page.html"

    def get(self, request: HttpRequest, code: str) -> HttpResponseBase:
        return self.show(self.of(code))

    def show(self, found: Any) -> HttpResponseBase:
        """Draw the page."""
        held = held_about(self.actor, found)
        handed = [row for row in held["hand_ins"] if row["handed_in"]]
        asked = list(requests(self.actor).filter(partner=found).order_by("-cycle__period_end", "-id")[:8])
        for row in asked:
            row.period_told = self.period_name(row.cycle)  # type: ignore[attr-defined]
            row.state_words = REQUEST_STATES[row.state]  # type: ignore[attr-defined]
        coming = coming_figures(self.actor, found.pk)
        context = {
            "partner": found,
            "mine": self.actor.partner_id == found.pk,
            "asked": asked,
            "assigned": [row for row in held["assignments"] if row["to"] is None],
            "handed_in": len(handed),
            "on_time": sum(row["days_late"] == 0 for row in handed),
            "beside": beside(self.actor, found.pk),
            "coming": [(one, self.period_name(one.period)) for one in coming],
            "touching": told(self.touching(found, held)),
            "agreements": agreements_of(self.actor, found.pk),
            "held": [(SECTIONS[name], len(rows)) for name, rows in held.items()],
            "layouts": list(layouts(self.actor, found.pk)),
            "breadcrumbs": self.own_trail(found),
        }
        return self.page(context)

    def touching(self, found: Any, held: Mapping[str, Any]) -> Any:
        """Return the latest decisions that touch the partner: its own, and on what the figures it reports mean."""
        reported = [f"indicator:{row['indicator']}" for row in held["assignments"] if row["to"] is None]
        rows = events_touching(self.actor, found.pk, TOUCHING, public=REDEFINED, subjects=reported)
        return rows.order_by("-happened_at", "-id")[:8]


class HeldFile(OwnView):
    """Everything that is held about a partner, as one workbook or as JSON."""

    capability = Capability.VIEW_HAND_INS

    def get(self, request: HttpRequest, code: str, kind: str) -> HttpResponseBase:
        found = self.of(code)
        if kind not in ("xlsx", "json"):
            raise NotFound
        held = held_about(self.actor, found)
        if kind == "xlsx":
            return sections_answer(held, f"{found.code}-held")
        return json_file(held, f"{found.code}-held")


class NoteFigure(OwnView):
    """Say something of one's own figure before it is shown by name, or agree to it."""

    capability = {"POST": Capability.HAND_IN}

    def post(self, request: HttpRequest, code: str) -> HttpResponseBase:
        found = self.of(code)
        measured = indicator(self.actor, request.POST.get("indicator", "").replace("\0", ""))
        try:
            period = parse(request.POST.get("period", ""))
        except PeriodError:
            return self.go(self.url("measurement:own", found.code))
        note_figure(
            self.actor,
            found,
            measured,
            period,
            note=request.POST.get("note", "").replace("\0", ""),
            agreed="agreed" in request.POST,
        )
        return self.go(
            self.url("measurement:own", found.code), _("Saved. Your note goes along with the figure.")
        )


class LayoutView(OwnView):
    """What the pages of a report layout share."""

    template_name = "measurement/own/layout_form.html"

    def form(self, found: Any, data: Any = None, initial: Any = None) -> LayoutForm:
        """Return the form over the partner's own figures."""
        figures = own_figures(self.actor, found.pk)
        sheets = catalogue({figure.indicator.code for figure in figures})
        axes = {
            code: [(a.dimension.code, a.dimension.name) for a in sheet.axes.get(sheet.versions[-1].pk, ())]
            for code, sheet in sheets.items()
        }
        return LayoutForm(figures, axes, data, initial=initial)

    def draw(self, found: Any, form: LayoutForm, title: Any, status: int = 200) -> HttpResponseBase:
        """Draw the form."""
        context = {
            "partner": found,
            "form": form,
            "title": title,
            "back": self.url("measurement:own", found.code),
            "breadcrumbs": self.own_trail(found, (title, "")),
        }
        return self.page(context, status=status)

    def to(self, found: ReportLayout, message: Any = "") -> HttpResponseBase:
        """Go to the layout's preview."""
        return self.go(self.url("measurement:layout", found.partner.code, found.public_id), message)


class MakeLayout(LayoutView):
    """Make a layout."""

    capability = Capability.HAND_IN

    def get(self, request: HttpRequest, code: str) -> HttpResponseBase:
        found = self.of(code)
        return self.draw(found, self.form(found), _("A new report"))

    def post(self, request: HttpRequest, code: str) -> HttpResponseBase:
        found = self.of(code)
        form = self.form(found, request.POST)
        if form.is_valid():
            with errors_in(form):
                made = make_layout(self.actor, found, **form.values())
            if form.is_valid():
                return self.to(made, _("The report is kept. Take it for any year."))
        return self.draw(found, form, _("A new report"), status=422)


class LayoutPage(LayoutView):
    """A report as it comes out for a year."""

    capability = Capability.VIEW_HAND_INS
    template_name = "measurement/own/layout.html"

    def year(self, request: HttpRequest, found: ReportLayout) -> int:
        """Return the year that the address asks for, else the last that is over."""
        present = year_of(clock.today(self.actor.initiative.timezone), found.starts_in)
        given = request.GET.get("year", "")
        asked = int(given) if given.isascii() and given.isdigit() and len(given) == 4 else present - 1
        return min(max(asked, present - 30), present + 1)

    def get(self, request: HttpRequest, code: str, public_id: UUID) -> HttpResponseBase:
        found = self.of(code)
        kept = layout(self.actor, found.pk, public_id)
        year = self.year(request, kept)
        present = year_of(clock.today(self.actor.initiative.timezone), kept.starts_in)
        here = self.url("measurement:layout", found.code, kept.public_id)
        told = report(self.actor, kept, year)
        context = {
            "partner": found,
            "layout": kept,
            "mine": self.actor.partner_id == found.pk,
            "report": told,
            "blocks": [
                (
                    block.label,
                    [(row.name, list(zip(told.names, row.told, strict=True))) for row in block.rows],
                )
                for block in told.blocks
            ],
            "remarks": [(block.label, remarks_on(block)) for block in told.blocks if remarks_on(block)],
            "years": [
                {"label": str(one), "url": f"{here}?year={one}", "current": one == year}
                for one in range(present - 4, present + 1)
            ],
            "xlsx": f"{here}xlsx/?year={year}",
            "breadcrumbs": self.own_trail(found, (kept.name, "")),
        }
        return self.page(context)


class LayoutFile(LayoutPage):
    """The report as a workbook."""

    def get(self, request: HttpRequest, code: str, public_id: UUID) -> HttpResponseBase:
        found = self.of(code)
        kept = layout(self.actor, found.pk, public_id)
        year = self.year(request, kept)
        content = report_workbook(report(self.actor, kept, year))
        return workbook_answer(content, f"{found.code}-report-{year}")


class ChangeLayout(LayoutView):
    """Change, rename or share a layout."""

    capability = Capability.HAND_IN

    def get(self, request: HttpRequest, code: str, public_id: UUID) -> HttpResponseBase:
        found = self.of(code)
        kept = layout(self.actor, found.pk, public_id)
        return self.draw(found, self.form(found, initial=initial_of(kept)), kept.name)

    def post(self, request: HttpRequest, code: str, public_id: UUID) -> HttpResponseBase:
        found = self.of(code)
        kept = layout(self.actor, found.pk, public_id)
        form = self.form(found, request.POST)
        if form.is_valid():
            with errors_in(form):
                change_layout(self.actor, kept, **form.values())
            if form.is_valid():
                return self.to(kept, _("Saved."))
        return self.draw(found, form, kept.name, status=422)


class CopyLayout(LayoutView):
    """Make another layout like this one."""

    capability = {"POST": Capability.HAND_IN}

    def post(self, request: HttpRequest, code: str, public_id: UUID) -> HttpResponseBase:
        made = copy_layout(self.actor, layout(self.actor, self.of(code).pk, public_id))
        return self.go(
            self.url("measurement:change_layout", made.partner.code, made.public_id),
            _("Copied. Give it a name."),
        )


class DeleteLayout(LayoutView):
    """Delete a layout."""

    capability = {"POST": Capability.HAND_IN}

    def post(self, request: HttpRequest, code: str, public_id: UUID) -> HttpResponseBase:
        found = self.of(code)
        delete_layout(self.actor, layout(self.actor, found.pk, public_id))
        return self.go(self.url("measurement:own", found.code), _("Deleted. The figures stay."))

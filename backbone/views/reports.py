"""Reports: the list, one report as a page that prints, its words, its state, links to it."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from backbone.forms.reports import ReportForm, ShareForm, WithdrawForm, WordsForm
from backbone.models import Report
from backbone.pdf import makes_pdf, pdf
from backbone.queries import (
    FrozenFigure,
    frozen,
    period_of,
    reader_of,
    report,
    reports,
    revised,
    share_link,
    share_links,
)
from backbone.queries.reports import why_closed
from backbone.queries.shown import still_told
from backbone.services import (
    change_report,
    make_report,
    publish_report,
    read_again,
    revoke_share,
    share_report,
    withdraw_report,
)
from backbone.slides import slides
from backbone.views.gathering import GatheringView
from backbone.words import SHOWN_IN, ReportKind, ReportState
from initiatives.kernel.access import Actor, Capability
from initiatives.kernel.errors import NotFound
from initiatives.web import SeeOther, errors_in, paginate
from measurement.queries import period_name, rules_told

PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
PDF = "application/pdf"
PAPERS = ("a4", "letter")


def sheet(reader: Actor, found: Report, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the sheet of a report shows; `asked` may choose the paper and the brief of one page."""
    figures: list[FrozenFigure] = frozen(reader, found) if found.built_at else []
    brief = asked.get("as") == "brief"
    paper = asked.get("paper") if asked.get("paper") in PAPERS else "a4"
    return {
        "report": found,
        "initiative": reader.initiative,
        "period": period_name(period_of(found), reader.initiative.fiscal_year_start),
        "figures": figures,
        "by_goal": by_goal(figures),
        "revised": revised(figures),
        "hidden": any(f.point is not None and f.point.suppressed for f in figures),
        "rules": rules_told(reader.initiative, among=(f.version.indicator for f in figures)),
        "texts": still_told(reader, found.texts, SHOWN_IN[ReportKind(found.kind)]),
        "brief": brief,
        "paper": paper,
        "makes_pdf": makes_pdf(),
        "laid_out": urlencode({"paper": paper, **({"as": "brief"} if brief else {})}),
        "note": [line for line in found.note.splitlines() if line.strip()],
    }


def by_goal(figures: list[FrozenFigure]) -> list[tuple[str, list[FrozenFigure]]]:
    """Return the figures under the goals that they tell of, in their order; those of none come last."""
    found: dict[str, list[FrozenFigure]] = {}
    for figure in figures:
        found.setdefault(figure.goal, []).append(figure)
    return sorted(found.items(), key=lambda pair: not pair[0])


def layouts(here: str, brief: bool, paper: str) -> list[dict[str, Any]]:
    """Return the ways to lay a report out, with the one that is shown."""
    return [
        {"label": _("Whole report"), "url": f"{here}?paper={paper}", "current": not brief},
        {"label": _("Brief, A4"), "url": f"{here}?as=brief&paper=a4", "current": brief and paper == "a4"},
        {
            "label": _("Brief, Letter"),
            "url": f"{here}?as=brief&paper=letter",
            "current": brief and paper == "letter",
        },
    ]


class ReportsView(GatheringView):
    """What the pages about reports share."""

    section = "reports"

    def trail(self, *items: tuple[Any, str]) -> list[dict[str, Any]]:
        """Return the breadcrumbs below the list."""
        return self.crumbs((_("Reports"), self.url("backbone:reports") if items else ""), *items)

    def report_url(self, found: Report) -> str:
        """Return the address of a report."""
        return self.url("backbone:report", found.public_id)


class Reports(ReportsView):
    """The reports that the reader finds; staff begin a new one here."""

    capability = {"GET": Capability.VIEW, "POST": Capability.DEFINE}
    template_name = "backbone/reports.html"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        return self.show(ReportForm(self.actor, self.today) if self.actor.may(Capability.DEFINE) else None)

    def post(self, request: HttpRequest) -> HttpResponseBase:
        form = ReportForm(self.actor, self.today, request.POST)
        if form.is_valid():
            with errors_in(form):
                made = make_report(self.actor, **form.values())
            if form.is_valid():
                message = _("The report is being put together from the records.")
                return self.go(self.report_url(made), message)
        return self.show(form, 422)

    def show(self, form: ReportForm | None, status: int = 200) -> HttpResponseBase:
        """Draw the list."""
        page = paginate(self.request, reports(self.actor))
        for row in page.object_list:
            row.period = period_name(period_of(row), self.actor.initiative.fiscal_year_start)
        context = {"page": page, "form": form, "breadcrumbs": self.trail()}
        return self.page(context, status=status)


class ReportPage(ReportsView):
    """One report as it prints; staff find beside it what can be done with it."""

    template_name = "backbone/report.html"

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        return self.show(report(self.actor, public_id))

    def show(
        self,
        found: Report,
        *,
        sharing: ShareForm | None = None,
        withdrawing: WithdrawForm | None = None,
        made: str = "",
        status: int = 200,
    ) -> HttpResponseBase:
        """Draw the report; `made` is the address of a new link, shown this once."""
        tells = self.actor.may(Capability.DEFINE)
        shown = sheet(reader_of(self.actor.initiative, found), found, self.request.GET)
        links = list(share_links(self.actor, found)) if tells else []
        for link in links:
            link.closed = why_closed(link)  # type: ignore[attr-defined]
        context = {
            **shown,
            "layouts": layouts(self.report_url(found), shown["brief"], shown["paper"]),
            "slides": self.url("backbone:report_slides", found.public_id),
            "pdf": self.url("backbone:report_pdf", found.public_id),
            "tells": tells,
            "drafting": tells and found.state == ReportState.DRAFT,
            "links": links,
            "sharing": sharing or ShareForm(),
            "withdrawing": withdrawing or WithdrawForm(),
            "made": made,
            "breadcrumbs": self.trail((found.title, "")),
        }
        return self.page(context, status=status)


def slides_answer(reader: Actor, found: Report) -> HttpResponse:
    """Answer with the slides of a report. Raises NotFound while its figures are being read."""
    if found.built_at is None:
        raise NotFound
    start = reader.initiative.fiscal_year_start
    content = slides(reader.initiative, found, period_name(period_of(found), start), frozen(reader, found))
    return _file(content, PPTX, f"{_name(found)}.pptx")


def pdf_answer(reader: Actor, found: Report, asked: Mapping[str, Any], page: str) -> HttpResponseBase:
    """Answer with a report as a PDF, laid out as `asked`; to `page`, which prints, where none can be made here.

    Raises NotFound while its figures are being read.
    """
    if found.built_at is None:
        raise NotFound
    shown = sheet(reader, found, asked)
    if not shown["makes_pdf"]:
        return SeeOther(f"{page}?{shown['laid_out']}")
    content = pdf(render_to_string("backbone/report_pdf.html", shown))
    name = f"{_name(found)}-brief" if shown["brief"] else _name(found)
    return _file(content, PDF, f"{name}.pdf")


def _name(found: Report) -> str:
    return f"{found.kind}-{period_of(found).start}"


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


class ReportSlides(ReportsView):
    """A report as slides."""

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        found = report(self.actor, public_id)
        return slides_answer(reader_of(self.actor.initiative, found), found)


class ReportPdf(ReportsView):
    """A report as a PDF."""

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        found = report(self.actor, public_id)
        reader = reader_of(self.actor.initiative, found)
        return pdf_answer(reader, found, request.GET, self.report_url(found))


class WriteReport(ReportsView):
    """The words of a draft."""

    capability = Capability.DEFINE
    template_name = "backbone/report_words.html"

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        found = report(self.actor, public_id)
        given = {"title": found.title, "finding": found.finding, "note": found.note}
        return self.show(found, WordsForm(initial=given))

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        found, form = report(self.actor, public_id), WordsForm(request.POST)
        if form.is_valid():
            with errors_in(form):
                change_report(self.actor, found, **form.cleaned_data)
            if form.is_valid():
                return self.go(self.report_url(found), _("Kept."))
        return self.show(found, form, 422)

    def show(self, found: Report, form: WordsForm, status: int = 200) -> HttpResponseBase:
        """Draw the form."""
        back = self.report_url(found)
        trail = self.trail((found.title, back), (_("Words"), ""))
        return self.page({"form": form, "report": found, "back": back, "breadcrumbs": trail}, status=status)


class ReadAgain(ReportsView):
    """Read the figures of a draft again."""

    capability = {"POST": Capability.DEFINE}

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        found = read_again(self.actor, report(self.actor, public_id))
        return self.go(self.report_url(found), _("The figures are being read again."))


class PublishReport(ReportsView):
    """Publish a draft."""

    capability = {"POST": Capability.DEFINE}

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        found = publish_report(self.actor, report(self.actor, public_id))
        return self.go(self.report_url(found), _("Published. Nothing in it changes any more."))


class WithdrawReport(ReportPage):
    """Withdraw a published report, saying why."""

    capability = {"POST": Capability.DEFINE}

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        found, form = report(self.actor, public_id), WithdrawForm(request.POST)
        if form.is_valid():
            with errors_in(form):
                withdraw_report(self.actor, found, **form.cleaned_data)
            if form.is_valid():
                return self.go(self.report_url(found), _("Withdrawn. Links to it work no longer."))
        return self.show(found, withdrawing=form, status=422)


class ShareReport(ReportPage):
    """Make a link to a published report; its address is shown this once."""

    capability = {"POST": Capability.DEFINE}

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        found, form, made = report(self.actor, public_id), ShareForm(request.POST), ""
        if form.is_valid():
            with errors_in(form):
                _link, secret = share_report(self.actor, found, **form.cleaned_data)
                made = request.build_absolute_uri(reverse("shared_report", args=[secret]))
        return self.show(found, sharing=None if made else form, made=made, status=200 if made else 422)


class RevokeShare(ReportsView):
    """Revoke a link: it is dead at once."""

    capability = {"POST": Capability.DEFINE}

    def post(self, request: HttpRequest, public_id: UUID, link_id: UUID) -> HttpResponseBase:
        found = report(self.actor, public_id)
        revoke_share(self.actor, share_link(self.actor, found, link_id))
        return self.go(self.report_url(found), _("The link works no longer."))

"""The pages that are open to everybody, without signing in, in the reader's language; what may be embedded of them.

Every request asks anew whether the page stands open. Answers set no cookie (but for the form to tell something, in
public_voice.py) and are kept by nobody in between, so that a page that is closed is gone at once.
"""

from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views import View

from backbone.models import PublicPage
from backbone.open_files import data_package, picture
from backbone.queries import reader_of, report, reports
from backbone.queries.open_data import FIGURE_COLUMNS, figure_rows, indicator_rows, open_sdg_rows
from backbone.queries.promised import promised, promised_plan
from backbone.queries.public import named_partners, shown_to_all, texts, visiting
from backbone.views.reports import layouts, pdf_answer, sheet, slides_answer
from communications.queries import voice as voices
from communications.words.voice import OUTCOME_LOOKS, VoiceOutcome
from initiatives import limits
from initiatives.kernel import clock
from initiatives.kernel.access import Actor
from initiatives.kernel.errors import DomainError, NotFound
from initiatives.rest.answers import csv_answer
from initiatives.rest.workbooks import xlsx_answer
from initiatives.web import drawn, error_page
from measurement import charts
from measurement.queries import Standing, period_name, series, steps_of, told_coverage, told_point

LANGUAGES = dict(settings.LANGUAGES)
REPORTS = 6
ANSWERS, QUESTIONS = 3, 3
DOTS = 100


class PublicView(View):
    """What the open pages share: who looks, in which language, and that nothing is kept."""

    http_method_names = ["get", "head"]
    actor: Actor
    public: PublicPage
    # The sites that may show it in a frame: none, save for what is made to be embedded.
    framed = False
    # Whether it answers with a file made for the request: dearer to us than to whoever asks, so it is asked less often.
    file = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        hosts: list[str] = []
        try:
            limits.check(request, caller="", initiative=None, file=self.file)
            with visiting(kwargs.pop("slug")) as (self.actor, self.public):
                hosts = self.public.hosts
                if request.method != "POST":
                    with connection.cursor() as cursor:
                        cursor.execute("SET TRANSACTION READ ONLY")
                with timezone.override(self.zone), translation.override(self.language):
                    answer = drawn(super().dispatch(request, *args, **kwargs))
        except DomainError as error:
            answer = error_page(request, error.status, "" if error.status == 404 else error.message)
        return self.opened(answer, hosts)

    def opened(self, answer: HttpResponseBase, hosts: list[str]) -> HttpResponseBase:
        """Say that nobody in between keeps the answer, who may list it, and who may show it in a frame."""
        answer["Cache-Control"] = "private, no-cache"
        if answer.status_code != 200 or not self.public.indexed or self.framed:
            answer["X-Robots-Tag"] = "noindex"
        if self.framed and answer.status_code == 200 and hosts:
            answer.xframe_options_exempt = True  # type: ignore[attr-defined]
            sites = [f"https://{host}" for host in hosts]
            answer._csp_replace = {"frame-ancestors": sites}  # type: ignore[attr-defined]
        return answer

    @property
    def zone(self) -> ZoneInfo:
        """The initiative's time zone."""
        return ZoneInfo(self.actor.initiative.timezone)

    @property
    def language(self) -> str:
        """The language that the address names, else the reader's own."""
        asked = self.request.GET.get("lang", "")
        return asked if asked in LANGUAGES else translation.get_language() or "en"

    def url(self, name: str, *args: Any) -> str:
        """Return the address of an open page, in the language that the address names."""
        here = reverse(name, args=[self.actor.initiative.slug, *args])
        return f"{here}?lang={self.language}" if "lang" in self.request.GET else here

    def frame(self) -> dict[str, Any]:
        """Return what every open page shows around itself."""
        here = self.request.path
        initiative = self.actor.initiative
        return {
            "initiative": initiative,
            "home": self.url("public_page"),
            "texts": texts(initiative, self.language),
            "original_language": LANGUAGES.get(initiative.language, initiative.language),
            "languages": [
                {"label": name, "code": code, "url": f"{here}?lang={code}", "current": code == self.language}
                for code, name in _own_names()
            ],
            "public": self.public,
            "figures_url": self.url("public_figures"),
            "address": self.request.build_absolute_uri(here),
        }

    def page(self, template: str, context: dict[str, Any]) -> HttpResponse:
        """Answer with a page."""
        return TemplateResponse(self.request, template, {**self.frame(), **context})

    def standing(self, code: str) -> Standing:
        """Return where an indicator that the public is shown stands. Raises NotFound for any other."""
        _chosen, found = shown_to_all(self.actor)
        for row in found:
            if row.indicator.code == code:
                return row
        raise NotFound


def _own_names() -> list[tuple[str, str]]:
    """The languages by code, each under its own name."""
    return [(code, translation.get_language_info(code)["name_local"].capitalize()) for code in LANGUAGES]


class Home(PublicView):
    """The page: what was promised, how it goes, who works on it, how to take part."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        return self.page("backbone/public/home.html", home_of(self.actor, self))


def home_of(actor: Actor, view: Any) -> dict[str, Any]:
    """Return what the page shows; the staff's preview shows the same."""
    chosen, found = shown_to_all(actor)
    told = [row for row in found if row.value.number or row.bounds]
    lead = next((row for row in told if dots_of(row)), None)
    names, others = named_partners(actor)
    return {
        "lead": lead,
        "dots": dots_of(lead) if lead else [],
        "told": [row for row in told if row is not lead],
        "waiting": [row for row in found if row not in told],
        "goals": [goal.statement for goal in promised(actor)],
        "plan": reverse("public_plan", args=[actor.initiative.slug]),
        **voice_of(actor),
        "answers": with_outcomes(voices.you_said(actor)[:ANSWERS]),
        "heard": _heard_this_year(actor),
        "stories": chosen.stories,
        "passages": chosen.texts,
        "names": names,
        "others": others,
        "partners": sum(len(group) for _sector, group in names) + others,
        "reports": list(reports(actor)[:REPORTS]),
        "updated": max((row.updated for row in found if row.updated), default=None),
        "embed": view.public.hosts if view.public else [],
    }


def _heard_this_year(actor: Actor) -> Any:
    today = clock.today(actor.initiative.timezone)
    return voices.voice_figures(actor, date(today.year, 1, 1), today)


def voice_of(actor: Actor) -> dict[str, Any]:
    """Return what the open pages tell of the community's voice: where something can be said, what is asked."""
    voice = voices.voice_form(actor)
    return {
        "voice": voice,
        "say": reverse("public_say", args=[actor.initiative.slug]) if voice.is_open else "",
        "questions": list(voices.open_questions(actor)[:QUESTIONS]) if voice.is_open else [],
    }


def with_outcomes(rows: Any) -> list[Any]:
    """Return what is shown of what people said, each with how what came of it is shown."""
    found = list(rows)
    for row in found:
        row.outcome_shape, row.outcome_tone = OUTCOME_LOOKS[VoiceOutcome(row.outcome)]
    return found


def dots_of(row: Standing) -> list[str]:
    """Return a hundred dots for a percentage: on, those still to come by the target (goal), off; empty for others."""
    if row.latest is None or row.latest.value is None or row.value.unit != "%":
        return []
    now = max(0, min(DOTS, int(row.latest.value + (1 if row.latest.value % 1 >= 0.5 else 0))))
    aim = row.judged.aim if row.judged and not row.judged.broken else None
    goal = min(DOTS, int(aim.goal)) if aim and aim.goal is not None else now
    return ["on"] * now + ["goal"] * max(0, goal - now) + ["off"] * (DOTS - max(goal, now))


class Plan(PublicView):
    """The plan in force on one sheet; partners are named as far as they agreed to it."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        shown = {row.code for row in shown_to_all(self.actor)[0].indicators}
        found = promised_plan(self.actor, shown)
        if found is None:
            raise NotFound
        agreed = {name for _sector, names in named_partners(self.actor)[0] for name in names}
        context = {
            "plan": found,
            "answer": found.stand,
            "partners": [name for name in found.adopters if name in agreed],
        }
        return self.page("backbone/public/plan.html", context)


class Figures(PublicView):
    """All figures that the public is shown, with what they mean and where they come from."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        _chosen, found = shown_to_all(self.actor)
        return self.page("backbone/public/figures.html", {"standings": found})


class Figure(PublicView):
    """One indicator over time, with the same figures as a table."""

    def get(self, request: HttpRequest, code: str) -> HttpResponseBase:
        return self.page("backbone/public/figure.html", course_of(self.actor, self.standing(code)))


def course_of(actor: Actor, standing: Standing) -> dict[str, Any]:
    """Return an indicator's course as chart and table."""
    shown = series(actor, standing.indicator)
    start = actor.initiative.fiscal_year_start

    def named(period: Any) -> str:
        return period_name(period, start)

    drawable = any(point.value is not None for point in shown.points)
    chart = None
    if drawable:
        judged = standing.judged
        aims = [judged.aim] if judged and judged.aim and not judged.broken else []
        chart = charts.line_chart(
            shown,
            {"total": _("Total")},
            named,
            breaks={},
            floor=actor.initiative.coverage_floor,
            way=steps_of(aims, start),
        )
    versions = {standing.version.number: standing.version, shown.version.number: shown.version}
    return {
        "standing": standing,
        "version": shown.version,
        "chart": chart,
        "sub": " ".join(filter(None, [standing.plain, charts.axis_told(shown, chart) if chart else ""])),
        "rows": [
            {
                "period": named(point.period),
                "value": told_point(versions.get(point.version, shown.version), point),
                "coverage": told_coverage(point),
                "status": point.status,
            }
            for point in reversed(shown.points)
        ],
    }


class PublicReport(PublicView):
    """A report for the public, as it prints."""

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        found = report(self.actor, public_id)
        shown = sheet(reader_of(self.actor.initiative, found), found, request.GET)
        shown["layouts"] = layouts(request.path, shown["brief"], shown["paper"])
        shown["slides"] = self.url("public_slides", public_id)
        shown["pdf"] = self.url("public_pdf", public_id)
        return self.page("backbone/shared_report.html", shown)


class PublicSlides(PublicView):
    """A report for the public as slides."""

    file = True

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        found = report(self.actor, public_id)
        return slides_answer(reader_of(self.actor.initiative, found), found)


class PublicPdf(PublicView):
    """A report for the public as a PDF."""

    file = True

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        found = report(self.actor, public_id)
        page = reverse("public_report", args=[self.actor.initiative.slug, public_id])
        return pdf_answer(reader_of(self.actor.initiative, found), found, request.GET, page)


# --- to be embedded ----------------------------------------------------------------------------------------


class EmbeddedFigure(PublicView):
    """One indicator in a frame on another site."""

    framed = True

    def get(self, request: HttpRequest, code: str) -> HttpResponseBase:
        return self.page("backbone/public/embed_figure.html", course_of(self.actor, self.standing(code)))


class EmbeddedScorecard(PublicView):
    """The figures that the public is shown, in a frame on another site."""

    framed = True

    def get(self, request: HttpRequest) -> HttpResponseBase:
        _chosen, found = shown_to_all(self.actor)
        return self.page("backbone/public/embed_scorecard.html", {"standings": found})


# --- to take along -----------------------------------------------------------------------------------------


class Data(PublicView):
    """All figures that the public is shown, as a file."""

    file = True
    kind = "csv"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        indicators = shown_to_all(self.actor)[0].indicators
        rows = figure_rows(self.actor, indicators)
        name = self.actor.initiative.slug
        if self.kind == "csv":
            return csv_answer(rows, FIGURE_COLUMNS, name)
        if self.kind == "xlsx":
            return xlsx_answer(rows, FIGURE_COLUMNS, name)
        content = data_package(self.actor.initiative, rows, indicator_rows(indicators))
        answer = HttpResponse(content, content_type="application/zip")
        answer["Content-Disposition"] = f'attachment; filename="{name}.zip"'
        return answer


class OpenSdg(PublicView):
    """One indicator as Open SDG reads it."""

    file = True

    def get(self, request: HttpRequest, code: str) -> HttpResponseBase:
        names, rows = open_sdg_rows(self.actor, self.standing(code).indicator)
        return csv_answer(rows, names, f"indicator_{code}")


class Picture(PublicView):
    """The picture that stands for the page where it is linked."""

    file = True

    def get(self, request: HttpRequest) -> HttpResponseBase:
        said = texts(self.actor.initiative, self.language)
        headline = said["headline"].body if "headline" in said else self.actor.initiative.purpose
        _chosen, found = shown_to_all(self.actor)
        lead = next((row for row in found if row.value.number), None)
        figure = str(lead.value) if lead else ""
        note = f"{lead.indicator.name}: {lead.plain}" if lead else ""
        content = picture(self.actor.initiative.name, headline, figure, note)
        return HttpResponse(content, content_type="image/png")


class Robots(View):
    """What search engines are asked to leave alone."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest) -> HttpResponse:
        closed = ("/i/", "/api/", "/accounts/", "/hand-in/", "/check-in/", "/calendar/", "/shared/")
        lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed), ""]
        return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")

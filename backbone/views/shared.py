"""A report by a link, without signing in. Every request asks anew whether the link still works; nothing is kept."""

from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection
from django.http import HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views import View

from backbone.models import Report
from backbone.queries import share_pointer, shared_report
from backbone.views.reports import layouts, pdf_answer, sheet, slides_answer
from initiatives import limits
from initiatives.kernel.access import Actor
from initiatives.kernel.errors import DomainError, NotFound
from initiatives.web import drawn, error_page


class SharedReport(View):
    """The one report of a link, as it prints."""

    http_method_names = ["get", "head"]
    file = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            limits.check(request, caller="", initiative=None, file=self.file)
            answer = super().dispatch(request, *args, **kwargs)
        except DomainError as error:
            status = 410 if error.code == "link_closed" else error.status
            answer = error_page(request, status, "" if status == 404 else error.message)
        return unkept(answer)

    def get(self, request: HttpRequest, secret: str) -> HttpResponseBase:
        pointer = share_pointer(secret) if "\x00" not in secret else None
        if pointer is None:
            raise NotFound
        with shared_report(pointer) as (reader, found, _link):
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION READ ONLY")
            with timezone.override(ZoneInfo(reader.initiative.timezone)):
                return drawn(self.answer(reader, found))

    def answer(self, reader: Actor, found: Report) -> HttpResponseBase:
        """Answer with the page."""
        shown = sheet(reader, found, self.request.GET)
        shown["slides"] = reverse("shared_slides", args=[self.kwargs["secret"]])
        shown["pdf"] = reverse("shared_pdf", args=[self.kwargs["secret"]])
        shown["layouts"] = layouts(self.request.path, shown["brief"], shown["paper"])
        return TemplateResponse(self.request, "backbone/shared_report.html", shown)


class SharedSlides(SharedReport):
    """The same report as slides."""

    file = True

    def answer(self, reader: Actor, found: Report) -> HttpResponseBase:
        return slides_answer(reader, found)


class SharedPdf(SharedReport):
    """The same report as a PDF."""

    file = True

    def answer(self, reader: Actor, found: Report) -> HttpResponseBase:
        page = reverse("shared_report", args=[self.kwargs["secret"]])
        return pdf_answer(reader, found, self.request.GET, page)


def unkept(answer: HttpResponseBase) -> HttpResponseBase:
    """Mark an answer as kept by nobody, listed by nobody, its address passed on to nobody."""
    answer["Cache-Control"] = "no-store, private"
    answer["X-Robots-Tag"] = "noindex, nofollow"
    answer["Referrer-Policy"] = "no-referrer"
    return answer

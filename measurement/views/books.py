"""The hand-in as a workbook: download it, upload it filled and see what it would change, all of a cycle as a ZIP."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _

from initiatives.kernel.access import Capability
from initiatives.kernel.errors import Conflict
from initiatives.web import errors_in
from measurement.books.reading import Filled
from measurement.forms.books import BookForm, changes_told, fields_of
from measurement.forms.hand_in import HandInForm
from measurement.queries import HandIn, cycle
from measurement.queries import request as request_of
from measurement.queries.books import XLSX, read_workbook, workbook, workbooks
from measurement.views.cycles import CycleView
from measurement.views.hand_in import OPEN, HandInView


def download(name: str, content: bytes, media_type: str) -> HttpResponse:
    """Answer with a file to be kept."""
    answer = HttpResponse(content, content_type=media_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


class HandInWorkbook(HandInView):
    """The workbook of a hand-in. A POST brings it back filled and shows what it would change; nothing is stored."""

    capability = {"GET": Capability.VIEW_HAND_INS, "POST": Capability.HAND_IN}
    template_name = "measurement/book.html"

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        return download(*workbook(self.actor, request_of(self.actor, public_id)), XLSX)

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        sheet = self.sheet_of(public_id)
        if sheet.private:
            raise Conflict("private", _("This partner has begun a draft; it is its own until handed in."))
        form = BookForm(request.POST, request.FILES)
        filled = Filled()
        if form.is_valid():
            file = form.cleaned_data["file"]
            with errors_in(form):
                filled = read_workbook(self.actor, sheet, file=file, file_name=file.name, size=file.size)
        return self.show(sheet, form, filled, 200 if form.is_valid() else 422)

    def show(self, sheet: HandIn, form: BookForm, filled: Filled, status: int) -> HttpResponseBase:
        """Draw what the workbook changes, what is wrong with it, and the button that puts it into the draft."""
        draft, present = HandInForm(sheet), sheet.submission
        context = {
            **self.about(sheet),
            "form": form,
            "file_name": getattr(form.cleaned_data.get("file"), "name", "") if form.is_valid() else "",
            "changes": changes_told(filled),
            "problems": filled.problems,
            "fields": fields_of(filled),
            "version": present.version if present is not None and present.state in OPEN else "",
            "original": draft.original,
            "book_url": self.url("measurement:workbook", sheet.request.public_id),
        }
        return self.page(context, status=status)


class BlankForm(HandInView):
    """The hand-in as a form to print, for those who fill it in on paper."""

    capability = Capability.VIEW_HAND_INS
    template_name = "measurement/blank.html"

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        sheet = self.sheet_of(public_id)
        form = HandInForm(sheet)
        crumbs = self.trail(
            (_("Hand-ins"), self.url("measurement:requests")),
            (self.period_name(sheet.period), self.url("measurement:request", public_id)),
            (_("On paper"), ""),
        )
        return self.page({**self.about(sheet), "lead": self.lead(sheet), "form": form, "breadcrumbs": crumbs})


class CycleWorkbooks(CycleView):
    """The workbooks of all who are asked in a cycle, in one ZIP."""

    capability = Capability.RUN_CYCLES

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        return download(*workbooks(self.actor, cycle(self.actor, public_id)), "application/zip")

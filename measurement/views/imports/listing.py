"""Choosing a file, and what went in before."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase

from initiatives.web import errors_in, paginate
from measurement.forms.imports import UploadForm
from measurement.models import Import
from measurement.queries.imports import imports, refusal_of
from measurement.services import imports as verbs
from measurement.services.imports.receiving import may_undo
from measurement.views.imports.base import LOOKS, WORKING, ImportsView, State


class Imports(ImportsView):
    """Choose a file, and see what went in before."""

    template_name = "measurement/imports/start.html"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        return self.show(UploadForm())

    def show(self, form: UploadForm, status: int = 200) -> HttpResponseBase:
        """Draw the form and the earlier imports."""
        page = paginate(self.request, imports(self.actor), 20)
        rows = [summary(row) for row in page.object_list]
        context = {
            "form": form,
            "page": page,
            "rows": rows,
            "steps": self.steps(),
            "tabs": self.tabs("imports"),
            "breadcrumbs": self.import_trail(),
        }
        return self.page(context, status=status)

    def post(self, request: HttpRequest) -> HttpResponseBase:
        form = UploadForm(request.POST, request.FILES)
        if form.is_valid():
            file = form.cleaned_data["file"]
            with errors_in(form):
                row = verbs.receive(
                    self.actor,
                    name=file.name,
                    file=file,
                    size=file.size,
                    source=form.cleaned_data["source"],
                    purpose=form.cleaned_data["purpose"] or Import.Purpose.FIGURES,
                )
            if form.is_valid():
                return self.go(self.address(row))
        return self.show(form, status=422)


def summary(row: Import) -> dict[str, Any]:
    """Return what a list says of an import."""
    tone, shape = LOOKS.get(State(row.state), ("warn", "behind"))
    return {
        "row": row,
        "tone": tone,
        "shape": shape,
        "working": row.state in WORKING,
        "undoable": may_undo(row),
        "refusal": refusal_of(row) if row.state == State.REFUSED else "",
    }

"""Files behind the figures of a hand-in: added, taken away, fetched. Nobody gets at them but through here."""

from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from initiatives.kernel.access import Capability
from initiatives.kernel.errors import DomainError, NotFound
from measurement.evidence import opened
from measurement.forms.evidence import EvidenceForm
from measurement.forms.hand_in import HandInForm
from measurement.queries import evidence
from measurement.services import add_evidence, remove_evidence, start
from measurement.views.hand_in import RequestPage


class AddEvidence(RequestPage):
    """Keep a file behind one indicator of the draft, which is begun if there is none."""

    capability = {"POST": Capability.HAND_IN}

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        sheet = self.sheet_of(public_id)
        form = EvidenceForm(sheet, request.POST, request.FILES)
        if not form.is_valid():
            return self.show_form(sheet, HandInForm(sheet), status=422, evidence_form=form)
        asked, file = sheet.request, form.cleaned_data["file"]
        try:
            draft = start(self.actor, partner=asked.partner, period=sheet.period, cycle=asked.cycle)
            add_evidence(
                self.actor, draft, indicator=form.chosen(), name=file.name, file=file.file, size=file.size
            )
        except DomainError as error:
            form.add_error("file", error.message)
            return self.show_form(sheet, HandInForm(sheet), status=422, evidence_form=form)
        here = self.url("measurement:request", public_id)
        return self.go(f"{here}#evidence", _("The file is kept with the hand-in."))


class RemoveEvidence(RequestPage):
    """Take a file of a draft away."""

    capability = {"POST": Capability.HAND_IN}

    def post(
        self, request: HttpRequest, public_id: UUID, evidence_id: UUID | None = None
    ) -> HttpResponseBase:
        assert evidence_id is not None
        remove_evidence(self.actor, evidence(self.actor, evidence_id))
        return self.go(f"{self.url('measurement:request', public_id)}#evidence", _("The file is gone."))


class EvidenceFile(RequestPage):
    """A file, always as an attachment: no browser shows or runs it here."""

    capability = {"GET": Capability.VIEW_HAND_INS}

    def get(self, request: HttpRequest, public_id: UUID, evidence_id: Any = None) -> HttpResponseBase:
        row = evidence(self.actor, evidence_id)
        try:
            file = opened(row.stored_as)
        except FileNotFoundError as error:
            raise NotFound from error
        answer = FileResponse(
            file, as_attachment=True, filename=row.name, content_type="application/octet-stream"
        )
        answer["X-Content-Type-Options"] = "nosniff"
        answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
        return answer

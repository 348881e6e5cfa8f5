"""One hand-in: the form while it is open, what was said once it is handed in."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.utils.formats import date_format, time_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from initiatives.kernel import clock
from initiatives.kernel.access import Capability
from initiatives.kernel.errors import Conflict, DomainError, Stale
from measurement.forms.evidence import EvidenceForm
from measurement.forms.hand_in import HandInForm, merged
from measurement.queries import HandIn, hand_in_of
from measurement.queries import request as request_of
from measurement.queries.confirming import own_word
from measurement.services import save_draft, start
from measurement.views.hand_in.base import OPEN, HandInView, is_autosave, sent
from measurement.views.telling import told_lines
from measurement.words import CycleState, SubmissionState


class RequestPage(HandInView):
    """One hand-in: the form while it is open, what was said once it is handed in.

    A POST saves what was sent; text that is no number is kept. `do` says what then: check, later, save. Sent by
    the page itself (`X-Autosave`) it answers JSON. Two people's changes are brought together field by field.
    """

    capability = {"GET": Capability.VIEW_HAND_INS, "POST": Capability.HAND_IN}
    template_name = "measurement/hand_in.html"

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        sheet = self.sheet_of(public_id)
        closed = self.why_closed(sheet)
        if closed or not self.is_form(sheet, request):
            return self.show_told(sheet, closed)
        return self.show_form(sheet, HandInForm(sheet))

    def is_form(self, sheet: HandIn, request: HttpRequest) -> bool:
        """Whether the figures are still being filled in."""
        if sheet.private or not self.actor.may(Capability.HAND_IN, sheet.request.partner_id):
            return False
        if sheet.submission is None or sheet.submission.state in OPEN:
            return True
        return sheet.submission.state == SubmissionState.ACCEPTED and (
            "more" in request.GET and bool(sheet.missing)
        )

    def why_closed(self, sheet: HandIn) -> str:
        """Say why nothing can be entered now, though it is not handed in; empty when it can."""
        cycle = sheet.request.cycle
        if sheet.submission is not None and sheet.submission.state not in OPEN:
            return ""
        if cycle.state == CycleState.LOCKED:
            return _("This cycle is locked; its figures are final.")
        if self.actor.is_staff or (sheet.submission and sheet.submission.state == SubmissionState.RETURNED):
            return ""
        today = clock.today(self.actor.initiative.timezone)
        if today < cycle.opens:
            return _("This cycle opens on %s.") % date_format(cycle.opens)
        last: date = sheet.request.last_day  # type: ignore[attr-defined]
        if today > last:
            return _("The time to hand in is over since %s. Ask the backbone for more time.") % date_format(
                last
            )
        extended = sheet.request.extended_until
        if cycle.state != CycleState.OPEN and (extended is None or extended < today):
            return _("This cycle has been closed. Ask the backbone for more time.")
        return ""

    def show_form(
        self,
        sheet: HandIn,
        form: HandInForm,
        problem: str = "",
        status: int = 200,
        evidence_form: EvidenceForm | None = None,
    ) -> HttpResponseBase:
        """Draw the form."""
        submission = sheet.submission
        context = {
            **self.about(sheet),
            "lead": self.lead(sheet),
            "form": form,
            "evidence_form": evidence_form or EvidenceForm(sheet),
            "problem": problem,
            "version": submission.version if submission and submission.state in OPEN else "",
            "saved_at": submission.saved_at if submission else None,
            "returned": submission is not None and submission.state == SubmissionState.RETURNED,
        }
        return self.page(context, status=status)

    def show_told(self, sheet: HandIn, closed: str = "") -> HttpResponseBase:
        """Draw the figures as they were handed in or stand."""
        shown = told_lines(sheet.lines)
        context = {
            **self.about(sheet),
            "lead": self.lead(sheet),
            "closed": closed,
            "private": sheet.private,
            "rows": shown.rows,
            "matrices": shown.matrices,
            "missing": len(sheet.missing),
            "revise_url": self.url("measurement:revise", sheet.request.public_id),
            "own_word": own_word(self.actor, sheet.submission),
            "confirm_url": self.url("measurement:confirm", sheet.request.public_id),
            "take_back_url": self.url("measurement:take_back", sheet.request.public_id),
        }
        return self.page(context, template="measurement/hand_in_told.html")

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        asked = request_of(self.actor, public_id)
        before = hand_in_of(self.actor, asked)
        if before.private:
            raise Conflict("private", _("This partner has begun a draft; it is its own until handed in."))
        data = sent(request)
        try:
            start(self.actor, partner=asked.partner, period=before.period, cycle=asked.cycle)
        except DomainError as error:
            return self.refused(before, HandInForm(before, data), error)
        sheet = self.sheet_of(public_id)  # as it stands now that the draft is locked
        present = sheet.submission
        assert present is not None
        conflicts: dict[str, str] = {}
        fresh = before.submission is None or before.submission.state == SubmissionState.ACCEPTED
        if str(present.version) != data.get("version", "") and not (fresh and not data.get("version")):
            fields, conflicts = merged(HandInForm(sheet), data, data.get("original", ""))
            data = {**data, **fields}  # which button was pressed stays
        form = HandInForm(sheet, data, conflicts=conflicts)
        if conflicts:
            return self.conflicting(sheet, form)
        changed = form.changed()
        if changed:
            try:
                save_draft(self.actor, present, changed, version=present.version)
            except DomainError as error:
                return self.refused(sheet, form, error)
            sheet = self.sheet_of(public_id)
        return self.saved(request, sheet, data)

    def saved(self, request: HttpRequest, sheet: HandIn, data: Mapping[str, str]) -> HttpResponseBase:
        """Answer once all is kept: to the page itself, or with the next page."""
        form = HandInForm(sheet)
        assert sheet.submission is not None
        if is_autosave(request):
            at = time_format(localtime(sheet.submission.saved_at), "H:i")
            return JsonResponse({"version": sheet.submission.version, "at": at, **form.feedback()})
        here = self.url("measurement:request", sheet.request.public_id)
        if data.get("set"):
            return self.go(f"{here}#{data['set'].partition('.status=')[0]}")
        if data.get("fill"):
            return self.go(f"{here}#{data['fill'].rpartition('.')[0]}")
        if data.get("do") == "later":
            return self.go(self.url("measurement:requests"), _("Saved. You can go on whenever you like."))
        if data.get("do") == "check":
            if form.faulty:
                return self.show_form(sheet, form, status=422)
            return self.go(self.url("measurement:check", sheet.request.public_id))
        return self.go(here, _("Saved."))

    def conflicting(self, sheet: HandIn, form: HandInForm) -> HttpResponseBase:
        """Show both values where two people changed the same field; nothing is saved or lost."""
        if is_autosave(self.request):
            return JsonResponse({"code": "stale", "message": Stale().message}, status=Stale.status)
        problem = _(
            "Somebody else has changed the same figures. Your entries are still in the boxes, what was saved "
            "stands beside them: choose, then save again."
        )
        return self.show_form(sheet, form, problem, Stale.status)

    def refused(self, sheet: HandIn, form: HandInForm, error: DomainError) -> HttpResponseBase:
        """Say why it cannot be saved, with everything that was typed still there."""
        if is_autosave(self.request):
            return JsonResponse({"code": error.code, "message": error.message}, status=error.status)
        return self.show_form(sheet, form, error.message, error.status)

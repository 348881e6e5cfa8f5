"""Changing accepted figures, with a reason."""

from collections.abc import Mapping
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from initiatives.kernel.access import Capability
from initiatives.kernel.errors import DomainError, Stale
from measurement.forms.hand_in import HandInForm, merged
from measurement.queries import HandIn
from measurement.services import revise
from measurement.views.hand_in.base import HandInView, sent
from measurement.words import SubmissionState


class Revise(HandInView):
    """Change accepted figures, saying why; what stood before is kept."""

    capability = {"GET": Capability.HAND_IN, "POST": Capability.HAND_IN}
    template_name = "measurement/revise.html"

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        sheet = self.sheet_of(public_id)
        if sheet.submission is None or sheet.submission.state != SubmissionState.ACCEPTED:
            return self.go(self.url("measurement:request", public_id))
        return self.show(sheet, HandInForm(sheet, revising=True))

    def show(
        self, sheet: HandIn, form: HandInForm, problem: str = "", reason: str = "", status: int = 200
    ) -> HttpResponseBase:
        """Draw the accepted figures as a form."""
        context = {
            **self.about(sheet),
            "form": form,
            "problem": problem,
            "reason": reason,
            "stands": standing(sheet),
        }
        return self.page(context, status=status)

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        sheet = self.sheet_of(public_id)
        data = sent(request)
        reason = data.get("reason", "").strip()
        if data.get("stands") != standing(sheet):
            return self.outdated(sheet, data, reason)
        form = HandInForm(sheet, data, revising=True)
        changed = form.changed()
        problem = ""
        if data.get("fill"):
            return self.show(sheet, form, reason=reason)
        if form.faulty:
            return self.show(sheet, form, reason=reason, status=422)
        if not changed:
            problem = _("Nothing is different from what stands. Change a figure first.")
        elif not reason:
            problem = _("Say why the figures change.")
        if problem or sheet.submission is None:
            return self.show(sheet, form, problem, reason, 422)
        try:
            made = revise(self.actor, sheet.submission, reason=reason, rows=changed)
        except DomainError as error:
            return self.show(sheet, form, error.message, reason, error.status)
        message = _("Revised. What stood before is kept.")
        if made.state != SubmissionState.ACCEPTED:
            message = _("The revision waits for review; until then the accepted figures stand.")
        if made.sign_off_asked_at is not None:
            message = _("Sent to your lead, whose sign-off it needs; until then the accepted figures stand.")
        return self.go(self.url("measurement:request", public_id), message)

    def outdated(self, sheet: HandIn, data: Mapping[str, str], reason: str) -> HttpResponseBase:
        """Show the form anew where the figures were revised since it was opened; what was typed is kept."""
        texts, conflicts = merged(HandInForm(sheet, revising=True), data, data.get("original", ""))
        problem = _(
            "These figures have been revised since you opened the page. What was saved stands in the boxes that "
            "you left alone, and beside those that you changed: look again, then send."
        )
        form = HandInForm(sheet, texts, revising=True, conflicts=conflicts)
        return self.show(sheet, form, problem, reason, Stale.status)


def standing(sheet: HandIn) -> str:
    """Return what tells one state of the accepted figures from any other: it changes with every revision."""
    return "-".join(str(line.stands.pk) for line in sheet.lines if line.stands is not None)

"""The last look before sending."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from initiatives.kernel.access import Capability
from initiatives.kernel.errors import DomainError, Stale
from measurement.forms.boxes import key_of
from measurement.queries import HandIn
from measurement.services import save_draft, submit
from measurement.views.hand_in.base import OPEN, HandInView, sent
from measurement.views.telling import told_lines
from measurement.words import SubmissionState


class CheckHandIn(HandInView):
    """The last look before sending: all figures, what the checks found, room for explanations."""

    capability = {"GET": Capability.HAND_IN, "POST": Capability.HAND_IN}
    template_name = "measurement/check.html"

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        sheet = self.sheet_of(public_id)
        if sheet.submission is None or sheet.submission.state not in OPEN:
            return self.go(self.url("measurement:request", public_id))
        return self.show(sheet)

    def show(
        self, sheet: HandIn, problem: str = "", texts: Mapping[str, str] | None = None, status: int = 200
    ) -> HttpResponseBase:
        """Draw the figures and the findings; `texts` are explanations as they were typed."""
        shown = told_lines(line for line in sheet.lines if line.stands is None)
        rows = shown.every
        for row in rows:
            row.explanation = (texts or {}).get(f"{row.key}.explanation", row.explanation)
        assert sheet.submission is not None
        context = {
            **self.about(sheet),
            "rows": shown.rows,
            "matrices": shown.matrices,
            "blocked": [row for row in rows if row.blocks],
            "asked_why": [row for row in rows if row.questions],
            "noticed": [row for row in rows if row.notices],
            "empty": [row for row in rows if row.is_total and not row.said],
            "problem": problem,
            "version": sheet.submission.version,
        }
        return self.page(context, status=status)

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        sheet = self.sheet_of(public_id)
        submission = sheet.submission
        if submission is None:
            return self.go(self.url("measurement:request", public_id))
        texts = sent(request)
        if str(submission.version) != texts.get("version"):
            message = _("These figures were changed since you looked at them. Look again, then send.")
            return self.show(sheet, message, texts, Stale.status)
        changed = [
            explained(line, texts[f"{key_of(line)}.explanation"].strip())
            for line in sheet.lines
            if line.given is not None and texts.get(f"{key_of(line)}.explanation") is not None
        ]
        changed = [row for row in changed if row]
        try:
            if changed:
                submission = save_draft(self.actor, submission, changed, version=submission.version)
                sheet = self.sheet_of(public_id)
            done = submit(self.actor, submission, version=submission.version)
        except DomainError as error:
            return self.show(sheet, error.message, texts, error.status)
        message = _("Handed in. The backbone looks at it now; you will see here when it is accepted.")
        if done.state != SubmissionState.SUBMITTED:
            message = _("Sent to your lead, whose sign-off it needs before the backbone sees it.")
        return self.go(self.url("measurement:request", public_id), message)


def explained(line: Any, text: str) -> dict[str, Any]:
    """Return a line's row with another explanation; empty when it says the same as before."""
    given = line.given
    if given.explanation == text:
        return {}
    return {
        "indicator": line.sheet.indicator.code,
        "cell": line.codes,
        "status": given.status,
        "note": given.note,
        "explanation": text,
        "typed": given.typed,
        "numerator": given.numerator,
        "denominator": given.denominator,
        "value": given.value,
        "n": given.n,
    }

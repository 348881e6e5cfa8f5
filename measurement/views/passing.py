"""Accepting all hand-ins that pass, after seeing which do and why the others do not."""

from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from initiatives.kernel.access import Capability
from initiatives.kernel.errors import DomainError
from measurement.queries import submissions
from measurement.queries.passing import AT_ONCE, Waiting, waiting_hand_ins
from measurement.services.passing import Passed, accept_passing
from measurement.views.base import MeasurementView
from measurement.words import SubmissionState


class Passing(MeasurementView):
    """Which hand-ins pass and which want a person's eyes; the button accepts those that pass."""

    capability = Capability.REVIEW
    template_name = "measurement/passing.html"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        return self.show()

    def show(
        self, problem: str = "", left: list[Waiting] | None = None, status: int = 200
    ) -> HttpResponseBase:
        """Draw both lists; `left` are those of the last press that were left after all."""
        rows = waiting_hand_ins(self.actor)
        for row in [*rows, *(left or [])]:
            row.submission.period = self.period_name(row.submission.cycle)  # type: ignore[attr-defined]
        count = submissions(self.actor).filter(state=SubmissionState.SUBMITTED).count()
        crumbs = self.trail((_("To review"), self.url("measurement:review")), (_("All that pass"), ""))
        context = {
            "problem": problem,
            "left": left or [],
            "passing": [row for row in rows if row.passes],
            "held": [row for row in rows if not row.passes],
            "more": max(0, count - AT_ONCE),
            "breadcrumbs": crumbs,
        }
        return self.page(context, status=status)

    def post(self, request: HttpRequest) -> HttpResponseBase:
        try:
            done = accept_passing(self.actor, chosen(request.POST.getlist("hand_in")))
        except DomainError as error:
            return self.show(error.message, status=error.status)
        if done.left:
            return self.show(self.told(done), done.left)
        return self.go(self.url("measurement:review"), self.told(done))

    def told(self, done: Passed) -> str:
        """Return what the press of the button did."""
        count = len(done.accepted)
        if not count:
            return _("None was accepted.")
        told = ngettext(
            "%(count)s hand-in accepted. Its figures count now.",
            "%(count)s hand-ins accepted. Their figures count now.",
            count,
        )
        return told % {"count": count}


def chosen(fields: list[str]) -> dict[UUID, int | None]:
    """Return the hand-ins and their versions as the page sent them; what is neither is passed over."""
    found: dict[UUID, int | None] = {}
    for field in fields:
        name, _colon, version = field.partition(":")
        try:
            found[UUID(name)] = (
                int(version) if version.isascii() and version.isdigit() and len(version) < 10 else None
            )
        except ValueError:
            continue
    return found

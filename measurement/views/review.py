"""Reviewing hand-ins: what waits, one hand-in beside its history, accept or return."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from initiatives.kernel import clock
from initiatives.kernel.access import Capability
from initiatives.kernel.errors import DomainError
from initiatives.queries import events, told
from initiatives.web import paginate
from measurement.models import Submission
from measurement.periods import Period
from measurement.queries import evidence_of, lines_of, requests, submission, submissions
from measurement.services import accept, return_
from measurement.views.base import MeasurementView
from measurement.views.telling import ToldLine, told_lines
from measurement.words import SubmissionState


class Review(MeasurementView):
    """What waits for review, longest first."""

    capability = Capability.REVIEW
    template_name = "measurement/review.html"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        rows = submissions(self.actor).filter(state=SubmissionState.SUBMITTED).order_by("submitted_at", "id")
        page = paginate(request, rows)
        for row in page.object_list:
            row.period = self.period_name(row.cycle)
            row.own = is_own(self.actor, row)
        context = {"page": page, "tabs": self.tabs("review"), "breadcrumbs": self.trail((_("To review"), ""))}
        return self.page(context)


class SubmissionPage(MeasurementView):
    """One hand-in as the reviewer, or its partner, reads it."""

    capability: ClassVar[Capability | Mapping[str, Capability] | None] = Capability.VIEW_HAND_INS
    template_name = "measurement/submission.html"

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        return self.show(submission(self.actor, public_id))

    def show(
        self, found: Submission, problem: str = "", reason: str = "", status: int = 200
    ) -> HttpResponseBase:
        """Draw values beside history, findings, history and, for the reviewer, the answer."""
        period = Period.from_dates(found.cycle.period_start, found.cycle.period_end)
        lines = lines_of(self.actor, found.partner_id, period, found, practice=found.cycle.practice)
        shown = [line for line in lines if line.given or line.stands or not line.cell]
        if found.revises_id and found.state == SubmissionState.SUBMITTED:
            shown = [line for line in lines if line.given]
        told_ones = told_lines(shown)
        rows = told_ones.every
        asked = requests(self.actor).filter(cycle=found.cycle_id, partner=found.partner_id).first()
        reviews = self.actor.may(Capability.REVIEW) and found.state == SubmissionState.SUBMITTED
        context = {
            "submission": found,
            "partner": found.partner,
            "period": self.period_name(period),
            "title": f"{found.partner.name}, {self.period_title(period)}",
            "last_period": self.period_name(period.previous),
            "covers": f"{date_format(period.start)} – {date_format(period.end)}",
            "rows": told_ones.rows,
            "matrices": told_ones.matrices,
            "checked": sorted(
                (row for row in rows if row.blocks or row.questions), key=lambda row: not row.blocks
            ),
            "noticed": noticed(rows),
            "lead": self.lead(found, sum(row.said and row.is_total for row in rows)),
            "reviews": reviews,
            "own": reviews and is_own(self.actor, found),
            "asked": asked,
            "took": took(found),
            "evidence": self.evidence_of(found, asked),
            "told": told(events(self.actor).filter(subject=f"submission:{found.public_id}")[:20]),
            "next": self.next_to(found) if reviews else None,
            "waiting": self.waiting.count() if reviews else 0,
            "problem": problem,
            "returns": self.returns,
            "reason": reason,
            "here": self.url("measurement:submission", found.public_id),
            "breadcrumbs": self.trail(
                (_("To review"), self.url("measurement:review"))
                if self.actor.may(Capability.REVIEW)
                else (_("Hand-ins"), self.url("measurement:requests")),
                (f"{found.partner.name}, {self.period_name(period)}", ""),
            ),
        }
        return self.page(context, status=status)

    def evidence_of(self, found: Submission, asked: Any) -> list[Any]:
        """Return the files of the hand-in, each with its address."""
        rows: list[Any] = list(evidence_of(self.actor, found)) if asked else []
        for row in rows:
            row.url = self.url("measurement:evidence", asked.public_id, row.public_id)
        return rows

    def lead(self, found: Submission, count: int) -> str:
        """Return who sent how many figures, when."""
        figures = ngettext("%(count)s figure", "%(count)s figures", count) % {"count": count}
        if found.submitted_at is None:
            return figures
        words = {
            "figures": figures,
            "who": found.sender,
            "when": date_format(clock.day(found.submitted_at, self.actor.initiative.timezone)),
            "partner": found.partner.name,
        }
        if found.on_behalf:
            return _("%(figures)s, entered on behalf of %(partner)s by %(who)s, %(when)s.") % words
        if found.submitted_by is None:
            return _("%(figures)s, handed in by a link, without an account, by %(who)s, %(when)s.") % words
        return _("%(figures)s, handed in by %(who)s, %(when)s.") % words

    def next_to(self, found: Submission) -> Submission | None:
        """Return the hand-in that has waited longest among the others."""
        return self.waiting.exclude(pk=found.pk).order_by("submitted_at", "id").first()

    @property
    def waiting(self) -> QuerySet[Submission]:
        """The hand-ins that wait for an answer."""
        return submissions(self.actor).filter(state=SubmissionState.SUBMITTED)

    def answered(self, found: Submission, message: Any) -> HttpResponseBase:
        """Go to the next hand-in that waits, else to the list."""
        following = self.next_to(found)
        if following is None:
            return self.go(self.url("measurement:review"), message)
        return self.go(self.url("measurement:submission", following.public_id), message)


class Accept(SubmissionPage):
    """Accept a hand-in: its figures count from now on."""

    capability = {"POST": Capability.REVIEW}

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        found = submission(self.actor, public_id)
        try:
            done = accept(self.actor, found, version=version_read(request))
        except DomainError as error:
            return self.show(submission(self.actor, public_id), error.message, status=error.status)
        words = {"partner": done.partner.name, "period": self.period_name(done.cycle)}
        return self.answered(done, _("Accepted: %(partner)s, %(period)s. The figures count now.") % words)


class Return(SubmissionPage):
    """Send a hand-in back, saying why."""

    capability = {"POST": Capability.REVIEW}

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        found = submission(self.actor, public_id)
        reason = request.POST.get("reason", "")
        try:
            done = return_(self.actor, found, reason=reason, version=version_read(request))
        except DomainError as error:
            return self.show(submission(self.actor, public_id), error.message, reason, error.status)
        words = {"partner": done.partner.name, "period": self.period_name(done.cycle)}
        return self.answered(done, _("Returned to %(partner)s: %(period)s.") % words)


def took(found: Submission) -> str:
    """Return how long the hand-in took its partner, empty where it was not measured."""
    if not found.active_seconds or found.on_behalf:
        return ""
    minutes = number_format(Decimal(found.active_seconds) / 60, 1)
    return _("%s minutes") % minutes


def noticed(rows: Iterable[ToldLine]) -> list[tuple[str, list[str]]]:
    """Return what was noticed and wants no answer, each finding once, with the indicators that it is about."""
    found: dict[str, list[str]] = {}
    for row in rows:
        if row.is_total and not row.blocks and not row.questions:
            for message in row.notices:
                found.setdefault(message, []).append(row.full_name)
    return list(found.items())


def version_read(request: HttpRequest) -> int | None:
    """Return the version of the hand-in that the reviewer has read, as its page sends it; None where it does not."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def is_own(actor: Any, found: Submission) -> bool:
    """Whether the actor handed it in and may therefore not accept it."""
    return found.is_by(actor.user_id) and not actor.initiative.self_acceptance

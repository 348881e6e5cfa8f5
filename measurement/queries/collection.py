"""Assignments, cycles, requests and submissions, as an actor may see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Case, CharField, Count, DateField, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, Greatest
from django.utils.translation import gettext_lazy as _

from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import NotFound
from measurement.models import Assignment, Cycle, IndicatorVersion, Observation, Request, Submission
from measurement.periods import Period
from measurement.words import CycleState, State, SubmissionState

if TYPE_CHECKING:
    from django.db.models import QuerySet


# PostgreSQL adds whole days to a date; once the cycle is closed its grace is over too.
_USUAL = Case(
    When(
        cycle__state__in=[CycleState.PLANNED, CycleState.OPEN], then=F("cycle__due") + F("cycle__grace_days")
    ),
    default=F("cycle__due"),
    output_field=DateField(),
)


class RequestState(StrEnum):
    """Where one partner's ask stands, told by its latest submission and the calendar."""

    NOT_STARTED = "not_started"
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    OVERDUE = "overdue"


REQUEST_STATES = {
    RequestState.NOT_STARTED: _("Not started"),
    RequestState.DRAFT: _("Draft"),
    RequestState.SUBMITTED: _("Handed in"),
    RequestState.RETURNED: _("Returned"),
    RequestState.ACCEPTED: _("Accepted"),
    RequestState.OVERDUE: _("Late"),
}


def assignments(actor: Actor) -> QuerySet[Assignment]:
    """Return who reports what: all of it for staff, one's own partner's for its people."""
    require(actor, Capability.VIEW_HAND_INS)
    rows = Assignment.objects.select_related("partner", "indicator")
    return rows if actor.is_staff else rows.filter(partner_id=actor.partner_id or 0)


def reported_spans(actor: Actor) -> dict[str, list[tuple[date, date]]]:
    """Return from when until when anything that is collected is reported, by cadence. One query."""
    newest = IndicatorVersion.objects.filter(indicator=OuterRef("indicator")).order_by("-number")
    rows = (
        assignments(actor)
        .filter(indicator__state=State.ACTIVE, partner__state="active")
        .annotate(cadence=Subquery(newest.values("cadence")[:1]))
        .values_list("cadence", "starts_on", "ends_on")
        .distinct()
    )
    found: dict[str, list[tuple[date, date]]] = {}
    for cadence, begin, end in rows:
        found.setdefault(cadence, []).append((begin, end or date.max))
    return found


def cycles(actor: Actor) -> QuerySet[Cycle]:
    """Return the cycles, newest first, each with `asked`, `waiting` and `accepted` (numbers of partners)."""
    require(actor, Capability.VIEW_HAND_INS)
    handed_in = Submission.objects.filter(cycle=OuterRef("pk")).order_by().values("cycle")

    def partners_with(*states: str) -> Coalesce:
        counted = handed_in.filter(state__in=states).annotate(n=Count("partner", distinct=True)).values("n")
        return Coalesce(Subquery(counted), 0)

    asked = (
        Request.objects.filter(cycle=OuterRef("pk"))
        .order_by()
        .values("cycle")
        .annotate(n=Count("pk"))
        .values("n")
    )
    return Cycle.objects.annotate(
        asked=Coalesce(Subquery(asked), 0),
        waiting=partners_with(SubmissionState.SUBMITTED),
        accepted=partners_with(SubmissionState.ACCEPTED),
    )


def cycle(actor: Actor, public_id: UUID) -> Cycle:
    """Return a cycle by its public id. Raises NotFound."""
    found = cycles(actor).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def requests(actor: Actor) -> QuerySet[Request]:
    """Return the asks: all for staff, one's own partner's for its people.

    Each has `state` (of RequestState), `last_day` (the last day to hand in) and `submission_public_id` (of the
    submission that counts, or None). A draft or a returned hand-in past its last day is overdue.
    """
    require(actor, Capability.VIEW_HAND_INS)
    today = clock.today(actor.initiative.timezone)
    latest = Submission.objects.filter(cycle=OuterRef("cycle"), partner=OuterRef("partner")).order_by("-id")
    opened = latest.exclude(state=SubmissionState.ACCEPTED)
    rows = Request.objects.select_related("cycle", "partner").annotate(
        submission_state=Coalesce(
            Subquery(opened.filter(revises=None).values("state")[:1]),
            Subquery(latest.values("state")[:1]),
            Value(""),
        ),
        submission_public_id=Coalesce(
            Subquery(opened.values("public_id")[:1]), Subquery(latest.values("public_id")[:1])
        ),
        last_day=Greatest(_USUAL, Coalesce(F("extended_until"), F("cycle__due"))),
    )
    late = Q(last_day__lt=today) & Q(
        submission_state__in=["", SubmissionState.DRAFT, SubmissionState.RETURNED]
    )
    rows = rows.annotate(
        state=Case(
            When(late, then=Value(RequestState.OVERDUE.value)),
            When(submission_state="", then=Value(RequestState.NOT_STARTED.value)),
            default=F("submission_state"),
            output_field=CharField(),
        )
    )
    if actor.link is not None:
        return rows.filter(pk=actor.link.thing_id)
    return rows if actor.is_staff else rows.filter(partner_id=actor.partner_id or 0)


def chased(actor: Actor, state: RequestState) -> QuerySet[Any]:
    """Return the asks in a state that are run after, the first wanted first.

    They are of partners that take part; practice and cycles that are locked are left in peace.
    """
    rows: QuerySet[Any] = requests(actor)
    rows = rows.filter(state=state, partner__state="active")
    rows = rows.exclude(cycle__state=CycleState.LOCKED).exclude(cycle__practice=True)
    return rows.order_by("last_day", "partner__name", "id")


def last_day_of(request: Request) -> date:
    """Return the last day on which a request (with its cycle) can be answered: grace and extension counted."""
    cycle = request.cycle
    usual: date = cycle.due
    if cycle.state in (CycleState.PLANNED, CycleState.OPEN):
        usual += timedelta(days=cycle.grace_days)
    extended: date = request.extended_until or usual
    return max(usual, extended)


def request(actor: Actor, public_id: UUID) -> Request:
    """Return an ask by its public id. Raises NotFound."""
    found = requests(actor).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def submissions(actor: Actor) -> QuerySet[Submission]:
    """Return the submissions, latest saved first: a partner's drafts are its own, staff see what was handed in.

    Staff see drafts that they themselves enter on a partner's behalf.
    """
    require(actor, Capability.VIEW_HAND_INS)
    rows = Submission.objects.select_related(
        "cycle", "partner", "created_by", "submitted_by", "decided_by", "revises", "signed_off_by"
    )
    if actor.is_staff:
        return rows.exclude(Q(state=SubmissionState.DRAFT) & Q(on_behalf=False))
    if actor.link is not None:
        rows = rows.filter(cycle__requests=actor.link.thing_id)
    return rows.filter(partner_id=actor.partner_id or 0)


def submission(actor: Actor, public_id: UUID) -> Submission:
    """Return a submission by its public id. Raises NotFound."""
    found = submissions(actor).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def observations_of(submission: Submission) -> QuerySet[Observation]:
    """Return the observations that an accepted submission made, in the order of its values."""
    return (
        Observation.objects.filter(submission=submission)
        .select_related("version", "version__indicator", "cell")
        .order_by("id")
    )


@dataclass(frozen=True)
class Asked:
    """One indicator asked of a partner for a period: its version, and last period's observation of the total."""

    assignment: Assignment
    last: Observation | None


def asked_of(actor: Actor, partner_id: int, period: Period) -> list[Asked]:
    """Return what a partner is asked to report for a period, in the order of the indicators.

    Raises Forbidden for another partner's affairs.
    """
    require(actor, Capability.VIEW_HAND_INS, partner_id)
    rows = (
        Assignment.objects.filter(
            partner_id=partner_id,
            starts_on__lte=period.end,
            indicator__state="active",
            indicator__versions__cadence=period.cadence,
        )
        .exclude(ends_on__lt=period.start)
        .select_related("indicator")
        .order_by("indicator__position", "indicator__name", "indicator_id")
        .distinct()
    )
    before = period.previous
    last = {
        observation.version.indicator_id: observation
        for observation in Observation.objects.filter(
            partner_id=partner_id,
            period_start=before.start,
            period_end=before.end,
            cell__key="",
            superseded_at=None,
        ).select_related("version")
    }
    return [Asked(row, last.get(row.indicator_id)) for row in rows]

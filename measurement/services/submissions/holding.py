"""A hand-in held for a change: in which state it stands, at what time, and who may touch it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from initiatives.kernel import clock
from initiatives.kernel.access import Actor
from initiatives.kernel.errors import Conflict, NotFound, Stale
from measurement.models import Cycle, Request, Submission
from measurement.services.collection import hold_cycles, period_of
from measurement.words import CycleState, SubmissionState

if TYPE_CHECKING:
    pass

# What may follow what. An accepted submission is changed by another one, a revision.
TRANSITIONS: dict[str, frozenset[str]] = {
    SubmissionState.DRAFT: frozenset({SubmissionState.SUBMITTED}),
    SubmissionState.RETURNED: frozenset({SubmissionState.SUBMITTED}),
    SubmissionState.SUBMITTED: frozenset(
        {
            SubmissionState.ACCEPTED,
            SubmissionState.RETURNED,
            SubmissionState.DRAFT,
        }  # a draft again: taken back
    ),
    SubmissionState.ACCEPTED: frozenset(),
}
EDITABLE = (SubmissionState.DRAFT, SubmissionState.RETURNED)


def open_submission(cycle: Cycle, partner_id: int) -> Submission | None:
    """Return the partner's hand-in of the cycle that is not accepted yet, held, if there is one."""
    return (
        Submission.objects.select_for_update(of=("self",), no_key=True)
        .select_related("cycle", "partner")
        .filter(cycle=cycle, partner_id=partner_id)
        .exclude(state=SubmissionState.ACCEPTED)
        .first()
    )


def locked(submission: Submission) -> Submission:
    """Return the submission as it stands, held to the end of the transaction; its cycle is not locked meanwhile."""
    hold_cycles([submission.cycle_id])
    return (
        Submission.objects.select_for_update(of=("self",), no_key=True)
        .select_related("cycle", "partner")
        .get(pk=submission.pk)
    )


def to_edit(actor: Actor, submission: Submission) -> Submission:
    """Return an open submission to an actor who may put figures into it now."""
    if submission.state not in EDITABLE:
        raise Conflict("waiting", _("The figures for this period are handed in and wait for review."))
    if actor.is_staff and submission.state == SubmissionState.DRAFT and not submission.on_behalf:
        raise Conflict(
            "draft_open",
            _("%s has begun a draft of its own for this period; nobody else changes it.")
            % submission.partner.name,
        )
    require_open(actor, submission.cycle, submission.partner_id, submission)
    return submission


def refuse_stale(submission: Submission, version: int | None) -> None:
    """Raise Stale when `version` is given and the figures are others by now."""
    if version is not None and version != submission.version:
        raise Stale


def refuse_beyond_link(actor: Actor, cycle: Cycle, partner_id: int) -> None:
    """Whoever acts by a link has its one request, and nothing else exists for them."""
    if actor.link is None:
        return
    if not Request.objects.filter(pk=actor.link.thing_id, cycle=cycle, partner_id=partner_id).exists():
        raise NotFound


def move(submission: Submission, state: SubmissionState) -> None:
    """Bring a hand-in into a state; raises Conflict where that may not follow."""
    refuse_move(submission, state)
    submission.state = state
    submission.version += 1


def refuse_move(submission: Submission, state: SubmissionState) -> None:
    """Raise Conflict where a state may not follow the present one."""
    if state not in TRANSITIONS[submission.state]:
        raise Conflict(
            "transition_not_allowed",
            _("This hand-in is %(present)s and cannot become %(wanted)s.")
            % {
                "present": SubmissionState(submission.state).label.lower(),
                "wanted": state.label.lower(),
            },
        )


def require_open(actor: Actor, cycle: Cycle, partner_id: int, submission: Submission | None = None) -> None:
    """Refuse what comes at the wrong time. What was sent back, and a revision, may be put right until the lock."""
    revising = submission is not None and submission.revises_id is not None
    if cycle.state == CycleState.LOCKED and not (revising and actor.is_staff):
        raise Conflict("locked", _("This cycle is locked; its figures are final."))
    if actor.is_staff or revising:
        return
    if submission is not None and _is_to_be_put_right(submission):
        return
    today = clock.today(actor.initiative.timezone)
    if today < cycle.opens:
        raise Conflict("not_open_yet", _("This cycle opens on %s.") % cycle.opens.isoformat())
    last = cycle.due + timedelta(days=cycle.grace_days)
    if cycle.state in (CycleState.PLANNED, CycleState.OPEN) and today <= last:
        return
    request = Request.objects.filter(cycle=cycle, partner_id=partner_id).first()
    if request is None or request.extended_until is None or request.extended_until < today:
        raise Conflict(
            "closed", _("The time to hand in is over since %s. Ask the backbone for an extension.") % last
        )


def _is_to_be_put_right(submission: Submission) -> bool:
    """Whether it was returned, or taken back by a partner for whom others had filled it in."""
    taken_back = submission.on_behalf and submission.taken_back_at is not None
    return submission.state == SubmissionState.RETURNED or taken_back


def told_of(submission: Submission) -> dict[str, Any]:
    """Return what every fact about a hand-in says."""
    return {
        "subject": f"submission:{submission.public_id}",
        "partner_id": submission.partner_id,
        "partner": submission.partner.name,
        "period": period_of(submission.cycle).code,
    }

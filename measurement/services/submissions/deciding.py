"""What the reviewer does with a hand-in: return it, accept it; and revising what was accepted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, Role, require
from initiatives.kernel.errors import Conflict, DomainError, Forbidden
from initiatives.outbox import record
from measurement.calendar import rules
from measurement.events import (
    SubmissionAccepted,
    SubmissionReturned,
    SubmissionRevised,
    SubmissionSubmitted,
)
from measurement.models import Entry, Request, Submission
from measurement.queries.catalogue import catalogue
from measurement.queries.entries import values_of
from measurement.services.collection import assign_reported, period_of, write_back
from measurement.services.entries import all_given, refuse_meaningless
from measurement.services.observations import Accepted, accept_values, hold_partners
from measurement.words import CycleState, LinkAbout, SubmissionState

if TYPE_CHECKING:
    pass
from measurement.services.submissions.confirming import forget_confirmation
from measurement.services.submissions.drafting import store
from measurement.services.submissions.holding import locked, move, open_submission, refuse_stale, told_of
from measurement.services.submissions.sending import ask_for_sign_off, refuse_findings, wants_sign_off


def return_(actor: Actor, submission: Submission, *, reason: str, version: int | None = None) -> Submission:
    """Send a hand-in back to its partner, saying why. The figures stay as they were entered.

    Where its contact has no account, a letter with a link goes there, with the reason.
    `version` is the one that the reviewer has read: raises Stale when the figures are others by now.
    """
    require(actor, Capability.REVIEW)
    submission = locked(submission)
    refuse_stale(submission, version)
    if not reason.strip():
        raise DomainError("required", _("Say what should be looked at again."), "reason")
    move(submission, SubmissionState.RETURNED)
    submission.return_reason = reason.strip()
    forget_confirmation(submission)
    submission.decided_by, submission.decided_at = actor.user, clock.now()
    submission.save()
    record(actor, SubmissionReturned(**told_of(submission), reason=submission.return_reason))
    asked = Request.objects.select_related("cycle", "partner").filter(
        cycle=submission.cycle, partner=submission.partner
    )
    for row in asked:
        write_back(actor, row, about=LinkAbout.RETURNED, message=submission.return_reason)
    return submission


@transaction.atomic
def accept(actor: Actor, submission: Submission, *, version: int | None = None) -> Submission:
    """Accept a hand-in: its values become observations, and the roll-up follows.

    `version` is the one that the reviewer has read: raises Stale when the figures are others by now. Raises Forbidden
    for one's own hand-in, unless the initiative allows it (then it is marked); Conflict when it is not waiting for
    review, or when a figure is accepted already with another value and this is no revision.
    """
    require(actor, Capability.REVIEW)
    submission = locked(submission)
    refuse_stale(submission, version)
    move(submission, SubmissionState.ACCEPTED)
    own = submission.is_by(actor.user_id)
    if own and not actor.initiative.self_acceptance:
        raise Forbidden(_("Somebody else must accept what you handed in."), "own_submission")
    if submission.cycle.state == CycleState.LOCKED and submission.revises_id is None:
        raise Conflict("locked", _("This cycle is locked; what was accepted is changed by a revision."))
    practice = submission.cycle.practice
    count = 0 if practice else _make_observations(actor, submission)
    submission.decided_by, submission.decided_at = actor.user, clock.now()
    submission.self_accepted = own
    submission.save()
    told = told_of(submission)
    if submission.revises_id:
        record(actor, SubmissionRevised(**told, observations=count, reason=submission.reason))
    else:
        record(actor, SubmissionAccepted(**told, observations=count, own=own, source=submission.source))
    return submission


def _make_observations(actor: Actor, submission: Submission) -> int:
    values = values_of(submission)
    parts = refuse_meaningless(values)
    period = period_of(submission.cycle)
    accepted = [
        Accepted(row, submission.pk, submission.partner_id, period, value, part)
        for row, (value, part) in enumerate(zip(values, parts, strict=True))
    ]
    reported = {(submission.partner_id, value.version.indicator_id): period.start for value in values}
    hold_partners([submission.partner_id])
    assign_reported(reported)
    count = accept_values(actor, accepted, revising=submission.revises_id is not None)
    Entry.objects.filter(submission=submission).delete()
    return count


@transaction.atomic
def revise(
    actor: Actor, submission: Submission, *, reason: str, rows: Sequence[Mapping[str, Any]]
) -> Submission:
    """Change accepted figures by a revision with a reason; what stood before is kept.

    The revision is a submission of its own. It is accepted at once when the actor may accept it, else it waits for
    review; before that, where the initiative wants it, for the sign-off of the partner's lead. Raises Conflict when
    the submission is not accepted or another one of the partner is open.
    """
    submission = locked(submission)
    require(actor, Capability.HAND_IN, submission.partner_id)
    if submission.state != SubmissionState.ACCEPTED:
        raise Conflict("not_accepted", _("Only accepted figures are revised; others are still in hand."))
    if submission.cycle.practice:
        raise Conflict("practice", _("Practice has no figures to revise."))
    if actor.link is not None:
        raise Forbidden(_("A link is for handing in, not for revising."))
    if not reason.strip():
        raise DomainError("required", _("Say why the figures change."), "reason")
    if not rows:
        raise DomainError("required", _("Name the figures that change."), "observations")
    if submission.cycle.state == CycleState.LOCKED and not actor.is_staff:
        raise Conflict("locked", _("This cycle is locked; ask the backbone to revise it."))
    if open_submission(submission.cycle, submission.partner_id) is not None:
        raise Conflict("open_submission", _("Another hand-in for this period is still open."))
    now = clock.now()
    try:
        with transaction.atomic():
            revision = Submission.objects.create(
                cycle=submission.cycle,
                partner=submission.partner,
                revises=submission,
                reason=reason.strip(),
                created_by=actor.user,
                created_at=now,
                saved_at=now,
                on_behalf=actor.partner_id != submission.partner_id,
            )
    except IntegrityError as error:
        raise Conflict("open_submission", _("Another hand-in for this period is still open.")) from error
    sheets = catalogue({str(row.get("indicator") or "") for row in rows})
    values = all_given(sheets, period_of(revision.cycle), rows)
    refuse_meaningless(values)
    store(revision, values)
    refuse_findings(revision, values_of(revision), "queue")
    if wants_sign_off(actor, revision):
        return ask_for_sign_off(actor, revision)
    if actor.role == Role.PARTNER_LEAD and rules().lead_signs_off:
        revision.signed_off_by, revision.signed_off_at = actor.user, now
    revision.state = SubmissionState.SUBMITTED
    revision.submitted_by, revision.submitted_at = actor.user, now
    revision.save()
    signed = revision.signed_off_by_id is not None
    record(actor, SubmissionSubmitted(**told_of(revision), on_behalf=revision.on_behalf, signed_off=signed))
    if actor.may(Capability.REVIEW) and actor.initiative.self_acceptance:
        return accept(actor, revision)
    return revision

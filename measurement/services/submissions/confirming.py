"""What a partner does with figures that wait for review: say that they are right, or take them back."""

from __future__ import annotations

from django.utils.translation import gettext as _

from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import Conflict
from initiatives.outbox import record
from measurement.events import SubmissionConfirmed, SubmissionTakenBack
from measurement.models import Submission
from measurement.services.submissions.holding import (
    locked,
    move,
    refuse_beyond_link,
    refuse_stale,
    require_open,
    told_of,
)
from measurement.words import CycleState, SubmissionState


def confirm(actor: Actor, submission: Submission, *, version: int | None = None) -> Submission:
    """Say, as the partner, that what others filled in and handed in on its behalf is right.

    Raises Conflict for the backbone, when it does not wait for review, or when nobody else filled it in; Stale when
    the figures are others than those that were read.
    """
    submission = _own(actor, submission, version)
    if not submission.on_behalf:
        raise Conflict("not_waiting", _("There is nothing here to confirm."))
    if submission.confirmed_at is None:
        set_confirmed(actor, submission)
        submission.save(update_fields=["confirmed_at", "confirmed_by", "confirmed_holder"])
        record(actor, SubmissionConfirmed(**told_of(submission), by_link=bool(submission.confirmed_holder)))
    return submission


def take_back(actor: Actor, submission: Submission, *, version: int | None = None) -> Submission:
    """Take a hand-in back, as the partner, to put it right: it is a draft again until it is handed in anew.

    As long as nobody has decided about it and, where the partner filled it in itself, in the time to hand in. Raises
    Conflict for the backbone, when it does not wait for review, is a revision, or its time is over; Stale.
    """
    submission = _own(actor, submission, version)
    if submission.revises_id is not None:
        raise Conflict("revision", _("A revision is not taken back; ask the backbone to return it."))
    if submission.cycle.state == CycleState.LOCKED:
        raise Conflict("locked", _("This cycle is locked; its figures are final."))
    if not submission.on_behalf:
        require_open(actor, submission.cycle, submission.partner_id)
    move(submission, SubmissionState.DRAFT)
    submission.taken_back_at = clock.now()
    submission.submitted_by, submission.submitted_at = None, None
    submission.signed_off_by, submission.signed_off_at = None, None
    forget_confirmation(submission)
    submission.save()
    record(actor, SubmissionTakenBack(**told_of(submission), by_link=actor.link is not None))
    return submission


def set_confirmed(actor: Actor, submission: Submission) -> None:
    """The actor, of the partner, stands behind these figures (the caller saves)."""
    submission.confirmed_at, submission.confirmed_by = clock.now(), actor.user
    submission.confirmed_holder = actor.link.holder if actor.link else ""


def forget_confirmation(submission: Submission) -> None:
    """What comes to be other figures is confirmed no longer (the caller saves)."""
    submission.confirmed_at, submission.confirmed_by, submission.confirmed_holder = None, None, ""


def _own(actor: Actor, submission: Submission, version: int | None) -> Submission:
    submission = locked(submission)
    require(actor, Capability.HAND_IN, submission.partner_id)
    refuse_beyond_link(actor, submission.cycle, submission.partner_id)
    if submission.state != SubmissionState.SUBMITTED:
        raise Conflict("not_waiting", _("These figures do not wait for review any more."))
    if actor.partner_id != submission.partner_id:
        raise Conflict("partner_only", _("Only somebody of the partner does this."))
    refuse_stale(submission, version)
    return submission

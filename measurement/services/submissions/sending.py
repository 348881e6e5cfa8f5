"""Handing in: the draft goes to review, by way of its partner's lead where the initiative wants that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, Role, require
from initiatives.kernel.errors import Conflict, DomainError, FieldError, Forbidden
from initiatives.outbox import record
from initiatives.queries import everybody
from measurement.calendar import rules
from measurement.events import (
    SubmissionSentBack,
    SubmissionSignOffAsked,
    SubmissionSubmitted,
)
from measurement.models import Submission
from measurement.periods import Period
from measurement.queries.entries import Given, values_of
from measurement.queries.findings import findings_of
from measurement.services.entries import refuse_meaningless
from measurement.words import CycleState, SubmissionState

if TYPE_CHECKING:
    from initiatives.models import Partner
from measurement.services.submissions.confirming import set_confirmed
from measurement.services.submissions.drafting import by_link, count_time, save_draft, saved, start, store
from measurement.services.submissions.holding import (
    locked,
    move,
    refuse_beyond_link,
    refuse_move,
    refuse_stale,
    to_edit,
    told_of,
)


@transaction.atomic
def hand_in(
    actor: Actor,
    *,
    partner: Partner,
    period: Period,
    rows: Sequence[Mapping[str, Any]],
    submit_now: bool,
    source: str = "",
) -> Submission:
    """Save rows (as of `entries.given`) in the partner's draft and, if wished, submit it. All or nothing."""
    submission = start(actor, partner=partner, period=period, source=source)
    submission = save_draft(actor, submission, rows)
    if submit_now:
        submission = submit(actor, submission, unexplained="queue")
    return submission


@transaction.atomic
def hand_in_values(
    actor: Actor,
    *,
    partner: Partner,
    period: Period,
    values: Sequence[Given],
    submit_now: bool,
    source: str = "",
) -> Submission:
    """Save values that are resolved already in the partner's draft and, if wished, submit it (bulk, import)."""
    submission = start(actor, partner=partner, period=period, source=source)
    store(submission, values)
    saved(actor, submission)
    return submit(actor, submission, unexplained="queue") if submit_now else submission


def submit(
    actor: Actor, submission: Submission, *, version: int | None = None, unexplained: str = "refuse"
) -> Submission:
    """Hand the draft in for review; where the initiative wants it, its partner's lead signs it off first.

    Then it stays a draft that waits for the lead (`sign_off_asked_at`), unless the lead hands it in. A finding that
    blocks refuses it. One that must be explained refuses it too, unless `unexplained` is "queue": then it goes to the
    reviewer as it is (API and bulk). Raises DomainError listing what is wrong.
    """
    submission = locked(submission)
    require(actor, Capability.HAND_IN, submission.partner_id)
    refuse_beyond_link(actor, submission.cycle, submission.partner_id)
    refuse_stale(submission, version)
    refuse_move(submission, SubmissionState.SUBMITTED)
    to_edit(actor, submission)
    figures = _refuse_unfit(submission, unexplained)
    count_time(actor, submission)
    submission.figures = figures
    for name, value in by_link(actor).items():
        setattr(submission, name, value)
    if wants_sign_off(actor, submission):
        return ask_for_sign_off(actor, submission)
    if actor.role == Role.PARTNER_LEAD and rules().lead_signs_off:
        submission.signed_off_by, submission.signed_off_at = actor.user, clock.now()
    return _hand_over(actor, submission, actor.user)


def ask_for_sign_off(actor: Actor, submission: Submission) -> Submission:
    """Let a hand-in wait for its partner's lead, as a draft."""
    submission.sign_off_asked_by, submission.sign_off_asked_at = actor.user, clock.now()
    submission.sign_off_note = ""
    submission.version += 1
    submission.save()
    record(actor, SubmissionSignOffAsked(**told_of(submission), by_link=actor.link is not None))
    return submission


def sign_off_hand_in(actor: Actor, submission: Submission, *, version: int | None = None) -> Submission:
    """Sign off, as the partner's lead, what waits for that: it is handed in, in the name of who filled it in.

    It counts as in time when it was sent to the lead in time. Raises Forbidden for others, Conflict when it waits no
    more, Stale when the figures are others than those that the lead has read.
    """
    submission = _waiting_for_lead(actor, submission, version)
    if submission.cycle.state == CycleState.LOCKED:
        raise Conflict("locked", _("This cycle is locked; its figures are final."))
    submission.figures = _refuse_unfit(submission, "queue")
    submission.signed_off_by, submission.signed_off_at = actor.user, clock.now()
    return _hand_over(actor, submission, submission.sign_off_asked_by)


def send_back(actor: Actor, submission: Submission, *, reason: str, version: int | None = None) -> Submission:
    """Give what waits for sign-off back to who filled it in, as the partner's lead, saying why."""
    submission = _waiting_for_lead(actor, submission, version)
    if not reason.strip():
        raise DomainError("required", _("Say what should be looked at again."), "reason")
    submission.sign_off_asked_by, submission.sign_off_asked_at = None, None
    submission.sign_off_note = reason.strip()
    submission.version += 1
    submission.save()
    record(actor, SubmissionSentBack(**told_of(submission), reason=submission.sign_off_note))
    return submission


def _waiting_for_lead(actor: Actor, submission: Submission, version: int | None) -> Submission:
    submission = locked(submission)
    require(actor, Capability.HAND_IN, submission.partner_id)
    if submission.sign_off_asked_at is None:
        raise Conflict("not_waiting", _("This hand-in does not wait for a sign-off."))
    if actor.role != Role.PARTNER_LEAD:
        raise Forbidden(_("The partner's lead does this."), "lead_only")
    refuse_stale(submission, version)
    return submission


def wants_sign_off(actor: Actor, submission: Submission) -> bool:
    """Whether the partner's lead must see it first: the initiative wants it, and there is one with an account."""
    if actor.partner_id != submission.partner_id or actor.role == Role.PARTNER_LEAD:
        return False
    leads = everybody().filter(partner=submission.partner_id, role=Role.PARTNER_LEAD, user__isnull=False)
    return rules().lead_signs_off and leads.exists()


def _refuse_unfit(submission: Submission, unexplained: str) -> int:
    """Refuse to hand in what is empty, meaningless or not explained; return how many indicators it is about."""
    values = values_of(submission)
    if not values:
        raise DomainError("nothing_entered", _("There is nothing to hand in yet."))
    refuse_meaningless(values)
    refuse_findings(submission, values, unexplained)
    return len({value.sheet.indicator.pk for value in values})


def _hand_over(actor: Actor, submission: Submission, sender: Any) -> Submission:
    move(submission, SubmissionState.SUBMITTED)
    submission.submitted_by, submission.submitted_at = sender, clock.now()
    submission.sign_off_asked_by, submission.sign_off_asked_at = None, None
    submission.return_reason = submission.sign_off_note = ""
    if submission.on_behalf and actor.partner_id == submission.partner_id:
        set_confirmed(actor, submission)
    submission.save()
    record(
        actor,
        SubmissionSubmitted(
            **told_of(submission),
            on_behalf=actor.partner_id != submission.partner_id,
            by_link=submission.submitted_by_id is None and bool(submission.holder),
            signed_off=submission.signed_off_by_id is not None,
        ),
    )
    return submission


def refuse_findings(submission: Submission, values: Sequence[Given], unexplained: str) -> None:
    """Raise DomainError for findings that block and, if `unexplained` is "refuse", for those not explained."""
    errors = [
        FieldError(f"observations.{finding.position}", finding.rule, finding.message)
        for finding in findings_of(submission, values)
        if finding.severity == "block"
        or (finding.severity == "must_explain" and unexplained == "refuse" and not finding.explanation)
    ]
    if errors:
        raise DomainError(
            "checks_failed",
            _("Some figures must be put right or explained before handing in."),
            errors=errors,
        )

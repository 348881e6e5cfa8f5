"""The hand-in: draft, submit, return, accept, revise. One submission is one partner's figures for one cycle."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, Role, require
from initiatives.kernel.errors import Conflict, DomainError, FieldError, Forbidden, NotFound, Stale
from initiatives.outbox import record
from initiatives.queries import everybody
from measurement.calendar import rules
from measurement.cells import cell_ids
from measurement.events import (
    SubmissionAccepted,
    SubmissionReturned,
    SubmissionRevised,
    SubmissionSentBack,
    SubmissionSignOffAsked,
    SubmissionSubmitted,
)
from measurement.models import Cycle, Entry, Request, Submission
from measurement.periods import Period
from measurement.queries.catalogue import catalogue
from measurement.queries.entries import NUMBERS, Given, values_of
from measurement.queries.findings import findings_of
from measurement.services.collection import assign_reported, cycle_for, hold_cycles, period_of
from measurement.services.entries import all_given, refuse_meaningless
from measurement.services.observations import Accepted, accept_values, hold_partners
from measurement.words import CycleState, SubmissionState

if TYPE_CHECKING:
    from initiatives.models import Partner

# What may follow what. An accepted submission is changed by another one, a revision.
TRANSITIONS: dict[str, frozenset[str]] = {
    SubmissionState.DRAFT: frozenset({SubmissionState.SUBMITTED}),
    SubmissionState.RETURNED: frozenset({SubmissionState.SUBMITTED}),
    SubmissionState.SUBMITTED: frozenset({SubmissionState.ACCEPTED, SubmissionState.RETURNED}),
    SubmissionState.ACCEPTED: frozenset(),
}
# Whoever saves nothing for longer has gone away: so much at most counts as worked.
IDLE = timedelta(minutes=2)
EDITABLE = (SubmissionState.DRAFT, SubmissionState.RETURNED)


def start(
    actor: Actor, *, partner: Partner, period: Period, cycle: Cycle | None = None, source: str = ""
) -> Submission:
    """Return the partner's open draft for the period, made if there is none; `cycle` names one of practice.

    Raises DomainError when the cycle does not take hand-ins of this actor, Conflict while a hand-in waits for review
    and, for staff, while the partner has a draft of its own.
    """
    require(actor, Capability.HAND_IN, partner.pk)
    cycle = hold_cycles([(cycle or cycle_for(actor, period)).pk])[0]
    _refuse_beyond_link(actor, cycle, partner.pk)
    present = _open_submission(cycle, partner.pk)
    if present is not None:
        return _to_edit(actor, present)
    _require_open(actor, cycle, partner.pk)
    Request.objects.get_or_create(cycle=cycle, partner=partner)
    now = clock.now()
    try:
        with transaction.atomic():
            return Submission.objects.create(
                cycle=cycle,
                partner=partner,
                created_by=actor.user,
                created_at=now,
                saved_at=now,
                on_behalf=actor.partner_id != partner.pk,
                source=source,
                **_by_link(actor),
            )
    except IntegrityError:
        present = _open_submission(cycle, partner.pk)
        if present is None:
            raise
        return _to_edit(actor, present)


def _to_edit(actor: Actor, submission: Submission) -> Submission:
    """Return an open submission to an actor who may put figures into it now."""
    if submission.state not in EDITABLE:
        raise Conflict("waiting", _("The figures for this period are handed in and wait for review."))
    if actor.is_staff and submission.state == SubmissionState.DRAFT and not submission.on_behalf:
        raise Conflict(
            "draft_open",
            _("%s has begun a draft of its own for this period; nobody else changes it.")
            % submission.partner.name,
        )
    _require_open(actor, submission.cycle, submission.partner_id, submission)
    return submission


def _open_submission(cycle: Cycle, partner_id: int) -> Submission | None:
    return (
        Submission.objects.select_for_update(of=("self",), no_key=True)
        .select_related("cycle", "partner")
        .filter(cycle=cycle, partner_id=partner_id)
        .exclude(state=SubmissionState.ACCEPTED)
        .first()
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
    _store(submission, values)
    _saved(actor, submission)
    return submit(actor, submission, unexplained="queue") if submit_now else submission


def save_draft(
    actor: Actor, submission: Submission, rows: Sequence[Mapping[str, Any]], *, version: int | None = None
) -> Submission:
    """Put rows (as of `entries.given`) into a draft; cells that are not named stay, blank ones are cleared.

    What was typed and is no number is kept (`typed`). Raises Stale when `version` is not the present one, Conflict
    when the submission is no draft any more, DomainError for rows that fit no indicator or cell.
    """
    submission = hold_draft(actor, submission)
    _refuse_stale(submission, version)
    sheets = catalogue({str(row.get("indicator") or "") for row in rows})
    _store(submission, all_given(sheets, period_of(submission.cycle), rows))
    _saved(actor, submission)
    return submission


def hold_draft(actor: Actor, submission: Submission) -> Submission:
    """Return a draft as it stands, held to the end of the transaction, to an actor who may change it now.

    Raises Conflict when it is no draft any more, or at the wrong time.
    """
    submission = _locked(submission)
    require(actor, Capability.HAND_IN, submission.partner_id)
    _refuse_beyond_link(actor, submission.cycle, submission.partner_id)
    if submission.state not in EDITABLE:
        raise Conflict("not_editable", _("These figures are handed in; they can be changed when returned."))
    _to_edit(actor, submission)
    return submission


def _saved(actor: Actor, submission: Submission) -> None:
    """Note that figures were put into a draft, how long that took, and whether ever by others than its partner.

    What waited for the sign-off of the partner's lead must be sent again.
    """
    _count_time(actor, submission)
    submission.version += 1
    submission.saved_at = clock.now()
    submission.on_behalf = submission.on_behalf or actor.partner_id != submission.partner_id
    submission.sign_off_asked_by, submission.sign_off_asked_at = None, None
    for name, value in _by_link(actor).items():
        setattr(submission, name, value)
    submission.save(
        update_fields=[
            "version",
            "saved_at",
            "on_behalf",
            "active_seconds",
            "sign_off_asked_by",
            "sign_off_asked_at",
            "link",
            "holder",
        ]
    )


def _by_link(actor: Actor) -> dict[str, Any]:
    if actor.link is None:
        return {}
    return {"link_id": actor.link.link_id, "holder": actor.link.holder}


def _count_time(actor: Actor, submission: Submission) -> None:
    """Add the time since the last save, up to IDLE, where a person of the partner works on its own hand-in."""
    if actor.token_id is None and actor.partner_id == submission.partner_id:
        gap = min(clock.now() - submission.saved_at, IDLE)
        submission.active_seconds = (submission.active_seconds or 0) + round(gap.total_seconds())


def _store(submission: Submission, values: Iterable[Given]) -> None:
    values = list(values)
    cells = cell_ids({value.cell for value in values})
    blank = Q(pk__in=[])
    for value in values:
        if value.blank:
            blank |= Q(version=value.version, cell_id=cells[value.cell])
    Entry.objects.filter(blank, submission=submission).delete()
    Entry.objects.bulk_create(
        [
            Entry(
                submission=submission,
                version=value.version,
                cell_id=cells[value.cell],
                status=value.status,
                typed=dict(value.typed),
                note=value.note,
                explanation=value.explanation,
                **{name: getattr(value, name) for name in NUMBERS},
            )
            for value in values
            if not value.blank
        ],
        update_conflicts=True,
        unique_fields=["initiative", "submission", "version", "cell"],
        update_fields=["status", "typed", "note", "explanation", *NUMBERS],
    )


def submit(
    actor: Actor, submission: Submission, *, version: int | None = None, unexplained: str = "refuse"
) -> Submission:
    """Hand the draft in for review; where the initiative wants it, its partner's lead signs it off first.

    Then it stays a draft that waits for the lead (`sign_off_asked_at`), unless the lead hands it in. A finding that
    blocks refuses it. One that must be explained refuses it too, unless `unexplained` is "queue": then it goes to the
    reviewer as it is (API and bulk). Raises DomainError listing what is wrong.
    """
    submission = _locked(submission)
    require(actor, Capability.HAND_IN, submission.partner_id)
    _refuse_beyond_link(actor, submission.cycle, submission.partner_id)
    _refuse_stale(submission, version)
    _refuse_move(submission, SubmissionState.SUBMITTED)
    _to_edit(actor, submission)
    figures = _refuse_unfit(submission, unexplained)
    _count_time(actor, submission)
    submission.figures = figures
    for name, value in _by_link(actor).items():
        setattr(submission, name, value)
    if _wants_sign_off(actor, submission):
        submission.sign_off_asked_by, submission.sign_off_asked_at = actor.user, clock.now()
        submission.sign_off_note = ""
        submission.version += 1
        submission.save()
        record(
            actor,
            SubmissionSignOffAsked(**told_of(submission), by_link=submission.holder if actor.link else ""),
        )
        return submission
    if actor.role == Role.PARTNER_LEAD and rules().lead_signs_off:
        submission.signed_off_by, submission.signed_off_at = actor.user, clock.now()
    return _hand_over(actor, submission, actor.user)


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
    submission = _locked(submission)
    require(actor, Capability.HAND_IN, submission.partner_id)
    if submission.sign_off_asked_at is None:
        raise Conflict("not_waiting", _("This hand-in does not wait for a sign-off."))
    if actor.role != Role.PARTNER_LEAD:
        raise Forbidden(_("The partner's lead does this."), "lead_only")
    _refuse_stale(submission, version)
    return submission


def _wants_sign_off(actor: Actor, submission: Submission) -> bool:
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
    _refuse_findings(submission, unexplained)
    return len({value.sheet.indicator.pk for value in values})


def _hand_over(actor: Actor, submission: Submission, sender: Any) -> Submission:
    _move(submission, SubmissionState.SUBMITTED)
    submission.submitted_by, submission.submitted_at = sender, clock.now()
    submission.sign_off_asked_by, submission.sign_off_asked_at = None, None
    submission.return_reason = submission.sign_off_note = ""
    submission.save()
    record(
        actor,
        SubmissionSubmitted(
            **told_of(submission),
            on_behalf=actor.partner_id != submission.partner_id,
            by_link=submission.holder if submission.submitted_by_id is None else "",
            signed_off=submission.signed_off_by_id is not None,
        ),
    )
    return submission


def _refuse_findings(submission: Submission, unexplained: str) -> None:
    errors = [
        FieldError(f"observations.{finding.position}", finding.rule, finding.message)
        for finding in findings_of(submission)
        if finding.severity == "block"
        or (finding.severity == "must_explain" and unexplained == "refuse" and not finding.explanation)
    ]
    if errors:
        raise DomainError(
            "checks_failed",
            _("Some figures must be put right or explained before handing in."),
            errors=errors,
        )


def return_(actor: Actor, submission: Submission, *, reason: str, version: int | None = None) -> Submission:
    """Send a hand-in back to its partner, saying why. The figures stay as they were entered.

    `version` is the one that the reviewer has read: raises Stale when the figures are others by now.
    """
    require(actor, Capability.REVIEW)
    submission = _locked(submission)
    _refuse_stale(submission, version)
    if not reason.strip():
        raise DomainError("required", _("Say what should be looked at again."), "reason")
    _move(submission, SubmissionState.RETURNED)
    submission.return_reason = reason.strip()
    submission.decided_by, submission.decided_at = actor.user, clock.now()
    submission.save()
    record(actor, SubmissionReturned(**told_of(submission), reason=submission.return_reason))
    return submission


@transaction.atomic
def accept(actor: Actor, submission: Submission, *, version: int | None = None) -> Submission:
    """Accept a hand-in: its values become observations, and the roll-up follows.

    `version` is the one that the reviewer has read: raises Stale when the figures are others by now. Raises Forbidden
    for one's own hand-in, unless the initiative allows it (then it is marked); Conflict when it is not waiting for
    review, or when a figure is accepted already with another value and this is no revision.
    """
    require(actor, Capability.REVIEW)
    submission = _locked(submission)
    _refuse_stale(submission, version)
    _move(submission, SubmissionState.ACCEPTED)
    own = submission.submitted_by_id == actor.user_id
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
    review. Raises Conflict when the submission is not accepted or another one of the partner is open.
    """
    submission = _locked(submission)
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
    if _open_submission(submission.cycle, submission.partner_id) is not None:
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
    _store(revision, values)
    _refuse_findings(revision, "queue")
    revision.state = SubmissionState.SUBMITTED
    revision.submitted_by, revision.submitted_at = actor.user, now
    revision.save()
    record(actor, SubmissionSubmitted(**told_of(revision), on_behalf=revision.on_behalf))
    if actor.may(Capability.REVIEW) and actor.initiative.self_acceptance:
        return accept(actor, revision)
    return revision


def _locked(submission: Submission) -> Submission:
    """Return the submission as it stands, held to the end of the transaction; its cycle is not locked meanwhile."""
    hold_cycles([submission.cycle_id])
    return (
        Submission.objects.select_for_update(of=("self",), no_key=True)
        .select_related("cycle", "partner")
        .get(pk=submission.pk)
    )


def _refuse_stale(submission: Submission, version: int | None) -> None:
    if version is not None and version != submission.version:
        raise Stale


def _refuse_beyond_link(actor: Actor, cycle: Cycle, partner_id: int) -> None:
    """Whoever acts by a link has its one request, and nothing else exists for them."""
    if actor.link is None:
        return
    if not Request.objects.filter(pk=actor.link.request_id, cycle=cycle, partner_id=partner_id).exists():
        raise NotFound


def _move(submission: Submission, state: SubmissionState) -> None:
    _refuse_move(submission, state)
    submission.state = state
    submission.version += 1


def _refuse_move(submission: Submission, state: SubmissionState) -> None:
    if state not in TRANSITIONS[submission.state]:
        raise Conflict(
            "transition_not_allowed",
            _("This hand-in is %(present)s and cannot become %(wanted)s.")
            % {
                "present": SubmissionState(submission.state).label.lower(),
                "wanted": state.label.lower(),
            },
        )


def _require_open(actor: Actor, cycle: Cycle, partner_id: int, submission: Submission | None = None) -> None:
    """Refuse what comes at the wrong time. What was sent back, and a revision, may be put right until the lock."""
    revising = submission is not None and submission.revises_id is not None
    if cycle.state == CycleState.LOCKED and not (revising and actor.is_staff):
        raise Conflict("locked", _("This cycle is locked; its figures are final."))
    if actor.is_staff or revising:
        return
    if submission is not None and submission.state == SubmissionState.RETURNED:
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


def told_of(submission: Submission) -> dict[str, Any]:
    """Return what every fact about a hand-in says."""
    return {
        "subject": f"submission:{submission.public_id}",
        "partner_id": submission.partner_id,
        "partner": submission.partner.name,
        "period": period_of(submission.cycle).code,
    }

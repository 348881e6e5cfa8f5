"""The hand-in: draft, submit, return, accept, revise. One submission is one partner's figures for one cycle."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import Conflict, DomainError, FieldError, Forbidden, Stale
from initiatives.outbox import record
from measurement.cells import cell_ids
from measurement.events import (
    SubmissionAccepted,
    SubmissionReturned,
    SubmissionRevised,
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
EDITABLE = (SubmissionState.DRAFT, SubmissionState.RETURNED)


def start(actor: Actor, *, partner: Partner, period: Period, source: str = "") -> Submission:
    """Return the partner's open draft for the period, made if there is none.

    Raises DomainError when the cycle does not take hand-ins of this actor, Conflict while a hand-in waits for review
    and, for staff, while the partner has a draft of its own.
    """
    require(actor, Capability.HAND_IN, partner.pk)
    cycle = hold_cycles([cycle_for(actor, period).pk])[0]
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
    submission = _locked(submission)
    require(actor, Capability.HAND_IN, submission.partner_id)
    _refuse_stale(submission, version)
    if submission.state not in EDITABLE:
        raise Conflict("not_editable", _("These figures are handed in; they can be changed when returned."))
    _to_edit(actor, submission)
    sheets = catalogue({str(row.get("indicator") or "") for row in rows})
    _store(submission, all_given(sheets, period_of(submission.cycle), rows))
    _saved(actor, submission)
    return submission


def _saved(actor: Actor, submission: Submission) -> None:
    """Note that figures were put into a draft, and whether ever by somebody else than its partner."""
    submission.version += 1
    submission.saved_at = clock.now()
    submission.on_behalf = submission.on_behalf or actor.partner_id != submission.partner_id
    submission.save(update_fields=["version", "saved_at", "on_behalf"])


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
    """Hand the draft in for review.

    A finding that blocks refuses it. One that must be explained refuses it too, unless `unexplained` is "queue":
    then it goes to the reviewer as it is (API and bulk). Raises DomainError listing what is wrong.
    """
    submission = _locked(submission)
    require(actor, Capability.HAND_IN, submission.partner_id)
    _refuse_stale(submission, version)
    _move(submission, SubmissionState.SUBMITTED, check=lambda: _to_edit(actor, submission))
    values = values_of(submission)
    if not values:
        raise DomainError("nothing_entered", _("There is nothing to hand in yet."))
    refuse_meaningless(values)
    _refuse_findings(submission, unexplained)
    submission.submitted_by, submission.submitted_at = actor.user, clock.now()
    submission.return_reason = ""
    submission.save()
    record(
        actor,
        SubmissionSubmitted(**_told(submission), on_behalf=actor.partner_id != submission.partner_id),
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
    record(actor, SubmissionReturned(**_told(submission), reason=submission.return_reason))
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
    count = _make_observations(actor, submission)
    submission.decided_by, submission.decided_at = actor.user, clock.now()
    submission.self_accepted = own
    submission.save()
    told = _told(submission)
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
    record(actor, SubmissionSubmitted(**_told(revision), on_behalf=revision.on_behalf))
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


def _move(submission: Submission, state: SubmissionState, check: Callable[[], object] = lambda: None) -> None:
    if state not in TRANSITIONS[submission.state]:
        raise Conflict(
            "transition_not_allowed",
            _("This hand-in is %(present)s and cannot become %(wanted)s.")
            % {
                "present": SubmissionState(submission.state).label.lower(),
                "wanted": state.label.lower(),
            },
        )
    check()
    submission.state = state
    submission.version += 1


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
    if cycle.state == CycleState.OPEN and today <= last:
        return
    request = Request.objects.filter(cycle=cycle, partner_id=partner_id).first()
    if request is None or request.extended_until is None or request.extended_until < today:
        raise Conflict(
            "closed", _("The time to hand in is over since %s. Ask the backbone for an extension.") % last
        )


def _told(submission: Submission) -> dict[str, Any]:
    return {
        "subject": f"submission:{submission.public_id}",
        "partner_id": submission.partner_id,
        "partner": submission.partner.name,
        "period": period_of(submission.cycle).code,
    }

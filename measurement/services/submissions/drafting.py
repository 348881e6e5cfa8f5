"""Figures put into a draft, and how long that took."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import Conflict
from measurement.cells import cell_ids
from measurement.models import Cycle, Entry, Request, Submission
from measurement.periods import Period
from measurement.queries.catalogue import catalogue
from measurement.queries.entries import NUMBERS, Given
from measurement.services.collection import cycle_for, hold_cycles, period_of
from measurement.services.entries import all_given

if TYPE_CHECKING:
    from initiatives.models import Partner
from measurement.services.submissions.holding import (
    EDITABLE,
    locked,
    open_submission,
    refuse_beyond_link,
    refuse_stale,
    require_open,
    to_edit,
)

# Whoever saves nothing for longer has gone away: so much at most counts as worked.
IDLE = timedelta(minutes=2)


def start(
    actor: Actor, *, partner: Partner, period: Period, cycle: Cycle | None = None, source: str = ""
) -> Submission:
    """Return the partner's open draft for the period, made if there is none; `cycle` names one of practice.

    Raises DomainError when the cycle does not take hand-ins of this actor, Conflict while a hand-in waits for review
    and, for staff, while the partner has a draft of its own.
    """
    require(actor, Capability.HAND_IN, partner.pk)
    cycle = hold_cycles([(cycle or cycle_for(actor, period)).pk])[0]
    refuse_beyond_link(actor, cycle, partner.pk)
    present = open_submission(cycle, partner.pk)
    if present is not None:
        return to_edit(actor, present)
    require_open(actor, cycle, partner.pk)
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
                **by_link(actor),
            )
    except IntegrityError:
        present = open_submission(cycle, partner.pk)
        if present is None:
            raise
        return to_edit(actor, present)


def save_draft(
    actor: Actor, submission: Submission, rows: Sequence[Mapping[str, Any]], *, version: int | None = None
) -> Submission:
    """Put rows (as of `entries.given`) into a draft; cells that are not named stay, blank ones are cleared.

    What was typed and is no number is kept (`typed`). Raises Stale when `version` is not the present one, Conflict
    when the submission is no draft any more, DomainError for rows that fit no indicator or cell.
    """
    submission = hold_draft(actor, submission)
    refuse_stale(submission, version)
    sheets = catalogue({str(row.get("indicator") or "") for row in rows})
    store(submission, all_given(sheets, period_of(submission.cycle), rows))
    saved(actor, submission)
    return submission


def hold_draft(actor: Actor, submission: Submission) -> Submission:
    """Return a draft as it stands, held to the end of the transaction, to an actor who may change it now.

    Raises Conflict when it is no draft any more, or at the wrong time.
    """
    submission = locked(submission)
    require(actor, Capability.HAND_IN, submission.partner_id)
    refuse_beyond_link(actor, submission.cycle, submission.partner_id)
    if submission.state not in EDITABLE:
        raise Conflict("not_editable", _("These figures are handed in; they can be changed when returned."))
    to_edit(actor, submission)
    return submission


def saved(actor: Actor, submission: Submission) -> None:
    """Note that figures were put into a draft, how long that took, and whether ever by others than its partner.

    What waited for the sign-off of the partner's lead must be sent again.
    """
    count_time(actor, submission)
    submission.version += 1
    submission.saved_at = clock.now()
    submission.on_behalf = submission.on_behalf or actor.partner_id != submission.partner_id
    submission.sign_off_asked_by, submission.sign_off_asked_at = None, None
    for name, value in by_link(actor).items():
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
            "link_account",
            "holder",
        ]
    )


def by_link(actor: Actor) -> dict[str, Any]:
    """Return what a hand-in keeps of a link by which it is done; nothing without one.

    An account that was signed in beside the link stays noted, whoever goes on by the link afterwards.
    """
    if actor.link is None:
        return {}
    kept: dict[str, Any] = {"link_id": actor.link.link_id, "holder": actor.link.holder}
    if actor.link.account_id is not None:
        kept["link_account_id"] = actor.link.account_id
    return kept


def count_time(actor: Actor, submission: Submission) -> None:
    """Add the time since the last save, up to IDLE, where a person of the partner works on its own hand-in."""
    if actor.token_id is None and actor.partner_id == submission.partner_id:
        gap = min(clock.now() - submission.saved_at, IDLE)
        submission.active_seconds = (submission.active_seconds or 0) + round(gap.total_seconds())


def store(submission: Submission, values: Iterable[Given]) -> None:
    """Put values in the place of those of the same version and cell; blank ones are taken away."""
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

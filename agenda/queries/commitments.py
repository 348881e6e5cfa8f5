"""What partners have promised, and how long it holds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from agenda.models import Commitment
from agenda.words import CommitmentState
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import NotFound

if TYPE_CHECKING:
    from django.db.models import QuerySet

# A commitment is looked at again so long before it ends.
RENEWAL = timedelta(days=90)


def commitments(actor: Actor) -> QuerySet[Commitment]:
    """Return the commitments of all partners, each with `renewed`: whether another follows it.

    What partners promise one another is open to all who belong here.
    """
    require(actor, Capability.VIEW_PARTNERS)
    renewals = Commitment.objects.filter(renews=OuterRef("pk"))
    return Commitment.objects.select_related("partner", "renews").annotate(renewed=Exists(renewals))


def commitment(actor: Actor, public_id: UUID) -> Commitment:
    """Return a commitment. Raises NotFound."""
    found = commitments(actor).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def commitments_matching(
    actor: Actor, *, partner: str = "", state: str = "", kind: str = "", search: str = ""
) -> QuerySet[Commitment]:
    """Return the commitments of a partner (code), state and kind whose words hold `search`.

    Without a state those that are over or renewed are not among them.
    """
    today = clock.today(actor.initiative.timezone)
    rows = commitments(actor).filter(state_is(state, today))
    if partner:
        rows = rows.filter(partner__code=partner)
    if kind:
        rows = rows.filter(kind=kind)
    if search:
        rows = rows.filter(Q(promise__icontains=search) | Q(partner__name__icontains=search))
    return rows.order_by("partner__name", "starts_on", "id")


def to_be_renewed(actor: Actor) -> QuerySet[Commitment]:
    """Return the commitments that have run out unrenewed or end soon."""
    today = clock.today(actor.initiative.timezone)
    due = state_is(CommitmentState.EXPIRED, today) | state_is(CommitmentState.RENEWAL_DUE, today)
    return commitments(actor).filter(due)


def state_is(state: str, today: date) -> Q:
    """Return the condition of a state on a day; of no state: what still holds, or has run out unrenewed."""
    alive = Q(ended_on=None, renewed=False)
    soon = today + RENEWAL
    conditions = {
        CommitmentState.ENDED: Q(ended_on__isnull=False),
        CommitmentState.RENEWED: Q(renewed=True, ended_on=None),
        CommitmentState.TO_SIGN: alive & Q(signed_on=None),
        CommitmentState.EXPIRED: alive & Q(signed_on__isnull=False, ends_on__lt=today),
        CommitmentState.RENEWAL_DUE: alive & Q(signed_on__isnull=False, ends_on__gte=today, ends_on__lt=soon),
        CommitmentState.RUNNING: alive
        & Q(signed_on__isnull=False)
        & (Q(ends_on=None) | Q(ends_on__gte=soon)),
    }
    return conditions[CommitmentState(state)] if state else alive


def commitment_state(row: Commitment, today: date) -> CommitmentState:
    """Return the state of a commitment of `commitments` on a day."""
    if row.ended_on is not None:
        return CommitmentState.ENDED
    if row.renewed:  # type: ignore[attr-defined]
        return CommitmentState.RENEWED
    if row.signed_on is None:
        return CommitmentState.TO_SIGN
    if row.ends_on is not None and row.ends_on < today:
        return CommitmentState.EXPIRED
    if row.ends_on is not None and row.ends_on < today + RENEWAL:
        return CommitmentState.RENEWAL_DUE
    return CommitmentState.RUNNING


def with_states(actor: Actor, rows: Iterable[Commitment]) -> list[Commitment]:
    """Return the commitments, each with its `state` today."""
    today = clock.today(actor.initiative.timezone)
    found = list(rows)
    for row in found:
        row.state = commitment_state(row, today)  # type: ignore[attr-defined]
    return found

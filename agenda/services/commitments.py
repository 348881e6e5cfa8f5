"""What partners promise: making, renewing and ending commitments."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from agenda.events import CommitmentChanged, CommitmentEnded, CommitmentRenewed, Committed
from agenda.models import Commitment
from agenda.words import Promise
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import Conflict, DomainError
from initiatives.kernel.writing import changeable, in_order, needed, one_of
from initiatives.outbox import record

if TYPE_CHECKING:
    from initiatives.models import Partner

SHORT = 120
CHANGEABLE = frozenset(
    {"kind", "promise", "signer", "signed_on", "starts_on", "ends_on", "stops", "begins", "changes"}
)


def commit(
    actor: Actor,
    *,
    partner: Partner,
    kind: str,
    promise: str,
    starts_on: date,
    ends_on: date | None = None,
    signer: str = "",
    signed_on: date | None = None,
    stops: str = "",
    begins: str = "",
    changes: str = "",
) -> Commitment:
    """Record what a partner promises, for a term; `stops`, `begins`, `changes` say how its own work comes into line.

    Its lead may, and the backbone. Raises DomainError at the field, Conflict when the partner has left.
    """
    require(actor, Capability.SIGN_OFF, partner.pk)
    if partner.state != "active":
        raise Conflict("left", _("This partner has left the initiative."), "partner")
    values = {
        "kind": kind,
        "promise": promise,
        "signer": signer,
        "signed_on": signed_on,
        "starts_on": starts_on,
        "ends_on": ends_on,
        "stops": stops,
        "begins": begins,
        "changes": changes,
    }
    row = Commitment(partner=partner, **_clean(values))
    _check(actor, row)
    row.save()
    record(
        actor, Committed(subject_of(row), partner_id=partner.pk, partner=partner.name, promise=_short(row))
    )
    return row


def change_commitment(actor: Actor, commitment: Commitment, /, **values: Any) -> Commitment:
    """Change a commitment (CHANGEABLE) that has not ended. Raises DomainError at the field."""
    require(actor, Capability.SIGN_OFF, commitment.partner_id)
    _may_change(commitment)
    changeable(values, CHANGEABLE)
    clean = _clean(values)
    changed = [key for key, value in clean.items() if getattr(commitment, key) != value]
    for key in changed:
        setattr(commitment, key, clean[key])
    _check(actor, commitment)
    if changed:
        commitment.save(update_fields=changed)
        record(
            actor,
            CommitmentChanged(
                subject_of(commitment),
                partner_id=commitment.partner_id,
                partner=commitment.partner.name,
                promise=_short(commitment),
                fields=tuple(sorted(changed)),
            ),
        )
    return commitment


def renew(
    actor: Actor,
    commitment: Commitment,
    *,
    ends_on: date | None,
    signer: str,
    signed_on: date | None = None,
) -> Commitment:
    """Renew a commitment: a new one follows it, from the day after its end or from today.

    Raises DomainError at the field, Conflict when it was renewed or ended already.
    """
    require(actor, Capability.SIGN_OFF, commitment.partner_id)
    _may_change(commitment)
    today = clock.today(actor.initiative.timezone)
    ended = commitment.ends_on
    starts_on = ended.fromordinal(ended.toordinal() + 1) if ended and ended >= today else today
    values = {key: getattr(commitment, key) for key in ("kind", "promise", "stops", "begins", "changes")}
    row = Commitment(
        partner_id=commitment.partner_id,
        renews=commitment,
        starts_on=starts_on,
        ends_on=ends_on,
        signer=needed(signer, "signer", _("Say who signed.")),
        signed_on=signed_on or today,
        **values,
    )
    _check(actor, row)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Conflict("renewed", _("This commitment has been renewed already.")) from error
    record(
        actor,
        CommitmentRenewed(
            subject_of(row),
            partner_id=row.partner_id,
            partner=commitment.partner.name,
            promise=_short(row),
            until=ends_on.isoformat() if ends_on else "",
        ),
    )
    return row


def end_commitment(actor: Actor, commitment: Commitment, *, reason: str) -> Commitment:
    """End a commitment before its term, saying why. It is kept. Raises DomainError at `reason`."""
    require(actor, Capability.SIGN_OFF, commitment.partner_id)
    _may_change(commitment)
    commitment.end_reason = needed(reason, "reason", _("Say why it ends."))
    commitment.ended_on = clock.today(actor.initiative.timezone)
    commitment.save(update_fields=["end_reason", "ended_on"])
    record(
        actor,
        CommitmentEnded(
            subject_of(commitment),
            partner_id=commitment.partner_id,
            partner=commitment.partner.name,
            promise=_short(commitment),
            reason=commitment.end_reason,
        ),
    )
    return commitment


def subject_of(commitment: Commitment) -> str:
    """Return by what a commitment is named in the stream of events."""
    return f"commitment:{commitment.public_id}"


def _short(commitment: Commitment) -> str:
    return commitment.promise[:SHORT]


def _clean(values: dict[str, Any]) -> dict[str, Any]:
    clean = {key: value.strip() if isinstance(value, str) else value for key, value in values.items()}
    if "kind" in clean:
        one_of(clean["kind"], Promise.values, "kind")
    if "promise" in clean:
        needed(clean["promise"], "promise", _("Say what is promised."))
    return clean


def _check(actor: Actor, commitment: Commitment) -> None:
    in_order(commitment.starts_on, commitment.ends_on, "ends_on")
    if commitment.signed_on is not None:
        needed(commitment.signer, "signer", _("Say who signed."))
        if commitment.signed_on > clock.today(actor.initiative.timezone):
            raise DomainError("future", _("This day lies in the future."), "signed_on")


def _may_change(commitment: Commitment) -> None:
    if commitment.ended_on is not None:
        raise Conflict("ended", _("This commitment has ended."))
    if commitment.renewals.exists():
        raise Conflict("renewed", _("This commitment has been renewed already."))

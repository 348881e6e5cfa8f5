"""Partners take their position on a version, each for itself."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from agenda.events import PositionAsked, PositionContested, Ratified
from agenda.models import Ask, CommonAgenda, Ratification
from agenda.queries.consent import stand
from agenda.services.versions import held, subject_of
from agenda.words import RATIFIABLE, Position
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, Role, require
from initiatives.kernel.errors import Conflict, DomainError, Forbidden
from initiatives.kernel.writing import needed, one_of
from initiatives.outbox import record

if TYPE_CHECKING:
    from initiatives.models import Partner


def ask(
    actor: Actor, version: CommonAgenda, *, partner: Partner | None = None, note: str | None = None
) -> list[Ask]:
    """Ask a partner for its position, or with None all that have none yet; return who was asked.

    With a note what is known of the answer to come is written down. Raises Conflict when the version is not proposed.
    """
    require(actor, Capability.SHAPE_AGENDA)
    _may_be_ratified(version)
    today = clock.today(actor.initiative.timezone)
    wanted = [partner] if partner else [seat.partner for seat in stand(actor, version).to_come]
    asked = []
    for one in wanted:
        values = {"asked_on": today} if note is None else {"note": note.strip()[:200]}
        row, created = Ask.objects.update_or_create(
            agenda=version,
            partner=one,
            defaults=values,
            create_defaults={"asked_on": today, "note": (note or "").strip()[:200]},
        )
        asked.append(row)
        if note is None or created:
            record(
                actor,
                PositionAsked(
                    subject_of(version),
                    partner_id=one.pk,
                    title=version.title,
                    number=version.number,
                    partner=one.name,
                ),
            )
    return asked


def ratify(
    actor: Actor,
    version: CommonAgenda,
    *,
    partner: Partner,
    position: str,
    reservation: str = "",
    signer: str = "",
    signed_on: date | None = None,
    how_given: str = "",
) -> Ratification:
    """Record a partner's position: its lead signs for it, or the backbone records it on its behalf.

    On behalf, `signer` and `how_given` must be said, and the partner's lead may contest it. A reservation or a refusal
    comes with its words. A former position of the partner is kept, as superseded. Raises DomainError at the field,
    Conflict when the version is not before the partners or the partner has left.
    """
    require(actor, Capability.SIGN_OFF, partner.pk)
    version = held(version)
    _may_be_ratified(version)
    if partner.state != "active":
        raise Conflict("left", _("This partner has left the initiative."), "partner")
    one_of(position, Position.values, "position")
    if position != Position.ADOPTS:
        needed(reservation, "reservation", _("Say what the reservation is, or why not."))
    today = clock.today(actor.initiative.timezone)
    if signed_on is not None and signed_on > today:
        raise DomainError("future", _("This day lies in the future."), "signed_on")
    on_behalf = actor.is_staff
    if on_behalf:
        needed(signer, "signer", _("Say who gave the position for the partner."))
        needed(how_given, "how_given", _("Say how it was given, such as “by letter of 3 March”."))
    now = clock.now()
    Ratification.objects.filter(agenda=version, partner=partner, superseded_at=None).update(superseded_at=now)
    try:
        with transaction.atomic():
            row = Ratification.objects.create(
                agenda=version,
                partner=partner,
                position=position,
                reservation=reservation.strip() if position != Position.ADOPTS else "",
                signer=(signer.strip() or str(actor.user.name or actor.user.email))[:200],
                signed_on=signed_on or today,
                on_behalf=on_behalf,
                how_given=how_given.strip()[:300] if on_behalf else "",
                recorded_by_id=actor.membership_id,
                recorded_at=now,
            )
    except IntegrityError as error:
        raise Conflict("at_once", _("Somebody recorded a position of this partner just now.")) from error
    record(
        actor,
        Ratified(
            subject_of(version),
            partner_id=partner.pk,
            title=version.title,
            number=version.number,
            partner=partner.name,
            position=position,
            on_behalf=on_behalf,
        ),
    )
    return row


def contest(actor: Actor, ratification: Ratification, *, reason: str) -> Ratification:
    """Contest a position that was recorded on the partner's behalf; it counts no more. The partner's lead may.

    Raises Forbidden for others, Conflict when it was the partner's own or is superseded, DomainError at `reason`.
    """
    require(actor, Capability.SIGN_OFF, ratification.partner_id)
    if actor.role != Role.PARTNER_LEAD:
        raise Forbidden(_("Only the partner's lead contests what was recorded for it."))
    ratification = (
        Ratification.objects.select_for_update(of=("self",), no_key=True)
        .select_related("agenda", "partner")
        .get(pk=ratification.pk)
    )
    if not ratification.on_behalf or ratification.superseded_at is not None:
        raise Conflict(
            "not_contestable", _("Only a position that was recorded on your behalf can be contested.")
        )
    why = needed(reason, "reason", _("Say what is wrong with it."))
    if ratification.contested_at is None:
        ratification.contested_at, ratification.contest_reason = clock.now(), why
        ratification.contested_by_id = actor.membership_id
        ratification.save(update_fields=["contested_at", "contested_by", "contest_reason"])
        version = ratification.agenda
        record(
            actor,
            PositionContested(
                subject_of(version),
                partner_id=ratification.partner_id,
                title=version.title,
                number=version.number,
                partner=ratification.partner.name,
                reason=why,
            ),
        )
    return ratification


def _may_be_ratified(version: CommonAgenda) -> None:
    if version.state not in RATIFIABLE:
        raise Conflict("not_proposed", _("This version is not before the partners."))

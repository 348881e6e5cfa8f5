"""Sign-off: partners are asked what they say of a definition, answer, and objections are answered."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _

from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import Conflict, DomainError
from initiatives.outbox import record
from initiatives.queries import partners as partners_of
from measurement.events.definitions import ObjectionAnswered, SignedOff, SignOffAsked
from measurement.models import Assignment, Indicator, SignOff
from measurement.words import Position, State

if TYPE_CHECKING:
    from initiatives.models import Partner


def ask_partners(
    actor: Actor,
    indicator: Indicator,
    *,
    partners: "Sequence[Partner] | None" = None,
    answer_by: date | None = None,
) -> list[SignOff]:
    """Ask partners to sign off the present definition; return the new asks. Those asked already are not asked twice.

    Without `partners`: those that report it now or are going to, and where nobody does yet, every active partner.
    Raises Conflict for a proposal (it is consulted first) and for what is retired.
    """
    require(actor, Capability.DEFINE)
    if indicator.state in (State.PROPOSED, State.RETIRED):
        raise Conflict("not_consulted", _("Only what is being consulted or in use can be signed off."))
    Indicator.objects.select_for_update(no_key=True).get(pk=indicator.pk)
    version = indicator.versions.order_by("number").last()
    assert version is not None
    asked = set(SignOff.objects.filter(version=version).values_list("partner_id", flat=True))
    chosen = _reporters(actor, indicator) if partners is None else list(partners)
    fresh = [partner for partner in chosen if partner.pk not in asked]
    rows = SignOff.objects.bulk_create(
        SignOff(version=version, partner=partner, answer_by=answer_by) for partner in fresh
    )
    if fresh:
        record(
            actor,
            SignOffAsked(
                f"indicator:{indicator.code}",
                code=indicator.code,
                name=indicator.name,
                partners=tuple(partner.name for partner in fresh),
                answer_by=answer_by.isoformat() if answer_by else "",
            ),
        )
    return rows


def _reporters(actor: Actor, indicator: Indicator) -> "list[Partner]":
    today = clock.today(actor.initiative.timezone)
    running = Assignment.objects.filter(Q(ends_on=None) | Q(ends_on__gte=today), indicator=indicator)
    active = partners_of(actor).filter(state="active")
    reporting = list(active.filter(pk__in=running.values("partner_id")))
    return reporting or list(active)


def sign_off(
    actor: Actor, asked: SignOff, *, position: str, comment: str = "", how_given: str = ""
) -> SignOff:
    """Say what the partner holds of the definition: agrees, agrees with a note, objects with a reason.

    It may be said anew; what was said before stays in the stream. Staff enter it on the partner's behalf and say how
    it was given. Raises DomainError at the field, Conflict where the definition has gone on meanwhile.
    """
    require(actor, Capability.SIGN_OFF, asked.partner_id)
    asked = _held(asked)
    if position not in Position.values or position == Position.WAITING:
        raise DomainError("invalid_choice", _("Say whether the partner agrees or objects."), "position")
    if position != Position.AGREES and not comment.strip():
        raise DomainError("required", _("Say what you note or object to."), "comment")
    on_behalf = actor.partner_id != asked.partner_id
    if on_behalf and not how_given.strip():
        raise DomainError("required", _("Say how the partner gave it, such as by telephone."), "how_given")
    asked.position, asked.comment = position, comment.strip()
    asked.how_given = how_given.strip() if on_behalf else ""
    asked.given_by, asked.given_at = actor.user, clock.now()
    asked.answer, asked.answered_by, asked.answered_at = "", None, None
    asked.save()
    indicator = asked.version.indicator
    record(
        actor,
        SignedOff(
            f"indicator:{indicator.code}",
            partner_id=asked.partner_id,
            code=indicator.code,
            name=indicator.name,
            partner=asked.partner.name,
            position=position,
            comment=asked.comment,
            how_given=asked.how_given,
        ),
    )
    return asked


def answer_objection(actor: Actor, asked: SignOff, *, answer: str) -> SignOff:
    """Answer an objection with what was done about it. Raises Conflict when there is none to answer."""
    require(actor, Capability.DEFINE)
    asked = _held(asked)
    if not asked.is_open_objection:
        raise Conflict("no_objection", _("There is no open objection here."))
    if not answer.strip():
        raise DomainError("required", _("Say what was done about it."), "answer")
    asked.answer, asked.answered_by, asked.answered_at = answer.strip(), actor.user, clock.now()
    asked.save(update_fields=["answer", "answered_by", "answered_at"])
    indicator = asked.version.indicator
    record(
        actor,
        ObjectionAnswered(
            f"indicator:{indicator.code}",
            partner_id=asked.partner_id,
            code=indicator.code,
            name=indicator.name,
            partner=asked.partner.name,
            answer=asked.answer,
        ),
    )
    return asked


def _held(asked: SignOff) -> SignOff:
    row = (
        SignOff.objects.select_for_update(of=("self",))
        .select_related("version__indicator", "partner")
        .get(pk=asked.pk)
    )
    newest = row.version.indicator.versions.order_by("number").last()
    if newest != row.version or row.version.indicator.state == State.RETIRED:
        raise Conflict("gone_on", _("This definition is no longer the present one."))
    return row

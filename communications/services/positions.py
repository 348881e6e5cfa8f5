"""Who stands where on a decision: interests, positions with their reasons, answers to reservations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from communications.events.decisions import (
    DecisionPositionTaken,
    InterestDeclared,
    InterestWithdrawn,
    PositionAnswered,
)
from communications.kinds import RuleError, rule
from communications.models import Decision, DecisionPosition, Interest, PositionAnswer
from communications.queries.decisions import may_run, may_speak, proposal_of
from communications.services.decisions import open_one, told_of
from communications.words.decisions import DISSENT, DecisionState
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import Conflict, DomainError, Forbidden
from initiatives.kernel.writing import needed
from initiatives.outbox import record

if TYPE_CHECKING:
    from initiatives.models import GroupMember, Membership


def declare_interest(
    actor: Actor, decision: Decision, *, what: str, recused: bool = False, member: Membership | None = None
) -> Interest:
    """Say what one gains or loses by a decision; who runs it may note it for somebody (`member`) of the group.

    Whoever is recused takes no part: a position they took counts no more. A later declaration replaces an earlier one.
    Raises DomainError at the field, Conflict once it is decided, Forbidden.
    """
    require(actor, Capability.TAKE_PART)
    decision = open_one(decision)
    whose = member.pk if member is not None else actor.membership_id
    if whose != actor.membership_id and not may_run(actor, decision):
        raise Forbidden(_("Only the group's co-chairs and the backbone note it for somebody else."))
    if not decision.group.members.filter(membership_id=whose, until=None).exists():
        raise DomainError("not_seated", _("Only those who sit in the group decide on it."), "member")
    now = clock.now()
    Interest.objects.filter(decision=decision, membership_id=whose, withdrawn_at=None).update(
        withdrawn_at=now
    )
    row = Interest.objects.create(
        decision=decision,
        membership_id=whose,
        what=needed(what, "what", _("Say what the interest is."))[:300],
        recused=recused,
        declared_by_id=actor.membership_id,
        declared_at=now,
    )
    if recused:
        _superseded(decision, whose)
    record(
        actor,
        InterestDeclared(
            to=str(row.membership.public_id),
            recused=recused,
            partner_id=row.membership.partner_id,
            **told_of(decision),
        ),
    )
    return row


def withdraw_interest(actor: Actor, interest: Interest) -> Interest:
    """Say that an interest no longer stands; that it was declared stays on file. Raises Conflict, Forbidden."""
    require(actor, Capability.TAKE_PART)
    decision = open_one(interest.decision)
    if interest.membership_id != actor.membership_id and not may_run(actor, decision):
        raise Forbidden(_("Only who declared it, the group's co-chairs and the backbone can do this."))
    if interest.withdrawn_at is None:
        interest.withdrawn_at = clock.now()
        interest.save(update_fields=["withdrawn_at"])
        whose, partner = str(interest.membership.public_id), interest.membership.partner_id
        record(actor, InterestWithdrawn(to=whose, partner_id=partner, **told_of(decision)))
    return interest


def take_position(
    actor: Actor,
    decision: Decision,
    *,
    position: str = "",
    degree: int | None = None,
    reason: str = "",
    lived_experience: bool = False,
    shown_apart: bool = False,
    member: Membership | None = None,
    how_given: str = "",
) -> DecisionPosition:
    """Say where one stands on the proposal: for oneself, or who runs it for a `member`, saying how it was given.

    `degree` is 1 to 5 where the rule asks for it and tells the position then. A reservation and an objection come with
    their reason. `shown_apart` is the person's own word that they may be named as somebody with lived experience.
    Raises DomainError at the field, Conflict unless it is proposed, Forbidden without a seat or when recused.
    """
    require(actor, Capability.TAKE_PART)
    decision = open_one(decision)
    if decision.state != DecisionState.PROPOSED:
        raise Conflict("not_proposed", _("Nothing is proposed yet."))
    whose = member.pk if member is not None else actor.membership_id
    on_behalf = whose != actor.membership_id
    if on_behalf and not may_run(actor, decision):
        raise Forbidden(_("Only the group's co-chairs and the backbone note a position for somebody else."))
    seat = _seat(decision, whose)
    proposal = proposal_of(decision)
    follows = rule(proposal.rule)
    try:
        position, degree = follows.read(position, degree)
    except RuleError as error:
        raise DomainError(error.code, error.message, error.field) from error
    if follows.needs_reason(position):
        needed(reason, "reason", _("Say why: it is kept with the decision."))
    if on_behalf:
        needed(how_given, "how_given", _("Say how it was given, such as “by phone on 3 March”."))
    if shown_apart and not lived_experience:
        raise DomainError("invalid", _("This is asked of people with lived experience."), "shown_apart")
    _superseded(decision, whose)
    row = DecisionPosition.objects.create(
        decision=decision,
        proposal=proposal,
        membership=seat.membership,
        partner_id=seat.membership.partner_id,
        co_chair=seat.co_chair,
        position=position,
        degree=degree,
        reason=reason.strip(),
        lived_experience=lived_experience,
        shown_apart=shown_apart,
        on_behalf=on_behalf,
        how_given=how_given.strip()[:300] if on_behalf else "",
        recorded_by_id=actor.membership_id,
        recorded_at=clock.now(),
    )
    record(
        actor,
        DecisionPositionTaken(
            to=str(seat.membership.public_id),
            position=position,
            on_behalf=on_behalf,
            partner_id=row.partner_id,
            **told_of(decision),
        ),
    )
    return row


def answer_position(actor: Actor, position: DecisionPosition, *, text: str) -> PositionAnswer:
    """Answer a reservation or an objection that stands; only its owner can say that it is resolved, by a new position.

    Raises DomainError at `text`, Conflict, Forbidden.
    """
    require(actor, Capability.TAKE_PART)
    decision = open_one(position.decision)
    if not may_run(actor, decision):
        raise Forbidden(_("Only the group's co-chairs and the backbone can do this."))
    position = DecisionPosition.objects.select_related("membership").get(pk=position.pk)
    if position.superseded_at is not None or position.position not in DISSENT:
        raise Conflict("not_open", _("Only a reservation or an objection that stands is answered."))
    row = PositionAnswer.objects.create(
        position=position,
        text=needed(text, "text", _("Say what the answer is.")),
        answered_by_id=actor.membership_id,
        answered_at=clock.now(),
    )
    record(
        actor,
        PositionAnswered(
            to=str(position.membership.public_id), partner_id=position.partner_id, **told_of(decision)
        ),
    )
    return row


def _seat(decision: Decision, membership_id: int) -> GroupMember:
    for seat in may_speak(decision):
        if seat.membership_id == membership_id:
            return seat
    raise Forbidden(_("Only those who sit in the group, and have not stepped back from it, take a position."))


def _superseded(decision: Decision, membership_id: int) -> None:
    standing = DecisionPosition.objects.filter(
        decision=decision, membership_id=membership_id, superseded_at=None
    )
    standing.update(superseded_at=clock.now())

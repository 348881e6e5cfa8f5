"""What a group decided, what it bears on, and the look back at it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from agenda.queries.goals import seen_indicators
from communications.events.decisions import (
    Decided,
    DecisionReviewed,
    DecisionSuperseded,
    EffectEnded,
    EffectLinked,
)
from communications.models import Decision, DecisionEffect, DecisionReview, Ruling
from communications.queries.decisions import may_run, proposal_of, source_of, standing
from communications.services.decisions import held, open_one, set_state, told_of
from communications.words.decisions import DecisionState, Outcome, ReviewVerdict
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import Conflict, DomainError, Forbidden, NotFound
from initiatives.kernel.writing import in_order, needed, one_of
from initiatives.outbox import record
from initiatives.services.actions import give_action

if TYPE_CHECKING:
    from initiatives.models import ActionItem, Membership

THINGS = ("indicator", "goal", "strategy", "activity")


def decide(
    actor: Actor,
    decision: Decision,
    *,
    outcome: str,
    reasons: str,
    chosen: str = "",
    decided_on: date | None = None,
    in_effect_on: date | None = None,
    review_on: date | None = None,
) -> Ruling:
    """Record what the group decided, today or on a day that is over: from then on nothing of it changes.

    Adopted it can be only where its rule lets it pass; `chosen` is the option put forward. What is not said is taken
    from the proposal, and it is in effect from the day of the decision at the earliest. The decision that it
    supersedes gives way once this one is adopted. Raises DomainError at the field, Conflict, Forbidden.
    """
    require(actor, Capability.TAKE_PART)
    decision = open_one(decision)
    _may_run(actor, decision)
    if decision.state != DecisionState.PROPOSED:
        raise Conflict("not_proposed", _("Nothing is proposed yet."))
    one_of(outcome, Outcome.values, "outcome")
    proposal = proposal_of(decision)
    today = clock.today(actor.initiative.timezone)
    day = decided_on or today
    if day > today:
        raise DomainError("in_future", _("This day is still to come."), "decided_on")
    how, said = standing(decision)
    adopted = outcome == Outcome.ADOPTED
    if adopted and not how.passes:
        raise Conflict("does_not_pass", _("Its rule does not let it pass yet: %s") % how.why, "outcome")
    if adopted and chosen and chosen != proposal.proposed:
        raise DomainError("not_proposed", _("Only the option that was put forward can be adopted."), "chosen")
    starts = max(in_effect_on or proposal.in_effect_on or day, day) if adopted else None
    looks = review_on or proposal.review_on
    if starts is not None:
        in_order(starts, looks, "review_on")
    row = Ruling.objects.create(
        decision=decision,
        proposal=proposal,
        outcome=outcome,
        chosen=proposal.proposed if adopted else "",
        reasons=needed(reasons, "reasons", _("Say why the group decided so.")),
        standing=how.why[:300],
        seats=said.seats,
        spoke=len(said.voices),
        counts=dict(said.counts),
        decided_on=day,
        in_effect_on=starts,
        review_on=looks if adopted else None,
        recorded_by_id=actor.membership_id,
        recorded_at=clock.now(),
    )
    set_state(decision, DecisionState.DECIDED)
    record(actor, Decided(outcome=outcome, group=decision.group.name, **told_of(decision)))
    if adopted and decision.supersedes is not None:
        _give_way(actor, decision.supersedes, decision)
    return row


def link_effect(actor: Actor, decision: Decision, *, note: str = "", **things: Any) -> DecisionEffect:
    """Say that a decision bears on one thing (of THINGS): an indicator should move, an activity changes.

    Effects are linked at any time, before the decision and long after it. Twice is the same as once. Raises
    DomainError unless it is one thing, NotFound for an indicator that the actor may not see, Forbidden.
    """
    require(actor, Capability.TAKE_PART)
    decision = held(decision)
    _may_run(actor, decision)
    given = {name: thing for name, thing in things.items() if thing is not None}
    if len(given) != 1 or not set(given) <= set(THINGS):
        raise DomainError("one_thing", _("Choose one thing that it bears on."), "indicator")
    ((name, thing),) = given.items()
    if name == "indicator" and not seen_indicators(actor).filter(pk=thing.pk).exists():
        raise NotFound
    found = DecisionEffect.objects.filter(decision=decision, ended_at=None, **given).first()
    if found is not None:
        return found
    row = DecisionEffect.objects.create(
        decision=decision,
        note=note.strip()[:500],
        linked_by_id=actor.membership_id,
        linked_at=clock.now(),
        **given,
    )
    record(actor, EffectLinked(thing=str(thing)[:300], **told_of(decision)))
    return row


def end_effect(actor: Actor, effect: DecisionEffect) -> DecisionEffect:
    """Say that a decision does not bear on a thing; that it was linked stays on file."""
    require(actor, Capability.TAKE_PART)
    decision = held(effect.decision)
    _may_run(actor, decision)
    if effect.ended_at is None:
        effect.ended_at = clock.now()
        effect.save(update_fields=["ended_at"])
        thing = next(thing for name in THINGS if (thing := getattr(effect, name)) is not None)
        record(actor, EffectEnded(thing=str(thing)[:300], **told_of(decision)))
    return effect


def assign_action(actor: Actor, decision: Decision, *, what: str, owner: Membership, due: date) -> ActionItem:
    """Give somebody a task that follows from a decision. Raises DomainError at the field, Forbidden."""
    require(actor, Capability.TAKE_PART)
    _may_run(actor, decision)
    return give_action(actor, what=what, owner=owner, due=due, source=source_of(decision))


def review_decision(
    actor: Actor,
    decision: Decision,
    *,
    verdict: str,
    found: str,
    reviewed_on: date | None = None,
    next_review_on: date | None = None,
) -> DecisionReview:
    """Look back at a decision that stands: what was found, and whether it should stay.

    To change or to end it a new decision is raised that supersedes it. Raises DomainError at the field, Conflict.
    """
    require(actor, Capability.TAKE_PART)
    decision = held(decision)
    _may_run(actor, decision)
    if decision.state != DecisionState.DECIDED:
        raise Conflict("not_decided", _("Only a decision that was taken and stands is reviewed."))
    one_of(verdict, ReviewVerdict.values, "verdict")
    today = clock.today(actor.initiative.timezone)
    day = reviewed_on or today
    if day > today:
        raise DomainError("in_future", _("This day is still to come."), "reviewed_on")
    in_order(day, next_review_on, "next_review_on")
    row = DecisionReview.objects.create(
        decision=decision,
        verdict=verdict,
        found=needed(found, "found", _("Say what was found.")),
        reviewed_on=day,
        next_review_on=next_review_on,
        reviewed_by_id=actor.membership_id,
        recorded_at=clock.now(),
    )
    record(actor, DecisionReviewed(verdict=verdict, **told_of(decision)))
    return row


def _give_way(actor: Actor, former: Decision, now: Decision) -> None:
    """Let a decision that stands give way; one that gave way already stays as it is."""
    former = held(former)
    if former.state != DecisionState.DECIDED:
        raise Conflict("not_decided", _("The decision that it takes the place of does not stand any more."))
    set_state(former, DecisionState.SUPERSEDED)
    record(actor, DecisionSuperseded(by=now.number, **told_of(former)))


def _may_run(actor: Actor, decision: Decision) -> None:
    if not may_run(actor, decision):
        raise Forbidden(_("Only the group's co-chairs and the backbone can do this."))

"""What touches one partner."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q

from activities.queries import activities_matching
from communications.models import Decision, DecisionEffect, DecisionPosition, Interest
from communications.queries.decisions import decisions_matching
from initiatives.kernel.access import Actor

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from initiatives.models import Partner


def decisions_touching(actor: Actor, partner: Partner) -> QuerySet[Decision]:
    """Return the decisions that touch a partner, the latest first."""
    return decisions_found(actor, partner=partner.code).order_by("-number")


def decisions_found(actor: Actor, *, partner: str = "", **asked: Any) -> QuerySet[Decision]:
    """Return the decisions that match (as `decisions_matching` tells), of those that touch a partner (by its code).

    One touches it when somebody of it took a position or declared an interest, or when it bears on its work.
    """
    rows = decisions_matching(actor, **asked)
    if not partner:
        return rows
    spoken = DecisionPosition.objects.filter(partner__code=partner, superseded_at=None)
    declared = Interest.objects.filter(membership__partner__code=partner, withdrawn_at=None)
    own = activities_matching(actor, partner=partner).order_by().values("pk")
    moved = DecisionEffect.objects.filter(activity__in=own, ended_at=None)
    touched = Q()
    for found in (spoken, declared, moved):
        touched |= Q(pk__in=found.values("decision"))
    return rows.filter(touched)

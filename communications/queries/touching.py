"""What touches one partner."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from activities.queries import activities_matching
from communications.models import Decision, DecisionEffect, DecisionPosition
from communications.queries.decisions import decisions
from initiatives.kernel.access import Actor

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from initiatives.models import Partner


def decisions_touching(actor: Actor, partner: Partner) -> QuerySet[Decision]:
    """Return the decisions on which somebody of a partner took a position, or that bear on its work, latest first."""
    spoken = DecisionPosition.objects.filter(partner=partner, superseded_at=None)
    own = activities_matching(actor, partner=partner.code).order_by().values("pk")
    moved = DecisionEffect.objects.filter(activity__in=own, ended_at=None)
    rows = decisions(actor).filter(Q(pk__in=spoken.values("decision")) | Q(pk__in=moved.values("decision")))
    return rows.order_by("-number")

"""Decisions and what belongs to them as rows of the API: ids and codes beside their columns."""

from __future__ import annotations

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, F, FilteredRelation, OuterRef, Q, QuerySet, When

from agenda.queries.goals import seen_indicators
from communications.models import Decision, DecisionReview, Proposal
from communications.queries.decisions import with_state
from initiatives.kernel.access import Actor, Capability, require


def decision_rows(actor: Actor) -> QuerySet[Decision]:
    """Return the decisions with `now`, the standing wording, `signal_code` where the actor may see the indicator, and
    `superseded_ids`, those that took their place.
    """
    later = Decision.objects.filter(supersedes=OuterRef("pk")).order_by("id")
    return with_state(actor).annotate(
        now=FilteredRelation("proposals", condition=Q(proposals__superseded_at=None)),
        signal_code=Case(When(signal__in=seen_indicators(actor), then=F("signal__code"))),
        superseded_ids=ArraySubquery(later.values("public_id")),
    )


def wording_rows(actor: Actor, row: Decision) -> QuerySet[Proposal]:
    """Return every wording of a decision."""
    require(actor, Capability.VIEW)
    return Proposal.objects.filter(decision=row)


def review_rows(actor: Actor, row: Decision) -> QuerySet[DecisionReview]:
    """Return the looks back at a decision."""
    require(actor, Capability.VIEW)
    return DecisionReview.objects.filter(decision=row)

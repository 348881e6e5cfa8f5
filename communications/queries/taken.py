"""Decisions and meetings since a day, counted for whoever looks at how people work together."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from communications.models import Attendance, Decision, DecisionEffect, DecisionEvidence, Ruling
from communications.words.decisions import EvidenceKind
from communications.words.meetings import PRESENT
from initiatives.kernel.access import Actor, Capability, require


@dataclass(frozen=True)
class Taken:
    """A decision that was taken: whether it names what it `rests` on, and what it `changes`.

    `partner_id` is whom the person who raised it speaks for, None for somebody of the backbone or for themselves.
    """

    decision_id: int
    partner_id: int | None
    rests: bool
    changes: bool


def taken_since(actor: Actor, since: date) -> list[Taken]:
    """Return the decisions that were taken since a day. One query."""
    require(actor, Capability.VIEW)
    here = OuterRef("pk")
    rows = (
        Decision.objects.filter(rulings__decided_on__gte=since)
        .annotate(
            rests=Exists(DecisionEvidence.objects.filter(decision=here, withdrawn_at=None)),
            changes=Exists(DecisionEffect.objects.filter(decision=here, ended_at=None)),
        )
        .order_by("number")
    )
    return [Taken(*row) for row in rows.values_list("pk", "raised_by__partner_id", "rests", "changes")]


def decisions_resting_on(actor: Actor, since: date) -> set[int]:
    """Return the ids of the indicators whose figures a decision taken since a day rests on."""
    require(actor, Capability.VIEW)
    recent = Ruling.objects.filter(decided_on__gte=since).values("decision")
    rows = DecisionEvidence.objects.filter(
        decision__in=recent, kind=EvidenceKind.FIGURE, withdrawn_at=None, indicator__isnull=False
    )
    return set(rows.order_by().values_list("indicator_id", flat=True))


def stand_ins_since(actor: Actor, group_ids: Collection[int], since: date) -> tuple[int, int]:
    """Return how many attended for somebody else, of how many who attended, at meetings of groups since a day."""
    require(actor, Capability.VIEW_PARTNERS)
    rows: Any = Attendance.objects.filter(
        meeting__group__in=group_ids, meeting__starts_at__date__gte=since, presence__in=PRESENT
    )
    found = rows.aggregate(of=Count("id"), have=Count("id", filter=Q(stands_in_for__isnull=False)))
    return found["have"], found["of"]

"""Rows for lists that are read in one query (the API)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import JSONObject

from agenda.models import (
    AgendaSection,
    Cause,
    Comment,
    Commitment,
    CommonAgenda,
    Consultation,
    EquityTarget,
    Goal,
    GoalMeasure,
    Strategy,
    StrategyCause,
    StrategyGoal,
    StrategyMeasure,
    Theme,
)
from agenda.queries.goals import seen_indicators
from agenda.queries.versions import agendas
from initiatives.kernel.access import Actor, Capability, require

if TYPE_CHECKING:
    from django.db.models import QuerySet


def agenda_rows(actor: Actor) -> QuerySet[CommonAgenda]:
    """Return every version, each with `section_rows`: [{key, text}] of the parts that have text."""
    parts = AgendaSection.objects.filter(agenda=OuterRef("pk")).exclude(text="").order_by("id")
    return (
        agendas(actor)
        .select_related(None)
        .annotate(section_rows=ArraySubquery(parts.values(row=JSONObject(key="key", text="text"))))
    )


def cause_rows(actor: Actor, version: CommonAgenda) -> QuerySet[Cause]:
    """Return a version's causes, each with `strategy_ids`: those that go at it."""
    require(actor, Capability.VIEW)
    links = StrategyCause.objects.filter(cause=OuterRef("pk")).order_by("id")
    return Cause.objects.filter(agenda=version).annotate(
        strategy_ids=ArraySubquery(links.values("strategy__public_id"))
    )


def comment_rows(actor: Actor, version: CommonAgenda) -> QuerySet[Comment]:
    """Return all that is said about a version, replies too."""
    require(actor, Capability.VIEW)
    return Comment.objects.filter(agenda=version)


def consultation_rows(actor: Actor) -> QuerySet[Consultation]:
    """Return the consultations, each with `theme_rows`: [{id, text, response, changed}]."""
    require(actor, Capability.VIEW)
    themes = Theme.objects.filter(consultation=OuterRef("pk")).order_by("position", "id")
    row = JSONObject(id="public_id", text="text", response="response", changed="changed")
    return Consultation.objects.annotate(theme_rows=ArraySubquery(themes.values(row=row)))


def goal_rows(actor: Actor) -> QuerySet[Goal]:
    """Return the goals, each with `indicator_codes`, `strategy_ids` (those under it now) and `gap_rows`."""
    require(actor, Capability.VIEW)
    seen = seen_indicators(actor)
    measures = GoalMeasure.objects.filter(goal=OuterRef("pk"), indicator__in=seen).order_by("position", "id")
    links = StrategyGoal.objects.filter(goal=OuterRef("pk"), until=None).order_by("id")
    gaps = EquityTarget.objects.filter(goal=OuterRef("pk"), indicator__in=seen).order_by("id")
    gap: Any = JSONObject(
        id="public_id",
        indicator="indicator__code",
        category="category__code",
        compared_with="compared_with__code",
        baseline="baseline",
        baseline_on="baseline_on",
        target="target",
        due_on="due_on",
    )
    return Goal.objects.annotate(
        indicator_codes=ArraySubquery(measures.values("indicator__code")),
        strategy_ids=ArraySubquery(links.values("strategy__public_id")),
        gap_rows=ArraySubquery(gaps.values(row=gap)),
    )


def strategy_rows(actor: Actor) -> QuerySet[Strategy]:
    """Return the strategies, each with `goal_ids` (those it serves now), `cause_ids` and `move_rows`."""
    require(actor, Capability.VIEW)
    links = StrategyGoal.objects.filter(strategy=OuterRef("pk"), until=None).order_by("id")
    causes = StrategyCause.objects.filter(strategy=OuterRef("pk")).order_by("id")
    seen = seen_indicators(actor)
    moving = StrategyMeasure.objects.filter(strategy=OuterRef("pk"))
    moving = moving.filter(Q(indicator=None) | Q(indicator__in=seen)).order_by("position", "id")
    row = JSONObject(indicator="indicator__code", wanted="wanted", foretells="foretells__code")
    return Strategy.objects.annotate(
        goal_ids=ArraySubquery(links.values("goal__public_id")),
        cause_ids=ArraySubquery(causes.values("cause__public_id")),
        move_rows=ArraySubquery(moving.values(row=row)),
    )


def commitment_rows(actor: Actor) -> QuerySet[Commitment]:
    """Return the commitments, each with `renewed` and the id of the one it `follows`."""
    require(actor, Capability.VIEW_PARTNERS)
    renewals = Commitment.objects.filter(renews=OuterRef("pk"))
    return Commitment.objects.annotate(renewed=Exists(renewals), follows=F("renews__public_id"))

"""Goals and strategies as an actor may read them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Count, Prefetch, Q

from agenda.models import (
    EquityTarget,
    Goal,
    GoalMeasure,
    Strategy,
    StrategyCause,
    StrategyGoal,
    StrategyMeasure,
    StrategyMove,
    TestCycle,
)
from agenda.words import SET_ASIDE, GoalState, Verdict
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import NotFound
from measurement import queries as measured

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from measurement.models import Indicator


def seen_indicators(actor: Actor) -> Any:
    """Return the ids of the indicators that this reader knows of, for a condition."""
    return measured.indicators(actor).prefetch_related(None).select_related(None).order_by().values("pk")


def goals(actor: Actor) -> QuerySet[Goal]:
    """Return the goals in their order, retired ones too.

    Each has `measured` (its measures with the indicators this reader knows of), `gaps` (equity targets) and
    `served_by` (the links of the strategies under it now).
    """
    require(actor, Capability.VIEW)
    seen = seen_indicators(actor)
    gaps = EquityTarget.objects.filter(indicator__in=seen)
    return Goal.objects.select_related("group").prefetch_related(
        Prefetch(
            "measures",
            GoalMeasure.objects.filter(indicator__in=seen).select_related("indicator"),
            to_attr="measured",
        ),
        Prefetch(
            "equity_targets",
            gaps.select_related("indicator", "category__dimension", "compared_with"),
            to_attr="gaps",
        ),
        Prefetch(
            "strategy_links",
            StrategyGoal.objects.filter(until=None)
            .select_related("strategy__group")
            .order_by("strategy__position", "strategy_id"),
            to_attr="served_by",
        ),
    )


def goal(actor: Actor, public_id: UUID) -> Goal:
    """Return a goal. Raises NotFound."""
    found = goals(actor).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def standing_goals(actor: Actor) -> list[Goal]:
    """Return the goals that are not retired, in their order."""
    return list(goals(actor).exclude(state=GoalState.RETIRED))


def strategies(actor: Actor) -> QuerySet[Strategy]:
    """Return the strategies in their order, those set aside too.

    Each has `under` (the links to the goals it serves now), `moving` (what should move first) and `causes` (links);
    `tests` counts its test cycles, `adaptations` those that ended in adapting it.
    """
    require(actor, Capability.VIEW)
    return (
        Strategy.objects.select_related("group")
        .annotate(
            tests=Count("test_cycles", distinct=True),
            adaptations=Count(
                "test_cycles", filter=Q(test_cycles__verdict=Verdict.ADAPT.value), distinct=True
            ),
        )
        .order_by("position", "id")  # counting drops the order of the model
        .prefetch_related(
            Prefetch(
                "goal_links",
                StrategyGoal.objects.filter(until=None)
                .select_related("goal")
                .order_by("goal__position", "goal_id"),
                to_attr="under",
            ),
            Prefetch(
                "measures",
                StrategyMeasure.objects.filter(
                    Q(indicator=None) | Q(indicator__in=seen_indicators(actor))
                ).select_related("indicator", "foretells"),
                to_attr="moving",
            ),
            Prefetch("cause_links", StrategyCause.objects.select_related("cause"), to_attr="causes"),
        )
        .order_by("position", "id")
    )


def strategy(actor: Actor, public_id: UUID) -> Strategy:
    """Return a strategy. Raises NotFound."""
    found = strategies(actor).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def strategies_towards(actor: Actor, indicator: Indicator) -> Any:
    """Return the ids of the strategies that should move an indicator, or serve a goal it tells of, for a condition."""
    require(actor, Capability.VIEW)
    told = GoalMeasure.objects.filter(indicator=indicator)
    served = StrategyGoal.objects.filter(until=None, goal__in=told.values("goal"))
    moving = StrategyMeasure.objects.filter(indicator=indicator)
    rows = Strategy.objects.filter(Q(pk__in=served.values("strategy")) | Q(pk__in=moving.values("strategy")))
    return rows.order_by().values("pk")


def strategies_matching(
    actor: Actor, *, state: str = "", kind: str = "", goal: str = "", search: str = ""
) -> QuerySet[Strategy]:
    """Return the strategies of a state and kind that serve a goal (id) now and whose name holds `search`."""
    rows = strategies(actor)
    if state:
        rows = rows.filter(state=state)
    if kind:
        rows = rows.filter(kind=kind)
    if goal:
        rows = rows.filter(
            pk__in=StrategyGoal.objects.filter(until=None, goal__public_id=goal).values("strategy_id")
        )
    return rows.filter(name__icontains=search) if search else rows


def moves(strategy: Strategy) -> list[StrategyMove]:
    """Return how a strategy came to its state, the latest first."""
    rows = StrategyMove.objects.filter(strategy=strategy).select_related("moved_by")
    return list(rows.order_by("-moved_at", "-id"))


def former_goals(strategy: Strategy) -> list[StrategyGoal]:
    """Return the goals a strategy served once, the latest first."""
    rows = StrategyGoal.objects.filter(strategy=strategy, until__isnull=False).select_related("goal")
    return list(rows.order_by("-until", "-id"))


def led_by(actor: Actor) -> dict[int | None, tuple[list[Goal], list[Strategy]]]:
    """Return what each group (by its key) has in hand: the goals it owns and the strategies it leads. Two queries."""
    require(actor, Capability.VIEW)
    found: dict[int | None, tuple[list[Goal], list[Strategy]]] = {}
    for goal in Goal.objects.exclude(state=GoalState.RETIRED).exclude(group=None):
        found.setdefault(goal.group_id, ([], []))[0].append(goal)
    for row in Strategy.objects.exclude(state__in=SET_ASIDE).exclude(group=None):
        found.setdefault(row.group_id, ([], []))[1].append(row)
    return found


def test_cycles(actor: Actor) -> QuerySet[TestCycle]:
    """Return the test cycles of all strategies, in the order of their beginning."""
    require(actor, Capability.VIEW)
    return TestCycle.objects.select_related("strategy")


def test_cycle(actor: Actor, public_id: UUID) -> TestCycle:
    """Return a test cycle. Raises NotFound."""
    found = test_cycles(actor).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


# Two questions whose names begin with "test": pytest is to leave them alone where they are imported.
test_cycles.__test__ = test_cycle.__test__ = False  # type: ignore[attr-defined]

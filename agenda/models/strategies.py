"""What the agenda bets on: strategies, what they should move, and what was learnt by trying."""

import uuid
from typing import Any

from django.db import models
from django.db.models import F, Q

from agenda.models.goals import Goal
from agenda.models.versions import Cause
from agenda.words import (
    NEEDS_REASON,
    Engagement,
    Evidence,
    Horizon,
    StrategyKind,
    StrategyState,
    Verdict,
)
from initiatives.kernel.rls import append_only
from initiatives.kernel.tenancy import TenantForeignKey, TenantModel


def _score() -> Any:
    return models.PositiveSmallIntegerField(null=True, blank=True)


class Strategy(TenantModel):
    """A coherent approach: if we do this, then that moves, because. The four scores are 1 to 5."""

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200)
    we_do = models.TextField(blank=True)
    then = models.TextField(blank=True)
    because = models.TextField(blank=True)
    kind = models.CharField(max_length=12, choices=StrategyKind.choices, default=StrategyKind.PROGRAM)
    evidence = models.CharField(max_length=12, choices=Evidence.choices, blank=True)
    evidence_source = models.TextField(blank=True)
    horizon = models.CharField(max_length=8, choices=Horizon.choices, blank=True)
    engagement = models.CharField(max_length=12, choices=Engagement.choices)
    group = TenantForeignKey("initiatives.Group", null=True, blank=True, related_name="+")
    state = models.CharField(max_length=12, choices=StrategyState.choices, default=StrategyState.IDEA)
    leverage = _score()
    feasibility = _score()
    specificity = _score()
    values_fit = _score()
    reviewed_on = models.DateField(null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "public_id"], name="strategy_public_id"),
            *[
                models.CheckConstraint(
                    name=f"strategy_{name}", condition=Q(**{name: None}) | Q(**{f"{name}__range": (1, 5)})
                )
                for name in ("leverage", "feasibility", "specificity", "values_fit")
            ],
        ]

    def __str__(self) -> str:
        return self.name


class StrategyGoal(TenantModel):
    """A strategy serves a goal, from a day until a day: what was is kept when it comes under another."""

    strategy = TenantForeignKey(Strategy, models.CASCADE, related_name="goal_links")
    goal = TenantForeignKey(Goal, models.CASCADE, related_name="strategy_links")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "strategy", "goal"], condition=Q(until=None), name="strategy_goal_once"
            ),
            models.CheckConstraint(
                name="strategy_goal_order", condition=Q(until=None) | Q(until__gte=F("since"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.strategy_id}: {self.goal_id}"


class StrategyMeasure(TenantModel):
    """What should move first when a strategy works: an indicator, or in words one that is still `wanted`.

    `foretells` names the core indicator it leads to; none: all those of the strategy's goals.
    """

    strategy = TenantForeignKey(Strategy, models.CASCADE, related_name="measures")
    indicator = TenantForeignKey("measurement.Indicator", null=True, blank=True, related_name="+")
    wanted = models.CharField(max_length=200, blank=True)
    foretells = TenantForeignKey("measurement.Indicator", null=True, blank=True, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                name="strategy_measure_named", condition=Q(indicator__isnull=False) | ~Q(wanted="")
            )
        ]

    def __str__(self) -> str:
        return f"{self.strategy_id}: {self.indicator_id or self.wanted}"


class StrategyCause(TenantModel):
    """A strategy goes at a cause."""

    strategy = TenantForeignKey(Strategy, models.CASCADE, related_name="cause_links")
    cause = TenantForeignKey(Cause, models.CASCADE, related_name="strategy_links")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["initiative", "strategy", "cause"], name="strategy_cause_once")
        ]

    def __str__(self) -> str:
        return f"{self.strategy_id}: {self.cause_id}"


class StrategyMove(TenantModel):
    """A strategy came into a state, and why. Only ever added."""

    rights = append_only()

    strategy = TenantForeignKey(Strategy, related_name="moves")
    state = models.CharField(max_length=12, choices=StrategyState.choices)
    reason = models.TextField(blank=True)
    moved_at = models.DateTimeField()
    moved_by = TenantForeignKey("initiatives.Membership", related_name="+")

    class Meta:
        ordering = ["moved_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="strategy_move_reason",
                condition=~Q(state__in=[state.value for state in sorted(NEEDS_REASON)]) | ~Q(reason=""),
            )
        ]

    def __str__(self) -> str:
        return f"{self.strategy_id}: {self.state}"


class TestCycle(TenantModel):
    """A small try (plan, do, study, act). Without a verdict it is still under way."""

    __test__ = False  # no test of pytest's

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    strategy = TenantForeignKey(Strategy, models.CASCADE, related_name="test_cycles")
    aim = models.CharField(max_length=300)
    change = models.TextField()
    prediction = models.TextField()
    measure = models.CharField(max_length=300, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    result = models.TextField(blank=True)
    verdict = models.CharField(max_length=8, choices=Verdict.choices, blank=True)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["starts_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "public_id"], name="test_cycle_public_id"),
            models.CheckConstraint(
                name="test_cycle_result",
                condition=Q(verdict="", closed_on=None) | ~Q(verdict="") & ~Q(result=""),
            ),
            models.CheckConstraint(
                name="test_cycle_order", condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on"))
            ),
        ]

    def __str__(self) -> str:
        return self.aim

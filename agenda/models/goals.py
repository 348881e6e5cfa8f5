"""What the agenda wants to reach: goals, the indicators that tell, the gaps that are to close."""

import uuid

from django.db import models
from django.db.models import Q

from agenda.words import GoalState
from initiatives.kernel.tenancy import TenantForeignKey, TenantModel


class Goal(TenantModel):
    """A change wanted in a whole population. It lives on from version to version of the agenda."""

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    statement = models.CharField(max_length=300)
    outcome = models.CharField(max_length=300, blank=True)
    population = models.CharField(max_length=300, blank=True)
    group = TenantForeignKey("initiatives.Group", null=True, blank=True, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=10, choices=GoalState.choices, default=GoalState.PROPOSED)
    retired_on = models.DateField(null=True, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "public_id"], name="goal_public_id"),
            models.CheckConstraint(
                name="goal_retired_with_reason", condition=~Q(state=GoalState.RETIRED.value) | ~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return self.statement


class GoalMeasure(TenantModel):
    """An indicator that tells whether a goal is reached; its target is the indicator's own (shared measurement)."""

    goal = TenantForeignKey(Goal, models.CASCADE, related_name="measures")
    indicator = TenantForeignKey("measurement.Indicator", related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "goal", "indicator"], name="goal_measure_once")
        ]

    def __str__(self) -> str:
        return f"{self.goal_id}: {self.indicator_id}"


class EquityTarget(TenantModel):
    """By how much the gap between a group and another (none: the whole) is to close, in the indicator's unit."""

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    goal = TenantForeignKey(Goal, models.CASCADE, related_name="equity_targets")
    indicator = TenantForeignKey("measurement.Indicator", related_name="+")
    category = TenantForeignKey("measurement.Category", related_name="+")
    compared_with = TenantForeignKey("measurement.Category", null=True, blank=True, related_name="+")
    baseline = models.DecimalField(max_digits=18, decimal_places=6, null=True, blank=True)
    baseline_on = models.DateField(null=True, blank=True)
    target = models.DecimalField(max_digits=18, decimal_places=6)
    due_on = models.DateField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "public_id"], name="equity_target_public_id"),
            models.UniqueConstraint(
                fields=["initiative", "goal", "indicator", "category"], name="equity_target_once"
            ),
            models.CheckConstraint(
                name="equity_target_two_groups",
                condition=Q(compared_with=None) | ~Q(compared_with=models.F("category")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.goal_id}: {self.category_id}"

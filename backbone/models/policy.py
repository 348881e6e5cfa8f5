"""The policy tracker: what is to change, how far it has come, who stands behind it."""

import uuid

from django.db import models
from django.db.models import Q

from backbone.words.roles import PolicyLevel, PolicyStage
from initiatives.kernel.rls import append_only
from initiatives.kernel.tenancy import TenantForeignKey, TenantModel


class PolicyTarget(TenantModel):
    """A rule, a budget line or a practice to change: the ask, who decides, how far it has come.

    `system_change` is the change in the system that came of it, once it is won and written down.
    """

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=200)
    level = models.CharField(max_length=12, choices=PolicyLevel.choices)
    ask = models.TextField()
    decision_maker = models.CharField(max_length=200)
    expected_on = models.DateField(null=True, blank=True)
    stage = models.CharField(max_length=11, choices=PolicyStage.choices, default=PolicyStage.SPOTTED)
    strategy = TenantForeignKey("agenda.Strategy", null=True, blank=True, related_name="+")
    system_change = TenantForeignKey("activities.SystemChange", null=True, blank=True, related_name="+")
    written_by = TenantForeignKey("initiatives.Membership", related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["-written_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "public_id"], name="policy_target_public_id")
        ]

    def __str__(self) -> str:
        return self.title


class PolicyMove(TenantModel):
    """A policy target came to another stage, on a day, for a reason. Never changed."""

    rights = append_only()

    target = TenantForeignKey(PolicyTarget, models.CASCADE, related_name="moves")
    former = models.CharField(max_length=11, choices=PolicyStage.choices, blank=True)
    stage = models.CharField(max_length=11, choices=PolicyStage.choices)
    reason = models.TextField(blank=True)
    moved_on = models.DateField()
    moved_by = TenantForeignKey("initiatives.Membership", related_name="+")
    moved_at = models.DateTimeField()

    class Meta:
        ordering = ["-moved_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="policy_lost_why", condition=~Q(stage=PolicyStage.LOST.value) | ~Q(reason="")
            )
        ]

    def __str__(self) -> str:
        return f"{self.target_id}: {self.stage}"


class SignOn(TenantModel):
    """A partner stands behind an ask with its name, on the word of `given_by`, until it takes that back."""

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    target = TenantForeignKey(PolicyTarget, models.CASCADE, related_name="sign_ons")
    partner = TenantForeignKey("initiatives.Partner", related_name="+")
    given_by = models.CharField(max_length=200)
    given_on = models.DateField()
    noted_by = TenantForeignKey("initiatives.Membership", related_name="+")
    noted_at = models.DateTimeField()
    withdrawn_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["given_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "public_id"], name="sign_on_public_id"),
            models.UniqueConstraint(
                fields=["initiative", "target", "partner"],
                condition=Q(withdrawn_on=None),
                name="sign_on_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target_id}: {self.partner_id}"

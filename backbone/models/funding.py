"""Money for the backbone and money that others moved to the shared goals."""

import uuid

from django.db import models
from django.db.models import F, Q

from backbone.words.roles import FundingKind, FundingStage
from initiatives.kernel.rls import append_only
from initiatives.kernel.tenancy import TenantForeignKey, TenantModel


class FundingSource(TenantModel):
    """One grant, contract or gift, or money that somebody moved to the shared goals.

    `pass_through` is the part of the amount that goes on to partners, `spent` the part of the rest that is used up as
    of `spent_on`. All three are in `currency`; amounts of several currencies are never added.
    """

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=8, choices=FundingKind.choices, default=FundingKind.BACKBONE)
    funder = TenantForeignKey("initiatives.Partner", null=True, blank=True, related_name="+")
    funder_name = models.CharField(max_length=200)
    purpose = models.CharField(max_length=300, blank=True)
    amount = models.DecimalField(max_digits=16, decimal_places=2)
    pass_through = models.DecimalField(max_digits=16, decimal_places=2, default=0)
    spent = models.DecimalField(max_digits=16, decimal_places=2, default=0)
    spent_on = models.DateField(null=True, blank=True)
    currency = models.CharField(max_length=3)
    restricted = models.BooleanField(default=False)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    stage = models.CharField(max_length=9, choices=FundingStage.choices, default=FundingStage.PROSPECT)
    written_by = TenantForeignKey("initiatives.Membership", related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["-written_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "public_id"], name="funding_source_public_id"),
            models.CheckConstraint(
                name="funding_amounts",
                condition=Q(amount__gt=0)
                & Q(pass_through__gte=0)
                & Q(spent__gte=0)
                & Q(amount__gte=F("pass_through") + F("spent")),
            ),
            models.CheckConstraint(
                name="funding_term",
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
        ]

    def __str__(self) -> str:
        return self.funder_name


class FundingMove(TenantModel):
    """Money came to another stage, on a day. Never changed."""

    rights = append_only()

    source = TenantForeignKey(FundingSource, models.CASCADE, related_name="moves")
    former = models.CharField(max_length=9, choices=FundingStage.choices, blank=True)
    stage = models.CharField(max_length=9, choices=FundingStage.choices)
    reason = models.TextField(blank=True)
    moved_on = models.DateField()
    moved_by = TenantForeignKey("initiatives.Membership", related_name="+")
    moved_at = models.DateTimeField()

    class Meta:
        ordering = ["-moved_at", "-id"]

    def __str__(self) -> str:
        return f"{self.source_id}: {self.stage}"

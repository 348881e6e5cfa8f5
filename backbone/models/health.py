"""How the five conditions stood at the end of each quarter, and how likely the staff think each risk."""

from django.db import models

from backbone.words.health import Likelihood, Risk
from initiatives.kernel.carrying import Carried
from initiatives.kernel.rls import append_only
from initiatives.kernel.tenancy import TenantForeignKey, TenantModel


class HealthSnapshot(TenantModel):
    """The eight items of each condition as they stood once in a quarter (`quarter`: its first day). Never taken again.

    `readings` are {"agenda.7": {"state", "words", "rated"?, "voices"?}}: the numbers its sentence is made of.
    Those below staff read it once it is released.
    """

    carried = Carried(plain=("readings",))

    rights = append_only("released_at", "released_by")

    quarter = models.DateField()
    readings = models.JSONField()
    taken_at = models.DateTimeField()
    taken_by = TenantForeignKey("initiatives.Membership", null=True, blank=True, related_name="+")
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = TenantForeignKey("initiatives.Membership", null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-quarter"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "quarter"], name="health_snapshot_quarter"),
        ]

    def __str__(self) -> str:
        return f"{self.quarter}"


class RiskRating(TenantModel):
    """How likely a member of staff thinks a risk of working together is; the latest of each risk holds."""

    rights = append_only()

    risk = models.CharField(max_length=12, choices=Risk.choices)
    likelihood = models.CharField(max_length=8, choices=Likelihood.choices)
    note = models.CharField(max_length=500, blank=True)
    rated_at = models.DateTimeField()
    rated_by = TenantForeignKey("initiatives.Membership", related_name="+")

    class Meta:
        ordering = ["-rated_at", "-id"]
        indexes = [models.Index(fields=["initiative", "risk", "-rated_at"], name="risk_rating_latest")]

    def __str__(self) -> str:
        return f"{self.risk}: {self.likelihood}"

"""How an initiative collects, and what was agreed with one partner about it."""

from django.db import models
from django.db.models import Q

from initiatives.kernel.tenancy import TenantForeignKey, TenantModel

PERIODS_AHEAD = 2
DAYS_TO_HAND_IN = 14


class CollectionRules(TenantModel):
    """How an initiative collects; without a row the defaults hold.

    `periods_ahead` cycles of each cadence in use are planned ahead (0: none are). `minutes_a_year` is what reporting
    may cost a partner, unless something else was agreed with it.
    """

    periods_ahead = models.PositiveSmallIntegerField(default=PERIODS_AHEAD)
    days_to_hand_in = models.PositiveSmallIntegerField(default=DAYS_TO_HAND_IN)
    grace_days = models.PositiveSmallIntegerField(default=0)
    lead_signs_off = models.BooleanField(default=False)
    minutes_a_year = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["initiative"], name="collection_rules_once"),
            models.CheckConstraint(name="collection_rules_ahead", condition=Q(periods_ahead__range=(0, 12))),
        ]

    def __str__(self) -> str:
        return f"{self.initiative_id}"


class ReportingTerms(TenantModel):
    """What was agreed with one partner: the month its own fiscal year begins in, and its minutes a year."""

    partner = TenantForeignKey("initiatives.Partner", models.CASCADE, related_name="reporting_terms")
    fiscal_year_start = models.PositiveSmallIntegerField(null=True, blank=True)
    minutes_a_year = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["initiative", "partner"], name="reporting_terms_once"),
            models.CheckConstraint(
                name="reporting_terms_fiscal_year_start",
                condition=Q(fiscal_year_start=None) | Q(fiscal_year_start__range=(1, 12)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner_id}"

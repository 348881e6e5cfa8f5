"""What an initiative checks of its own accord, and what was told anew: rules between indicators, restatements."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from initiatives.kernel import clock
from initiatives.kernel.carrying import Carried, by_axis
from initiatives.kernel.rls import append_only
from initiatives.kernel.tenancy import TenantForeignKey, TenantModel
from measurement.models.definitions import Cell, Indicator, IndicatorVersion
from measurement.models.fields import ExactDecimalField
from measurement.words import CheckMissing, CheckOperator, CheckSeverity


class CheckRule(TenantModel):
    """A rule between indicators that hand-ins are held to; what it says is said by its versions."""

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200)
    active = models.BooleanField(default=True)
    made_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "public_id"], name="check_rule_public_id"),
            models.UniqueConstraint(fields=["initiative", "name"], name="check_rule_name"),
        ]

    def __str__(self) -> str:
        return self.name


class CheckRuleVersion(TenantModel):
    """One wording of a rule: left side, operator, right side, and how grave it is where it does not hold.

    Sides are sums of terms; `constant` is added to the right one. `tolerance` is a share of the left side in per
    cent by which equals may differ.
    """

    rights = append_only()

    rule = TenantForeignKey(CheckRule, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(default=1)
    operator = models.CharField(max_length=8, choices=CheckOperator.choices)
    constant = ExactDecimalField(default=0)
    tolerance = models.DecimalField(max_digits=5, decimal_places=2, default=0)
    missing = models.CharField(max_length=8, choices=CheckMissing.choices, default=CheckMissing.SKIP)
    severity = models.CharField(max_length=12, choices=CheckSeverity.choices, default=CheckSeverity.NOTICE)
    message = models.CharField(max_length=300, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, db_constraint=False, related_name="+"
    )

    class Meta:
        ordering = ["rule_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "rule", "number"], name="check_rule_number")
        ]

    def __str__(self) -> str:
        return f"{self.rule_id} v{self.number}"


class CheckTerm(TenantModel):
    """One indicator's figure on one side of a rule, this period's or the one before, times a factor."""

    class Side(models.TextChoices):
        LEFT = "left", _("Left side")
        RIGHT = "right", _("Right side")

    rights = append_only()

    version = TenantForeignKey(CheckRuleVersion, models.CASCADE, related_name="terms")
    side = models.CharField(max_length=5, choices=Side.choices)
    indicator = TenantForeignKey(Indicator, models.CASCADE, related_name="+")
    factor = ExactDecimalField(default=1)
    previous = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["version_id", "position"]

    def __str__(self) -> str:
        return f"{self.version_id} {self.side} {self.indicator_id}"


class Restatement(TenantModel):
    """A rolled-up figure that a revision changed: what it was, what it is, why and when. `axis` as of Rollup."""

    carried = Carried(
        ids={"group_id": by_axis({"sector": "initiatives.Sector", "place": "initiatives.Place"})}
    )

    rights = append_only()

    version = TenantForeignKey(IndicatorVersion, related_name="+")
    period_start = models.DateField()
    period_end = models.DateField()
    axis = models.CharField(max_length=6)
    group_id = models.BigIntegerField()
    cell = TenantForeignKey(Cell, related_name="+")
    former = ExactDecimalField(null=True)
    value = ExactDecimalField(null=True)
    reason = models.TextField(blank=True)
    restated_at = models.DateTimeField()
    restated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, db_constraint=False, related_name="+"
    )

    class Meta:
        ordering = ["-restated_at", "-id"]
        indexes = [
            models.Index(fields=["initiative", "version", "-restated_at"], name="restatement_version"),
            models.Index(fields=["initiative", "-restated_at", "-id"], name="restatement_latest"),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.period_start} {self.axis}:{self.group_id}"

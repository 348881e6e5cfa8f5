"""Where figures should go, and where they would go: targets with their versions, frozen forecasts."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from initiatives.kernel.carrying import Carried
from initiatives.kernel.rls import append_only
from initiatives.kernel.tenancy import TenantForeignKey, TenantModel
from measurement.models.definitions import Category, Indicator, IndicatorVersion
from measurement.models.fields import ExactDecimalField
from measurement.words import Basis, ForecastMethod, PathKind, ProgressMethod


class Target(TenantModel):
    """That something is wanted of an indicator: of the whole, of one partner, of one category. See its versions."""

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    indicator = TenantForeignKey(Indicator, models.CASCADE, related_name="targets")
    partner = TenantForeignKey("initiatives.Partner", null=True, blank=True, related_name="+")
    category = TenantForeignKey(Category, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "public_id"], name="target_public_id"),
            models.UniqueConstraint(
                fields=["initiative", "indicator", "partner", "category"],
                nulls_distinct=False,
                name="target_scope",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id}: {self.partner_id or self.category_id or 'total'}"


class TargetVersion(TenantModel):
    """A target as it was set at a moment, with the reason; a later version does not change it.

    `asked` is the number as it was given, `value` what it comes to by its `basis`. `denominator` is what the value
    is of, for a figure of two parts: the targets of partners add up by it. `interims` are steps on the way:
    [{"date", "value"}], earliest first. A `withdrawn` version says that nothing is wanted any more.
    """

    carried = Carried(plain=("interims",))

    rights = append_only()

    target = TenantForeignKey(Target, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(default=1)
    under = TenantForeignKey(IndicatorVersion, related_name="+")
    basis = models.CharField(max_length=10, choices=Basis.choices, default=Basis.ABSOLUTE)
    baseline_value = ExactDecimalField(null=True)
    baseline_date = models.DateField(null=True)
    asked = ExactDecimalField()
    value = ExactDecimalField()
    denominator = ExactDecimalField(null=True)
    date = models.DateField()
    path = models.CharField(max_length=10, choices=PathKind.choices, default=PathKind.LINEAR)
    method = models.CharField(max_length=10, choices=ProgressMethod.choices, default=ProgressMethod.SHARE)
    interims = models.JSONField(default=list)
    rationale = models.TextField(blank=True)
    agreed_in = models.CharField(max_length=300, blank=True)
    reason = models.TextField()
    withdrawn = models.BooleanField(default=False)
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["target_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "target", "number"], name="target_version_number"),
            models.CheckConstraint(
                name="target_version_baseline",
                condition=Q(baseline_value=None, baseline_date=None)
                | Q(
                    baseline_value__isnull=False,
                    baseline_date__isnull=False,
                    date__gt=models.F("baseline_date"),
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target_id} v{self.number}"


class Forecast(TenantModel):
    """Where an indicator's total would go if nothing changed, frozen on a day. A new one is a new row.

    `points` are [{"period", "low", "expected", "high"}] after the last figure that was known; `history` those
    figures, [{"period", "value"}]. Numbers are texts, exact.
    """

    carried = Carried(
        plain=(
            "points",
            "history",
        )
    )

    rights = append_only()

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    indicator = TenantForeignKey(Indicator, models.CASCADE, related_name="forecasts")
    under = TenantForeignKey(IndicatorVersion, related_name="+")
    made_on = models.DateField()
    method = models.CharField(max_length=15, choices=ForecastMethod.choices)
    points = models.JSONField()
    history = models.JSONField(default=list)
    note = models.TextField(blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-made_on", "-id"]
        constraints = [models.UniqueConstraint(fields=["initiative", "public_id"], name="forecast_public_id")]
        indexes = [models.Index(fields=["initiative", "indicator"], name="forecast_indicator")]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.made_on}"

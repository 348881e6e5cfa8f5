"""Sessions in which people ask how to turn a curve."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from initiatives.kernel.carrying import Carried
from initiatives.kernel.tenancy import TenantForeignKey, TenantModel
from measurement.models.definitions import Indicator
from measurement.models.targets import Forecast


class TurningSession(TenantModel):
    """One session about one indicator, held on a day. Each passes through all the steps again; none is overwritten.

    `story` is [{"push": "up"|"down", "text"}]; `partners` [{"partner": code or "", "name", "part", "missing"}];
    `ideas` [{"text", "cost": "none"|"low"|"some", "off_the_wall", "leverage", "feasibility", "specificity",
    "values", "chosen"}] with scores of 1 to 3 or null. Its actions are ActionItems with the source "turning:<id>".
    """

    carried = Carried(
        plain=(
            "story",
            "partners",
            "ideas",
        )
    )

    class Verdict(models.TextChoices):
        OPEN = "", _("Not said yet")
        YES = "yes", _("Yes, this is OK")
        NO = "no", _("No, this is not OK")

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    indicator = TenantForeignKey(Indicator, related_name="sessions")
    forecast = TenantForeignKey(Forecast, null=True, blank=True, related_name="+")
    group = TenantForeignKey("initiatives.Group", null=True, blank=True, related_name="+")
    held_on = models.DateField()
    result = models.CharField(max_length=300)
    is_ok = models.CharField(max_length=3, choices=Verdict.choices, default=Verdict.OPEN, blank=True)
    because = models.TextField(blank=True)
    story = models.JSONField(default=list)
    partners = models.JSONField(default=list)
    ideas = models.JSONField(default=list)
    made_at = models.DateTimeField()
    made_by = TenantForeignKey("initiatives.Membership", related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-held_on", "-id"]
        constraints = [models.UniqueConstraint(fields=["initiative", "public_id"], name="turning_public_id")]
        indexes = [models.Index(fields=["initiative", "indicator"], name="turning_indicator")]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.held_on}"

    @property
    def source(self) -> str:
        """What its actions name as their source."""
        return f"turning:{self.public_id}"

"""Who of the staff stands in for whom."""

import uuid

from django.db import models
from django.db.models import F, Q

from initiatives.kernel.tenancy import TenantForeignKey, TenantModel


class StandIn(TenantModel):
    """While a `person` of the staff is away, from a day to a day, a `colleague` does what waits for them.

    One that was `ended_at` before its last day, or before it began, counts no longer.
    """

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    person = TenantForeignKey("initiatives.Membership", related_name="+")
    colleague = TenantForeignKey("initiatives.Membership", related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()
    set_by = TenantForeignKey("initiatives.Membership", related_name="+")
    set_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["starts_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "public_id"], name="stand_in_public_id"),
            models.CheckConstraint(name="stand_in_days", condition=Q(ends_on__gte=F("starts_on"))),
            models.CheckConstraint(name="stand_in_of_two", condition=~Q(person=F("colleague"))),
        ]

    def __str__(self) -> str:
        return f"{self.colleague_id} for {self.person_id}"

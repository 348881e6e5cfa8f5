"""How activities bear on one another, and their dated steps."""

import uuid

from django.db import models
from django.db.models import F, Q

from activities.models.activities import Activity
from activities.words import LinkKind, Strength
from initiatives.kernel.tenancy import TenantForeignKey, TenantModel


class ActivityLink(TenantModel):
    """One activity bears on another, from a day until a day. Of a mutual kind it is kept once, the older first.

    `agreed` is what the partners settled about it: who does what where the two overlap, who hands over to whom.
    """

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    source = TenantForeignKey(Activity, models.CASCADE, related_name="links_out")
    target = TenantForeignKey(Activity, models.CASCADE, related_name="links_in")
    kind = models.CharField(max_length=12, choices=LinkKind.choices)
    strength = models.CharField(max_length=10, choices=Strength.choices, default=Strength.REGULAR)
    note = models.TextField(blank=True)
    agreed = models.TextField(blank=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "public_id"], name="activity_link_public_id"),
            models.UniqueConstraint(
                fields=["initiative", "source", "target", "kind"],
                condition=Q(until=None),
                name="activity_link_once",
            ),
            models.CheckConstraint(name="activity_link_two", condition=~Q(source=F("target"))),
            models.CheckConstraint(
                name="activity_link_order", condition=Q(until=None) | Q(until__gte=F("since"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.kind} {self.target_id}"


class Milestone(TenantModel):
    """A dated step of an activity. `first_due` is the day that was set first; `fixed`: others set it."""

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    activity = TenantForeignKey(Activity, models.CASCADE, related_name="milestones")
    title = models.CharField(max_length=300)
    due = models.DateField()
    first_due = models.DateField()
    fixed = models.BooleanField(default=False)
    reached_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["due", "id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "public_id"], name="milestone_public_id")
        ]

    def __str__(self) -> str:
        return self.title

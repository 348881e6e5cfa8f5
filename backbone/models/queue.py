"""What the staff said about things in their queue: put off until a day, given to somebody."""

from django.db import models
from django.db.models import Q

from initiatives.kernel.tenancy import TenantForeignKey, TenantModel


class QueueMark(TenantModel):
    """What was said about one thing in the queue, by its key: put off, given to somebody, or both.

    Put off it comes back by itself on the day `until`. `title` is what it was called when it was put off or given.
    """

    key = models.CharField(max_length=110)
    title = models.CharField(max_length=300)
    until = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    put_off_by = TenantForeignKey("initiatives.Membership", null=True, blank=True, related_name="+")
    put_off_at = models.DateTimeField(null=True, blank=True)
    given_to = TenantForeignKey("initiatives.Membership", null=True, blank=True, related_name="+")
    given_by = TenantForeignKey("initiatives.Membership", null=True, blank=True, related_name="+")
    given_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["until", "id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "key"], name="queue_mark_key"),
            models.CheckConstraint(
                name="queue_mark_put_off_with_reason",
                condition=Q(until=None) | (~Q(reason="") & Q(put_off_by__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.title

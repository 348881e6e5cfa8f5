"""What one group asks of another, up or down."""

import uuid

from django.db import models
from django.db.models import F, Q

from communications.models.meetings import Meeting
from communications.words.meetings import AskState
from initiatives.kernel.tenancy import TenantForeignKey, TenantModel


class Ask(TenantModel):
    """A group asks another for something, until a day; `meeting` is where it was taken down."""

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    from_group = TenantForeignKey("initiatives.Group", related_name="+")
    to_group = TenantForeignKey("initiatives.Group", related_name="+")
    meeting = TenantForeignKey(Meeting, null=True, blank=True, related_name="asks")
    item = TenantForeignKey("communications.AgendaItem", null=True, blank=True, related_name="asks")
    what = models.CharField(max_length=500)
    due = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=AskState.choices, default=AskState.OPEN)
    asked_at = models.DateTimeField()
    asked_by = TenantForeignKey("initiatives.Membership", related_name="+")
    answer = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = TenantForeignKey("initiatives.Membership", null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "public_id"], name="ask_public_id"),
            models.CheckConstraint(name="ask_two_groups", condition=~Q(from_group=F("to_group"))),
            models.CheckConstraint(
                name="ask_answered", condition=~Q(state=AskState.ANSWERED.value) | ~Q(answer="")
            ),
        ]

    def __str__(self) -> str:
        return self.what

"""Around the activities: what partners offer and need, and what has changed in the system."""

import uuid

from django.db import models
from django.db.models import Q

from activities.models.activities import Activity
from activities.words import Good, Lasting, NoteState, OurPart, Side, SystemLevel
from initiatives.kernel.tenancy import TenantForeignKey, TenantModel


class BoardNote(TenantModel):
    """A partner (none: the backbone) offers something, or needs it; `with_partner` is who matched it."""

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    side = models.CharField(max_length=5, choices=Side.choices)
    good = models.CharField(max_length=10, choices=Good.choices)
    title = models.CharField(max_length=200)
    detail = models.TextField(blank=True)
    partner = TenantForeignKey("initiatives.Partner", null=True, blank=True, related_name="+")
    activity = TenantForeignKey(Activity, models.CASCADE, null=True, blank=True, related_name="board_notes")
    until = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=NoteState.choices, default=NoteState.OPEN)
    outcome = models.TextField(blank=True)
    with_partner = TenantForeignKey("initiatives.Partner", null=True, blank=True, related_name="+")
    put_up_at = models.DateTimeField()
    put_up_by = TenantForeignKey("initiatives.Membership", related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-put_up_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "public_id"], name="board_note_public_id"),
            models.CheckConstraint(
                name="board_note_met", condition=~Q(state=NoteState.MET.value) | ~Q(outcome="")
            ),
        ]

    def __str__(self) -> str:
        return self.title


class SystemChange(TenantModel):
    """A change in policies, practices, resource flows, relations, power or beliefs, and our part in it."""

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    level = models.CharField(max_length=15, choices=SystemLevel.choices)
    what = models.CharField(max_length=500)
    who = models.TextField(blank=True)
    changed_on = models.DateField()
    evidence = models.TextField(blank=True)
    our_part = models.CharField(max_length=10, choices=OurPart.choices, default=OurPart.UNCLEAR)
    helped = models.TextField(blank=True)
    lasting = models.CharField(max_length=10, choices=Lasting.choices, default=Lasting.TOO_EARLY)
    activity = TenantForeignKey(Activity, null=True, blank=True, related_name="system_changes")
    strategy = TenantForeignKey("agenda.Strategy", null=True, blank=True, related_name="+")
    noted_at = models.DateTimeField()
    noted_by = TenantForeignKey("initiatives.Membership", related_name="+")

    class Meta:
        ordering = ["-changed_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "public_id"], name="system_change_public_id")
        ]

    def __str__(self) -> str:
        return self.what

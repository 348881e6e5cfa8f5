"""Settling in: the checklist of a new partner, or of a new member of the staff."""

import uuid

from django.db import models
from django.db.models import Q

from initiatives.kernel.tenancy import TenantForeignKey, TenantModel


class Onboarding(TenantModel):
    """A partner, or a member of the staff, settles in from a day until a day.

    What records can tell ticks itself and is not kept here; `items` are what the staff added.
    """

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    partner = TenantForeignKey("initiatives.Partner", null=True, blank=True, related_name="+")
    membership = TenantForeignKey("initiatives.Membership", null=True, blank=True, related_name="+")
    begun_on = models.DateField()
    begun_by = TenantForeignKey("initiatives.Membership", related_name="+")
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-begun_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "public_id"], name="onboarding_public_id"),
            models.CheckConstraint(
                name="onboarding_of_one",
                condition=Q(partner__isnull=False, membership=None)
                | Q(partner=None, membership__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["initiative", "partner"],
                condition=Q(ended_on=None, partner__isnull=False),
                name="onboarding_partner_once",
            ),
            models.UniqueConstraint(
                fields=["initiative", "membership"],
                condition=Q(ended_on=None, membership__isnull=False),
                name="onboarding_membership_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner_id or self.membership_id}"


class OnboardingItem(TenantModel):
    """What the staff added to a checklist, ticked by hand."""

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    onboarding = TenantForeignKey(Onboarding, models.CASCADE, related_name="items")
    text = models.CharField(max_length=300)
    added_at = models.DateTimeField()
    done_on = models.DateField(null=True, blank=True)
    done_by = TenantForeignKey("initiatives.Membership", null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "public_id"], name="onboarding_item_public_id")
        ]

    def __str__(self) -> str:
        return self.text

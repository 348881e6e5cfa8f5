"""Settling in: the checklist of a new partner, or of a new member of the staff."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from backbone.words.onboarding import Newcomer
from initiatives.kernel.tenancy import TenantForeignKey, TenantModel


class Checklist(TenantModel):
    """What a new partner's checklist, or a new colleague's, holds besides what records tell.

    It `begins_itself` for whoever came since the day on which that was set; no row: the shipped words, and by hand.
    """

    newcomer = models.CharField(max_length=7, choices=Newcomer.choices)
    texts = ArrayField(models.CharField(max_length=300), default=list, blank=True)
    begins_itself = models.BooleanField(default=False)
    since = models.DateField(null=True, blank=True)
    changed_by = TenantForeignKey("initiatives.Membership", related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["initiative", "newcomer"], name="checklist_newcomer"),
            models.CheckConstraint(
                name="checklist_since", condition=Q(begins_itself=False) | Q(since__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.newcomer


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

    @property
    def newcomer(self) -> Newcomer:
        """Which kind of newcomer settles in."""
        return Newcomer.PARTNER if self.partner_id else Newcomer.STAFF


class OnboardingItem(TenantModel):
    """A line of a checklist: one that is ticked by hand, or (`key`) what the staff said about one that records tell.

    What records tell is never ticked here. A line that is left out says why.
    """

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    onboarding = TenantForeignKey(Onboarding, models.CASCADE, related_name="items")
    key = models.CharField(max_length=20, blank=True)
    text = models.CharField(max_length=300, blank=True)
    added_at = models.DateTimeField()
    owner = TenantForeignKey("initiatives.Membership", null=True, blank=True, related_name="+")
    left_out = models.CharField(max_length=300, blank=True)
    done_on = models.DateField(null=True, blank=True)
    done_by = TenantForeignKey("initiatives.Membership", null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "public_id"], name="onboarding_item_public_id"),
            models.UniqueConstraint(
                fields=["initiative", "onboarding", "key"],
                condition=~Q(key=""),
                name="onboarding_item_key_once",
            ),
            models.CheckConstraint(
                name="onboarding_item_of_one",
                condition=Q(key="") & ~Q(text="") | ~Q(key="") & Q(text="", done_on=None),
            ),
            models.CheckConstraint(
                name="onboarding_item_settled_once", condition=Q(left_out="") | Q(done_on=None)
            ),
        ]

    def __str__(self) -> str:
        return self.text or self.key

"""Digests: how each reader wants theirs, and what was sent."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from communications.words.digests import DAYS, Frequency, Outcome
from communications.words.notices import About
from initiatives.kernel.carrying import Forgotten
from initiatives.kernel.rls import append_only
from initiatives.kernel.tenancy import TenantForeignKey, TenantModel

# A reader without a row has these: Tuesdays at seven, by the initiative's clock.
WEEKDAY, HOUR = 1, 7
QUIET_FROM, QUIET_UNTIL = 21, 7


class DigestPreference(TenantModel):
    """How one person wants their digest. An empty time zone is the initiative's.

    A monthly digest comes on the first such weekday of the month. Nothing is sent between `quiet_from` and
    `quiet_until` (hours of the reader's clock; the same hour twice is never quiet). Of what is `muted` neither
    digests nor notices tell. `at_once`: announcements come as a letter of their own, besides the digest.
    """

    forgotten = Forgotten()

    membership = TenantForeignKey("initiatives.Membership", related_name="+")
    frequency = models.CharField(max_length=8, choices=Frequency.choices, default=Frequency.WEEKLY)
    weekday = models.PositiveSmallIntegerField(choices=DAYS, default=WEEKDAY)
    hour = models.PositiveSmallIntegerField(default=HOUR)
    timezone = models.CharField(max_length=64, blank=True)
    quiet_from = models.PositiveSmallIntegerField(default=QUIET_FROM)
    quiet_until = models.PositiveSmallIntegerField(default=QUIET_UNTIL)
    muted = ArrayField(models.CharField(max_length=20, choices=About.choices), default=list, blank=True)
    at_once = models.BooleanField(default=False)
    changed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["initiative", "membership"], name="digest_preference_once"),
            models.CheckConstraint(
                name="digest_preference_hours",
                condition=Q(weekday__range=(0, 6))
                & Q(hour__range=(0, 23))
                & Q(quiet_from__range=(0, 23))
                & Q(quiet_until__range=(0, 23)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.membership_id}: {self.frequency}"


class DigestSending(TenantModel):
    """One digest for one person and one day of theirs: the row is the claim, so that nobody gets two.

    `handed_over_at` is kept before the letter leaves, `outcome` after.
    """

    rights = append_only("handed_over_at", "finished_at", "outcome")

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    membership = TenantForeignKey("initiatives.Membership", related_name="+")
    slot = models.DateField()
    due_at = models.DateTimeField()
    handed_over_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=8, choices=Outcome.choices, blank=True)

    class Meta:
        ordering = ["-due_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "public_id"], name="digest_sending_public_id"),
            models.UniqueConstraint(fields=["initiative", "membership", "slot"], name="digest_sending_once"),
        ]
        indexes = [models.Index(fields=["initiative", "-slot"], name="digest_sending_latest")]

    def __str__(self) -> str:
        return f"{self.membership_id} {self.slot}: {self.outcome}"


class NoticesSeen(TenantModel):
    """Until which moment somebody has seen their notices."""

    forgotten = Forgotten()

    membership = TenantForeignKey("initiatives.Membership", related_name="+")
    until = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["initiative", "membership"], name="notices_seen_once"),
        ]

    def __str__(self) -> str:
        return f"{self.membership_id}: {self.until}"

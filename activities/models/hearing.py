"""How activities are heard of: check-ins, and what stands in their way."""

import uuid

from django.db import models
from django.db.models import Q

from activities.models.activities import Activity
from activities.words import BlockerState, CheckInStatus
from initiatives.kernel.carrying import SECRET, Forgotten
from initiatives.kernel.links import SecretLink
from initiatives.kernel.rls import append_only
from initiatives.kernel.tenancy import TenantForeignKey, TenantModel

SILENCE_DAYS = 45


class CheckInRule(TenantModel):
    """After how many days of silence nobody knows how an activity is, and whether links to say so go out by themselves.

    No row: SILENCE_DAYS, and they do.
    """

    silence_days = models.PositiveSmallIntegerField(default=SILENCE_DAYS)
    sends_links = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["initiative"], name="check_in_rule_once"),
            models.CheckConstraint(name="check_in_rule_days", condition=Q(silence_days__range=(7, 365))),
        ]

    def __str__(self) -> str:
        return str(self.silence_days)


class CheckIn(TenantModel):
    """Somebody says how an activity is: a person, or (`holder`) whoever held a link. Only ever added."""

    rights = append_only()

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    activity = TenantForeignKey(Activity, related_name="check_ins")
    status = models.CharField(max_length=10, choices=CheckInStatus.choices)
    note = models.TextField(blank=True)
    help_wanted = models.TextField(blank=True)
    made_at = models.DateTimeField()
    made_by = TenantForeignKey("initiatives.Membership", null=True, blank=True, related_name="+")
    holder = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "public_id"], name="check_in_public_id"),
            models.CheckConstraint(name="check_in_whose", condition=Q(made_by__isnull=False) | ~Q(holder="")),
        ]
        indexes = [models.Index(fields=["initiative", "activity", "-made_at"], name="check_in_latest")]

    def __str__(self) -> str:
        return f"{self.activity_id}: {self.status}"


class Blocker(TenantModel):
    """What stands in an activity's way and needs a group above it (most often the steering committee)."""

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    activity = TenantForeignKey(Activity, related_name="blockers")
    group = TenantForeignKey("initiatives.Group", related_name="+")
    what = models.CharField(max_length=500)
    ask = models.TextField()
    state = models.CharField(max_length=10, choices=BlockerState.choices, default=BlockerState.RAISED)
    raised_at = models.DateTimeField()
    raised_by = TenantForeignKey("initiatives.Membership", related_name="+")
    answer = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = TenantForeignKey("initiatives.Membership", null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-raised_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "public_id"], name="blocker_public_id"),
            models.CheckConstraint(
                name="blocker_answered",
                condition=~Q(state=BlockerState.ANSWERED.value) | ~Q(answer=""),
            ),
        ]

    def __str__(self) -> str:
        return self.what


class CheckInLink(SecretLink):
    """A link with which somebody says how one activity is, without an account."""

    activity = TenantForeignKey(Activity, models.CASCADE, related_name="check_in_links")

    class Meta(SecretLink.Meta):
        constraints = [
            models.UniqueConstraint(fields=["initiative", "public_id"], name="check_in_link_public_id"),
            models.UniqueConstraint(fields=["initiative", "secret_hash"], name="check_in_link_secret"),
        ]

    def __str__(self) -> str:
        return f"{self.activity_id}: {self.email}"


class CalendarFeed(TenantModel):
    """The address at which a person's calendar reads the milestones, one at a time; its secret is kept hashed."""

    carried = SECRET
    forgotten = Forgotten()

    membership = TenantForeignKey("initiatives.Membership", related_name="+")
    secret_hash = models.BinaryField(max_length=32)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["initiative", "secret_hash"], name="calendar_feed_secret"),
            models.UniqueConstraint(
                fields=["initiative", "membership"],
                condition=Q(revoked_at=None),
                name="calendar_feed_one_stands",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.membership_id}"

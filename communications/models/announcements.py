"""Announcements: who is told what, what was said about it, and who has acknowledged it."""

import uuid

from django.db import models
from django.db.models import Q

from communications.words.announcements import Addressed
from initiatives.kernel.rls import append_only
from initiatives.kernel.tenancy import TenantForeignKey, TenantModel


class Announcement(TenantModel):
    """Something that people need to know. Once published it is changed with a mark, or withdrawn and kept on file."""

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=200)
    body = models.TextField()
    topic = models.CharField(max_length=80, blank=True)
    addressed = models.CharField(max_length=10, choices=Addressed.choices, default=Addressed.EVERYBODY)
    group = TenantForeignKey("initiatives.Group", null=True, blank=True, related_name="+")
    asks_word = models.BooleanField(default=False)
    pinned_until = models.DateField(null=True, blank=True)
    published_by = TenantForeignKey("initiatives.Membership", related_name="+")
    published_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdraw_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-published_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "public_id"], name="announcement_public_id"),
            models.CheckConstraint(
                name="announcement_group",
                condition=Q(addressed=Addressed.GROUP.value, group__isnull=False)
                | (~Q(addressed=Addressed.GROUP.value) & Q(group__isnull=True)),
            ),
            models.CheckConstraint(
                name="announcement_withdrawn_why", condition=Q(withdrawn_at=None) | ~Q(withdraw_reason="")
            ),
        ]
        indexes = [models.Index(fields=["initiative", "-published_at"], name="announcement_latest")]

    def __str__(self) -> str:
        return self.title


class AnnouncementComment(TenantModel):
    """What somebody said about an announcement. Taken back, it is on file and read by nobody."""

    rights = append_only("withdrawn_at")

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    announcement = TenantForeignKey(Announcement, related_name="comments")
    text = models.TextField()
    written_by = TenantForeignKey("initiatives.Membership", related_name="+")
    written_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["written_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "public_id"], name="announcement_comment_public_id")
        ]

    def __str__(self) -> str:
        return self.text[:60]


class Acknowledgement(TenantModel):
    """Somebody has read an announcement that asked for their word."""

    rights = append_only()

    announcement = TenantForeignKey(Announcement, related_name="words")
    membership = TenantForeignKey("initiatives.Membership", related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        ordering = ["given_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "announcement", "membership"], name="acknowledgement_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.announcement_id}: {self.membership_id}"


class AnnouncementLetter(TenantModel):
    """The letter that tells one person of an announcement at once; `sent_at` is empty until it has left."""

    announcement = TenantForeignKey(Announcement, models.CASCADE, related_name="letters")
    membership = TenantForeignKey("initiatives.Membership", related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "announcement", "membership"], name="announcement_letter_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.announcement_id}: {self.membership_id}"

"""Lessons: what was learned, how sure we are of it, and where it was applied; after-action reviews."""

import uuid

from django.db import models
from django.db.models import Q

from communications.words.lessons import Confidence, LessonVisibility, UseResult
from initiatives.kernel.rls import append_only
from initiatives.kernel.tenancy import TenantForeignKey, TenantModel


class AfterActionReview(TenantModel):
    """A look back at something done: expected, happened, why, what to keep and what to change."""

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=200)
    held_on = models.DateField()
    expected = models.TextField()
    happened = models.TextField()
    why = models.TextField(blank=True)
    keep = models.TextField(blank=True)
    change = models.TextField(blank=True)
    group = TenantForeignKey("initiatives.Group", null=True, blank=True, related_name="+")
    activity = TenantForeignKey("activities.Activity", null=True, blank=True, related_name="+")
    strategy = TenantForeignKey("agenda.Strategy", null=True, blank=True, related_name="+")
    decision = TenantForeignKey("communications.Decision", null=True, blank=True, related_name="+")
    written_by = TenantForeignKey("initiatives.Membership", related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["-held_on", "-id"]
        constraints = [models.UniqueConstraint(fields=["initiative", "public_id"], name="review_public_id")]

    def __str__(self) -> str:
        return self.title


class Lesson(TenantModel):
    """One thing that was learned. With `nameless` the partner is told to staff and to itself alone."""

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    claim = models.CharField(max_length=300)
    context = models.TextField(blank=True)
    evidence = models.TextField(blank=True)
    confidence = models.CharField(max_length=8, choices=Confidence.choices, default=Confidence.LOW)
    so_what = models.TextField()
    applies_to = models.CharField(max_length=300, blank=True)
    visibility = models.CharField(
        max_length=10, choices=LessonVisibility.choices, default=LessonVisibility.ALL
    )
    partner = TenantForeignKey("initiatives.Partner", null=True, blank=True, related_name="+")
    nameless = models.BooleanField(default=False)
    review = TenantForeignKey(AfterActionReview, null=True, blank=True, related_name="lessons")
    indicator = TenantForeignKey("measurement.Indicator", null=True, blank=True, related_name="+")
    strategy = TenantForeignKey("agenda.Strategy", null=True, blank=True, related_name="+")
    activity = TenantForeignKey("activities.Activity", null=True, blank=True, related_name="+")
    decision = TenantForeignKey("communications.Decision", null=True, blank=True, related_name="+")
    written_by = TenantForeignKey("initiatives.Membership", related_name="+")
    written_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)
    retire_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-written_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "public_id"], name="lesson_public_id"),
            models.CheckConstraint(
                name="lesson_retired_why", condition=Q(retired_at=None) | ~Q(retire_reason="")
            ),
        ]

    def __str__(self) -> str:
        return self.claim


class LessonUse(TenantModel):
    """A lesson was applied somewhere, and what came of it."""

    rights = append_only()

    lesson = TenantForeignKey(Lesson, related_name="uses")
    what = models.CharField(max_length=500)
    result = models.CharField(max_length=10, choices=UseResult.choices, default=UseResult.TOO_EARLY)
    used_on = models.DateField()
    partner = TenantForeignKey("initiatives.Partner", null=True, blank=True, related_name="+")
    activity = TenantForeignKey("activities.Activity", null=True, blank=True, related_name="+")
    strategy = TenantForeignKey("agenda.Strategy", null=True, blank=True, related_name="+")
    decision = TenantForeignKey("communications.Decision", null=True, blank=True, related_name="+")
    noted_by = TenantForeignKey("initiatives.Membership", related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ["-used_on", "-id"]

    def __str__(self) -> str:
        return self.what

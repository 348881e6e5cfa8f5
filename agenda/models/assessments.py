"""Whether the form suits the problem, and whether the ground is ready: screens that several people answer."""

import uuid

from django.db import models
from django.db.models import Q

from agenda.words import Outcome, Rating, Screen
from initiatives.kernel.tenancy import TenantForeignKey, TenantModel


class Assessment(TenantModel):
    """One round of a screen. It ends with an outcome and its reasons, and may be held again."""

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    screen = models.CharField(max_length=12, choices=Screen.choices)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=8, choices=Outcome.choices, blank=True)
    reasons = models.TextField(blank=True)

    class Meta:
        ordering = ["-opened_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "public_id"], name="assessment_public_id"),
            models.UniqueConstraint(
                fields=["initiative", "screen"], condition=Q(closed_on=None), name="assessment_one_open"
            ),
            models.CheckConstraint(
                name="assessment_outcome",
                condition=Q(closed_on=None, outcome="")
                | Q(closed_on__isnull=False) & ~Q(outcome="") & ~Q(reasons=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.screen} {self.opened_on}"


class Answer(TenantModel):
    """One person's rating of one item. `partner` is the organisation they spoke for then."""

    assessment = TenantForeignKey(Assessment, models.CASCADE, related_name="answers")
    item = models.PositiveSmallIntegerField()
    rating = models.CharField(max_length=10, choices=Rating.choices)
    comment = models.CharField(max_length=500, blank=True)
    evidence = models.CharField(max_length=500, blank=True)
    answered_by = TenantForeignKey("initiatives.Membership", related_name="+")
    partner = TenantForeignKey("initiatives.Partner", null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField()

    class Meta:
        ordering = ["item", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "assessment", "item", "answered_by"], name="answer_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id}: {self.item} {self.rating}"

"""What the staff choose to show to each audience: indicators, stories and texts, in an order."""

import uuid
from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from backbone.words import Audience, Consent, PassageKind, StoryUse
from initiatives.kernel.tenancy import TenantForeignKey, TenantModel


def every_use() -> list[str]:
    """Return all uses: those of a story told before anybody was asked for which."""
    return [str(value) for value in StoryUse.values]


class Passage(TenantModel):
    """A story that somebody told, or a text of the backbone's own, to stand beside figures.

    A story is told by somebody (`told_by`, as they wish to be named) who agreed on `agreed_on` to its being passed on:
    how, by whom if somebody else speaks for them, for which uses and until when. Consent that has ended or is taken
    back takes it from every page at once. `about` is the indicator whose figures it makes plain.
    """

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=5, choices=PassageKind.choices)
    title = models.CharField(max_length=200, blank=True)
    body = models.TextField()
    told_by = models.CharField(max_length=200, blank=True)
    agreed_on = models.DateField(null=True, blank=True)
    agreed_how = models.CharField(max_length=8, choices=Consent.choices, blank=True)
    agreed_by = models.CharField(max_length=200, blank=True)
    agreed_until = models.DateField(null=True, blank=True)
    uses = ArrayField(models.CharField(max_length=8, choices=StoryUse.choices), default=every_use)
    taken_back_at = models.DateTimeField(null=True, blank=True)
    about = TenantForeignKey("measurement.Indicator", null=True, blank=True, related_name="+")
    written_by = TenantForeignKey("initiatives.Membership", related_name="+")
    written_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["-written_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "public_id"], name="passage_public_id"),
            models.CheckConstraint(
                name="passage_story_with_consent",
                condition=~Q(kind=PassageKind.STORY.value) | (~Q(told_by="") & Q(agreed_on__isnull=False)),
            ),
            models.CheckConstraint(
                name="passage_agreed_until",
                condition=Q(agreed_until=None) | Q(agreed_until__gte=models.F("agreed_on")),
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.body[:60]

    @property
    def is_story(self) -> bool:
        """Whether somebody told it."""
        return self.kind == PassageKind.STORY

    def agreed_for(self, use: StoryUse, today: date) -> bool:
        """Whether the consent to a story holds on a day and goes so far."""
        holds = self.taken_back_at is None and (self.agreed_until is None or self.agreed_until >= today)
        return holds and use in self.uses


class ShownItem(TenantModel):
    """One thing chosen for an audience: an indicator or a passage, and its place among its like.

    An audience for which none is chosen gets the headline indicators (queries.shown).
    """

    audience = models.CharField(max_length=8, choices=Audience.choices)
    indicator = TenantForeignKey("measurement.Indicator", null=True, blank=True, related_name="+")
    passage = TenantForeignKey(Passage, models.CASCADE, null=True, blank=True, related_name="shown")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["audience", "position", "id"]
        constraints = [
            models.CheckConstraint(
                name="shown_one_thing",
                condition=Q(indicator__isnull=True, passage__isnull=False)
                | Q(indicator__isnull=False, passage__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["initiative", "audience", "indicator"],
                condition=Q(indicator__isnull=False),
                name="shown_indicator_once",
            ),
            models.UniqueConstraint(
                fields=["initiative", "audience", "passage"],
                condition=Q(passage__isnull=False),
                name="shown_passage_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.audience}: {self.indicator_id or self.passage_id}"

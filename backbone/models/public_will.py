"""Public will: campaigns, and where the public heard of the initiative."""

import uuid

from django.db import models
from django.db.models import F, Q

from backbone.words.roles import MentionKind
from initiatives.kernel.tenancy import TenantForeignKey, TenantModel


class Campaign(TenantModel):
    """An effort to be heard: what it wants, of whom, from when to when."""

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200)
    aim = models.TextField()
    audience = models.CharField(max_length=300, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    outcome = models.TextField(blank=True)
    written_by = TenantForeignKey("initiatives.Membership", related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "public_id"], name="campaign_public_id"),
            models.CheckConstraint(
                name="campaign_order", condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on"))
            ),
        ]

    def __str__(self) -> str:
        return self.name


class MediaMention(TenantModel):
    """The public heard of the initiative somewhere. `reach` is how many people, and `reach_source` who says so.

    Without a source no reach is kept: most are unknown, and an unknown one is no nought.
    """

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=9, choices=MentionKind.choices)
    title = models.CharField(max_length=300)
    outlet = models.CharField(max_length=200)
    happened_on = models.DateField()
    address = models.CharField(max_length=500, blank=True)
    reach = models.PositiveBigIntegerField(null=True, blank=True)
    reach_source = models.CharField(max_length=200, blank=True)
    campaign = TenantForeignKey(Campaign, null=True, blank=True, related_name="mentions")
    noted_by = TenantForeignKey("initiatives.Membership", related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ["-happened_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "public_id"], name="media_mention_public_id"),
            models.CheckConstraint(name="media_reach_source", condition=Q(reach=None) | ~Q(reach_source="")),
        ]

    def __str__(self) -> str:
        return self.title

"""The page that an initiative opens to everybody: whether it is open, its texts, which partners it names."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from backbone.words import PublicText as Text
from initiatives.kernel.carrying import Carried
from initiatives.kernel.tenancy import TenantForeignKey, TenantModel


class PublicPage(TenantModel):
    """Whether everybody may read the initiative's page without signing in, and where its pieces may be embedded.

    `indexed`: search engines may list it. `hosts` are the sites that may show a chart or the scorecard in a frame.
    """

    carried = Carried(without=("hosts",))

    is_open = models.BooleanField(default=False)
    indexed = models.BooleanField(default=True)
    hosts = ArrayField(models.CharField(max_length=253), default=list, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["initiative"], name="public_page_once")]

    def __str__(self) -> str:
        return f"{self.initiative_id}: {self.is_open}"


class PublicText(TenantModel):
    """One text of the public page in one language; the one in the initiative's own language is the original.

    `original` is what a translation was made from: it is stale once the original reads otherwise.
    """

    key = models.CharField(max_length=12, choices=Text.choices)
    language = models.CharField(max_length=8)
    body = models.TextField()
    original = models.TextField(blank=True)
    written_by = TenantForeignKey("initiatives.Membership", related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["key", "language"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "key", "language"], name="public_text_once")
        ]

    def __str__(self) -> str:
        return f"{self.key} ({self.language})"


class PublicName(TenantModel):
    """A partner's word on whether the public page may name it; without one it is counted and not named."""

    partner = TenantForeignKey("initiatives.Partner", models.CASCADE, related_name="+")
    agreed = models.BooleanField()
    said_by = TenantForeignKey("initiatives.Membership", related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["initiative", "partner"], name="public_name_once")]

    def __str__(self) -> str:
        return f"{self.partner_id}: {self.agreed}"

"""How partners are reached about what they are asked for: reminders, and links that need no account."""

from django.db import models

from initiatives.kernel.links import SecretLink
from initiatives.kernel.tenancy import TenantForeignKey, TenantModel
from measurement.models.collection import Request
from measurement.words import LinkAbout


class HandInLink(SecretLink):
    """A link with which somebody hands in one request without an account.

    `about` is what it is sent for.
    """

    request = TenantForeignKey(Request, models.CASCADE, related_name="links")
    about = models.CharField(max_length=10, choices=LinkAbout.choices, default=LinkAbout.ASK)

    class Meta(SecretLink.Meta):
        constraints = [
            models.UniqueConstraint(fields=["initiative", "public_id"], name="hand_in_link_public_id"),
            models.UniqueConstraint(fields=["initiative", "secret_hash"], name="hand_in_link_secret"),
        ]

    def __str__(self) -> str:
        return f"{self.request_id}: {self.email}"


class Nudge(TenantModel):
    """A reminder to a partner that is late, at most one a day for each request."""

    request = TenantForeignKey(Request, models.CASCADE, related_name="nudges")
    day = models.DateField()
    to = TenantForeignKey("initiatives.Membership", related_name="+")
    copied_to = TenantForeignKey("initiatives.Membership", null=True, blank=True, related_name="+")
    message = models.TextField(blank=True)
    made_by = TenantForeignKey("initiatives.Membership", related_name="+")
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "request", "day"], name="nudge_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.request_id}: {self.day}"

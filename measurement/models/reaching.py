"""How partners are reached about what they are asked for: reminders, and links that need no account."""

from django.db import models

from initiatives.kernel.links import SecretLink
from initiatives.kernel.reminding import SentReminder
from initiatives.kernel.tenancy import TenantForeignKey
from measurement.models.collection import Request
from measurement.models.sharing import AgreementParty
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


class Nudge(SentReminder):
    """A reminder to a partner that is late, at most one a day for each request."""

    request = TenantForeignKey(Request, models.CASCADE, related_name="nudges")

    class Meta(SentReminder.Meta):
        constraints = [
            models.UniqueConstraint(fields=["initiative", "request", "day"], name="nudge_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.request_id}: {self.day}"


class AgreementReminder(SentReminder):
    """A reminder to one party of an agreement on sharing data that its renewal is due."""

    party = TenantForeignKey(AgreementParty, models.CASCADE, related_name="reminders")

    class Meta(SentReminder.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "party", "day"], name="agreement_reminder_once_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.party_id}: {self.day}"

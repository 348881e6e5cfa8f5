"""What is kept of every reminder, whatever it is about: to whom it went, on which day, and when the letter left."""

from django.db import models

from initiatives.kernel.tenancy import TenantForeignKey, TenantModel


class SentReminder(TenantModel):
    """A reminder of one thing, at most one a day; `copied_to` reads it as well."""

    day = models.DateField()
    to = TenantForeignKey("initiatives.Membership", related_name="+")
    copied_to = TenantForeignKey("initiatives.Membership", null=True, blank=True, related_name="+")
    message = models.TextField(blank=True)
    made_by = TenantForeignKey("initiatives.Membership", related_name="+")
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["-created_at", "-id"]

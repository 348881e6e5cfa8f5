"""What the backbone keeps about its relation with a partner."""

import uuid

from django.db import models
from django.db.models import Q

from backbone.words import ContactWay
from initiatives.kernel.tenancy import TenantForeignKey, TenantModel


class ContactLog(TenantModel):
    """One contact with a partner: with whom, when, how and what for, and the next step with its day and its owner.

    `person` is the member spoken to, `person_name` whoever is none. The partner's lead reads it, unless it is
    `about_person`: then it is kept among the staff, and is the person's own to ask for.
    """

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    partner = TenantForeignKey("initiatives.Partner", related_name="+")
    person = TenantForeignKey("initiatives.Membership", null=True, blank=True, related_name="+")
    person_name = models.CharField(max_length=200, blank=True)
    on = models.DateField()
    way = models.CharField(max_length=10, choices=ContactWay.choices)
    purpose = models.CharField(max_length=300)
    note = models.TextField(blank=True)
    about_person = models.BooleanField(default=False)
    next_step = models.CharField(max_length=300, blank=True)
    next_on = models.DateField(null=True, blank=True)
    next_owner = TenantForeignKey("initiatives.Membership", null=True, blank=True, related_name="+")
    next_done_at = models.DateTimeField(null=True, blank=True)
    logged_by = TenantForeignKey("initiatives.Membership", related_name="+")
    logged_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["-on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "public_id"], name="contact_log_public_id"),
            models.CheckConstraint(
                name="contact_log_next_step",
                condition=Q(next_step="", next_on=None, next_owner=None, next_done_at=None)
                | (~Q(next_step="") & Q(next_on__isnull=False) & Q(next_owner__isnull=False)),
            ),
        ]
        indexes = [models.Index(fields=["initiative", "partner", "-on"], name="contact_log_of_partner")]

    def __str__(self) -> str:
        return self.purpose

"""Filled workbooks that reached the backbone by e-mail, for partners who never sign in."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from initiatives.kernel.carrying import PAPERS
from initiatives.kernel.tenancy import TenantForeignKey, TenantModel
from measurement.models.collection import Request, Submission


class Delivery(TenantModel):
    """One filled workbook: dropped by staff, read by a worker, put into the partner's hand-in.

    The file lies under `stored_as`, a random name outside the web root, until it is put in, refused or given up.
    `findings` are what is wrong with it, each with its cell where it has one. `sent_by` is who sent it, if that was
    given. `made_by` is whoever dropped it, or said last whose it is: in their name the worker acts.
    """

    carried = PAPERS

    class State(models.TextChoices):
        READING = "reading", _("Being read")
        ASKING = "asking", _("Whose is it?")
        REFUSED = "refused", _("Refused")
        FILLED = "filled", _("In the draft")
        HANDED_IN = "handed_in", _("Handed in")
        DISCARDED = "discarded", _("Given up")

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.READING)
    name = models.CharField(max_length=200)
    size = models.PositiveIntegerField()
    stored_as = models.CharField(max_length=64, blank=True)
    sent_by = models.CharField(max_length=200, blank=True)
    request = TenantForeignKey(Request, models.CASCADE, null=True, blank=True, related_name="+")
    submission = TenantForeignKey(
        Submission, models.CASCADE, null=True, blank=True, related_name="deliveries"
    )
    message = models.TextField(blank=True)
    findings = models.JSONField(default=list)
    made_by = TenantForeignKey("initiatives.Membership", related_name="+")
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    written_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name_plural = "deliveries"
        constraints = [models.UniqueConstraint(fields=["initiative", "public_id"], name="delivery_public_id")]

    def __str__(self) -> str:
        return f"{self.name} ({self.state})"

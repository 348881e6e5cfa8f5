"""The hand-over of a whole initiative: packages made here, and what came in as one."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from initiatives.kernel.carrying import HERE_ALONE
from initiatives.kernel.rls import append_only
from initiatives.kernel.tenancy import TenantForeignKey, TenantModel


class Package(TenantModel):
    """A package of the whole initiative: asked for, made by a worker, kept for some days, then gone.

    `stored_as` names the file while there is one. `fingerprint` is the SHA-256 of its table of contents: what tells one
    package from another. `size` is in bytes, `rows` counts the records of all kinds.
    """

    carried = HERE_ALONE

    class State(models.TextChoices):
        ASKED = "asked", _("Being made")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Could not be made")
        GONE = "gone", _("Removed")

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    state = models.CharField(max_length=6, choices=State.choices, default=State.ASKED)
    asked_by = TenantForeignKey("initiatives.Membership", related_name="+")
    asked_at = models.DateTimeField()
    built_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    stored_as = models.CharField(max_length=64, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    rows = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["initiative", "public_id"], name="package_public_id")]

    def __str__(self) -> str:
        return f"{self.state} {self.asked_at}"


class Arrival(TenantModel):
    """How the initiative came to this installation: out of which package, made when, taken in when and by whom."""

    carried = HERE_ALONE
    rights = append_only()

    fingerprint = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    arrived_at = models.DateTimeField()
    taken_in_by = TenantForeignKey("initiatives.Membership", related_name="+")
    rows = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["initiative"], name="arrival_once")]

    def __str__(self) -> str:
        return f"{self.fingerprint[:12]} {self.arrived_at}"

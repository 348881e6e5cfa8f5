"""Lists of activities on their way in."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from initiatives.kernel.carrying import PAPERS
from initiatives.kernel.tenancy import TenantForeignKey, TenantModel


class ActivityImport(TenantModel):
    """One list of activities: uploaded, read, matched, taken in, and perhaps taken back.

    The file lies under `stored_as`, a random name outside the web root, until it is taken in or given up. `sheets` says
    what was read; `mapping` where columns go; `choices` what names mean; `result` what happened; `made` the ids that
    undoing needs. `confirmed_by` is in whose name the worker takes the list in.
    """

    carried = PAPERS

    class State(models.TextChoices):
        READING = "reading", _("Being read")
        REFUSED = "refused", _("Refused")
        MATCHING = "matching", _("To be matched")
        LOADING = "loading", _("Being taken in")
        DONE = "done", _("Taken in")
        UNDONE = "undone", _("Taken back")
        DISCARDED = "discarded", _("Given up")

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.READING)
    name = models.CharField(max_length=200)
    size = models.PositiveIntegerField()
    format = models.CharField(max_length=4)
    stored_as = models.CharField(max_length=64, blank=True)
    message = models.TextField(blank=True)
    sheets = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    choices = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    made = models.JSONField(default=dict)
    made_by = TenantForeignKey("initiatives.Membership", related_name="+")
    confirmed_by = TenantForeignKey("initiatives.Membership", null=True, related_name="+")
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "public_id"], name="activity_import_public_id"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.state})"

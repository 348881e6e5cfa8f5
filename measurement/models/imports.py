"""Files of figures on their way in, and what an initiative has said about files of that shape before."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from initiatives.kernel.carrying import PAPERS
from initiatives.kernel.tenancy import TenantForeignKey, TenantModel


class Import(TenantModel):
    """One file of figures, or of the people to ask for them: uploaded, read, matched, previewed, taken in, and
    perhaps taken back.

    The file lies under `stored_as`, a random name outside the web root, until it is taken in or given up.
    `sheets` says what was read; `mapping` where columns go; `choices` what marks and unknown names mean; `preview`
    what would happen; `result` what did; `made` the ids that undoing needs. `confirmed_by` is whoever decided last:
    in their name the worker checks the file and takes it in.
    """

    carried = PAPERS

    class State(models.TextChoices):
        READING = "reading", _("Being read")
        REFUSED = "refused", _("Refused")
        MATCHING = "matching", _("To be matched")
        CHECKING = "checking", _("Being checked")
        PREVIEW = "preview", _("To be confirmed")
        LOADING = "loading", _("Being taken in")
        DONE = "done", _("Taken in")
        UNDONE = "undone", _("Taken back")
        DISCARDED = "discarded", _("Given up")

    class Purpose(models.TextChoices):
        FIGURES = "figures", _("Figures")
        CONTACTS = "contacts", _("Contacts of partners")

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.READING)
    purpose = models.CharField(max_length=10, choices=Purpose.choices, default=Purpose.FIGURES)
    name = models.CharField(max_length=200)
    size = models.PositiveIntegerField()
    format = models.CharField(max_length=4)
    stored_as = models.CharField(max_length=64, blank=True)
    source = models.CharField(max_length=300, blank=True)
    reason = models.TextField(blank=True)
    message = models.TextField(blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    sheets = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    choices = models.JSONField(default=dict)
    preview = models.JSONField(default=dict)
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
            models.UniqueConstraint(fields=["initiative", "public_id"], name="import_public_id"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.state})"


class ImportMemory(TenantModel):
    """How a file with these headings was understood the last time."""

    carried = PAPERS

    fingerprint = models.CharField(max_length=64)
    mapping = models.JSONField(default=dict)
    choices = models.JSONField(default=dict)
    used_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["initiative", "fingerprint"], name="import_memory_once"),
        ]

    def __str__(self) -> str:
        return self.fingerprint[:12]

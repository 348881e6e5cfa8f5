"""Small tasks with one owner and a day."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from initiatives.kernel.tenancy import TenantForeignKey, TenantModel


class ActionItem(TenantModel):
    """What one person does until a day. `source` names what it came from ("turning:<id>"), or is empty."""

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("action", "Open")
        DOING = "doing", _("Being done")
        DONE = "done", _("Done")
        DROPPED = "dropped", _("Dropped")

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    what = models.CharField(max_length=300)
    owner = TenantForeignKey("initiatives.Membership", related_name="actions")
    due = models.DateField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    source = models.CharField(max_length=100, blank=True)
    outcome = models.CharField(max_length=1000, blank=True)
    made_at = models.DateTimeField()
    made_by = TenantForeignKey("initiatives.Membership", related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due", "id"]
        constraints = [models.UniqueConstraint(fields=["initiative", "public_id"], name="action_public_id")]
        indexes = [models.Index(fields=["initiative", "source"], name="action_source")]

    def __str__(self) -> str:
        return self.what

    @property
    def is_open(self) -> bool:
        """Whether something is left to be done."""
        return self.state in (self.State.OPEN, self.State.DOING)

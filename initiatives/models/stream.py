"""What happened, and what is still to be done about it."""

import uuid

from django.conf import settings
from django.db import models

from initiatives.kernel.carrying import Carried
from initiatives.kernel.rls import READ_WRITE, Rights, append_only
from initiatives.kernel.tenancy import TenantForeignKey, TenantModel
from initiatives.models.core import Partner
from initiatives.models.people import Membership


class Event(TenantModel):
    """A fact, written in the transaction in which it came true: audit, activity feed and outbox in one."""

    rights = append_only()
    carried = Carried(without=("token_id",), plain=("data",))
    # A fact is written beside what it tells of, and of much that changes nothing.
    noted = False

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=80)
    happened_at = models.DateTimeField()
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, db_constraint=False, related_name="+"
    )
    membership = TenantForeignKey(Membership, null=True, related_name="+")
    token_id = models.BigIntegerField(null=True)
    partner = TenantForeignKey(Partner, null=True, related_name="+")
    subject = models.CharField(max_length=120)
    data = models.JSONField(default=dict)

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["initiative", "public_id"], name="event_public_id")]
        indexes = [
            models.Index(fields=["initiative", "-id"], name="event_stream"),
            models.Index(fields=["initiative", "subject", "-id"], name="event_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.subject}"


class Change(models.Model):
    """A transaction that changed something in an initiative (0: in all of them), by its number.

    Written by the database itself (kernel/changes.py), read by whoever keeps what was made of the initiative's rows.
    """

    rights = Rights(("SELECT", "DELETE"))

    pk = models.CompositePrimaryKey("initiative_id", "number")
    initiative_id = models.BigIntegerField()
    number = models.BigIntegerField()
    noted_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.number} in {self.initiative_id}"


class Job(models.Model):
    """Work to be done for one initiative. Ids only, so that a sweep may claim across initiatives.

    Rows are only ever added; a worker claims all due rows of one (initiative, kind, key) together.
    """

    rights = READ_WRITE

    initiative_id = models.BigIntegerField()
    kind = models.CharField(max_length=80)
    key = models.CharField(max_length=120, default="", blank=True)
    created_at = models.DateTimeField()
    run_after = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    lease = models.UUIDField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=500, default="", blank=True)
    dead_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["run_after", "id"], condition=models.Q(dead_at=None), name="job_due"),
            models.Index(fields=["initiative_id", "kind", "key"], name="job_group"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"

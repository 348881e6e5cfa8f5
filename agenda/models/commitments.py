"""What partners promise, and in which phase the effort is."""

import uuid

from django.db import models
from django.db.models import F, Q

from agenda.words import Promise
from initiatives.kernel.reminding import SentReminder
from initiatives.kernel.tenancy import TenantForeignKey, TenantModel


class Commitment(TenantModel):
    """What a partner formally promises, for a term. A renewal is a new one that `renews` the former."""

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    partner = TenantForeignKey("initiatives.Partner", related_name="commitments")
    kind = models.CharField(max_length=12, choices=Promise.choices)
    promise = models.TextField()
    signer = models.CharField(max_length=200, blank=True)
    signed_on = models.DateField(null=True, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    renews = TenantForeignKey("agenda.Commitment", null=True, blank=True, related_name="renewals")
    stops = models.TextField(blank=True)
    begins = models.TextField(blank=True)
    changes = models.TextField(blank=True)
    ended_on = models.DateField(null=True, blank=True)
    end_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["partner_id", "starts_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "public_id"], name="commitment_public_id"),
            models.UniqueConstraint(
                fields=["initiative", "renews"],
                condition=Q(renews__isnull=False),
                name="commitment_renewed_once",
            ),
            models.CheckConstraint(
                name="commitment_order", condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on"))
            ),
            models.CheckConstraint(name="commitment_ended", condition=Q(ended_on=None) | ~Q(end_reason="")),
            models.CheckConstraint(name="commitment_signed", condition=Q(signed_on=None) | ~Q(signer="")),
        ]

    def __str__(self) -> str:
        return self.promise[:60]


class CommitmentReminder(SentReminder):
    """A reminder to a partner that a commitment of its ends, or has run out."""

    commitment = TenantForeignKey(Commitment, models.CASCADE, related_name="reminders")

    class Meta(SentReminder.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "commitment", "day"], name="commitment_reminder_once_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.commitment_id}: {self.day}"


class Phase(TenantModel):
    """A stage of the effort, in its order, with the question that tells whether it is done."""

    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=100)
    question = models.TextField(blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["initiative", "position"], name="phase_position")]

    def __str__(self) -> str:
        return self.name


class PhaseStay(TenantModel):
    """The effort is in a phase from a day until a day; `answer` is the evidence with which it left."""

    phase = TenantForeignKey(Phase, related_name="stays")
    entered_on = models.DateField()
    left_on = models.DateField(null=True, blank=True)
    reason = models.TextField(blank=True)
    answer = models.TextField(blank=True)

    class Meta:
        ordering = ["entered_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["initiative"], condition=Q(left_on=None), name="phase_stay_one_present"
            ),
            models.CheckConstraint(
                name="phase_stay_order", condition=Q(left_on=None) | Q(left_on__gte=F("entered_on"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.phase_id}: {self.entered_on}"

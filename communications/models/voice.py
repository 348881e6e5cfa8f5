"""The community's voice: what people tell the initiative, and what came of it."""

import uuid

from django.db import models
from django.db.models import F, Q

from communications.words.voice import ANSWER_WITHIN, Heard, VoiceOutcome, VoiceState
from initiatives.kernel.carrying import PROMISED
from initiatives.kernel.tenancy import TenantForeignKey, TenantModel


class VoiceForm(TenantModel):
    """Whether everybody may tell the initiative something on its public page, and what stands beside the form.

    It is never open without somebody to turn to where a child or an adult may be in danger.
    """

    is_open = models.BooleanField(default=False)
    safeguarding_name = models.CharField(max_length=120, blank=True)
    safeguarding_contact = models.CharField(max_length=200, blank=True)
    emergency = models.CharField(max_length=200, blank=True)
    answer_within = models.PositiveSmallIntegerField(default=ANSWER_WITHIN)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["initiative"], name="voice_form_once"),
            models.CheckConstraint(
                name="voice_form_safeguarded",
                condition=Q(is_open=False) | (~Q(safeguarding_name="") & ~Q(safeguarding_contact="")),
            ),
            models.CheckConstraint(name="voice_form_days", condition=Q(answer_within__range=(1, 365))),
        ]

    def __str__(self) -> str:
        return f"{self.initiative_id}: {self.is_open}"


class OpenQuestion(TenantModel):
    """A question put to everybody, from a day to a day; `heard` tells what was heard and what follows."""

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    asks = models.CharField(max_length=300)
    background = models.TextField(blank=True)
    opens_on = models.DateField()
    closes_on = models.DateField()
    asked_by = TenantForeignKey("initiatives.Membership", related_name="+")
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    heard = models.TextField(blank=True)
    heard_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-opens_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "public_id"], name="open_question_public_id"),
            models.CheckConstraint(name="open_question_days", condition=Q(closes_on__gte=F("opens_on"))),
        ]

    def __str__(self) -> str:
        return self.asks


class FeedbackItem(TenantModel):
    """One thing that somebody said. Who is known only as far as they `signed` it.

    `shown_as` are the words that the backbone shows beside its answer: none before it has read them. With a
    `concern` for somebody's safety it is for the lead alone and is never shown.
    """

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    heard = models.CharField(max_length=8, choices=Heard.choices, default=Heard.PAGE)
    said = models.TextField()
    signed = models.CharField(max_length=80, blank=True)
    place = TenantForeignKey("initiatives.Place", null=True, blank=True, related_name="+")
    question = TenantForeignKey(OpenQuestion, null=True, blank=True, related_name="items")
    theme = models.CharField(max_length=80, blank=True)
    received_at = models.DateTimeField()
    noted_by = TenantForeignKey("initiatives.Membership", null=True, blank=True, related_name="+")
    state = models.CharField(max_length=12, choices=VoiceState.choices, default=VoiceState.RECEIVED)
    outcome = models.CharField(max_length=8, choices=VoiceOutcome.choices, blank=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = TenantForeignKey("initiatives.Membership", null=True, blank=True, related_name="+")
    shown_as = models.TextField(blank=True)
    shown_at = models.DateTimeField(null=True, blank=True)
    concern = models.BooleanField(default=False)
    concern_note = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    close_reason = models.CharField(max_length=500, blank=True)
    set_aside = models.BooleanField(default=False)

    class Meta:
        ordering = ["-received_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "public_id"], name="feedback_public_id"),
            models.CheckConstraint(
                name="feedback_answered",
                condition=~Q(state=VoiceState.ANSWERED.value) | (~Q(answer="") & ~Q(outcome="")),
            ),
            models.CheckConstraint(
                name="feedback_shown",
                condition=Q(shown_at=None)
                | (~Q(shown_as="") & ~Q(answer="") & Q(concern=False) & Q(set_aside=False)),
            ),
            models.CheckConstraint(
                name="feedback_closed",
                condition=Q(state=VoiceState.CLOSED.value, closed_at__isnull=False)
                | (~Q(state=VoiceState.CLOSED.value) & Q(closed_at__isnull=True)),
            ),
        ]
        indexes = [
            models.Index(fields=["initiative", "-received_at"], name="feedback_latest"),
            models.Index(fields=["initiative", "-shown_at"], name="feedback_shown_latest"),
        ]

    def __str__(self) -> str:
        return self.said[:60]


class FeedbackContact(TenantModel):
    """How whoever said something wishes to be answered. Kept apart, read by the backbone, forgotten at the close."""

    carried = PROMISED

    item = TenantForeignKey(FeedbackItem, models.CASCADE, related_name="contacts")
    contact = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["initiative", "item"], name="feedback_contact_once")]

    def __str__(self) -> str:
        return str(self.item_id)

"""Surveys: a round of questions, who is asked, and what was answered, which nothing ties to who answered it."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from communications.words.surveys import Audience, Side, SurveyKind
from initiatives.kernel.carrying import PROMISED, Carried
from initiatives.kernel.rls import append_only
from initiatives.kernel.tenancy import TenantForeignKey, TenantModel


class Survey(TenantModel):
    """One round. It is answered from its first to its last day, and read once it is closed.

    `sealed_secret` makes an organisation's sheets one voice without naming it (`SurveySheet.voice`); it is forgotten
    when the round closes. Then who was asked is forgotten too, and `asked_n` and `answered_n` tell how many they were.
    """

    carried = Carried(without=("sealed_secret",))

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20, choices=SurveyKind.choices)
    title = models.CharField(max_length=200)
    audience = models.CharField(max_length=10, choices=Audience.choices)
    opens_on = models.DateField()
    closes_on = models.DateField()
    sealed_secret = models.TextField(blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    asked_n = models.PositiveIntegerField(default=0)
    answered_n = models.PositiveIntegerField(default=0)
    released_at = models.DateTimeField(null=True, blank=True)
    response = models.TextField(blank=True)
    planned_by = TenantForeignKey("initiatives.Membership", related_name="+")
    planned_at = models.DateTimeField()

    class Meta:
        ordering = ["-closes_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "public_id"], name="survey_public_id"),
            models.UniqueConstraint(
                fields=["initiative", "kind"], condition=Q(closed_at=None), name="survey_one_at_a_time"
            ),
            models.CheckConstraint(name="survey_days", condition=Q(closes_on__gte=F("opens_on"))),
            models.CheckConstraint(
                name="survey_closed_nameless", condition=Q(closed_at=None) | Q(sealed_secret="")
            ),
            models.CheckConstraint(
                name="survey_released_closed", condition=Q(released_at=None) | Q(closed_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.title


class SurveyInvitation(TenantModel):
    """Somebody is asked, and whether they have answered; not when. Forgotten when the round closes."""

    carried = PROMISED

    survey = TenantForeignKey(Survey, models.CASCADE, related_name="invitations")
    membership = TenantForeignKey("initiatives.Membership", related_name="+")
    answered = models.BooleanField(default=False)
    # Of the letters that are to leave, those that did: "asked", "reminded <day>".
    letters = ArrayField(models.CharField(max_length=40), default=list, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "survey", "membership"], name="survey_invitation_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.survey_id}: {self.membership_id}"


class SurveySheet(TenantModel):
    """One person's answers, without the person: no name, no moment, and an id that tells no order.

    `voice` is the same for all sheets of one organisation in one round, and tells which to nobody. `ratings` maps the
    codes of statements to ratings.
    """

    carried = PROMISED

    rights = append_only()

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = TenantForeignKey(Survey, related_name="sheets")
    voice = models.CharField(max_length=64)
    side = models.CharField(max_length=10, choices=Side.choices)
    ratings = models.JSONField(default=dict)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.survey_id}: {self.side}"


class SurveyRemark(TenantModel):
    """What somebody wrote, apart from what they rated. `withheld`: it would tell who wrote it, or hurt somebody."""

    carried = PROMISED

    rights = append_only("withheld")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = TenantForeignKey(Survey, related_name="remarks")
    text = models.TextField()
    withheld = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.text[:60]

"""What stands around a definition: its life, the partners' sign-off, what is wanted, what is known of overlaps."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from initiatives.kernel import clock
from initiatives.kernel.rls import append_only
from initiatives.kernel.tenancy import TenantForeignKey, TenantModel
from measurement.models.definitions import Indicator, IndicatorVersion
from measurement.models.fields import ExactDecimalField
from measurement.words import HeadBasis, Position, State, WantState


class IndicatorStep(TenantModel):
    """One step in the life of an indicator. `overridden` is how many objections it was taken over."""

    rights = append_only()

    indicator = TenantForeignKey(Indicator, related_name="steps")
    former = models.CharField(max_length=10, choices=State.choices)
    state = models.CharField(max_length=10, choices=State.choices)
    reason = models.TextField(blank=True)
    overridden = models.PositiveSmallIntegerField(default=0)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, db_constraint=False, related_name="+"
    )
    taken_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["taken_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="step_reason",
                condition=(Q(overridden=0) & ~Q(state=State.RETIRED.value)) | ~Q(reason=""),
            )
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id}: {self.former} to {self.state}"


class SignOff(TenantModel):
    """What a partner says of one definition it was asked about; what it said before is told by the stream.

    An objection is open until it is answered with what was done about it.
    """

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    version = TenantForeignKey(IndicatorVersion, related_name="sign_offs")
    partner = TenantForeignKey("initiatives.Partner", related_name="+")
    asked_at = models.DateTimeField(default=clock.now)
    answer_by = models.DateField(null=True, blank=True)
    position = models.CharField(max_length=16, choices=Position.choices, default=Position.WAITING)
    comment = models.TextField(blank=True)
    how_given = models.CharField(max_length=300, blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, db_constraint=False, related_name="+"
    )
    given_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, db_constraint=False, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["version_id", "partner_id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "public_id"], name="sign_off_public_id"),
            models.UniqueConstraint(fields=["initiative", "version", "partner"], name="sign_off_once"),
            models.CheckConstraint(
                name="sign_off_comment",
                condition=~Q(position__in=[Position.AGREES_WITH_NOTE.value, Position.OBJECTS.value])
                | ~Q(comment=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.partner_id} {self.position}"

    @property
    def is_open_objection(self) -> bool:
        """Whether somebody still has to answer it."""
        return self.position == Position.OBJECTS and not self.answer


class WantedIndicator(TenantModel):
    """A measure that is wanted but has no data yet: the data development agenda."""

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200)
    question = models.CharField(max_length=300, blank=True)
    missing = models.TextField(blank=True)
    plan = models.TextField(blank=True)
    owner = TenantForeignKey("initiatives.Membership", null=True, blank=True, related_name="+")
    by = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=WantState.choices, default=WantState.WANTED)
    reason = models.TextField(blank=True)
    indicator = TenantForeignKey(Indicator, null=True, blank=True, related_name="wanted_as")
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["by", "name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "public_id"], name="wanted_public_id"),
            models.CheckConstraint(
                name="wanted_became", condition=~Q(state=WantState.BECAME.value) | Q(indicator__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ContributionLink(TenantModel):
    """A measure of partners that may contribute to a community indicator: a possible contribution, no proof."""

    measure = TenantForeignKey(Indicator, models.CASCADE, related_name="contributes_to")
    indicator = TenantForeignKey(Indicator, models.CASCADE, related_name="contributors")
    because = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["measure_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "measure", "indicator"], name="contribution_link_once"
            ),
            models.CheckConstraint(name="contribution_link_other", condition=~Q(measure=F("indicator"))),
        ]

    def __str__(self) -> str:
        return f"{self.measure_id} to {self.indicator_id}"


class HeadKnowledge(TenantModel):
    """What a named source says of how many different people stand behind counts that overlap, for one period.

    Rows are never changed: a later word closes the former by `superseded_at`. `value` is a number of people, or for
    an overlap a percentage of the counts.
    """

    rights = append_only("superseded_at")

    indicator = TenantForeignKey(Indicator, related_name="head_knowledge")
    period_start = models.DateField()
    period_end = models.DateField()
    basis = models.CharField(max_length=10, choices=HeadBasis.choices)
    value = ExactDecimalField()
    source = models.CharField(max_length=300)
    note = models.TextField(blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, db_constraint=False, related_name="+"
    )
    given_at = models.DateTimeField(default=clock.now)
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["period_start", "basis", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "indicator", "period_start", "period_end", "basis"],
                condition=Q(superseded_at=None),
                name="head_knowledge_current",
            ),
            models.CheckConstraint(name="head_knowledge_value", condition=Q(value__gte=0)),
            models.CheckConstraint(name="head_knowledge_source", condition=~Q(source="")),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.period_start}: {self.basis} {self.value}"

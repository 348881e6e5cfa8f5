"""Activities: what partners do under a strategy, who plays which part, for whom and where."""

import uuid

from django.db import models
from django.db.models import F, Q

from activities.words import (
    NEEDS_REASON,
    ActivityKind,
    ActivityState,
    Bearing,
    Engagement,
    Part,
    StrategyKind,
)
from initiatives.kernel.codes import CODE
from initiatives.kernel.tenancy import TenantForeignKey, TenantModel


class Population(TenantModel):
    """A group of people whom activities are for, as the initiative tells them apart."""

    code = models.CharField(max_length=64, validators=[CODE])
    name = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["initiative", "code"], name="population_code")]

    def __str__(self) -> str:
        return self.name


class Activity(TenantModel):
    """What one partner does, or several together.

    `agreed_start` and `agreed_end` are the dates that were agreed first and never change; `date_reason` says why the
    present ones are others. `by_backbone` says that the backbone does it too, besides serving everybody;
    `outside_reason` is why it is done though it lies outside the agenda's boundary, if anybody said so.
    """

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=300)
    about = models.TextField(blank=True)
    kind = models.CharField(max_length=12, choices=ActivityKind.choices, default=ActivityKind.COLLECTIVE)
    approach = models.CharField(max_length=12, choices=StrategyKind.choices, default=StrategyKind.PROGRAM)
    strategy = TenantForeignKey("agenda.Strategy", null=True, blank=True, related_name="+")
    contact = TenantForeignKey("initiatives.Membership", null=True, blank=True, related_name="+")
    expertise = models.TextField(blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    agreed_start = models.DateField(null=True, blank=True)
    agreed_end = models.DateField(null=True, blank=True)
    date_reason = models.TextField(blank=True)
    planned_reach = models.PositiveIntegerField(null=True, blank=True)
    reached = models.PositiveIntegerField(null=True, blank=True)
    outputs = models.TextField(blank=True)
    resources = models.TextField(blank=True)
    evidence = models.TextField(blank=True)
    equity_note = models.TextField(blank=True)
    barriers = models.TextField(blank=True)
    outside_reason = models.TextField(blank=True, default="", db_default="")
    engagement = models.CharField(max_length=12, choices=Engagement.choices, blank=True)
    by_backbone = models.BooleanField(default=False, db_default=False)
    state = models.CharField(max_length=10, choices=ActivityState.choices, default=ActivityState.PROPOSED)
    proposed_by = TenantForeignKey("initiatives.Membership", related_name="+")
    proposed_at = models.DateTimeField()

    class Meta:
        ordering = ["title", "id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "public_id"], name="activity_public_id"),
            models.CheckConstraint(
                name="activity_order",
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ActivityPartner(TenantModel):
    """A partner plays a part in an activity, from a day until a day: who led before is kept."""

    activity = TenantForeignKey(Activity, models.CASCADE, related_name="partner_links")
    partner = TenantForeignKey("initiatives.Partner", related_name="+")
    part = models.CharField(max_length=10, choices=Part.choices)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "activity", "partner", "part"],
                condition=Q(until=None),
                name="activity_partner_once",
            ),
            models.UniqueConstraint(
                fields=["initiative", "activity"],
                condition=Q(until=None, part=Part.LEAD.value),
                name="activity_one_lead",
            ),
            models.CheckConstraint(
                name="activity_partner_order", condition=Q(until=None) | Q(until__gte=F("since"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity_id}: {self.partner_id} {self.part}"


class ActivityPlace(TenantModel):
    """An activity happens in a place."""

    activity = TenantForeignKey(Activity, models.CASCADE, related_name="place_links")
    place = TenantForeignKey("initiatives.Place", related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "activity", "place"], name="activity_place_once")
        ]

    def __str__(self) -> str:
        return f"{self.activity_id}: {self.place_id}"


class ActivityPopulation(TenantModel):
    """An activity is for a population."""

    activity = TenantForeignKey(Activity, models.CASCADE, related_name="population_links")
    population = TenantForeignKey(Population, related_name="activity_links")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "activity", "population"], name="activity_population_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.activity_id}: {self.population_id}"


class ActivityMeasure(TenantModel):
    """An activity feeds a partner measure, or should move an indicator."""

    activity = TenantForeignKey(Activity, models.CASCADE, related_name="measure_links")
    indicator = TenantForeignKey("measurement.Indicator", related_name="+")
    bearing = models.CharField(max_length=12, choices=Bearing.choices)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "activity", "indicator"], name="activity_measure_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.activity_id}: {self.indicator_id}"


class ActivityMove(TenantModel):
    """An activity came into a state, and why."""

    activity = TenantForeignKey(Activity, models.CASCADE, related_name="moves")
    state = models.CharField(max_length=10, choices=ActivityState.choices)
    reason = models.TextField(blank=True)
    moved_at = models.DateTimeField()
    moved_by = TenantForeignKey("initiatives.Membership", related_name="+")

    class Meta:
        ordering = ["moved_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="activity_move_reason",
                condition=~Q(state__in=[state.value for state in sorted(NEEDS_REASON)]) | ~Q(reason=""),
            )
        ]

    def __str__(self) -> str:
        return f"{self.activity_id}: {self.state}"

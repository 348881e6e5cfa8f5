"""The backbone itself: who it is, who works there at what, what it has planned, who grew into leading."""

import uuid

from django.db import models
from django.db.models import F, Q

from backbone.words.roles import BackboneModel, BackboneRole, LeaderGroup, Repeats, TaskState
from initiatives.kernel.carrying import Carried, Forgotten
from initiatives.kernel.tenancy import TenantForeignKey, TenantModel


class BackboneProfile(TenantModel):
    """Who is the backbone, on whose decision, until when, and what it costs.

    `monthly_cost` in `currency` is what a month of backbone work costs; `wanted_months` how many paid months are wanted
    ahead. Each is empty until it is said.
    """

    model = models.CharField(max_length=10, choices=BackboneModel.choices, blank=True)
    name = models.CharField(max_length=200, blank=True)
    host = TenantForeignKey("initiatives.Partner", null=True, blank=True, related_name="+")
    selected_by = TenantForeignKey("communications.Decision", null=True, blank=True, related_name="+")
    mandate_until = models.DateField(null=True, blank=True)
    next_review = models.DateField(null=True, blank=True)
    monthly_cost = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    wanted_months = models.PositiveSmallIntegerField(null=True, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["initiative"], name="backbone_profile_once"),
            models.CheckConstraint(
                name="backbone_cost_in_a_currency",
                condition=Q(monthly_cost=None) | (Q(monthly_cost__gt=0) & ~Q(currency="")),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class StaffRole(TenantModel):
    """Somebody who works for the backbone: at how much of a post (`fte`), at which roles, with which skills.

    `languages` are those they speak, in words, as an interpreter is asked for.
    `shares` says how many hundredths of their time go to each role, by its word; together they are a hundred, or none.
    """

    carried = Carried(plain=("shares",))
    forgotten = Forgotten(of="person", emptied=("skills", "languages"), renamed=("name",))

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    person = TenantForeignKey("initiatives.Membership", null=True, blank=True, related_name="+")
    name = models.CharField(max_length=200)
    post = models.CharField(max_length=200)
    fte = models.DecimalField(max_digits=4, decimal_places=2)
    shares = models.JSONField(default=dict, blank=True)
    skills = models.CharField(max_length=500, blank=True)
    languages = models.CharField(max_length=200, blank=True, db_default="", default="")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-fte", "name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "public_id"], name="staff_role_public_id"),
            models.CheckConstraint(name="staff_role_fte", condition=Q(fte__gt=0) & Q(fte__lte=2)),
            models.CheckConstraint(
                name="staff_role_order", condition=Q(until=None) | Q(until__gte=F("since"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.post}"


class BackboneTask(TenantModel):
    """Something the backbone has planned to do in one of its roles. What `repeats` leaves the next one when done."""

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    role = models.CharField(max_length=12, choices=BackboneRole.choices)
    title = models.CharField(max_length=200)
    detail = models.TextField(blank=True)
    owner = TenantForeignKey("initiatives.Membership", null=True, blank=True, related_name="+")
    due = models.DateField(null=True, blank=True)
    repeats = models.CharField(max_length=9, choices=Repeats.choices, blank=True)
    state = models.CharField(max_length=7, choices=TaskState.choices, default=TaskState.OPEN)
    planned_by = TenantForeignKey("initiatives.Membership", related_name="+")
    planned_at = models.DateTimeField()
    closed_by = TenantForeignKey("initiatives.Membership", null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = [F("due").asc(nulls_last=True), "id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "public_id"], name="backbone_task_public_id"),
            models.CheckConstraint(
                name="backbone_task_repeats_from", condition=Q(repeats="") | Q(due__isnull=False)
            ),
            models.CheckConstraint(
                name="backbone_task_closed",
                condition=Q(state=TaskState.OPEN.value, closed_at=None)
                | (~Q(state=TaskState.OPEN.value) & Q(closed_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class LeadershipStep(TenantModel):
    """Somebody was trained, or moved into a role where they lead. Only the backbone reads who; others read counts."""

    forgotten = Forgotten(of="person", renamed=("name",))

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    person = TenantForeignKey("initiatives.Membership", null=True, blank=True, related_name="+")
    name = models.CharField(max_length=200)
    partner = TenantForeignKey("initiatives.Partner", null=True, blank=True, related_name="+")
    group = models.CharField(max_length=8, choices=LeaderGroup.choices)
    role_taken = models.CharField(max_length=200, blank=True)
    trained_in = models.CharField(max_length=200, blank=True)
    happened_on = models.DateField()
    noted_by = TenantForeignKey("initiatives.Membership", related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ["-happened_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "public_id"], name="leadership_step_public_id"),
            models.CheckConstraint(
                name="leadership_step_says", condition=~Q(role_taken="") | ~Q(trained_in="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.role_taken or self.trained_in}"

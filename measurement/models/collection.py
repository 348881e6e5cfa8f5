"""How figures are asked for and handed in: assignments, cycles, requests, submissions and their entries."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from initiatives.kernel import clock
from initiatives.kernel.carrying import Carried, File
from initiatives.kernel.tenancy import TenantForeignKey, TenantModel
from measurement.models.definitions import Cell, Indicator, IndicatorVersion
from measurement.models.fields import ExactDecimalField
from measurement.words import OPEN_STATES, Cadence, CycleState, SubmissionState, ValueStatus


class Assignment(TenantModel):
    """A partner reports an indicator from a day to a day. `made_at` and `ended_at`: when this was recorded.

    `released_on`: the day on which it ended because its partner left; it had run to `ran_to` until then.
    """

    partner = TenantForeignKey("initiatives.Partner", models.CASCADE, related_name="assignments")
    indicator = TenantForeignKey(Indicator, models.CASCADE, related_name="assignments")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField(null=True, editable=False, default=clock.now)
    ended_at = models.DateTimeField(null=True, editable=False)
    released_on = models.DateField(null=True, editable=False)
    ran_to = models.DateField(null=True, editable=False)

    class Meta:
        ordering = ["partner_id", "indicator_id", "starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "indicator", "partner", "starts_on"], name="assignment_once"
            ),
            models.CheckConstraint(
                name="assignment_order", condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner_id}: {self.indicator_id}"


class Cycle(TenantModel):
    """The calendar of one reporting period: when it opens, when it is due, and whether it is settled.

    A planned cycle asks nobody yet. A practice one is an exercise: its hand-ins never become figures.
    """

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    period_start = models.DateField()
    period_end = models.DateField()
    cadence = models.CharField(max_length=12, choices=Cadence.choices)
    opens = models.DateField()
    due = models.DateField()
    grace_days = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=10, choices=CycleState.choices, default=CycleState.OPEN)
    locked_at = models.DateTimeField(null=True, blank=True)
    practice = models.BooleanField(default=False)

    class Meta:
        ordering = ["-period_end", "-period_start", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "public_id"], name="cycle_public_id"),
            models.UniqueConstraint(
                fields=["initiative", "period_start", "period_end", "practice"], name="cycle_period"
            ),
            models.CheckConstraint(
                name="cycle_practice_never_locked",
                condition=Q(practice=False) | ~Q(state=CycleState.LOCKED.value),
            ),
            models.CheckConstraint(
                name="cycle_order", condition=Q(period_end__gte=F("period_start")) & Q(due__gte=F("opens"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period_start}/{self.period_end}"


class Request(TenantModel):
    """One partner's ask for one cycle. Its state is told by its submission and the calendar."""

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    cycle = TenantForeignKey(Cycle, models.CASCADE, related_name="requests")
    partner = TenantForeignKey("initiatives.Partner", related_name="requests")
    extended_until = models.DateField(null=True, blank=True)
    extension_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["cycle_id", "partner_id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "public_id"], name="request_public_id"),
            models.UniqueConstraint(fields=["initiative", "cycle", "partner"], name="request_once"),
        ]

    def __str__(self) -> str:
        return f"{self.cycle_id}: {self.partner_id}"


class Submission(TenantModel):
    """A partner's hand-in for one cycle. Accepted ones change only by a revision, itself a submission.

    What came by a hand-in link names the link and its `holder`, and the account that was signed in beside it. While a
    draft waits for the sign-off of its partner's lead, `sign_off_asked_at` is set. `active_seconds` is how long it was
    worked on, never by whom. What others filled in on a partner's behalf may be confirmed by it (`confirmed_holder`: by
    a link), or taken back.
    """

    carried = Carried(without=("link", "link_account"))

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    cycle = TenantForeignKey(Cycle, related_name="submissions")
    partner = TenantForeignKey("initiatives.Partner", related_name="submissions")
    state = models.CharField(max_length=10, choices=SubmissionState.choices, default=SubmissionState.DRAFT)
    version = models.PositiveIntegerField(default=1)
    revises = TenantForeignKey("measurement.Submission", null=True, blank=True, related_name="revisions")
    reason = models.TextField(blank=True)
    source = models.CharField(max_length=300, blank=True)
    on_behalf = models.BooleanField(default=False)
    link = TenantForeignKey("measurement.HandInLink", null=True, blank=True, related_name="submissions")
    holder = models.CharField(max_length=200, blank=True)
    link_account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, db_constraint=False, related_name="+"
    )
    created_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, db_constraint=False, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True)
    sign_off_asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, db_constraint=False, related_name="+"
    )
    sign_off_asked_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, db_constraint=False, related_name="+"
    )
    confirmed_holder = models.CharField(max_length=200, blank=True, default="")
    confirmed_at = models.DateTimeField(null=True)
    taken_back_at = models.DateTimeField(null=True)
    signed_off_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, db_constraint=False, related_name="+"
    )
    signed_off_at = models.DateTimeField(null=True)
    sign_off_note = models.TextField(blank=True)
    active_seconds = models.PositiveIntegerField(null=True)
    figures = models.PositiveIntegerField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, db_constraint=False, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    self_accepted = models.BooleanField(default=False)
    return_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-saved_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "public_id"], name="submission_public_id"),
            models.UniqueConstraint(
                fields=["initiative", "cycle", "partner"],
                condition=Q(state__in=[state.value for state in OPEN_STATES]),
                name="submission_one_open",
            ),
            models.CheckConstraint(
                name="submission_return_reason",
                condition=~Q(state=SubmissionState.RETURNED.value) | ~Q(return_reason=""),
            ),
            models.CheckConstraint(
                name="submission_revision_reason", condition=Q(revises=None) | ~Q(reason="")
            ),
        ]
        indexes = [models.Index(fields=["initiative", "state", "-saved_at"], name="submission_state")]

    def __str__(self) -> str:
        return f"{self.cycle_id}: {self.partner_id} ({self.state})"

    @property
    def sender(self) -> str:
        """The name of whoever handed it in, or began it: an account's, or that of a link's holder."""
        return str(self.submitted_by or self.holder or self.created_by or "")

    @property
    def confirmer(self) -> str:
        """The name of whoever of the partner said that what was filled in on its behalf is right; "" for nobody."""
        return str(self.confirmed_by or self.confirmed_holder)

    def is_by(self, account_id: int) -> bool:
        """Whether an account handed it in, or was signed in where figures came by a link."""
        return account_id in (self.submitted_by_id, self.link_account_id)


class Evidence(TenantModel):
    """A file behind one indicator of a hand-in. It stays with the hand-in; only a draft's can be taken away."""

    carried = Carried(file=File("stored_as", "evidence", "name"))

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    submission = TenantForeignKey(Submission, models.CASCADE, related_name="evidence")
    indicator = TenantForeignKey(Indicator, related_name="+")
    name = models.CharField(max_length=200)
    format = models.CharField(max_length=8)
    size = models.PositiveIntegerField()
    stored_as = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, db_constraint=False, related_name="+"
    )
    uploaded_at = models.DateTimeField()

    class Meta:
        ordering = ["indicator_id", "id"]
        constraints = [models.UniqueConstraint(fields=["initiative", "public_id"], name="evidence_public_id")]

    def __str__(self) -> str:
        return self.name


class Entry(TenantModel):
    """One value as it stands in a submission. `typed` keeps, per input, text that is no number yet."""

    carried = Carried(plain=("typed",))

    submission = TenantForeignKey(Submission, models.CASCADE, related_name="entries")
    version = TenantForeignKey(IndicatorVersion, related_name="+")
    cell = TenantForeignKey(Cell, related_name="+")
    status = models.CharField(max_length=20, choices=ValueStatus.choices, default=ValueStatus.REPORTED)
    numerator = ExactDecimalField(null=True, blank=True)
    denominator = ExactDecimalField(null=True, blank=True)
    value = ExactDecimalField(null=True, blank=True)
    n = ExactDecimalField(null=True, blank=True)
    typed = models.JSONField(default=dict, blank=True)
    note = models.TextField(blank=True)
    explanation = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "submission", "version", "cell"], name="entry_once")
        ]

    def __str__(self) -> str:
        return f"{self.submission_id}: {self.version_id}/{self.cell_id}"

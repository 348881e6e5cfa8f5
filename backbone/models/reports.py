"""Reports with the figures they were made of, and the links that open one of them to somebody outside."""

import uuid

from django.db import models
from django.db.models import F, Q

from backbone.words import ReportKind, ReportState
from initiatives.kernel.carrying import SECRET, Carried
from initiatives.kernel.rls import append_only
from initiatives.kernel.tenancy import TenantForeignKey, TenantModel


class Report(TenantModel):
    """A report for one audience about a period: words that may be worked on while it is a draft, frozen figures.

    `edition` counts how often its figures were read; only the rows of the last one belong to it. `built_at` is when,
    empty until that has been done. `finding_drafted` says that the finding was put together from the figures and nobody
    has changed it: it is read again with them. `texts` are the stories and texts of that moment, `chapters` what a
    yearly report tells of each of the six roles. A published one never changes again; a withdrawn one keeps what it
    said, and says why it was withdrawn.
    """

    carried = Carried(plain=("texts", "chapters"))

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=6, choices=ReportKind.choices)
    period_start = models.DateField()
    period_end = models.DateField()
    title = models.CharField(max_length=200)
    finding = models.TextField(blank=True)
    finding_drafted = models.BooleanField(default=False, db_default=False)
    note = models.TextField(blank=True)
    state = models.CharField(max_length=9, choices=ReportState.choices, default=ReportState.DRAFT)
    edition = models.PositiveSmallIntegerField(default=1)
    texts = models.JSONField(default=list)
    chapters = models.JSONField(default=list, db_default=[])
    made_by = TenantForeignKey("initiatives.Membership", related_name="+")
    made_at = models.DateTimeField()
    built_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "public_id"], name="report_public_id"),
            models.CheckConstraint(name="report_order", condition=Q(period_end__gte=F("period_start"))),
            models.CheckConstraint(
                name="report_published",
                condition=Q(state=ReportState.DRAFT.value, published_at=None)
                | (~Q(state=ReportState.DRAFT.value) & Q(published_at__isnull=False, built_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="report_withdrawn",
                condition=~Q(state=ReportState.WITHDRAWN.value)
                | (Q(withdrawn_at__isnull=False) & ~Q(reason="")),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_draft(self) -> bool:
        """Whether its words may still be changed and its figures be read again."""
        return self.state == ReportState.DRAFT


class ReportFigure(TenantModel):
    """One indicator's figure in one edition of a report, as its audience could read it then. Never changed.

    `point` is the point of its series, numbers as text; a hidden one has none. `before` is the point of the period
    before, `course` the way up to it, `groups` the same period by category, `aim` what was wanted of it.
    """

    carried = Carried(
        plain=(
            "point",
            "before",
            "aim",
            "course",
            "groups",
        )
    )

    rights = append_only()

    report = TenantForeignKey(Report, models.CASCADE, related_name="figures")
    edition = models.PositiveSmallIntegerField()
    position = models.PositiveSmallIntegerField()
    goal = models.TextField(blank=True)
    version = TenantForeignKey("measurement.IndicatorVersion", related_name="+")
    name = models.CharField(max_length=200)
    state = models.CharField(max_length=20, blank=True)
    point = models.JSONField(null=True)
    before = models.JSONField(null=True)
    aim = models.JSONField(null=True)
    course = models.JSONField(default=list)
    groups = models.JSONField(default=list)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "report", "edition", "position"], name="report_figure_place"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id}: {self.name}"


class ShareLink(TenantModel):
    """A secret that opens one published report to whoever holds it, until it expires or is revoked."""

    carried = SECRET

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    report = TenantForeignKey(Report, models.CASCADE, related_name="links")
    label = models.CharField(max_length=200, blank=True)
    secret_hash = models.BinaryField(max_length=32)
    made_by = TenantForeignKey("initiatives.Membership", related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "public_id"], name="share_link_public_id"),
            models.UniqueConstraint(fields=["initiative", "secret_hash"], name="share_link_secret"),
        ]

    def __str__(self) -> str:
        return self.label

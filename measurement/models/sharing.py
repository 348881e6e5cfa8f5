"""What partners share and on what terms: agreements, what a partner says of its figures, its own reports."""

import uuid
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db import models
from django.db.models import F, Q

from initiatives.kernel import clock
from initiatives.kernel.carrying import Carried, File, Ids, Renumber
from initiatives.kernel.rls import append_only
from initiatives.kernel.tenancy import TenantForeignKey, TenantModel
from measurement.models.definitions import Dimension, Indicator
from measurement.words import AgreementState, Audience, SharedLevel


class DataSharingAgreement(TenantModel):
    """What partners and the initiative have agreed about data: one version of it.

    A renewal is a new row that names the one it `renews`; while it is in force it stands in place of that one.
    `state` is draft, active or terminated; whether it is ending or has ended is told by the day (`standing`).
    `audience` and `level` govern what others see while it holds, `after_end` from the day after it ended.
    """

    carried = Carried(file=File("stored_as", "evidence", "file_name"))

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=200)
    number = models.PositiveSmallIntegerField(default=1)
    renews = TenantForeignKey("measurement.DataSharingAgreement", null=True, related_name="renewals")
    state = models.CharField(max_length=10, choices=AgreementState.choices, default=AgreementState.DRAFT)
    purpose = models.TextField(blank=True)
    level = models.CharField(max_length=14, choices=SharedLevel.choices, default=SharedLevel.AGGREGATE)
    audience = models.CharField(max_length=10, choices=Audience.choices, default=Audience.TOTALS)
    after_end = models.CharField(max_length=10, choices=Audience.choices, default=Audience.TOTALS)
    permitted_use = models.TextField(blank=True)
    forbidden_use = models.TextField(blank=True)
    legal_basis = models.TextField(blank=True)
    consent = models.TextField(blank=True)
    security = models.TextField(blank=True)
    retention = models.TextField(blank=True)
    destruction = models.TextField(blank=True)
    breach_notice_days = models.PositiveSmallIntegerField(null=True, blank=True)
    publication_rights = models.TextField(blank=True)
    review_days = models.PositiveSmallIntegerField(null=True, blank=True)
    termination = models.TextField(blank=True)
    contacts = models.TextField(blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    renewal_days = models.PositiveSmallIntegerField(default=60)
    terminated_on = models.DateField(null=True, blank=True)
    termination_reason = models.TextField(blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    stored_as = models.CharField(max_length=64, blank=True)
    file_size = models.PositiveIntegerField(default=0)
    file_type = models.CharField(max_length=4, blank=True)
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["title", "-number", "id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "public_id"], name="agreement_public_id"),
            models.UniqueConstraint(fields=["initiative", "renews"], name="agreement_renewed_once"),
            models.CheckConstraint(
                name="agreement_dates", condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on"))
            ),
            models.CheckConstraint(
                name="agreement_terminated",
                condition=~Q(state=AgreementState.TERMINATED.value)
                | (Q(terminated_on__isnull=False) & ~Q(termination_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def last_day(self) -> date | None:
        """The last day on which it holds, None while none is set."""
        if self.state == AgreementState.TERMINATED and self.terminated_on is not None:
            return min(self.terminated_on, self.ends_on) if self.ends_on else self.terminated_on
        return self.ends_on

    def standing(self, day: date) -> AgreementState:
        """Return where the agreement stands on a day."""
        state = AgreementState(self.state)
        if state == AgreementState.DRAFT:
            return state
        last = self.last_day
        if last is not None and last < day:
            return AgreementState.TERMINATED if state == AgreementState.TERMINATED else AgreementState.ENDED
        if last is not None and last - timedelta(days=self.renewal_days) <= day:
            return AgreementState.ENDING
        return AgreementState.ACTIVE


class AgreementParty(TenantModel):
    """A partner that is party to an agreement."""

    agreement = TenantForeignKey(DataSharingAgreement, models.CASCADE, related_name="parties")
    partner = TenantForeignKey("initiatives.Partner", related_name="+")

    class Meta:
        ordering = ["partner__name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "agreement", "partner"], name="agreement_party_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id}: {self.partner_id}"


class AgreementElement(TenantModel):
    """An indicator, or a dimension to break figures down by, that an agreement covers.

    An agreement without indicators covers all that its parties report.
    """

    agreement = TenantForeignKey(DataSharingAgreement, models.CASCADE, related_name="elements")
    indicator = TenantForeignKey(Indicator, null=True, related_name="+")
    dimension = TenantForeignKey(Dimension, null=True, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "agreement", "indicator", "dimension"],
                nulls_distinct=False,
                name="agreement_element_once",
            ),
            models.CheckConstraint(
                name="agreement_element_one",
                condition=Q(indicator__isnull=True, dimension__isnull=False)
                | Q(indicator__isnull=False, dimension__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id}: {self.indicator_id or self.dimension_id}"


class FigureNote(TenantModel):
    """What a partner says of its figure for an indicator and period; the last row holds.

    `agreed` says that it may be shown by name before its days of notice are over. The note travels with the figure.
    """

    rights = append_only()

    partner = TenantForeignKey("initiatives.Partner", related_name="+")
    indicator = TenantForeignKey(Indicator, related_name="+")
    period_start = models.DateField()
    period_end = models.DateField()
    agreed = models.BooleanField(default=False)
    note = models.TextField(blank=True)
    said_at = models.DateTimeField()
    said_by = TenantForeignKey("initiatives.Membership", related_name="+")

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(
                fields=["initiative", "indicator", "period_start", "partner"], name="figure_note_place"
            )
        ]

    def __str__(self) -> str:
        return f"{self.partner_id}: {self.indicator_id} {self.period_start}"


def _figures(value: list[list[Any]], row: Mapping[str, Any], renumber: Renumber) -> list[list[Any]]:
    """What a letter told of, its indicators renumbered."""
    return [[renumber("measurement.Indicator", told[0]), *told[1:]] for told in value]


class FigureNotice(TenantModel):
    """One letter to a partner on figures that will show it by name: to whom it goes, of what, when it left.

    `figures` are [indicator id, first day, last day, to whom they will be shown]. What one letter has told is told by
    no other.
    """

    carried = Carried(ids={"figures": Ids(("measurement.Indicator",), _figures)})

    rights = append_only("sent_at")

    partner = TenantForeignKey("initiatives.Partner", related_name="+")
    to = TenantForeignKey("initiatives.Membership", related_name="+")
    figures = models.JSONField()
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["initiative", "partner", "made_at"], name="figure_notice_partner"),
        ]

    def __str__(self) -> str:
        return f"{self.partner_id}: {len(self.figures)} figures"


class ReportLayout(TenantModel):
    """A partner's own report as an outside funder wants it: which figures, in which order, under which names.

    `lines` are {"indicator": code, "label": text, "by": dimension code or ""} in order. Private to the partner, unless
    it is `shared` with the backbone.
    """

    carried = Carried(plain=("lines",))

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    partner = TenantForeignKey("initiatives.Partner", related_name="+")
    name = models.CharField(max_length=200)
    funder = models.CharField(max_length=200, blank=True)
    starts_in = models.PositiveSmallIntegerField(default=1)
    by_time = models.CharField(max_length=12, default="quarterly")
    charts = models.BooleanField(default=True)
    definitions = models.BooleanField(default=True)
    shared = models.BooleanField(default=False)
    lines = models.JSONField(default=list)
    changed_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "public_id"], name="layout_public_id"),
            models.UniqueConstraint(fields=["initiative", "partner", "name"], name="layout_name"),
            models.CheckConstraint(name="layout_starts_in", condition=Q(starts_in__range=(1, 12))),
        ]

    def __str__(self) -> str:
        return self.name

"""Figures: observations as accepted, roll-ups computed from them, and what was published of those."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from initiatives.kernel.carrying import COMPUTED, Carried, Ids, Renumber, by_axis
from initiatives.kernel.rls import append_only
from initiatives.kernel.tenancy import TenantForeignKey, TenantModel, active
from measurement.disclosure import LEAST_PARTNERS
from measurement.models.collection import Submission
from measurement.models.definitions import Cell, IndicatorVersion
from measurement.models.fields import ExactDecimalField
from measurement.words import FigureStatus, ValueStatus


def _newest(value: dict[str, int], row: Mapping[str, Any], renumber: Renumber) -> dict[str, int]:
    """{partner id: observation id} of a publication, renumbered."""
    found = {
        renumber("initiatives.Partner", int(partner)): renumber("measurement.Observation", newest)
        for partner, newest in value.items()
    }
    return {str(partner): found[partner] for partner in sorted(found)}


class Observation(TenantModel):
    """One partner's accepted value for one indicator version, period and cell, as one revision of it.

    Rows are never changed: a revision adds a row and closes the former by `superseded_at`. `revision` counts the rows;
    `replaces` says that this one took the place of a figure that stood: one that is given again after it was taken back
    does not. numerator and denominator are the additive parts; entered_value and entered_n are kept as they were given.
    """

    rights = append_only("superseded_at")

    initiative = models.ForeignKey(
        "initiatives.Initiative",
        models.PROTECT,
        default=active,
        editable=False,
        related_name="+",
        db_index=False,
        db_constraint=False,  # held by the composite keys; a second check per row would double the cost
    )
    version = TenantForeignKey(IndicatorVersion, related_name="+", db_index=False)
    partner = TenantForeignKey("initiatives.Partner", related_name="+", db_index=False)
    period_start = models.DateField()
    period_end = models.DateField()
    cell = TenantForeignKey(Cell, related_name="+", db_index=False)
    revision = models.PositiveSmallIntegerField(default=1)
    replaces = models.BooleanField(default=False, db_default=False)
    status = models.CharField(max_length=20, choices=ValueStatus.choices)
    numerator = ExactDecimalField(null=True)
    denominator = ExactDecimalField(null=True)
    entered_value = ExactDecimalField(null=True)
    entered_n = ExactDecimalField(null=True)
    note = models.TextField(blank=True, default="")
    explanation = models.TextField(blank=True, default="")
    submission = TenantForeignKey(Submission, related_name="+", db_index=False)
    accepted_at = models.DateTimeField()
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, db_constraint=False, db_index=False, related_name="+"
    )
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "version", "period_start", "period_end", "partner", "cell"],
                condition=Q(superseded_at=None),
                name="observation_current",
            ),
            models.UniqueConstraint(
                fields=["initiative", "version", "period_start", "period_end", "partner", "cell", "revision"],
                name="observation_revision",
            ),
        ]
        indexes = [models.Index(fields=["initiative", "submission"], name="observation_submission")]

    def __str__(self) -> str:
        return f"{self.version_id} {self.period_start} {self.partner_id}/{self.cell_id} r{self.revision}"


class Rollup(TenantModel):
    """One rolled-up figure: the total, a sector or a place, for one cell. Always recomputed, never incremented.

    `axis` and `group_id` name the group: ("total", 0), ("sector", sector id) or ("place", place id).
    `low` and `high` bound the value where no single one can be given.
    """

    carried = COMPUTED

    class Axis(models.TextChoices):
        TOTAL = "total"
        SECTOR = "sector"
        PLACE = "place"

    initiative = models.ForeignKey(
        "initiatives.Initiative",
        models.PROTECT,
        default=active,
        editable=False,
        related_name="+",
        db_index=False,
        db_constraint=False,  # held by the composite keys; a second check per row would double the cost
    )
    version = TenantForeignKey(IndicatorVersion, models.CASCADE, related_name="+", db_index=False)
    period_start = models.DateField()
    period_end = models.DateField()
    axis = models.CharField(max_length=6, choices=Axis.choices)
    group_id = models.BigIntegerField()
    cell = TenantForeignKey(Cell, models.CASCADE, related_name="+", db_index=False)
    numerator = ExactDecimalField(null=True)
    denominator = ExactDecimalField(null=True)
    value = ExactDecimalField(null=True)
    low = ExactDecimalField(null=True)
    high = ExactDecimalField(null=True)
    reported = models.PositiveIntegerField()
    expected = models.PositiveIntegerField()
    left_out = models.PositiveIntegerField(default=0)
    coverage = ExactDecimalField(null=True)
    coverage_basis = models.CharField(max_length=10)
    status = models.CharField(max_length=12, choices=FigureStatus.choices)
    computed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "version", "period_start", "period_end", "axis", "group_id", "cell"],
                name="rollup_once",
            )
        ]
        indexes = [
            # One course among very many cells, as every page of figures asks for it.
            models.Index(
                fields=["version", "axis", "group_id", "cell", "period_start"], name="rollup_course"
            ),
            # Figures of one or two partners, which are few: each reader below staff asks where they are.
            models.Index(
                fields=["version", "period_start", "period_end"],
                condition=models.Q(reported__gt=0, reported__lt=LEAST_PARTNERS),
                name="rollup_few",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.period_start} {self.axis}:{self.group_id}"


class DirtyKey(TenantModel):
    """A (version, period) whose roll-up must be computed again. Written beside what made it stale.

    Without a version it stands for all that have figures in the period, without a period for all periods: which
    those are is found out when they are computed, after whatever else was being accepted meanwhile.
    """

    carried = COMPUTED
    noted = False

    version = TenantForeignKey(IndicatorVersion, models.CASCADE, null=True, related_name="+", db_index=False)
    period_start = models.DateField(null=True)
    period_end = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["initiative", "id"], name="dirty_key_queue")]

    def __str__(self) -> str:
        return f"{self.version_id} {self.period_start}"


class Publication(TenantModel):
    """A snapshot of one indicator version and period as it was made known to those below staff.

    `contributions` holds the newest observation of each partner in it, to tell how many have changed since; `rule`
    what was kept from others when it was decided (measurement.queries.protection.Protection).
    """

    carried = Carried(
        ids={"contributions": Ids(("initiatives.Partner", "measurement.Observation"), _newest)},
        plain=("rule",),
    )

    rights = append_only()

    version = TenantForeignKey(IndicatorVersion, related_name="+")
    period_start = models.DateField()
    period_end = models.DateField()
    number = models.PositiveIntegerField(default=1)
    published_at = models.DateTimeField()
    because = models.CharField(max_length=20)
    contributions = models.JSONField(default=dict)
    rule = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "version", "period_start", "period_end", "number"],
                name="publication_number",
            )
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.period_start} #{self.number}"


class PublishedFigure(TenantModel):
    """One figure of a publication, as disclosed: a hidden one has no parts and says why it is hidden.

    `bound` is what may be said in place of a hidden one, such as ">90%"; empty for nothing.
    """

    carried = Carried(
        ids={"group_id": by_axis({"sector": "initiatives.Sector", "place": "initiatives.Place"})}
    )

    rights = append_only()

    publication = TenantForeignKey(Publication, models.CASCADE, related_name="figures")
    axis = models.CharField(max_length=10)
    group_id = models.BigIntegerField()
    cell = TenantForeignKey(Cell, related_name="+")
    numerator = ExactDecimalField(null=True)
    denominator = ExactDecimalField(null=True)
    value = ExactDecimalField(null=True)
    low = ExactDecimalField(null=True)
    high = ExactDecimalField(null=True)
    reported = models.PositiveIntegerField()
    expected = models.PositiveIntegerField()
    coverage = ExactDecimalField(null=True)
    status = models.CharField(max_length=12, choices=FigureStatus.choices)
    hidden = models.CharField(max_length=12, blank=True)
    bound = models.CharField(max_length=8, blank=True, default="", db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "publication", "axis", "group_id", "cell"], name="published_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.publication_id} {self.axis}:{self.group_id}"

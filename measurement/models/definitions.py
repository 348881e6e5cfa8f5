"""What is measured: dimensions and their categories, cells, indicators and their versions."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from initiatives.kernel.carrying import Carried, Ids, Renumber
from initiatives.kernel.codes import CODE
from initiatives.kernel.tenancy import TenantForeignKey, TenantModel
from measurement.words import (
    Cadence,
    Direction,
    Kind,
    Level,
    PartnerRollup,
    RbaType,
    State,
    TimeBehaviour,
    Visibility,
)

POWERS = ("communication_power", "proxy_power", "data_power")
POWER = [MinValueValidator(1), MaxValueValidator(3)]


class Dimension(TenantModel):
    """A way of breaking a value by group. The categories of an exclusive one add up to the total."""

    code = models.CharField(max_length=64, validators=[CODE])
    name = models.CharField(max_length=200)
    exclusive = models.BooleanField(default=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["initiative", "code"], name="dimension_code")]

    def __str__(self) -> str:
        return self.name


class Category(TenantModel):
    """One group of a dimension, offered for periods that end from `starts_on` on and before `retired_on`.

    One that was added later (`added_at`) is not missed in figures accepted before. `not_known` marks the group of
    those of whom it is not known.
    """

    dimension = TenantForeignKey(Dimension, models.CASCADE, related_name="categories")
    code = models.CharField(max_length=64, validators=[CODE])
    name = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField(default=0)
    not_known = models.BooleanField(default=False)
    starts_on = models.DateField(null=True, blank=True)
    retired_on = models.DateField(null=True, blank=True)
    added_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "dimension", "code"], name="category_code")
        ]

    def __str__(self) -> str:
        return self.name

    def is_offered(self, period_end: date) -> bool:
        """Whether the category is on the list of a period that ends on this day."""
        begun = self.starts_on is None or self.starts_on <= period_end
        return begun and (self.retired_on is None or self.retired_on > period_end)


def _key(value: str, row: Mapping[str, Any], renumber: Renumber) -> str:
    """A cell's key, its dimensions and categories renumbered; their order stays."""
    pairs = (part.split(":") for part in value.split("|") if part)
    return "|".join(
        f"{renumber('measurement.Dimension', int(dimension))}:{renumber('measurement.Category', int(category))}"
        for dimension, category in pairs
    )


class Cell(TenantModel):
    """A combination of at most one category per dimension; the total is the cell without any.

    `key` is canonical: "dimension:category" ids in the order of the dimensions, joined by "|".
    """

    carried = Carried(ids={"key": Ids(("measurement.Dimension", "measurement.Category"), _key)})

    key = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["initiative", "key"], name="cell_key")]

    def __str__(self) -> str:
        return self.key or "total"


class CellPart(TenantModel):
    """One category of a cell, and the parent: the cell without it."""

    cell = TenantForeignKey(Cell, models.CASCADE, related_name="parts")
    dimension = TenantForeignKey(Dimension, related_name="+")
    category = TenantForeignKey(Category, related_name="+")
    parent = TenantForeignKey(Cell, models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["initiative", "cell", "dimension"], name="cell_part_once")
        ]

    def __str__(self) -> str:
        return f"{self.cell_id}: {self.category_id}"


class Indicator(TenantModel):
    """A measure the initiative has agreed; what it means is said by its versions.

    `publication_lag` is the number of days after the end of a period by which its source has the figure. The three
    powers go from 1 to 3: whether people grasp it, whether it stands for the whole, whether its data are good.
    The threshold, the floor and the rounding are its own where they are stricter than the initiative's, else None.
    """

    code = models.CharField(max_length=64, validators=[CODE])
    name = models.CharField(max_length=200)
    question = models.CharField(max_length=300, blank=True)
    level = models.CharField(max_length=10, choices=Level.choices, default=Level.PARTNER)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ACTIVE)
    headline = models.BooleanField(default=False)
    about_people = models.BooleanField(default=True)
    visibility = models.CharField(max_length=10, choices=Visibility.choices, default=Visibility.PARTNERS)
    # Since when figures may be shown by name to partners and to everybody; None: since ever.
    partners_since = models.DateTimeField(null=True, blank=True, editable=False)
    public_since = models.DateTimeField(null=True, blank=True, editable=False)
    suppression_threshold = models.PositiveSmallIntegerField(null=True, blank=True)
    population_floor = models.PositiveIntegerField(null=True, blank=True)
    rounded_to = models.PositiveSmallIntegerField(null=True, blank=True)
    rba_type = models.CharField(max_length=10, choices=RbaType.choices, blank=True)
    outcome = models.CharField(max_length=300, blank=True)
    collection_method = models.TextField(blank=True)
    publication_lag = models.PositiveSmallIntegerField(null=True, blank=True)
    decision_informed = models.TextField(blank=True)
    known_limits = models.TextField(blank=True)
    communication_power = models.PositiveSmallIntegerField(null=True, blank=True, validators=POWER)
    proxy_power = models.PositiveSmallIntegerField(null=True, blank=True, validators=POWER)
    data_power = models.PositiveSmallIntegerField(null=True, blank=True, validators=POWER)
    source = models.CharField(max_length=300, blank=True)
    steward = TenantForeignKey("initiatives.Membership", null=True, blank=True, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "code"], name="indicator_code"),
            models.CheckConstraint(
                name="indicator_rounded_to", condition=Q(rounded_to=None) | Q(rounded_to__in=(0, 5, 10))
            ),
            *[
                models.CheckConstraint(
                    name=f"indicator_{name}", condition=Q(**{name: None}) | Q(**{f"{name}__range": (1, 3)})
                )
                for name in POWERS
            ],
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def reveals_partners(self) -> bool:
        """Whether a total of few partners would tell what not everybody may know.

        A public figure may name its partner, and a community's figure is its one source's own, named beside it.
        """
        return self.visibility != Visibility.PUBLIC and self.level != Level.COMMUNITY

    @property
    def is_published(self) -> bool:
        """Whether the figures reach those below staff by snapshots.

        So do those about people, and those that partners keep to themselves: the difference of two totals, taken
        between two acceptances, would tell one partner's figure.
        """
        kept = self.visibility in (Visibility.OWN, Visibility.ANONYMOUS)
        return self.about_people or (kept and self.reveals_partners)


class IndicatorVersion(TenantModel):
    """One definition of an indicator, in force from a day to a day. A new one makes a series break.

    `two_part` and `scale` are what its kind says of the parts: value = scale * numerator / denominator,
    or the numerator alone. They are kept here so that the roll-up needs to know no kind. `crossed` asks for the
    figures of its two dimensions crossed (boys under six) instead of by each of them.
    """

    indicator = TenantForeignKey(Indicator, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(default=1)
    definition = models.TextField(blank=True)
    numerator_definition = models.TextField(blank=True)
    denominator_definition = models.TextField(blank=True)
    inclusions = models.TextField(blank=True)
    exclusions = models.TextField(blank=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    unit = models.CharField(max_length=40, blank=True)
    multiplier = models.DecimalField(max_digits=12, decimal_places=0, default=1)
    currency = models.CharField(max_length=3, blank=True)
    scale_min = models.DecimalField(max_digits=10, decimal_places=3, null=True, blank=True)
    scale_max = models.DecimalField(max_digits=10, decimal_places=3, null=True, blank=True)
    decimals = models.PositiveSmallIntegerField(default=0)
    direction = models.CharField(max_length=10, choices=Direction.choices, default=Direction.UP)
    band_low = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    band_high = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    time_behaviour = models.CharField(max_length=12, choices=TimeBehaviour.choices)
    partner_rollup = models.CharField(max_length=14, choices=PartnerRollup.choices)
    cadence = models.CharField(max_length=12, choices=Cadence.choices)
    crossed = models.BooleanField(default=False, db_default=False)
    two_part = models.BooleanField()
    scale = models.DecimalField(max_digits=12, decimal_places=0)
    valid_from = models.DateField(null=True, blank=True)
    break_note = models.TextField(blank=True)

    class Meta:
        ordering = ["indicator_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "indicator", "number"], name="version_number"),
            models.UniqueConstraint(
                fields=["initiative", "indicator", "valid_from"],
                nulls_distinct=False,
                name="version_one_start",
            ),
            models.CheckConstraint(name="version_decimals", condition=Q(decimals__lte=12)),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} v{self.number}"


class IndicatorDimension(TenantModel):
    """A dimension by which an indicator version is broken down."""

    version = TenantForeignKey(IndicatorVersion, models.CASCADE, related_name="dimensions")
    dimension = TenantForeignKey(Dimension, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "version", "dimension"], name="indicator_dimension_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.dimension_id}"

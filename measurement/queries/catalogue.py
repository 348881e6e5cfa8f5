"""The catalogue: what can be entered for which period, resolved from codes without a query per row."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from initiatives.kernel.errors import DomainError
from measurement.cells import Combination
from measurement.models import Category, Dimension, Indicator, IndicatorDimension, IndicatorVersion

# How the group of those whose group nobody knows is coded, whatever stands between the letters.
NOT_KNOWN = frozenset({"notknown", "unknown", "nk", "notstated", "notrecorded"})


def is_not_known(category: Category) -> bool:
    """Whether a category stands for those whose group nobody knows."""
    return "".join(letter for letter in category.code.lower() if letter.isalnum()) in NOT_KNOWN


@dataclass(frozen=True)
class Axis:
    """A dimension of an indicator version with its categories by code."""

    dimension: Dimension
    categories: Mapping[str, Category]


@dataclass(frozen=True)
class Sheet:
    """An indicator with its versions, earliest first, and the axes of each."""

    indicator: Indicator
    versions: tuple[IndicatorVersion, ...]
    axes: Mapping[int, tuple[Axis, ...]]

    def at(self, day: date) -> IndicatorVersion:
        """Return the version in force on a day (the first one before its time)."""
        held = [v for v in self.versions if v.valid_from is None or v.valid_from <= day]
        return held[-1] if held else self.versions[0]

    def combination(self, version: IndicatorVersion, cell: Mapping[str, str]) -> Combination:
        """Return the canonical combination of {dimension code: category code}.

        Raises DomainError at `cell` for a dimension that is not one of the version's, or an unknown category.
        """
        if not cell:
            return ()
        axes = {axis.dimension.code: axis for axis in self.axes[version.pk]}
        parts = []
        for dimension, category in cell.items():
            axis = axes.get(dimension)
            if axis is None:
                raise DomainError(
                    "unknown_dimension",
                    _("“%(name)s” is not broken down by “%(code)s”.")
                    % {"name": self.indicator.name, "code": dimension},
                    "cell",
                )
            found = axis.categories.get(category)
            if found is None:
                raise DomainError(
                    "unknown_category",
                    _("“%(code)s” is not a category of “%(name)s”.")
                    % {"code": category, "name": axis.dimension.name},
                    "cell",
                )
            parts.append((axis.dimension.pk, found.pk))
        return tuple(sorted(parts))


def catalogue(codes: set[str] | None = None) -> dict[str, Sheet]:
    """Return the sheets of the initiative's indicators by code: all, or those named (engines and services)."""
    held = IndicatorVersion.objects.select_related("indicator").order_by(
        "indicator__position", "indicator__name", "indicator_id", "number"
    )
    if codes is not None:
        held = held.filter(indicator__code__in=codes)
    rows: dict[int, Indicator] = {}
    versions: dict[int, list[IndicatorVersion]] = {}
    for version in held:
        version.indicator = rows.setdefault(version.indicator_id, version.indicator)
        versions.setdefault(version.indicator_id, []).append(version)
    broken_down = IndicatorDimension.objects.select_related("dimension").order_by("position", "id")
    if codes is not None:
        broken_down = broken_down.filter(version__indicator__code__in=codes)
    dimensions = list(broken_down)
    categories: dict[int, dict[str, Category]] = {}
    if dimensions:
        for category in Category.objects.order_by("position", "id"):
            categories.setdefault(category.dimension_id, {})[category.code] = category
    axes: dict[int, list[Axis]] = {}
    for row in dimensions:
        axis = Axis(row.dimension, categories.get(row.dimension_id, {}))
        axes.setdefault(row.version_id, []).append(axis)
    return {
        indicator.code: Sheet(
            indicator,
            tuple(versions[pk]),
            {version.pk: tuple(axes.get(version.pk, ())) for version in versions[pk]},
        )
        for pk, indicator in rows.items()
    }

"""How the figures of one hand-in are split by exclusive dimensions, and what their groups add up to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import combinations

from measurement.cells import Combination, combination
from measurement.kinds import Parts
from measurement.models import Category
from measurement.queries.catalogue import Axis


@dataclass(frozen=True)
class Amounts:
    """The figures that make up a whole, and the names of the groups that have none."""

    known: tuple[Parts, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Split:
    """The usable figures of one indicator version by cell, with its exclusive dimensions and the groups offered."""

    axes: Sequence[tuple[Axis, Sequence[Category]]]
    cells: Mapping[Combination, Parts]

    def across(self, cell: Combination) -> list[Axis]:
        """Return the dimensions by which a cell may be split further."""
        taken = {dimension for dimension, _category in cell}
        return [axis for axis, _offered in self.axes if axis.dimension.pk not in taken]

    def is_given(self, axis: Axis, cell: Combination) -> bool:
        """Whether a group of this dimension has a figure of its own in the cell."""
        return any(_within(cell, axis, category) in self.cells for category in axis.categories.values())

    def beneath(self, axis: Axis, cell: Combination) -> Amounts:
        """Return what a cell is made of by one dimension; groups without a figure are reckoned from crossed ones."""
        known: list[Parts] = []
        missing: list[str] = []
        for category in self._offered(axis):
            amounts = self._of(_within(cell, axis, category))
            known += amounts.known
            missing += [f"{category.name}, {name}" for name in amounts.missing if name]
            if not amounts.known:
                missing.append(category.name)
        return Amounts(tuple(known), tuple(missing) if known else ())

    def _of(self, cell: Combination) -> Amounts:
        """The figure of a cell, or else those that make it up, of the dimension by which most of it is known."""
        if cell in self.cells:
            return Amounts((self.cells[cell],), ())
        if cell not in self._above:
            return Amounts((), ())
        ways = [self.beneath(axis, cell) for axis in self.across(cell)]
        return min(
            (way for way in ways if way.known), key=lambda way: len(way.missing), default=Amounts((), ())
        )

    def _offered(self, axis: Axis) -> Sequence[Category]:
        return next(offered for other, offered in self.axes if other is axis)

    @cached_property
    def _above(self) -> frozenset[Combination]:
        """Every cell that holds a figure's cell."""
        return frozenset(
            part for cell in self.cells for size in range(len(cell)) for part in combinations(cell, size)
        )


def split_of(axes: Sequence[Axis], cells: Mapping[Combination, Parts], period_end: date) -> Split:
    """Return how these figures are split by the exclusive ones of these dimensions, for a period that ends on a day."""
    return Split(
        [
            (axis, [row for row in axis.categories.values() if row.is_offered(period_end)])
            for axis in axes
            if axis.dimension.exclusive
        ],
        cells,
    )


def _within(cell: Combination, axis: Axis, category: Category) -> Combination:
    return combination({**dict(cell), axis.dimension.pk: category.pk})

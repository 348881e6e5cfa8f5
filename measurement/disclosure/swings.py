"""Which more cells to hide so that no hidden one can be worked out: the cheapest swings, by linear programmes.

This is cell suppression by linear programming (after Kelly, Golden and Assad, 1992). A hidden cell is safe when there
are two sets of numbers, both in agreement with all that is published, in which it differs by the threshold. Where
there are none, the cheapest change of numbers that brings one about names the cells to hide. Every hidden cell is
left with such a pair, so that no audit has to follow.

The solver, HiGHS, is loaded when it is first needed: where snapshots are taken, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from highspy import Highs

    from measurement.disclosure.rows import Row

K = TypeVar("K", bound=Hashable)

NOTHING = 1e-6  # what the solver's own tolerance may leave
DEAREST = 4.0  # what hiding the largest cell costs, where one near zero costs 1


@dataclass(frozen=True, slots=True)
class Rest:
    """What the parts of a row leave of its total: it is published nowhere, and known where the whole row is."""

    row: int


class Swings(Generic[K]):
    """One layer of amounts, the rows in which they add up, and which of them are hidden so far.

    `least` is the width that the range of every hidden amount must have; amounts of zero are taken as known, unless
    they were `withheld`. `sizes` tell how much is lost with a cell: few cells are hidden rather than many, small ones
    rather than large ones.
    """

    def __init__(
        self,
        amounts: Mapping[K, Decimal],
        rows: Sequence[Row[K]],
        least: Decimal,
        sizes: Mapping[K, Decimal],
        withheld: AbstractSet[K] = frozenset(),
    ) -> None:
        import numpy

        self.least = float(least)
        cells: dict[Hashable, Decimal] = {
            cell: amounts[cell] for cell in sorted(amounts, key=str) if amounts[cell] or cell in withheld
        }
        rests = [amounts[row.total] - sum((amounts[part] for part in row.parts), Decimal(0)) for row in rows]
        cells |= {Rest(number): rest for number, rest in enumerate(rests) if rest > 0}
        self._place = {cell: place for place, cell in enumerate(cells)}
        self._names = list(cells)
        self._amounts = numpy.array([float(amount) for amount in cells.values()])
        self._low, self._high = self._amounts.copy(), self._amounts.copy()
        self._hidden = {place for cell, place in self._place.items() if isinstance(cell, Rest)}
        largest = float(max(sizes.values(), default=0)) or 1.0
        dear = {cell: 1 + (DEAREST - 1) * float(size) / largest for cell, size in sizes.items()}
        costs = [0.0 if isinstance(cell, Rest) else dear[cell] for cell in cells]  # type: ignore[index]
        # Parts that come to more than their total do not add up to it, whatever they are: nobody can subtract them.
        self._sums = [
            [(self._place[cell], sign) for cell, sign in _terms(number, row) if cell in cells]
            for number, row in enumerate(rows)
            if rests[number] >= 0
        ]
        self._model = _Model(self._amounts, self._sums, costs)

    def small_rests(self) -> list[Rest]:
        """What rows leave of their totals, where it is above zero and less than may be told."""
        return [
            cell
            for cell, place in self._place.items()
            if isinstance(cell, Rest) and self._amounts[place] < self.least
        ]

    def hide(self, cells: Iterable[K]) -> None:
        """Take the cells as hidden from now on."""
        for cell in cells:
            place = self._place.get(cell)
            if place is not None and place not in self._hidden:
                self._hidden.add(place)
                self._model.set_cost(place, 0.0)

    def covers(self, cell: K | Rest) -> list[K]:
        """The cells to hide besides, so that the range of a hidden one is wide enough; none where it is already."""
        place = self._place.get(cell)
        if place is None or self._is_wide(place):
            return []
        changes = self._model.swing(place, self.least)
        for change in changes:
            self._keep(change)
        moved = {found for change in changes for found in (abs(change) > NOTHING).nonzero()[0]}
        if not changes:  # no numbers but these agree: all that stands in a row with the cell goes
            moved = {found for terms in self._sums if place in dict(terms) for found, _ in terms}
        return [self._names[found] for found in sorted(moved - self._hidden)]  # type: ignore[misc]

    def _is_wide(self, place: int) -> bool:
        return bool(self._high[place] - self._low[place] >= self.least - NOTHING)

    def _keep(self, change: Any) -> None:
        """Remember how far each cell has been seen to move: what may be hidden only grows."""
        import numpy

        numpy.minimum(self._low, self._amounts + change, out=self._low)
        numpy.maximum(self._high, self._amounts + change, out=self._high)


def _terms(number: int, row: Row[K]) -> Iterator[tuple[Hashable, float]]:
    yield row.total, -1.0
    for part in row.parts:
        yield part, 1.0
    yield Rest(number), 1.0


class _Model:
    """Two changes of all amounts, each in agreement with every row; what moves in them costs by its distance.

    Each cell has four columns: its rise and fall in the first change, and in the second.
    """

    def __init__(
        self, amounts: Any, rows: Sequence[Sequence[tuple[int, float]]], costs: Sequence[float]
    ) -> None:
        import highspy

        self._optimal = highspy.HighsModelStatus.kOptimal
        self._solver: Highs = highspy.Highs()
        self._solver.setOptionValue("output_flag", False)
        self._solver.setOptionValue("threads", 1)
        endless = highspy.kHighsInf
        self._solver.addRow(0, endless, 0, [], [])  # the distance between the changes of one cell
        for amount in amounts:
            for most in (endless, float(amount) if amount >= 0 else endless) * 2:
                self._solver.addVar(0, most)
        for place, cost in enumerate(costs):
            self.set_cost(place, cost)
        for terms in rows:
            for first in (0, 2):
                columns = [4 * place + first + side for place, _ in terms for side in (0, 1)]
                factors = [factor for _, sign in terms for factor in (sign, -sign)]
                self._solver.addRow(0, 0, len(columns), columns, factors)

    def set_cost(self, place: int, cost: float) -> None:
        """Set what it costs to move a cell by one."""
        for column in range(4 * place, 4 * place + 4):
            self._solver.changeColCost(column, cost)

    def swing(self, place: int, width: float) -> list[Any]:
        """The cheapest two changes in which a cell differs by a width; none where there are no such."""
        import numpy

        self._solver.changeRowBounds(0, width, width)
        self._measure(place, 1.0)
        self._solver.run()
        found = self._solver.getModelStatus() == self._optimal
        values = numpy.asarray(self._solver.getSolution().col_value)
        self._measure(place, 0.0)
        if not found:
            return []
        return [values[0::4] - values[1::4], values[2::4] - values[3::4]]

    def _measure(self, place: int, factor: float) -> None:
        for side, sign in enumerate((1.0, -1.0, -1.0, 1.0)):
            self._solver.changeCoeff(0, 4 * place + side, sign * factor)

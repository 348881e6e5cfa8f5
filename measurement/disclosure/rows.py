"""Hiding small cells, and enough others that nobody can work them out by subtracting.

A row is a total and the parts that add up to it. One cell can stand in many rows (a table's rows and
columns, sectors and places, a tree of places). Every cell is told in layers: amounts that each add up by
themselves, such as the numerator and the denominator of a percentage. A hidden cell hides all its layers.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import Generic, Literal, TypeVar

from measurement.disclosure.intervals import RangeFinder, intervals
from measurement.kinds.rounding import EXACT

K = TypeVar("K", bound=Hashable)
Reason = Literal["few", "few_partners", "earlier", "cover"]
PARTNERS = "partners"


@dataclass(frozen=True, slots=True)
class Row(Generic[K]):
    """A total and its parts. `shared` says that one partner may be behind several parts."""

    total: K
    parts: tuple[K, ...]
    shared: bool = False


def protect(
    amounts: Mapping[K, Mapping[str, Decimal]],
    rows: Sequence[Row[K]],
    thresholds: Mapping[str, Decimal],
    earlier: Iterable[K] = (),
    ranges: RangeFinder = intervals,
) -> dict[K, Reason]:
    """The cells to hide, each with its reason.

    `amounts` holds the layers of every cell that has a figure, `thresholds` the least amount that may be
    seen in each layer (zero may always be seen). `earlier` cells stay hidden. The answer does not depend
    on the order of the cells; equal candidates are taken smallest first, then by their key. `ranges` says
    what can be worked out about hidden cells; any range narrower than its threshold has more cells hidden.
    """
    with localcontext(EXACT):
        return _Protection(amounts, rows, thresholds, earlier, ranges).run()


class _Protection(Generic[K]):
    """One run: what is hidden only grows, until every row is closed and no range is too narrow."""

    def __init__(
        self,
        amounts: Mapping[K, Mapping[str, Decimal]],
        rows: Sequence[Row[K]],
        thresholds: Mapping[str, Decimal],
        earlier: Iterable[K],
        ranges: RangeFinder,
    ) -> None:
        self.amounts = amounts
        self.thresholds = thresholds
        self.ranges = ranges
        self.rows = [known for row in rows if (known := self._known(row)) is not None]
        self.hidden: dict[K, Reason] = dict.fromkeys(earlier, "earlier")
        self.beyond_help: set[K] = set()

    def run(self) -> dict[K, Reason]:
        for key, layers in self.amounts.items():
            small = [layer for layer, amount in layers.items() if self._is_small(amount, layer)]
            if small:
                self.hidden[key] = "few_partners" if small == [PARTNERS] else "few"
        self._close_rows()
        while (narrow := self._narrowest()) is not None:
            self._widen(narrow)
            self._close_rows()
        return self.hidden

    def _known(self, row: Row[K]) -> Row[K] | None:
        parts = tuple(sorted((part for part in row.parts if part in self.amounts), key=str))
        return Row(row.total, parts, row.shared) if parts and row.total in self.amounts else None

    def _is_small(self, amount: Decimal, layer: str) -> bool:
        return 0 < abs(amount) < self.thresholds[layer]

    def _close_rows(self) -> None:
        changed = True
        while changed:
            changed = False
            for row in self.rows:
                while (cover := self._cover(row)) is not None:
                    self.hidden[cover] = "cover"
                    changed = True

    def _cover(self, row: Row[K]) -> K | None:
        """One more cell to hide in an open row: the smallest that is not zero, at last the total."""
        layers = self._open_layers(row)
        if not layers:
            return None
        shown = [part for part in row.parts if part not in self.hidden and self._any(part, layers)]
        if shown:
            return min(shown, key=self._rank)
        return None if row.total in self.hidden else row.total

    def _open_layers(self, row: Row[K]) -> list[str]:
        hidden = [part for part in row.parts if part in self.hidden]
        if row.total in self.hidden:
            # A hidden total whose parts are all shown is their sum.
            return [] if hidden else [layer for layer in self._layers(row) if self.amounts[row.total][layer]]
        return [layer for layer in self._layers(row) if self._is_open(row, hidden, layer)]

    def _is_open(self, row: Row[K], hidden: Sequence[K], layer: str) -> bool:
        unknown = [amount for part in hidden if (amount := self.amounts[part][layer])]
        remainder = self._remainder(row, layer)
        if self._is_small(remainder, layer):
            unknown.append(remainder)
        if not unknown:
            return False
        together = max(unknown) if row.shared and layer == PARTNERS else sum(unknown, Decimal(0))
        return len(unknown) < 2 or together < self.thresholds[layer]

    def _remainder(self, row: Row[K], layer: str) -> Decimal:
        """What the parts leave of the total (partners without a place, say): anybody can work it out."""
        if row.shared and layer == PARTNERS:
            return Decimal(0)
        listed = sum((self.amounts[part][layer] for part in row.parts), Decimal(0))
        return self.amounts[row.total][layer] - listed

    def _layers(self, row: Row[K]) -> list[str]:
        cells = (row.total, *row.parts)
        return [layer for layer in self.thresholds if all(layer in self.amounts[cell] for cell in cells)]

    def _any(self, key: K, layers: Sequence[str]) -> bool:
        return any(self.amounts[key].get(layer) for layer in layers)

    def _rank(self, key: K) -> tuple[int, Decimal, str]:
        people = [amount for layer, amount in self.amounts[key].items() if layer != PARTNERS]
        zeros = sum(1 for amount in self.amounts[key].values() if not amount)
        return zeros, max(people, default=Decimal(0)), str(key)

    def _narrowest(self) -> K | None:
        """A hidden cell that the published rows pin down too closely."""
        for layer, least in self.thresholds.items():
            if layer == PARTNERS:
                continue
            rows = [row for row in self.rows if layer in self._layers(row)]
            found = self._intervals(rows, layer, least)
            for key in sorted(found, key=str):
                low, high = found[key]
                is_told = high is not None and high - low < least
                if is_told and self.amounts[key][layer] and key not in self.beyond_help:
                    return key
        return None

    def _intervals(
        self, rows: Sequence[Row[K]], layer: str, least: Decimal
    ) -> dict[K, tuple[Decimal, Decimal | None]]:
        values = {cell: self.amounts[cell][layer] for row in rows for cell in (row.total, *row.parts)}
        equations = [(row.total, row.parts, self._remainder(row, layer)) for row in rows]
        return self.ranges(values, equations, self.hidden.keys() & values.keys(), least)

    def _widen(self, key: K) -> None:
        """Hide one more cell in the rows of a cell that is pinned down, or in the nearest that have one."""
        reached = {key}
        while True:
            rows = [row for row in self.rows if row.total in reached or not reached.isdisjoint(row.parts)]
            cells = {cell for row in rows for cell in (row.total, *row.parts)}
            shown = {cell for cell in cells - self.hidden.keys() if self._any(cell, list(self.thresholds))}
            parts = {part for row in rows for part in row.parts} & shown
            if shown:
                self.hidden[min(parts or shown, key=self._rank)] = "cover"
                return
            if cells == reached:
                self.beyond_help.add(key)
                return
            reached = cells

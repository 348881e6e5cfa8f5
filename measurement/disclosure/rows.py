"""Hiding small cells, and enough others that nobody can work them out by subtracting.

A row is a total and the parts that add up to it. One cell can stand in many rows (a table's rows and
columns, sectors and places, a tree of places). Every cell is told in layers: amounts that each add up by
themselves, such as those who reached a goal and those who did not. A hidden cell hides all its layers.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import Generic, Literal, TypeVar

from measurement.disclosure.swings import Rest, Swings
from measurement.kinds.rounding import EXACT

K = TypeVar("K", bound=Hashable)
Reason = Literal["few", "few_partners", "earlier", "cover", "source"]
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
    withheld: Iterable[K] = (),
) -> dict[K, Reason]:
    """The cells to hide, each with its reason.

    `amounts` holds the layers of every cell that has a figure, `thresholds` the least amount that may be
    seen in each layer (zero may always be seen). `earlier` cells stay hidden, and so do those `withheld` at their
    source. Of people, no amount above zero that is hidden, and none that was withheld, can be worked out more closely
    than its threshold from the rows; of partners, no row leaves fewer than the threshold, or only one part, to be
    told. The answer does not depend on the order of the cells.
    """
    with localcontext(EXACT):
        return _Protection(amounts, rows, thresholds, earlier, withheld).run()


class _Protection(Generic[K]):
    """One run: what is hidden only grows, until every hidden cell is safe."""

    def __init__(
        self,
        amounts: Mapping[K, Mapping[str, Decimal]],
        rows: Sequence[Row[K]],
        thresholds: Mapping[str, Decimal],
        earlier: Iterable[K],
        withheld: Iterable[K],
    ) -> None:
        self.amounts = amounts
        self.thresholds = thresholds
        self.rows = [known for row in rows if (known := self._known(row)) is not None]
        self.hidden: dict[K, Reason] = dict.fromkeys(earlier, "earlier")
        self.withheld = frozenset(withheld)

    def run(self) -> dict[K, Reason]:
        for key, layers in self.amounts.items():
            small = [layer for layer, amount in layers.items() if self._is_small(amount, layer)]
            if small:
                self.hidden[key] = "few_partners" if small == [PARTNERS] else "few"
        self.hidden |= dict.fromkeys(self.withheld, "source")
        people = self._people()
        while self._closed_rows_of_partners() or sum(self._covered(swings) for swings in people):
            pass
        return self.hidden

    def _known(self, row: Row[K]) -> Row[K] | None:
        parts = tuple(sorted((part for part in row.parts if part in self.amounts), key=str))
        return Row(row.total, parts, row.shared) if parts and row.total in self.amounts else None

    def _is_small(self, amount: Decimal, layer: str) -> bool:
        return 0 < abs(amount) < self.thresholds[layer]

    # People

    def _people(self) -> list[Swings[K]]:
        """The layers of people in which something may have to be covered."""
        found = []
        for layer, least in self.thresholds.items():
            rows = [row for row in self.rows if layer in self._layers(row)]
            if layer == PARTNERS or not rows:
                continue
            amounts = {key: layers[layer] for key, layers in self.amounts.items() if layer in layers}
            if self.hidden.keys() & amounts.keys() or self._has_small_rest(rows, layer):
                sizes = {key: self._size(key) for key in amounts}
                found.append(Swings(amounts, rows, least, sizes, self.withheld))
        return found

    def _has_small_rest(self, rows: Sequence[Row[K]], layer: str) -> bool:
        return any(self._is_small(self._remainder(row, layer), layer) for row in rows)

    def _covered(self, swings: Swings[K]) -> bool:
        """Hide what the cells of a layer need for their safety; whether anything had to be."""
        before = len(self.hidden)
        waiting: list[K | Rest] = [*swings.small_rests(), *sorted(self.hidden, key=self._rank, reverse=True)]
        swings.hide(self.hidden)
        while waiting:
            covers = swings.covers(waiting.pop())
            swings.hide(covers)
            self.hidden |= dict.fromkeys(covers, "cover")
            waiting += covers
        return len(self.hidden) > before

    def _size(self, key: K) -> Decimal:
        return max(
            (abs(n) for layer, n in self.amounts[key].items() if layer != PARTNERS), default=Decimal(0)
        )

    # Partners

    def _closed_rows_of_partners(self) -> bool:
        """Close every row in which too few partners could be told; whether anything had to be hidden."""
        before = len(self.hidden)
        rows = (
            [row for row in self.rows if PARTNERS in self._layers(row)] if PARTNERS in self.thresholds else []
        )
        changed = True
        while changed:
            changed = False
            for row in rows:
                while (cover := self._cover(row)) is not None:
                    self.hidden[cover] = "cover"
                    changed = True
        return len(self.hidden) > before

    def _cover(self, row: Row[K]) -> K | None:
        """One more cell to hide in an open row: the smallest that is not zero, at last the total."""
        if not self._is_open(row):
            return None
        shown = [part for part in row.parts if part not in self.hidden and self.amounts[part][PARTNERS]]
        if shown:
            return min(shown, key=self._rank)
        return None if row.total in self.hidden else row.total

    def _is_open(self, row: Row[K]) -> bool:
        hidden = [part for part in row.parts if part in self.hidden]
        if row.total in self.hidden:
            # A hidden total whose parts are all shown is their sum.
            return not hidden and bool(self.amounts[row.total][PARTNERS])
        unknown = [amount for part in hidden if (amount := self.amounts[part][PARTNERS])]
        remainder = Decimal(0) if row.shared else self._remainder(row, PARTNERS)
        if self._is_small(remainder, PARTNERS):
            unknown.append(remainder)
        if not unknown:
            return False
        together = max(unknown) if row.shared else sum(unknown, Decimal(0))
        return len(unknown) < 2 or together < self.thresholds[PARTNERS]

    def _remainder(self, row: Row[K], layer: str) -> Decimal:
        """What the parts leave of the total (partners without a place, say)."""
        listed = sum((self.amounts[part][layer] for part in row.parts), Decimal(0))
        return self.amounts[row.total][layer] - listed

    def _layers(self, row: Row[K]) -> list[str]:
        cells = (row.total, *row.parts)
        return [layer for layer in self.thresholds if all(layer in self.amounts[cell] for cell in cells)]

    def _rank(self, key: K) -> tuple[Decimal, str]:
        return self._size(key) if key in self.amounts else Decimal(0), str(key)

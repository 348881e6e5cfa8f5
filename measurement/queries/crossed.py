"""The figures of a hand-in by two dimensions crossed, as the tables that they make."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from measurement.kinds import EntryError, Parts
from measurement.models import Category, Dimension, Indicator, IndicatorVersion
from measurement.queries.entries import kind_of
from measurement.queries.hand_ins import Line


@dataclass
class Crossed:
    """One indicator's figures by two dimensions: a row for each group of the first, a column for each of the second.

    `cells` are the figures by the ids of their two groups; `rows` and `columns` the groups by their ids, in order.
    """

    indicator: Indicator
    version: IndicatorVersion
    down: Dimension
    across: Dimension
    rows: dict[int, Category] = field(default_factory=dict)
    columns: dict[int, Category] = field(default_factory=dict)
    cells: dict[tuple[int, int], Line] = field(default_factory=dict)

    def row(self, group: int) -> list[Line | None]:
        """Return the figures of one group of the first dimension, a place for each of the second."""
        return [self.cells.get((group, other)) for other in self.columns]

    def column(self, group: int) -> list[Line | None]:
        """Return the figures of one group of the second dimension, a place for each of the first."""
        return [self.cells.get((other, group)) for other in self.rows]


def crossed_in(lines: Iterable[Line]) -> list[Crossed]:
    """Return the tables of the crossed figures among the lines of a hand-in, in the order of the indicators."""
    found: dict[int, Crossed] = {}
    for line in lines:
        if len(line.groups) != 2:
            continue
        (down, first), (across, second) = line.groups
        begun = Crossed(line.sheet.indicator, line.version, down.dimension, across.dimension)
        table = found.setdefault(line.version.pk, begun)
        table.rows[first.pk], table.columns[second.pk] = first, second
        table.cells[first.pk, second.pk] = line
    return list(found.values())


def together(lines: Sequence[Line | None]) -> Decimal | None:
    """Return the figure that these make together: their parts added up, then finished; None where one is missing."""
    known = [line for line in lines if line is not None]
    parts = [_parts(line) for line in known]
    tops, bases = [part.numerator for part in parts], [part.denominator for part in parts]
    if not known or len(known) < len(lines) or any(top is None for top in tops):
        return None
    version = known[0].version
    kind = kind_of(version)
    if not kind.additive:
        return None
    base = None if any(base is None for base in bases) else sum(filter(None, bases), Decimal(0))
    return kind.finish(sum(filter(None, tops), Decimal(0)), base, version.multiplier)


def _parts(line: Line) -> Parts:
    if line.given is not None:
        try:
            return line.given.parts()
        except EntryError:
            return Parts()
    row = line.stands
    return Parts(row.numerator, row.denominator) if row is not None else Parts()

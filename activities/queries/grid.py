"""Gaps and overlaps: people, places and strategies against one another, and how many partners are in each cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from activities.landscape import UNSAID, Landscape, Named, Work

AXES = ("people", "place", "strategy")
MANY = 4
MOST_ROWS, MOST_COLUMNS = 30, 16


@dataclass(frozen=True)
class Cell:
    """Where a row and a column meet: the partners that lead or deliver something there, and their activities.

    `outside`: the agenda is not meant for it.
    """

    row: Named
    column: Named
    partners: tuple[str, ...]
    works: tuple[str, ...]
    outside: bool = False

    @property
    def count(self) -> int:
        """How many partners are there."""
        return len(self.partners)


@dataclass(frozen=True)
class Grid:
    """The grid. `rows` and `columns` are those with the most work, in the order they are listed in; the names of the
    others are in `more_rows` and `more_columns`. `many` is from how many partners on a cell is an overlap.

    `cells` holds every cell, the folded ones too, by the keys of row and column. Something without people, place or
    strategy stands under UNSAID, which is neither gap nor overlap.
    """

    rows: tuple[Named, ...]
    columns: tuple[Named, ...]
    more_rows: tuple[Named, ...]
    more_columns: tuple[Named, ...]
    cells: dict[tuple[str, str], Cell]
    many: int
    within: str = ""

    def kind(self, cell: Cell) -> str:
        """Return "gap" for nobody, "over" for too many, "" for anything between; UNSAID is neither.

        What lies outside the agenda is "out", whoever is there.
        """
        if UNSAID in (cell.row.key, cell.column.key):
            return ""
        if cell.outside:
            return "out"
        return "gap" if not cell.count else "over" if cell.count >= self.many else ""

    @property
    def gaps(self) -> list[Cell]:
        """The cells without anybody, those beside the fullest first."""
        fill: Counter[str] = Counter()
        for cell in self.cells.values():
            fill[cell.row.key] += cell.count
            fill[cell.column.key] += cell.count
        found = [cell for cell in self.cells.values() if self.kind(cell) == "gap"]
        return sorted(found, key=lambda cell: -(fill[cell.row.key] + fill[cell.column.key]))

    @property
    def overlaps(self) -> list[Cell]:
        """The cells with too many partners, the fullest first."""
        found = [cell for cell in self.cells.values() if self.kind(cell) == "over"]
        return sorted(found, key=lambda cell: -cell.count)

    @property
    def strays(self) -> list[Cell]:
        """The cells outside the agenda in which somebody is all the same."""
        return [cell for cell in self.cells.values() if self.kind(cell) == "out" and cell.count]


def grid(
    land: Landscape,
    rows: str = "people",
    columns: str = "place",
    *,
    within: str = "",
    many: int = MANY,
    given: Mapping[str, str] | None = None,
) -> Grid:
    """Return the grid of two of AXES. Places are those right inside `within`, at first the widest that differ.

    A cell counts the partners that lead or deliver an activity for the row and the column; an activity in a place
    counts in the place around it, and one for a whole area in every place of it. `given` is the key on the third axis
    by which the landscape was narrowed.
    """
    within = within if within in land.places else ""
    down, across = _line(land, rows, within), _line(land, columns, within)
    keys_of = {axis: _finder(land, axis, within) for axis in (rows, columns)}
    partners: dict[tuple[str, str], dict[str, None]] = {}
    works: dict[tuple[str, str], list[str]] = {}
    load: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    for work in land.works:
        one, other = keys_of[rows](work), keys_of[columns](work)
        for row in one:
            load[0][row] += 1
            for column in other:
                partners.setdefault((row, column), {}).update(dict.fromkeys(work.present))
                works.setdefault((row, column), []).append(work.key)
        for column in other:
            load[1][column] += 1
    down = [line for line in down if line.key != UNSAID or load[0][UNSAID]]
    across = [line for line in across if line.key != UNSAID or load[1][UNSAID]]
    shown_rows, more_rows = _most(down, load[0], MOST_ROWS)
    shown_columns, more_columns = _most(across, load[1], MOST_COLUMNS)
    cells = {
        (row.key, column.key): Cell(
            row,
            column,
            tuple(sorted(partners.get((row.key, column.key), ()))),
            tuple(works.get((row.key, column.key), ())),
            land.outside({**(given or {}), rows: row.key, columns: column.key}) is not None,
        )
        for row in down
        for column in across
    }
    return Grid(shown_rows, shown_columns, more_rows, more_columns, cells, many, within)


def _most(line: list[Named], load: Counter[str], most: int) -> tuple[tuple[Named, ...], tuple[Named, ...]]:
    """Divide a line into those with the most work, in their order, and the rest."""
    chosen = {item.key for item in sorted(line, key=lambda item: -load[item.key])[:most]}
    shown = tuple(item for item in line if item.key in chosen)
    return shown, tuple(item for item in line if item.key not in chosen)


def _line(land: Landscape, axis: str, within: str) -> list[Named]:
    """Return what stands along an axis, with UNSAID at the end."""
    if axis == "people":
        found = list(land.people.values())
    elif axis == "strategy":
        found = list(land.strategies.values())
    else:
        found = [Named(key, land.places[key].name) for key in level(land, within)]
    return [*found, Named(UNSAID, "")]


def level(land: Landscape, within: str) -> list[str]:
    """Return the keys of the places right inside a place, itself where it has none.

    Without one: the widest places, or those inside the only one.
    """
    found = land.inside.get(within, [])
    if not within:
        while len(found) == 1 and land.inside.get(found[0]):
            found = land.inside[found[0]]
    return found or ([within] if within else [])


class _finder:
    """Finds the keys of an axis that an activity belongs to."""

    def __init__(self, land: Landscape, axis: str, within: str) -> None:
        self.axis, self.known = axis, {"people": land.people, "strategy": land.strategies}.get(axis, {})
        self.covers: dict[str, tuple[str, ...]] = {}
        if axis == "place":
            self.covers = _covers(land, level(land, within))

    def __call__(self, work: Work) -> Iterable[str]:
        if self.axis == "place":
            if not work.places:
                return (UNSAID,)
            return dict.fromkeys(key for place in work.places for key in self.covers.get(place, ()))
        own = work.people if self.axis == "people" else (work.strategy,)
        return tuple(key for key in own if key in self.known) or (UNSAID,)


def _covers(land: Landscape, shown: list[str]) -> dict[str, tuple[str, ...]]:
    """Return, for each place, which of the shown ones work there counts in: those it is in, or those in it."""
    wanted = set(shown)
    found: dict[str, list[str]] = {}
    for key in shown:
        for inner in land.within(key):
            found.setdefault(inner, []).append(key)
        for outer in land.around(key):
            if outer not in wanted:
                found.setdefault(outer, []).append(key)
    return {place: tuple(dict.fromkeys(keys)) for place, keys in found.items()}

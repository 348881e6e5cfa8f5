"""The hand-in grid ready to be drawn: rows with their boxes, and the breakdowns below them."""

from __future__ import annotations

from dataclasses import dataclass, field

from measurement.words import ValueStatus


@dataclass
class Box:
    """One input of a line."""

    name: str
    label: str
    heading: str
    value: str
    inputmode: str
    part: str
    hint: str = ""
    error: str = ""
    theirs: str = ""


@dataclass
class Row:
    """One line of the grid, ready to be drawn."""

    key: str
    name: str
    sub: str
    unit: str
    boxes: list[Box]
    status: str
    note: str
    explanation: str
    last: str
    last_parts: str
    change: str
    locked: bool
    code: str
    indicator: str
    between: str = ""
    shown: str = ""
    ready: bool = False
    errors: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    suggestions: list[tuple[str, str]] = field(default_factory=list)
    splits: list[Split] = field(default_factory=list)
    matrices: list[Matrix] = field(default_factory=list)
    not_known: bool = False
    column: str = ""

    @property
    def full_name(self) -> str:
        """The name with its indicator's, for a message that stands by itself."""
        return f"{self.indicator}: {self.name}" if self.indicator != self.name else self.name

    @property
    def opened(self) -> bool:
        """Whether the part below the figure (reason, note) should stand open."""
        return bool(self.note) or self.status != ValueStatus.REPORTED

    @property
    def first(self) -> str:
        """The field that a link to this row leads to."""
        return self.boxes[0].name if self.boxes else self.key


@dataclass
class Split:
    """An indicator broken down by one dimension: its category rows and their sums beside the total."""

    key: str
    title: str
    name: str
    exclusive: bool
    columns: list[str]
    rows: list[Row]
    sums: list[Sum]


@dataclass
class Crossing:
    """One row or one column of a matrix: its group, a cell for each group of the other dimension, and their sums."""

    name: str
    cells: list[Row | None] = field(default_factory=list)
    sums: list[Sum] = field(default_factory=list)


@dataclass
class Matrix:
    """An indicator by two dimensions crossed: a row for each group of the first, a column for each of the second.

    `sums` are those of all cells, beside the total; rows are summed where the second dimension is exclusive
    (`adds_across`), columns where the first is. `groups` are names by id, `cells` the
    figures by the ids of their two groups.
    """

    key: str
    title: str
    names: tuple[str, str]
    adds_down: bool
    adds_across: bool
    parts: list[str]
    groups: dict[int, str] = field(default_factory=dict)
    cells: dict[tuple[int, int], Row] = field(default_factory=dict)
    lines: list[Crossing] = field(default_factory=list)
    columns: list[Crossing] = field(default_factory=list)
    sums: list[Sum] = field(default_factory=list)

    @property
    def exclusive(self) -> bool:
        """Whether all cells together add up to the total."""
        return self.adds_down and self.adds_across

    @property
    def rows(self) -> list[Row]:
        """The figures in it, row by row."""
        return list(self.cells.values())


@dataclass
class Sum:
    """The sum of one column of a split; it `fits` where it is the total, but for the rounding of the numbers.

    `rest` is what the groups lack of the total where all but the one of those not known are filled in, `fill` the
    field of that one and the number that would stand in it; `rest_field` is that field wherever there is one.
    """

    part: str
    value: str
    total: str
    adds: bool = True
    rest: str = ""
    fill: str = ""
    rest_field: str = ""
    fits: bool = False

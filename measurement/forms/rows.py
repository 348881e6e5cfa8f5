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
    not_known: bool = False

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
class Sum:
    """The sum of one column of a split; `fits` is empty where nothing is compared.

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

    @property
    def fits(self) -> bool:
        """Whether the categories add up to the total."""
        return bool(self.total) and self.value == self.total

"""The first rows of a file as the page of an import shows them: what each cell is understood to be, and becomes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from measurement.imports.grids import Row
from measurement.imports.headings import letter, written
from measurement.imports.mapping import THINGS, Layout, period_meant
from measurement.imports.names import Register, is_total
from measurement.imports.sources import named_in_heading
from measurement.models import Import
from measurement.periods import name as period_name
from measurement.queries.imports import first_figures

HEAD = 8
SHOWN = 8
STANDS: list[tuple[str, Any]] = [
    ("column", gettext_lazy("In a column")),
    ("heading", gettext_lazy("In the headings, one column each")),
    ("sheet", gettext_lazy("In the name of the sheet")),
    ("cell", gettext_lazy("In one cell of the sheet")),
    ("band", gettext_lazy("In a row of its own, above its figures")),
    ("constant", gettext_lazy("Nowhere: all figures are of the same")),
]
SOUGHT: list[tuple[str, Any, Any]] = [
    ("headings", gettext_lazy("Headings"), gettext_lazy("the last row of headings")),
    ("partner", gettext_lazy("Partner"), gettext_lazy("a name of a partner, or the heading above the names")),
    ("period", gettext_lazy("Period"), gettext_lazy("a year, quarter or month, or the heading above them")),
    (
        "indicator",
        gettext_lazy("Indicator"),
        gettext_lazy("a name of what is counted, or the heading above them"),
    ),
    ("figures", gettext_lazy("Figures"), gettext_lazy("the first column of figures")),
    (
        "ignore",
        gettext_lazy("Leave out"),
        gettext_lazy("a row or the heading of a column that is not to go in"),
    ),
]
PART_WORDS: dict[str, Any] = {
    "numerator": gettext_lazy("numerator"),
    "denominator": gettext_lazy("denominator"),
    "value": gettext_lazy("value"),
    "n": gettext_lazy("n, how many it is over"),
}

Choices = Sequence[tuple[str, Any]]


@dataclass(frozen=True)
class Option:
    """One choice of a select."""

    value: str
    label: Any
    selected: bool = False


def options(choices: Choices, chosen: str) -> list[Option]:
    """Return the choices, the chosen one marked."""
    return [Option(value, label, value == chosen) for value, label in choices]


@dataclass(frozen=True)
class HeadCell:
    """One of the first cells of the file: its address, its text, and what it was understood to be."""

    where: str
    text: str
    look: str


@dataclass(frozen=True)
class Stands:
    """Where the partner, the period or the indicator stands, and how that is chosen."""

    thing: str
    label: Any
    source: str
    sources: list[Option]
    cell: str


@dataclass(frozen=True)
class HeadRow:
    """One of the first rows of the file."""

    number: int
    cells: list[HeadCell]
    look: str
    selected: bool


def part_words(name: str) -> str:
    """Return how a part of a figure is called."""
    return str(PART_WORDS.get(name, name))


class HeadOfFile:
    """The first rows of a file under a layout."""

    row: Import
    layout: Layout
    rows: Sequence[Row]
    labels: Sequence[str]
    above: Sequence[tuple[str, ...]]
    register: Register
    measures: Register
    names: Mapping[str, str]

    @property
    def head(self) -> list[HeadRow]:
        """The first rows, as they are."""
        count = max(HEAD, self.layout.last + 3)
        width = min(max((len(row) for row in self.rows), default=0), 40)
        found = []
        for number, row in enumerate(self.rows[:count], 1):
            is_heading = self.layout.first <= number <= self.layout.last
            look = "is-header" if is_heading else "is-before" if number < self.layout.first else ""
            if str(number) in self.skipped:
                look = "is-left"
            texts = [written(cell)[:40] for cell in row[:width]]
            texts += [""] * (width - len(texts))
            cells = [
                HeadCell(f"{letter(column)}{number}", text, self._look(number, column))
                for column, text in enumerate(texts)
            ]
            found.append(HeadRow(number, cells, look, number == self.layout.last))
        return found

    @property
    def skipped(self) -> set[str]:
        """The single rows that are left out."""
        return {part.strip() for part in self.layout.skip.split(",")}

    def _look(self, row: int, column: int) -> str:
        """What a cell is understood to be: the thing that it names, a figure, or nothing."""
        layout = self.layout
        where = f"{letter(column)}{row}"
        for thing in THINGS:
            if layout.source(thing) == "cell" and layout.cells.get(thing) == where:
                return thing
        goals = layout.columns.get(self.labels[column], ()) if column < len(self.labels) else ()
        if row < layout.first:
            return ""
        figures = any(goal.startswith(("of:", "at:", "part:", "target")) for goal in goals)
        if row <= layout.last:
            if figures and self.above[column][row - layout.first]:
                return next((t for t in THINGS if self._names(t, row, column)), "")
            return next((thing for thing in THINGS if thing in goals), "")
        return "figures" if figures else next((thing for thing in THINGS if thing in goals), "")

    def _names(self, thing: str, row: int, column: int) -> bool:
        """Whether a heading over figures names the thing."""
        if self.layout.source(thing) != "heading":
            return False
        if self.layout.heading_rows.get(thing):
            return self.layout.heading_rows[thing] == row
        text = self.above[column][row - self.layout.first]
        named = named_in_heading(self.above[column], self.layout).get(thing, "")
        return bool(named) and (named in text or text in named)

    @property
    def stands(self) -> list[Stands]:
        """Where partner, period and indicator stand."""
        named = {"partner": _("The partner"), "period": _("The period"), "indicator": _("The indicator")}
        return [
            Stands(
                thing,
                named[thing],
                self.layout.source(thing),
                options(STANDS, self.layout.source(thing)),
                self.layout.cells.get(thing, ""),
            )
            for thing in ("partner", "period", "indicator")
        ]

    @property
    def become(self) -> list[dict[str, Any]]:
        """What the first cells of figures become under this layout."""
        found = []
        for figure in first_figures(self.row, self.layout, SHOWN):
            period = period_meant(figure.period, self.layout)
            known = self.register.find(figure.partner).code
            measure = self.measures.find(figure.indicator)
            for part, cell in figure.parts.items():
                sheet = self.row.sheets[figure.sheet]["name"]
                found.append(
                    {
                        "where": f"{letter(figure.columns[part])}{figure.row}",
                        "sheet": sheet if len(self.layout.sheets) > 1 else "",
                        "text": written(cell)[:30],
                        "partner": figure.partner,
                        "left": is_total(figure.partner) or is_total(figure.indicator),
                        "known": bool(known),
                        "indicator": self.names.get(measure.code, figure.indicator),
                        "part": part_words(part) if part != "value" else "",
                        "period": period_name(period, self.layout.year_start) if period else "",
                        "said": written(figure.period),
                    }
                )
        return found[:SHOWN]

    @property
    def letters(self) -> list[str]:
        """The names of the columns that the first rows show."""
        return [letter(index) for index in range(len(self.head[0].cells))] if self.head else []

"""From rows and a mapping to single figures, each still in the words of the file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from measurement.imports.aims import is_only_target, is_target, without_target
from measurement.imports.grids import Cell, Grid, Row
from measurement.imports.headings import LOOKED_AT, MOST, labels, levels, written
from measurement.imports.mapping import KEYS, TARGET, THINGS, Layout
from measurement.imports.names import is_note
from measurement.imports.sources import (
    goals_like,
    named_by_sheet,
    named_in_cells,
    named_in_heading,
    period_in_heading,
)

HEAD = LOOKED_AT + MOST
FILLED = ("partner", "partner_name", "place", "sector", "indicator")

_RANGES = re.compile(r"\s*(\d{1,7})\s*(?:(?:-|–|to|a)\s*(\d{1,7})\s*)?")


@dataclass
class Figure:
    """One figure of the file. `columns` says, per field, in which column it stands (counted from 0).

    `target` says that it is what is wanted, not what was: so its heading, its row or its sheet is called.

    `period` is a cell or the text of a heading or sheet name; `mapped` says that `indicator` is a code that
    the mapping chose, not a text of the file.
    """

    sheet: int
    row: int
    partner: str
    partner_name: str
    place: str
    sector: str
    indicator: str
    mapped: bool
    period: Cell
    categories: Mapping[str, str]
    parts: dict[str, Cell]
    status: str
    note: str
    group: str = ""
    columns: dict[str, int] = field(default_factory=dict)
    target: bool = False


class Skipped(ValueError):
    """What is written as rows to leave out cannot be read."""


def rows_to_skip(text: str) -> list[range]:
    """Return the rows meant by a list such as "3, 390-395". Raises Skipped."""
    ranges = []
    for part in re.split(r"[,;]", text):
        if not part.strip():
            continue
        found = _RANGES.fullmatch(part)
        if not found:
            raise Skipped(part.strip())
        first = int(found[1])
        ranges.append(range(first, int(found[2] or first) + 1))
    return ranges


@dataclass(frozen=True)
class FigureColumn:
    """A column of figures: the indicator that the mapping chose ("" for none), the part, and what its heading names."""

    code: str
    part: str
    index: int
    named: Mapping[str, str]
    target: bool = False


@dataclass(frozen=True)
class Columns:
    """Where the goals of a mapping stand in one sheet."""

    keys: Mapping[str, int]
    categories: Mapping[str, int]
    figures: Sequence[FigureColumn]
    missing: tuple[str, ...]


def columns_of(rows: Sequence[Row], first: int, last: int, layout: Layout) -> Columns:
    """Return the columns of a sheet with headings in rows first..last; `missing` lists headings it does not have.

    A key column that is called otherwise here is taken from where it stands in the first sheet.
    """
    found = labels(rows, first, last)
    above = levels(rows, first, last)
    at = {label: index for index, label in enumerate(found)}
    usual = {label: index for index, label in enumerate(layout.labels)}
    here = replace(layout, first=first, last=last, heading_rows=_moved(layout, first))
    keys: dict[str, int] = {}
    categories: dict[str, int] = {}
    figures: list[FigureColumn] = []
    missing = []
    for label, goals in {**layout.columns, **goals_like(found, layout)}.items():
        for goal in goals:
            index = at.get(label)
            if index is None and goal in KEYS and usual.get(label, len(found)) < len(found):
                index = usual[label]
            if index is None:
                missing.append(label)
            elif goal in KEYS:
                keys[goal] = index
            elif goal.startswith("dim:"):
                categories[goal[4:]] = index
            else:
                figures.append(_figure_column(goal, index, above[index], here))
    figures.sort(key=lambda column: column.index)
    return Columns(keys, categories, figures, tuple(dict.fromkeys(missing)))


def _figure_column(goal: str, index: int, above: Sequence[str], layout: Layout) -> FigureColumn:
    if goal.startswith(TARGET):
        texts = [without_target(text) for text in above]
        named = named_in_heading(texts, layout)
        if period := period_in_heading(texts, layout):
            named = {**named, "period": period}
        return FigureColumn(goal.partition(":")[2], "value", index, named, target=True)
    code = goal.split(":")[1] if goal.startswith("of:") else ""
    named = {} if goal.startswith("part:") else named_in_heading(above, layout)
    return FigureColumn(code, goal.rsplit(":", 1)[1], index, named)


def _moved(layout: Layout, first: int) -> dict[str, int]:
    return {thing: row - layout.first + first for thing, row in layout.heading_rows.items()}


def headings_in(head: Sequence[Row], layout: Layout) -> tuple[int, int]:
    """Return in which rows of a sheet the headings stand: where the layout says, or where most of them are found."""
    length = layout.last - layout.first
    wanted = max(1, sum(1 for goals in layout.columns.values() if goals))

    def count(start: int) -> int:
        return sum(1 for goals in goals_like(labels(head, start, start + length), layout).values() if goals)

    usual = count(layout.first)
    if usual * 2 >= wanted:
        return layout.first, layout.last
    best = max(range(1, max(2, min(len(head), LOOKED_AT) - length + 1)), key=count)
    start = best if count(best) > usual else layout.first
    return start, start + length


def unfold(grid: Grid, mapping: Layout, sheet_names: Sequence[str]) -> Iterator[Figure]:
    """Yield the figures of the chosen sheets in the order of the file. Empty rows and remarks are passed over."""
    skipped = rows_to_skip(mapping.skip)
    for sheet in mapping.sheets:
        reading = Reading(grid.head(sheet, max(HEAD, mapping.last)), mapping, sheet, sheet_names[sheet])
        for number, row in enumerate(grid.rows(sheet), 1):
            if number <= reading.last or all(cell is None for cell in row):
                continue
            if not any(number in rows for rows in skipped):
                yield from reading.figures(number, row)


class Reading:
    """Reading one sheet, from its first row to its last: what stood above is remembered where rows lean on it."""

    def __init__(self, head: Sequence[Row], layout: Layout, sheet: int, name: str) -> None:
        self.layout, self.sheet = layout, sheet
        self.first, self.last = headings_in(head, layout)
        self.columns = columns_of(head, self.first, self.last, layout)
        self.named = {**named_by_sheet(name, layout), **named_in_cells(head, layout)}
        self.target = is_only_target(name)
        self.above: dict[str, str] = {}
        self.bands = [thing for thing in THINGS if layout.source(thing) == "band"]

    def figures(self, number: int, row: Row) -> Iterator[Figure]:
        """Yield the figures of one row below the headings."""
        if self.bands and self._is_band(row):
            self.named |= dict.fromkeys(self.bands, written(next(cell for cell in row if cell is not None)))
            return
        texts = {key: self._text(key, row) for key in KEYS}
        blank = all(_cell(row, column.index) is None for column in self.columns.figures)
        partner = texts["partner"] or self.layout.partner
        remark = is_note(partner) or is_note(texts["indicator"])
        if blank and (remark or not (partner or self.named.get("partner"))):
            return
        groups: dict[tuple[str, tuple[tuple[str, str], ...], bool], list[FigureColumn]] = {}
        for column in self.columns.figures:
            groups.setdefault((column.code, tuple(column.named.items()), column.target), []).append(column)
        for (code, named, target), columns in groups.items():
            figure = self._figure(number, row, texts, code, {**self.named, **dict(named)}, columns)
            yield _as_target(figure) if target or self.target or _is_target(figure) else figure

    def _figure(
        self,
        number: int,
        row: Row,
        texts: Mapping[str, str],
        code: str,
        named: Mapping[str, str],
        columns: Sequence[FigureColumn],
    ) -> Figure:
        said = named.get("indicator") or texts["indicator"]
        parts = {column.part: column.index for column in columns}
        categories = self.columns.categories
        return Figure(
            sheet=self.sheet,
            row=number,
            partner=named.get("partner") or texts["partner"] or self.layout.partner,
            partner_name=texts["partner_name"],
            place=texts["place"],
            sector=texts["sector"],
            indicator=code or said or self.layout.indicator,
            mapped=bool(code) or not said,
            period=self._wanted_by(row, columns[0]) if columns[0].target else self._period(row, named),
            categories={name: written(_cell(row, index)) for name, index in categories.items()},
            parts={part: _cell(row, index) for part, index in parts.items()},
            status=texts["status"],
            note=texts["note"],
            group=texts["group"],
            columns={**self.columns.keys, **categories, **parts},
        )

    def _wanted_by(self, row: Row, column: FigureColumn) -> Cell:
        """The period of a column of targets: its heading's own, else its row's; one said for the whole file is none."""
        if "period" in column.named or self.layout.source("period") not in ("column", "band"):
            return column.named.get("period", "")
        return self._period(row, self.named)

    def _period(self, row: Row, named: Mapping[str, str]) -> Cell:
        source = self.layout.source("period")
        if source == "constant":
            return self.layout.period
        if source != "column":
            return named.get("period", "")
        index = self.columns.keys.get("period")
        cell = _cell(row, index) if index is not None else None
        if cell is None and self.layout.fill:
            return self.above.get("period") or None
        self.above["period"] = written(cell)
        return cell

    def _text(self, key: str, row: Row) -> str:
        index = self.columns.keys.get(key)
        text = written(_cell(row, index)) if index is not None else ""
        if self.layout.fill and key in FILLED:
            text = text or self.above.get(key, "")
            self.above[key] = text
        return text

    def _is_band(self, row: Row) -> bool:
        filled = [index for index, cell in enumerate(row) if cell is not None]
        return len(filled) == 1 and filled[0] not in {column.index for column in self.columns.figures}


def _is_target(figure: Figure) -> bool:
    """Whether the row calls itself a target: in the place of its partner or group, or in that of its period."""
    names = (figure.partner, figure.group)
    return any(is_only_target(name) for name in names) or is_target(written(figure.period))


def _as_target(figure: Figure) -> Figure:
    """The figure as a target; what only said so names nobody."""
    return replace(
        figure,
        target=True,
        partner="" if is_only_target(figure.partner) else figure.partner,
        group="" if is_only_target(figure.group) else figure.group,
        period=without_target(figure.period) if isinstance(figure.period, str) else figure.period,
    )


def _cell(row: Row, index: int) -> Cell:
    return row[index] if index < len(row) else None

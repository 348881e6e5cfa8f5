"""From rows and a mapping to single figures, each still in the words of the file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from measurement.imports.grids import Cell, Grid, Row
from measurement.imports.headings import labels, written
from measurement.imports.mapping import KEYS, Layout
from measurement.imports.names import is_note

_RANGES = re.compile(r"\s*(\d{1,7})\s*(?:(?:-|–|to|a)\s*(\d{1,7})\s*)?")


@dataclass
class Figure:
    """One figure of the file. `columns` says, per field, in which column it stands (counted from 0).

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
    columns: dict[str, int] = field(default_factory=dict)


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
class Columns:
    """Where the goals of a mapping stand in one sheet."""

    keys: Mapping[str, int]
    categories: Mapping[str, int]
    parts: Sequence[tuple[str, bool, str, str, int]]  # indicator, mapped, period in the heading, part, column
    missing: tuple[str, ...]


def columns_of(found: Sequence[str], mapping: Layout) -> Columns:
    """Return the columns of a sheet with these headings; `missing` lists headings it does not have.

    A key column that is called otherwise here is taken from where it stands in the first sheet.
    """
    at = {label: index for index, label in enumerate(found) if label}
    usual = {label: index for index, label in enumerate(mapping.labels)}
    keys: dict[str, int] = {}
    categories: dict[str, int] = {}
    parts: list[tuple[str, bool, str, str, int]] = []
    missing = []
    for label, goals in mapping.columns.items():
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
            elif goal.startswith("part:"):
                parts.append(("", False, "", goal[5:], index))
            elif goal.startswith("at:"):
                parts.append(("", False, label, goal[3:], index))
            elif goal.startswith("of:"):
                _of, code, part = goal.split(":")
                parts.append((code, True, "", part, index))
    return Columns(keys, categories, parts, tuple(dict.fromkeys(missing)))


def unfold(grid: Grid, mapping: Layout, sheet_names: Sequence[str]) -> Iterator[Figure]:
    """Yield the figures of the chosen sheets in the order of the file. Empty rows and remarks are passed over."""
    skipped = rows_to_skip(mapping.skip)
    for sheet in mapping.sheets:
        found = labels(grid.head(sheet, mapping.last), mapping.first, mapping.last)
        columns = columns_of(found, mapping)
        for number, row in enumerate(grid.rows(sheet), 1):
            if number <= mapping.last or all(cell is None for cell in row):
                continue
            if not any(number in rows for rows in skipped):
                yield from _of_row(row, number, sheet, columns, mapping, sheet_names[sheet])


def _of_row(
    row: Row, number: int, sheet: int, columns: Columns, mapping: Layout, sheet_name: str
) -> Iterator[Figure]:
    def text(key: str) -> str:
        index = columns.keys.get(key)
        return written(row[index]) if index is not None and index < len(row) else ""

    def cell(index: int) -> Cell:
        return row[index] if index < len(row) else None

    partner = text("partner") or mapping.partner
    if all(cell(part[-1]) is None for part in columns.parts) and (not partner or is_note(partner)):
        return
    period: Cell = mapping.period
    if mapping.period_from == "sheet":
        period = sheet_name
    elif mapping.period_from == "column":
        index = columns.keys.get("period")
        period = cell(index) if index is not None else None
    groups: dict[tuple[str, bool, str], list[tuple[str, int]]] = {}
    for code, mapped, heading, part, index in columns.parts:
        groups.setdefault((code, mapped, heading), []).append((part, index))
    for (code, mapped, heading), parts in groups.items():
        in_row = text("indicator")
        yield Figure(
            sheet=sheet,
            row=number,
            partner=partner,
            partner_name=text("partner_name"),
            place=text("place"),
            sector=text("sector"),
            indicator=code or in_row or mapping.indicator,
            mapped=mapped or not in_row,
            period=heading or period,
            categories={name: written(cell(index)) for name, index in columns.categories.items()},
            parts={part: cell(index) for part, index in parts},
            status=text("status"),
            note=text("note"),
            columns={**columns.keys, **columns.categories, **dict(parts)},
        )

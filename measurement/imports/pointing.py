"""Pointing at a cell: what it says about a layout that somebody pointed there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from measurement.imports.grids import Cell, Row
from measurement.imports.headings import address, is_number, labels, letter, levels, written
from measurement.imports.mapping import THINGS, Layout
from measurement.imports.names import is_total
from measurement.imports.sources import split_period

# What somebody may be looking for when they point.
SOUGHT = ("headings", *THINGS, "figures", "ignore")


class Nowhere(ValueError):
    """What was pointed at means nothing here: a code."""


def point(layout: Layout, rows: Sequence[Row], sought: str, where: str) -> Layout:
    """Return the layout after somebody who sought something pointed at a cell (B3) of the first chosen sheet.

    `rows` are its first rows. Above the headings a cell names a thing for the whole sheet; among the headings it says
    that the thing stands in that row, or in that column if the headings only say what is below; below them it is the
    column, or a row of its own. Raises Nowhere.
    """
    found = address(where)
    if found is None or sought not in SOUGHT or found[0] > len(rows):
        raise Nowhere("bad_cell")
    row, column = found
    cells = rows[row - 1]
    if sought == "headings":
        return replace(layout, last=row, first=min(layout.first, row) if row - layout.first < 5 else row)
    label = _label(layout, rows, column)
    if sought == "ignore":
        return _ignore(layout, row, label)
    if sought == "figures":
        return _figures(layout, rows, column)
    if row < layout.first:
        if written(cells[column] if column < len(cells) else None) == "":
            raise Nowhere("empty_cell")
        return _stands(layout, sought, "cell", cells={**layout.cells, sought: f"{letter(column)}{row}"})
    if row <= layout.last and _names_across(layout, rows, sought, row, column):
        across = _stands(layout, sought, "heading", heading_rows={**layout.heading_rows, sought: row})
        return _with_figures_across(across, rows, sought, row)
    if row > layout.last and sum(cell is not None for cell in cells) == 1 and len(layout.labels) > 1:
        return _stands(layout, sought, "band")
    if not label:
        raise Nowhere("bad_cell")
    return _in_column(layout, sought, label)


def point_at_sheets(layout: Layout, sought: str) -> Layout:
    """Return the layout after somebody pointed at the names of the sheets. Raises Nowhere."""
    if sought not in THINGS:
        raise Nowhere("bad_cell")
    return _stands(layout, sought, "sheet")


def _label(layout: Layout, rows: Sequence[Row], column: int) -> str:
    found = labels(rows, layout.first, layout.last)
    return found[column] if column < len(found) else ""


def _stands(layout: Layout, thing: str, source: str, **more: object) -> Layout:
    """A thing stands in one place alone: columns that named it do so no more."""
    columns = {
        label: tuple(goal for goal in goals if goal != thing) for label, goals in layout.columns.items()
    }
    return replace(layout, **{f"{thing}_from": source, "columns": columns, **more})  # type: ignore[arg-type]


def _in_column(layout: Layout, thing: str, label: str) -> Layout:
    columns = {
        other: tuple(goal for goal in goals if goal != thing) for other, goals in layout.columns.items()
    }
    return replace(layout, columns={**columns, label: (thing,)}, **{f"{thing}_from": "column"})  # type: ignore[arg-type]


def _ignore(layout: Layout, row: int, label: str) -> Layout:
    if row > layout.last:
        kept = [part.strip() for part in layout.skip.split(",") if part.strip()]
        text = str(row)
        kept = [part for part in kept if part != text] if text in kept else [*kept, text]
        return replace(layout, skip=", ".join(kept))
    if label:
        return replace(layout, columns={**layout.columns, label: ()})
    raise Nowhere("bad_cell")


def _figures(layout: Layout, rows: Sequence[Row], column: int) -> Layout:
    """Figures stand in this column; in it and all to its right where the headings name something."""
    found = labels(rows, layout.first, layout.last)
    across = any(layout.source(thing) == "heading" for thing in THINGS)
    columns = dict(layout.columns)
    for index, label in enumerate(found[column:], column):
        if index > column and (not across or not _holds_numbers(layout, rows, index) or columns.get(label)):
            continue
        columns[label] = ("at:value" if across else "part:value",)
    return replace(layout, columns=columns)


def _names_across(layout: Layout, rows: Sequence[Row], thing: str, row: int, column: int) -> bool:
    """Whether a heading names the thing itself (2023, Harbor Youth) rather than what stands below it (Year, Agency)."""
    texts = levels(rows, layout.first, layout.last)
    text = texts[column][row - layout.first] if column < len(texts) else ""
    if thing == "period":
        return bool(split_period(text, layout)[0]) or not any(
            split_period(written(cell), layout)[0] for cell in _below(layout, rows, column)
        )
    return _holds_numbers(layout, rows, column) or row < layout.last


def _with_figures_across(layout: Layout, rows: Sequence[Row], thing: str, row: int) -> Layout:
    """Columns of numbers under what the row names hold its figures; a sum does not."""
    columns = dict(layout.columns)
    for index, texts in enumerate(levels(rows, layout.first, layout.last)):
        label = _label(layout, rows, index)
        named = texts[row - layout.first]
        goals = columns.get(label, ())
        if not named or is_total(named) or any(not goal.startswith(("part:", "at:")) for goal in goals):
            continue
        part = goals[0].rsplit(":", 1)[1] if goals else "value"
        if _holds_numbers(layout, rows, index):
            columns[label] = (f"at:{part}",)
    return replace(layout, columns=columns)


def _below(layout: Layout, rows: Sequence[Row], column: int) -> list[Cell]:
    return [row[column] for row in rows[layout.last :] if column < len(row) and row[column] is not None]


def _holds_numbers(layout: Layout, rows: Sequence[Row], column: int) -> bool:
    cells = _below(layout, rows, column)
    return bool(cells) and sum(is_number(cell) for cell in cells) * 2 >= len(cells)

"""What stands in the place of a number: stars, dots, letters, words, nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from measurement.imports.grids import Cell
from measurement.imports.headings import without_mark, written
from measurement.kinds import EntryError, number_from_cell, status_meant
from measurement.words import ValueStatus

BLANK = ""
LEAVE_OUT = "leave"
FAULT = "fault"
_POINTS = re.compile(r"-?\d{1,3}(?:\.\d{3}){2,}|-?0,\d+\s*%?")
_COMMAS = re.compile(r"-?\d{1,3}(?:,\d{3}){2,}|-?0\.\d+\s*%?")
_EITHER = re.compile(r"-?[1-9]\d{0,2}[.,]\d{3}")
_COMMA = re.compile(r"-?(?:\d{1,3}(?:[. ]\d{3})+|\d+),(?:\d{1,2}|\d{4,})\s*%?")
_POINT = re.compile(r"-?(?:\d{1,3}(?:[, ]\d{3})+|\d+)\.(?:\d{1,2}|\d{4,})\s*%?")


def mark_of(cell: Cell, decimal: str = "") -> str | None:
    """Return the mark in a cell (evened; empty for a blank one), or None where the cell holds a number."""
    if cell is None:
        return BLANK
    if isinstance(cell, bool):
        return None
    try:
        number_from_cell(_plain(cell), decimal or None)
    except EntryError as fault:
        return written(cell)[:40].casefold() if fault.code == "not_a_number" else None
    return None


def number_of(cell: Cell, decimal: str = "") -> Decimal | None:
    """Return the number in a cell; None for a blank one. Raises EntryError."""
    if cell is None:
        return None
    if isinstance(cell, bool):
        return Decimal(int(cell))
    return number_from_cell(_plain(cell), decimal or None)


def is_footed(cell: Cell) -> bool:
    """Whether a number bears the mark of a footnote (77*), which says nothing of the number itself."""
    return without_mark(cell) != cell and mark_of(cell) is None


def _plain(cell: str | int | float) -> str | int | float:
    bare = without_mark(cell)
    return cell if bare is None else bare


def meant(mark: str) -> str:
    """Return the status that a mark probably stands for, or FAULT where that cannot be told."""
    if mark == BLANK:
        return ValueStatus.NOT_REPORTED
    return status_meant(mark) or FAULT


def status_written(text: str) -> str | None:
    """Return the observation status that a word in a column of statuses means."""
    bare = text.strip().casefold()
    for status in ValueStatus:
        if bare in (status.value, status.value.replace("_", " "), str(status.label).casefold()):
            return status.value
    return status_meant(text) if bare else None


def decimal_sign(cells: Iterable[Cell]) -> str:
    """Return "," or "." where the figures written as text leave no doubt which of them is the decimal sign."""
    comma = point = False
    for cell in cells:
        if isinstance(cell, str):
            bare = cell.strip()
            comma = comma or bool(_COMMA.fullmatch(bare) or _POINTS.fullmatch(bare))
            point = point or bool(_POINT.fullmatch(bare) or _COMMAS.fullmatch(bare))
    if comma == point:
        return ""
    return "," if comma else "."


def reads_two_ways(cell: Cell) -> bool:
    """Whether a cell such as "1.109" may be a thousand or a little more than one."""
    return isinstance(cell, str) and bool(_EITHER.fullmatch(cell.strip()))

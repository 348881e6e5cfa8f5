"""Which rows are headings, and what stands above each column."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

from measurement.imports.grids import Cell, Row
from measurement.imports.names import evened
from measurement.kinds import EntryError, parse_number, status_meant

LOOKED_AT = 30
MOST = 5
# The mark of a footnote behind a number: 77*, 12.5 % †, 1,234¹.
_FOOTED = re.compile(r"(?<=[0-9%)])\s*[*†‡§¹²³⁴⁵⁶⁷⁸⁹]+\s*\Z")
_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,5})")


def written(cell: Cell) -> str:
    """Return a cell as text, as a person would write it."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    return str(cell).replace("\u00a0", " ").strip()


def without_mark(cell: Cell) -> Cell:
    """Return a number written as text without the mark of a footnote behind it; anything else as it is."""
    return _FOOTED.sub("", cell) if isinstance(cell, str) else cell


def is_number(cell: Cell) -> bool:
    """Whether the cell holds a number, as one or as text, with or without the mark of a footnote."""
    cell = without_mark(cell)
    if isinstance(cell, int | float):
        return not isinstance(cell, bool)
    if not isinstance(cell, str):
        return False
    try:
        parse_number(cell)
    except EntryError:
        return False
    return True


def guess_headings(rows: Sequence[Row]) -> tuple[int, int]:
    """Return the first and last row of headings, counted from 1.

    The last is a row of words near the top that is followed by figures; the rows right above it are headings too as
    long as they hold at least two words (merged cells over several columns). Together they head most columns.
    """
    shown = list(rows[:LOOKED_AT])
    widest = max((sum(cell is not None for cell in row) for row in shown), default=0)
    for index, row in enumerate(shown):
        filled = [cell for cell in row if cell is not None]
        below = shown[index + 1] if index + 1 < len(shown) else []
        words = sum(not is_number(cell) or _is_year(cell) for cell in filled)
        if len(filled) < min(2, widest) or words < len(filled) * 0.8 or not _has_figures(below):
            continue
        first = index
        while first > 0 and index - first < MOST - 1 and _is_upper_heading(shown[first - 1]):
            first -= 1
        if _columns_headed(shown[first : index + 1]) >= max(2 if widest > 1 else 1, widest * 0.6):
            return first + 1, index + 1
    return 1, 1


def _columns_headed(band: Sequence[Row]) -> int:
    """How many columns have a word of their own in one of these rows."""
    return len({column for row in band for column, cell in enumerate(row) if cell is not None})


def _is_year(cell: Cell) -> bool:
    return written(cell).isdecimal() and 1900 <= int(written(cell)) <= 2200


def _has_figures(row: Row) -> bool:
    return any(is_number(cell) or (isinstance(cell, str) and status_meant(cell)) for cell in row)


def _is_upper_heading(row: Row) -> bool:
    filled = [cell for cell in row if cell is not None]
    return len(filled) >= 2 and not any(is_number(cell) and not _is_year(cell) for cell in filled)


def levels(rows: Sequence[Row], first: int, last: int) -> list[tuple[str, ...]]:
    """Return what stands above each column in each of the rows first..last.

    Upper headings reach over the columns to their right until the next one.
    """
    band = [list(row) for row in rows[first - 1 : last]]
    width = max((len(row) for row in band), default=0)
    found: list[list[str]] = [[] for _column in range(width)]
    for level, row in enumerate(band):
        carried = ""
        for column in range(width):
            text = written(row[column]) if column < len(row) else ""
            upper = level < len(band) - 1
            carried = (text or carried) if upper else text
            found[column].append(carried)
    return [tuple(texts) for texts in found]


def labels(rows: Sequence[Row], first: int, last: int) -> list[str]:
    """Return one heading a column: what stands above it in rows first..last, joined by " / ".

    The same heading twice gets a number, and a column without one its letter in brackets.
    """
    found = [" / ".join(dict.fromkeys(text for text in texts if text)) for texts in levels(rows, first, last)]
    return _numbered([label or f"({letter(column)})" for column, label in enumerate(found)])


def _numbered(found: list[str]) -> list[str]:
    seen: dict[str, int] = {}
    answer = []
    for label in found:
        seen[label] = seen.get(label, 0) + 1
        answer.append(f"{label} ({seen[label]})" if seen[label] > 1 else label)
    return answer


def fingerprint(shapes: Sequence[str]) -> str:
    """Return what tells files whose headings have these shapes (see `sources.shape_of`) from others."""
    return hashlib.sha256("\n".join(dict.fromkeys(evened(shape) for shape in shapes)).encode()).hexdigest()


def letter(column: int) -> str:
    """Return the name that a spreadsheet gives a column, counted from 0: A, B, ... AA."""
    name = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name


def address(text: str) -> tuple[int, int] | None:
    """Return row (from 1) and column (from 0) of a cell written as B3; None where it is none."""
    found = _ADDRESS.fullmatch(text.strip().upper())
    if not found:
        return None
    column = 0
    for character in found[1]:
        column = column * 26 + ord(character) - 64
    return int(found[2]), column - 1

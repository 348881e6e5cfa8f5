"""Rows of sums in a file: held to what the rows add up to, never taken in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import TypeAlias

from measurement.kinds import kind
from measurement.queries.catalogue import Sheet
from measurement.queries.entries import kind_of
from measurement.services.imports.checked import Ready, Sum

Key: TypeAlias = tuple[str, str, str, tuple[tuple[str, str], ...]]


def summed_parts(sheet: Sheet | None, kind_name: str) -> tuple[str, ...]:
    """Return the parts of an indicator of which rows of sums are sums; none where figures are not added."""
    meant = kind_of(sheet.versions[-1]) if sheet is not None else kind(kind_name)
    if not meant.additive:
        return ()
    if meant.parts == 1:
        return (meant.inputs[0].name,)
    return tuple(
        name for name in ("numerator", "denominator") if any(box.name == name for box in meant.inputs)
    )


def compare(sums: Iterable[tuple[Ready, tuple[str, ...]]], figures: Iterable[Ready]) -> list[Sum]:
    """Return every sum beside the figures of its sheet, indicator, period and cell.

    A sum may be of all of them or of those since the sum before it (a sum of a section): where one of the two agrees,
    that one is meant.
    """
    rows: dict[Key, list[Ready]] = defaultdict(list)
    for figure in figures:
        rows[_key(figure)].append(figure)
    found: list[Sum] = []
    before: dict[Key, int] = {}
    for total, parts in sorted(sums, key=lambda pair: (pair[0].sheet, pair[0].row)):
        key = _key(total)
        since = before.get(key, 0)
        before[key] = total.row
        section = [figure for figure in rows[key] if since < figure.row < total.row]
        for part in parts:
            says = total.numbers.get(part)
            if says is not None and rows[key]:
                whole, some = _added(rows[key], part), _added(section, part)
                adds = some if some == says else whole
                where = (total.sheet, total.row, total.indicator, total.period.code, part)
                found.append(Sum(*where, says, adds))
    return found


def _key(figure: Ready) -> Key:
    return figure.sheet, figure.indicator, figure.period.code, tuple(sorted(figure.categories.items()))


def _added(figures: Iterable[Ready], part: str) -> Decimal:
    return sum((figure.numbers.get(part) or Decimal(0) for figure in figures), Decimal(0))

"""Disclosure in one row, in a table of two ways, over time, and of a single percentage."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from typing import Generic, TypeVar

from measurement.disclosure.intervals import Range, intervals
from measurement.disclosure.rows import Row, protect

K = TypeVar("K", bound=Hashable)
R = TypeVar("R", bound=Hashable)
C = TypeVar("C", bound=Hashable)

LEAST_PARTNERS = 3
BOUND_STEPS = (99, 95, 90, 80, 70, 60, 50)
NUMBER = "number"


class _Total:
    """The place of a total among keys."""

    def __repr__(self) -> str:
        return "TOTAL"


TOTAL = _Total()


@dataclass(frozen=True, slots=True)
class HiddenRow(Generic[K]):
    """The cells of one row to hide, and whether its total must be hidden with them."""

    keys: frozenset[K]
    total: bool


@dataclass(frozen=True, slots=True)
class RatioDisclosure:
    """Whether a percentage is hidden, and what may be said in its place, such as >90%."""

    hidden: bool
    bound: str | None = None


def protect_row(
    values: Mapping[K, Decimal | None],
    total: Decimal | None,
    k: int,
    previously_hidden: AbstractSet[K] = frozenset(),
) -> HiddenRow[K]:
    """What to hide in one row with its published total (None: no total is published).

    Amounts above 0 and below k are hidden; if only one is, or together they are less than k, the smallest
    remaining one above zero joins them, and at last the total.
    """
    amounts: dict[Hashable, Mapping[str, Decimal]] = {
        (key,): {NUMBER: value} for key, value in values.items() if value is not None
    }
    if total is not None:
        amounts[TOTAL] = {NUMBER: total}
    row: Row[Hashable] = Row(TOTAL, tuple((key,) for key in values))
    hidden = protect(amounts, [row], {NUMBER: Decimal(k)}, [(key,) for key in previously_hidden])
    return HiddenRow(frozenset(key for key in values if (key,) in hidden), TOTAL in hidden)


def protect_series_with_total(
    values: Mapping[K, Decimal | None],
    total: Decimal | None,
    k: int,
    previously_hidden: AbstractSet[K] = frozenset(),
) -> HiddenRow[K]:
    """What to hide among the periods of a year that is published too: time is a dimension like any other."""
    return protect_row(values, total, k, previously_hidden)


def protect_table(
    cells: Mapping[tuple[R, C], Decimal | None],
    k: int,
    row_totals: Mapping[R, Decimal] | None = None,
    column_totals: Mapping[C, Decimal] | None = None,
    total: Decimal | None = None,
    previously_hidden: Iterable[tuple[R | _Total, C | _Total]] = (),
) -> frozenset[tuple[R | _Total, C | _Total]]:
    """What to hide in a table with its published margins: (row, column), TOTAL standing for a margin."""
    values: dict[tuple[R | _Total, C | _Total], Decimal] = {}
    values.update({key: value for key, value in cells.items() if value is not None})
    values.update({(name, TOTAL): value for name, value in (row_totals or {}).items()})
    values.update({(TOTAL, name): value for name, value in (column_totals or {}).items()})
    if total is not None:
        values[TOTAL, TOTAL] = total
    lines: list[R | _Total] = [*dict.fromkeys(name for name, _ in cells), TOTAL]
    columns: list[C | _Total] = [*dict.fromkeys(name for _, name in cells), TOTAL]
    rows = [Row((line, TOTAL), tuple((line, column) for column in columns[:-1])) for line in lines]
    rows += [Row((TOTAL, column), tuple((line, column) for line in lines[:-1])) for column in columns]
    amounts = {key: {NUMBER: value} for key, value in values.items()}
    return frozenset(protect(amounts, rows, {NUMBER: Decimal(k)}, previously_hidden))


def bounds(
    values: Mapping[K, Decimal], total: Decimal | None, hidden: AbstractSet[K], total_hidden: bool = False
) -> dict[K, Range]:
    """The range that an outsider can work out for each hidden cell of one row: (low, high or None)."""
    if total is None or total_hidden:
        return {key: (Decimal(0), None) for key in hidden}
    cells: dict[Hashable, Decimal] = {(key,): value for key, value in values.items()}
    cells[TOTAL] = total
    parts = [(key,) for key in values]
    remainder = total - sum(values.values(), Decimal(0))
    found = intervals(cells, [(TOTAL, parts, remainder)], {(key,) for key in hidden}, Decimal(0))
    return {key: found[(key,)] for key in hidden}


def hide_ratio(numerator: Decimal, denominator: Decimal, k: int) -> RatioDisclosure:
    """Whether a percentage standing alone is hidden: when numerator, the rest, or denominator is few.

    A percentage of which only the rest is few may be told as a bound that says no more than that (97 of
    100, with k = 10, is >90%).
    """
    rest = denominator - numerator
    if 0 < numerator < k or 0 < denominator < k:
        return RatioDisclosure(hidden=True)
    if not 0 < rest < k:
        return RatioDisclosure(hidden=False)
    limit = (100 * (denominator - k) / denominator).to_integral_value(rounding=ROUND_FLOOR)
    step = next((step for step in BOUND_STEPS if step <= limit), None)
    return RatioDisclosure(hidden=True, bound=None if step is None else f">{step}%")


def too_few_contributors(number: int, least: int = LEAST_PARTNERS) -> bool:
    """Whether a total comes from so few partners that each could work out the other's figure."""
    return 0 < number < least

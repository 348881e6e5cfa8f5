"""Figures of the demo: rows as the services take them, and ways to cut a total so that its parts add up."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any

Row = dict[str, Any]


def count(indicator: str, value: int, note: str = "", explanation: str = "", **cell: str) -> Row:
    """A row with one number."""
    return {
        "indicator": indicator,
        "cell": cell,
        "value": Decimal(value),
        "note": note,
        "explanation": explanation,
    }


def ratio(indicator: str, numerator: int, denominator: int, **cell: str) -> Row:
    """A row with so many of so many."""
    parts = {"numerator": Decimal(numerator), "denominator": Decimal(denominator)}
    return {"indicator": indicator, "cell": cell, **parts}


def mean(indicator: str, value: str, n: int, **cell: str) -> Row:
    """A row with an average and how many it is over."""
    return {"indicator": indicator, "cell": cell, "value": Decimal(value), "n": Decimal(n)}


def shares(total: int, weights: Sequence[int]) -> list[int]:
    """Cut a whole number by weights into whole parts that add up to it."""
    whole = sum(weights)
    edges = [total * sum(weights[:place]) // whole for place in range(len(weights) + 1)]
    return [after - before for before, after in pairwise(edges)]


def counts_by(indicator: str, dimension: str, total: int, weights: Mapping[str, int]) -> list[Row]:
    """Rows of a count: the total and its categories, cut by weights."""
    parts = zip(weights, shares(total, list(weights.values())), strict=True)
    return [
        count(indicator, total),
        *(count(indicator, part, **{dimension: category}) for category, part in parts),
    ]


def counts_crossed(
    indicator: str, total: int, rows: tuple[str, Mapping[str, int]], columns: tuple[str, Mapping[str, int]]
) -> list[Row]:
    """Rows of a count: the total and the cells of two dimensions crossed (name, weights), cut by both weights."""
    (down, by_row), (across, by_column) = rows, columns
    found = [count(indicator, total)]
    for category, part in zip(by_row, shares(total, list(by_row.values())), strict=True):
        cells = zip(by_column, shares(part, list(by_column.values())), strict=True)
        found += [count(indicator, amount, **{down: category, across: other}) for other, amount in cells]
    return found


def ratios_by(
    indicator: str,
    dimension: str,
    whole: tuple[int, int],
    weights: Mapping[str, tuple[int, int]],
) -> list[Row]:
    """Rows of a ratio: the total and its categories, numerator and denominator each cut by its weights."""
    tops = shares(whole[0], [top for top, _bottom in weights.values()])
    bottoms = shares(whole[1], [bottom for _top, bottom in weights.values()])
    return [
        ratio(indicator, *whole),
        *(
            ratio(indicator, top, bottom, **{dimension: category})
            for category, top, bottom in zip(weights, tops, bottoms, strict=True)
        ),
    ]


def ratios_with_gap(
    indicator: str, dimension: str, whole: tuple[int, int], behind: str, ahead: str, gap: str, share: str
) -> list[Row]:
    """Rows of a ratio in two groups: `behind` has that share of the base and lies `gap` points below `ahead`."""
    numerator, denominator = whole
    base = round(denominator * Decimal(share))
    rest = denominator - base
    top = round(base * (Decimal(numerator) / denominator - Decimal(gap) / 100 * rest / denominator))
    return [
        ratio(indicator, numerator, denominator),
        ratio(indicator, top, base, **{dimension: behind}),
        ratio(indicator, numerator - top, rest, **{dimension: ahead}),
    ]


def wobbling(base: int, step: int, spread: int = 6) -> int:
    """A whole number near `base`, a little higher or lower from step to step, always the same."""
    return base + base * ((step * 37 + 11) % (2 * spread + 1) - spread) // 100

"""What an outsider can work out about hidden cells from the rows they stand in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import Protocol, TypeVar

from measurement.kinds.rounding import EXACT

K = TypeVar("K", bound=Hashable)
Range = tuple[Decimal, Decimal | None]

Sum = tuple[dict[Hashable, Decimal], Decimal]

ZERO = Decimal(0)
ONE = Decimal(1)
ROUNDS = 50
NOTHING = Decimal("1e-20")


class RangeFinder(Protocol):
    """What `intervals` promises; a linear programme can take its place for ranges that are exact."""

    def __call__(
        self,
        values: Mapping[K, Decimal],
        equations: Sequence[tuple[K, Sequence[K], Decimal]],
        hidden: AbstractSet[K],
        least: Decimal,
        /,
    ) -> dict[K, Range]:
        """The range of each hidden cell."""
        ...


@dataclass(frozen=True, slots=True)
class _Remainder:
    """The unknown small rest of one row."""

    row: int


def intervals(
    values: Mapping[K, Decimal],
    equations: Sequence[tuple[K, Sequence[K], Decimal]],
    hidden: AbstractSet[K],
    least: Decimal,
) -> dict[K, Range]:
    """The range in which each hidden cell must lie, as (low, high); high is None where there is no limit.

    An equation is a total, its parts and the remainder that the parts leave of it; a remainder above zero
    and below `least` counts as unknown, any other as known. Cells are never below zero. The ranges come
    from carrying bounds from row to row until nothing changes: they always hold, and they find every
    cell above zero that the rows tell exactly, but a linear programme may find narrower ones.
    """
    with localcontext(EXACT):
        return _intervals(values, equations, hidden, least)


def _intervals(
    values: Mapping[K, Decimal],
    equations: Sequence[tuple[K, Sequence[K], Decimal]],
    hidden: AbstractSet[K],
    least: Decimal,
) -> dict[K, Range]:
    ranges: dict[Hashable, Range] = dict.fromkeys(hidden, (ZERO, None))
    sums: list[Sum] = []
    for number, (total, parts, remainder) in enumerate(equations):
        terms: dict[Hashable, Decimal] = {part: ONE for part in parts if part in hidden}
        known = sum((values[part] for part in parts if part not in hidden), ZERO)
        if 0 < remainder < least:
            terms[_Remainder(number)] = ONE
            ranges[_Remainder(number)] = (ZERO, None)
        else:
            known += remainder
        if total in hidden:
            terms[total] = -ONE
        else:
            known -= values[total]
        if terms:
            sums.append((terms, known))
    sums += _combined(sums)
    for _ in range(ROUNDS):
        changes = [_tighten(ranges, terms, known) for terms, known in sums]
        if not any(changes):
            break
    return {key: ranges[key] for key in hidden}


def _combined(sums: Sequence[Sum]) -> list[Sum]:
    """The sums solved for as many cells as there are sums: what adding and subtracting whole rows tells."""
    solved: dict[Hashable, Sum] = {}
    holders: dict[Hashable, set[Hashable]] = defaultdict(set)
    for sum_ in sums:
        terms, known = sum_
        for cell in [cell for cell in terms if cell in solved]:
            terms, known = _without(cell, (terms, known), solved[cell])
        if not terms:
            continue
        pivot = min(terms, key=lambda cell: (len(holders[cell]), str(cell)))
        factor = terms[pivot]
        terms, known = {cell: value / factor for cell, value in terms.items()}, known / factor
        for other in list(holders[pivot]):
            former = solved[other]
            solved[other] = _without(pivot, former, (terms, known))
            _reindex(holders, other, former[0], solved[other][0])
        solved[pivot] = (terms, known)
        _reindex(holders, pivot, {}, terms)
    return list(solved.values())


def _without(cell: Hashable, sum_: Sum, solved: Sum) -> Sum:
    """A sum with a cell replaced by what a solved sum says of it."""
    terms, known = dict(sum_[0]), sum_[1]
    factor = terms.get(cell, ZERO)
    for other, value in solved[0].items():
        left = terms.get(other, ZERO) - factor * value
        if abs(left) < NOTHING:
            terms.pop(other, None)
        else:
            terms[other] = left
    return terms, known - factor * solved[1]


def _reindex(
    holders: dict[Hashable, set[Hashable]],
    name: Hashable,
    before: Iterable[Hashable],
    now: Iterable[Hashable],
) -> None:
    for cell in before:
        holders[cell].discard(name)
    for cell in now:
        holders[cell].add(name)


def _tighten(ranges: dict[Hashable, Range], terms: Mapping[Hashable, Decimal], known: Decimal) -> bool:
    """Narrow each term of `sum of terms + known = 0` by what the others leave it; whether any changed."""
    changed = False
    limits = {cell: _scaled(factor, ranges[cell]) for cell, factor in terms.items()}
    for cell, factor in terms.items():
        others = [limit for other, limit in limits.items() if other != cell]
        least = _added([low for low, _ in others], known)
        most = _added([high for _, high in others], known)
        narrower = _narrowed(ranges[cell], *_scaled(-1 / factor, (least, most)))
        if narrower != ranges[cell]:
            ranges[cell] = narrower
            limits[cell] = _scaled(factor, narrower)
            changed = True
    return changed


def _added(ends: Sequence[Decimal | None], known: Decimal) -> Decimal | None:
    """The sum of one end of several ranges; None where one of them has no end."""
    total = known
    for end in ends:
        if end is None:
            return None
        total += end
    return total


def _scaled(
    factor: Decimal, limits: tuple[Decimal | None, Decimal | None]
) -> tuple[Decimal | None, Decimal | None]:
    low, high = (None if end is None else factor * end for end in limits)
    return (low, high) if factor > 0 else (high, low)


def _narrowed(limits: Range, lowest: Decimal | None, highest: Decimal | None) -> Range:
    low, high = limits
    if lowest is not None and lowest > low:
        low = lowest
    if highest is not None and (high is None or highest < high):
        high = highest
    return low, high

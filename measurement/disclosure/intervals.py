"""What an outsider can work out about hidden cells from the rows they stand in."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

K = TypeVar("K", bound=Hashable)
Range = tuple[Decimal, Decimal | None]

ZERO = Decimal(0)
ROUNDS = 50


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
    from carrying bounds from row to row until nothing changes: they always hold, but a linear programme
    may find narrower ones.
    """
    ranges: dict[Hashable, Range] = dict.fromkeys(hidden, (ZERO, None))
    sums: list[tuple[list[tuple[int, Hashable]], Decimal]] = []
    for number, (total, parts, remainder) in enumerate(equations):
        terms: list[tuple[int, Hashable]] = [(1, part) for part in parts if part in hidden]
        known = sum((values[part] for part in parts if part not in hidden), ZERO)
        if 0 < remainder < least:
            terms.append((1, _Remainder(number)))
            ranges[_Remainder(number)] = (ZERO, None)
        else:
            known += remainder
        if total in hidden:
            terms.append((-1, total))
        else:
            known -= values[total]
        sums.append((terms, known))
    for _ in range(ROUNDS):
        changes = [_tighten(ranges, terms, known) for terms, known in sums]
        if not any(changes):
            break
    return {key: ranges[key] for key in hidden}


def _tighten(ranges: dict[Hashable, Range], terms: Sequence[tuple[int, Hashable]], known: Decimal) -> bool:
    """Narrow each term of `sum of terms + known = 0` by what the others leave it; whether any changed."""
    changed = False
    for sign, key in terms:
        low, high = ranges[key]
        others = [_signed(other_sign, ranges[other]) for other_sign, other in terms if other != key]
        least = (
            None if any(part[0] is None for part in others) else sum((p[0] or ZERO for p in others), known)
        )
        most = None if any(part[1] is None for part in others) else sum((p[1] or ZERO for p in others), known)
        # sign * cell = -(others + known)
        lowest, highest = (_negated(most), _negated(least)) if sign > 0 else (least, most)
        narrower = _narrowed((low, high), lowest, highest)
        if narrower != (low, high):
            ranges[key] = narrower
            changed = True
    return changed


def _signed(sign: int, limits: Range) -> tuple[Decimal | None, Decimal | None]:
    low, high = limits
    return (low, high) if sign > 0 else (_negated(high), -low)


def _negated(value: Decimal | None) -> Decimal | None:
    return None if value is None else -value


def _narrowed(limits: Range, lowest: Decimal | None, highest: Decimal | None) -> Range:
    low, high = limits
    if lowest is not None and lowest > low:
        low = lowest
    if highest is not None and (high is None or highest < high):
        high = highest
    return low, high

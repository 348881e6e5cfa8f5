"""Which groups of a file divide a total: do they add up to it everywhere?

Groups that do are exclusive. Groups that go beyond the total overlap; groups that fall short leave somebody out. Both
are refused as exclusive, with the number of cases.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from typing import Any

from measurement.kinds.rounding import printed_step

FEWEST_CASES = 3
MOST_GROUPS = 14
LARGEST = 5
OFTEN = Decimal("0.3")


@dataclass(frozen=True)
class Partition:
    """Groups beside the total: in how many cases both are known, and in how many the sum is above or below it."""

    groups: tuple[str, ...]
    cases: int
    above: int
    below: int

    @property
    def exclusive(self) -> bool:
        """Whether the groups add up to the total everywhere."""
        return not self.above and not self.below

    def as_json(self) -> dict[str, Any]:
        """Return it as a preview keeps it."""
        return {
            "groups": list(self.groups),
            "cases": self.cases,
            "above": self.above,
            "below": self.below,
            "exclusive": self.exclusive,
        }


Case = Mapping[str, Decimal]


def measure(cases: Sequence[tuple[Decimal, Case]], groups: Sequence[str]) -> Partition:
    """Count in how many cases (a total and its groups) these groups, where all are known, add up to the total.

    Figures that are printed rounded may miss the total by half a step of their rounding each.
    """
    step = printed_step(amount for total, case in cases for amount in (total, *case.values()))
    leeway = step / 2 * (len(groups) + 1)
    known = above = below = 0
    for total, case in cases:
        if all(group in case for group in groups):
            known += 1
            rest = sum(case[group] for group in groups) - total
            above += rest > leeway
            below += -rest > leeway
    return Partition(tuple(groups), known, above, below)


def partitions(cases: Sequence[tuple[Decimal, Case]]) -> list[Partition]:
    """Return the sets of groups that divide the total, and those that often do but not everywhere, the best first.

    A set that holds another which divides the total by itself is not looked at. With more than MOST_GROUPS only all of
    them together are.
    """
    groups = sorted({group for _total, case in cases for group in case})
    if len(groups) < 2:
        return []
    sizes = range(2, min(LARGEST, len(groups)) + 1) if len(groups) <= MOST_GROUPS else ()
    found: list[Partition] = []
    for size in [*sizes, *([len(groups)] if len(groups) not in sizes else [])]:
        for chosen in combinations(groups, size):
            if any(set(other.groups) <= set(chosen) for other in found if other.exclusive):
                continue
            measured = _promising(cases, chosen)
            if measured is not None:
                found.append(measured)
    exclusive = {group for partition in found if partition.exclusive for group in partition.groups}
    kept = [
        partition
        for partition in found
        if partition.exclusive
        or not exclusive & set(partition.groups)
        or not any(o.exclusive and set(o.groups) & set(partition.groups) for o in found)
    ]
    return sorted(kept, key=lambda partition: (not partition.exclusive, -partition.cases))


def _promising(cases: Sequence[tuple[Decimal, Case]], groups: Sequence[str]) -> Partition | None:
    """Return how the groups do if they add up to the total often enough to be meant as its parts."""
    sample = measure(cases[:200], groups)
    if sample.cases and sample.cases - sample.above - sample.below < OFTEN * sample.cases:
        return None
    whole = measure(cases, groups)
    agree = whole.cases - whole.above - whole.below
    return whole if whole.cases >= FEWEST_CASES and agree >= OFTEN * whole.cases else None

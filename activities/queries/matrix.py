"""Strategies against partners: who leads, who supports, what has no lead, who has no part."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from activities.landscape import LEAD, Landscape, Named

MOST_PARTNERS = 24
MOST_STRATEGIES = 40
# From the strongest to the weakest: what a cell shows of a partner that does several things.
STRENGTH = (LEAD, "co_deliver", "fund", "host", "refer", "data", "advocate")


@dataclass(frozen=True)
class Row:
    """A strategy: the roles of each partner in it, the strongest first, and how many activities it has."""

    strategy: Named
    roles: dict[str, tuple[str, ...]]
    works: int

    @property
    def leads(self) -> list[str]:
        """The partners that lead something under it."""
        return [partner for partner, roles in self.roles.items() if LEAD in roles]


@dataclass(frozen=True)
class Matrix:
    """The matrix. `columns` are the partners with the most parts, in the order of their names; `folded` those with
    fewer, `partless` those with none; `hidden` the strategies beyond the ones shown.
    """

    rows: tuple[Row, ...]
    columns: tuple[Named, ...]
    folded: tuple[Named, ...]
    partless: tuple[Named, ...]
    hidden: tuple[Row, ...]

    @property
    def leaderless(self) -> list[Row]:
        """The strategies nobody leads anything of, the hidden ones too."""
        return [row for row in (*self.rows, *self.hidden) if not row.leads]


def matrix(land: Landscape, most: int = MOST_PARTNERS) -> Matrix:
    """Return the matrix of the activities that stand: strategies in their order, at most so many partners."""
    roles: dict[str, dict[str, set[str]]] = {key: {} for key in land.strategies}
    works: Counter[str] = Counter()
    parts: Counter[str] = Counter()
    for work in land.works:
        works[work.strategy] += 1
        for part in work.parts:
            parts[part.partner] += 1
            if work.strategy in roles:
                roles[work.strategy].setdefault(part.partner, set()).add(part.role)
    found = [
        Row(
            strategy,
            {partner: tuple(sorted(own, key=_strength)) for partner, own in roles[key].items()},
            works[key],
        )
        for key, strategy in land.strategies.items()
    ]
    taking = [partner for key, partner in land.partners.items() if parts[key]]
    busiest = sorted(taking, key=lambda partner: -parts[partner.key])[:most]
    chosen = {partner.key for partner in busiest}
    return Matrix(
        rows=tuple(found[:MOST_STRATEGIES]),
        columns=tuple(partner for partner in taking if partner.key in chosen),
        folded=tuple(partner for partner in taking if partner.key not in chosen),
        partless=tuple(partner for key, partner in land.partners.items() if not parts[key]),
        hidden=tuple(found[MOST_STRATEGIES:]),
    )


def _strength(role: str) -> int:
    return STRENGTH.index(role) if role in STRENGTH else len(STRENGTH)

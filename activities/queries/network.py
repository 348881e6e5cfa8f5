"""Who works with whom: partners joined by the activities they share and the links between their activities."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from activities.landscape import Landscape, Named

KEPT, NEW = "kept", "new"


@dataclass(frozen=True)
class Pair:
    """Two partners, what they share, and whether they shared something the year before."""

    first: str
    second: str
    works: tuple[str, ...]
    links: int
    change: str = KEPT

    @property
    def weight(self) -> int:
        """How many activities and links join them."""
        return len(self.works) + self.links


@dataclass(frozen=True)
class Network:
    """The partners of a year and what joins them, the strongest pairs first.

    `ended` are pairs of the year before that share nothing any more; `alone` the partners that share nothing.
    """

    year: int
    pairs: tuple[Pair, ...]
    ended: tuple[Pair, ...]
    alone: tuple[Named, ...]
    partners: tuple[Named, ...]

    def joined_with(self, partner: str) -> list[str]:
        """Return the partners that share something with one, the closest first."""
        return [
            pair.second if pair.first == partner else pair.first
            for pair in self.pairs
            if partner in (pair.first, pair.second)
        ]

    def ties_of(self) -> dict[str, int]:
        """Return with how many others each partner shares something."""
        found = dict.fromkeys((partner.key for partner in self.partners), 0)
        for pair in self.pairs:
            found[pair.first] += 1
            found[pair.second] += 1
        return found

    @property
    def new(self) -> list[Pair]:
        """The pairs that shared nothing the year before."""
        return [pair for pair in self.pairs if pair.change == NEW]


def network(land: Landscape, year: int) -> Network:
    """Return the network of a year, with what changed since the year before."""
    now, before = _pairs(land, year), _pairs(land, year - 1)
    pairs = [
        Pair(first, second, tuple(works), links, KEPT if (first, second) in before else NEW)
        for (first, second), (works, links) in now.items()
    ]
    pairs.sort(key=lambda pair: (-pair.weight, pair.first, pair.second))
    ended = [
        Pair(first, second, tuple(works), links, KEPT)
        for (first, second), (works, links) in before.items()
        if (first, second) not in now
    ]
    joined = {partner for pair in pairs for partner in (pair.first, pair.second)}
    return Network(
        year=year,
        pairs=tuple(pairs),
        ended=tuple(ended),
        alone=tuple(partner for key, partner in land.partners.items() if key not in joined),
        partners=tuple(land.partners.values()),
    )


def years(land: Landscape, today: date) -> list[int]:
    """Return the years in which there was work, up to this one; this one always, at most the last six."""
    first = min((work.since.year for work in land.works if work.since > date.min), default=today.year)
    return list(range(max(min(first, today.year), today.year - 5), today.year + 1))


def _pairs(land: Landscape, year: int) -> dict[tuple[str, str], tuple[list[str], int]]:
    first, last = date(year, 1, 1), date(year, 12, 31)
    running = {work.key: work for work in land.works if work.runs_in(first, last)}
    works: dict[tuple[str, str], list[str]] = {}
    links: dict[tuple[str, str], int] = {}
    for work in running.values():
        for pair in _both(work.partners_in(first, last), land):
            works.setdefault(pair, []).append(work.key)
    for tie in land.ties:
        if tie.since > last or (tie.until is not None and tie.until < first):
            continue
        start, end = running.get(tie.start), running.get(tie.end)
        if start is not None and end is not None and start.lead != end.lead:
            for pair in _both((start.lead, end.lead), land):
                links[pair] = links.get(pair, 0) + 1
    keys = dict.fromkeys((*works, *links))
    return {pair: (works.get(pair, []), links.get(pair, 0)) for pair in keys}


def _both(partners: Iterable[str], land: Landscape) -> Iterable[tuple[str, str]]:
    here = sorted({partner for partner in partners if partner in land.partners})
    return combinations(here, 2)

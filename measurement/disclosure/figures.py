"""The figures of one indicator version and period, and which of them the public may see.

Every number about people leaves for readers below staff through `disclose`. Its decisions are made once
for all the figures that are published together, stored, and reused by every page, filter, file and
message.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from measurement.disclosure.percentages import hide_ratio
from measurement.disclosure.rows import PARTNERS, Reason, Row, protect
from measurement.kinds.rounding import EXACT

LEAST_PARTNERS = 3  # with two, each works out the other by subtracting its own figure
WHOLE = "total"
ONE_PART = ("numerator",)
TWO_PARTS = ("numerator", "rest", "denominator")


class Key(NamedTuple):
    """Where a figure stands: by total, sector, place, partner or a dimension; its group; its cell.

    A cell is "total" or categories as dimension=category, joined by commas.
    """

    by: str = WHOLE
    group: str = WHOLE
    cell: str = WHOLE


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure that may be published.

    `counts` names the counts of people behind it (`Kind.counted`): numerator, rest, denominator; by
    default all that its parts give. `contributors` is the number of partners in it; `reveals_partners`
    says that no partner may be worked out from it. A figure without a numerator is not there yet.
    """

    key: Key
    numerator: Decimal | None
    denominator: Decimal | None = None
    contributors: int | None = None
    reveals_partners: bool = False
    counts: tuple[str, ...] | None = None

    @property
    def layers(self) -> dict[str, Decimal]:
        """The amounts that disclosure must protect, each of which adds up by itself."""
        if self.numerator is None:
            return {}
        amounts = {"numerator": self.numerator}
        if self.denominator is not None:
            amounts["denominator"] = self.denominator
            amounts["rest"] = EXACT.subtract(self.denominator, self.numerator)
        wanted = self.counts
        if wanted is None:
            wanted = ONE_PART if self.denominator is None else TWO_PARTS
        found = {name: amounts[name] for name in wanted if name in amounts}
        if self.reveals_partners and self.contributors is not None:
            found[PARTNERS] = Decimal(self.contributors)
        return found


@dataclass(frozen=True, slots=True)
class Rule:
    """Counts above zero and below `threshold` are hidden, and totals of too few partners.

    So are shares and rates out of fewer than `population` (0: the threshold alone counts).
    """

    threshold: int = 10
    least_partners: int = LEAST_PARTNERS
    population: int = 0

    @property
    def least(self) -> dict[str, Decimal]:
        """The least amount that may be seen in each layer."""
        people = Decimal(self.threshold)
        floor = max(people, Decimal(self.population))
        return {
            **dict.fromkeys(TWO_PARTS, people),
            "denominator": floor,
            PARTNERS: Decimal(self.least_partners),
        }

    def is_few(self, counts: Mapping[str, Decimal]) -> bool:
        """Whether one of the counts, by layer, is above zero and below what may be seen."""
        least = self.least
        return any(0 < abs(count) < least[name] for name, count in counts.items())


@dataclass(frozen=True, slots=True)
class Shape:
    """How groups hang together: which figures add up to which.

    `place_parents` gives each place's parent (None or absent at the top). `exclusive` are the dimensions
    whose categories add up (None: all of them); of the others, `partitions` are sets of categories that were seen to.
    `partner_groups` gives each partner's sector and place, for figures that are published by partner too.
    """

    place_parents: Mapping[str, str | None] = field(default_factory=dict)
    exclusive: AbstractSet[str] | None = None
    partitions: Mapping[str, Sequence[AbstractSet[str]]] = field(default_factory=dict)
    partner_groups: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def adds_up(self, dimension: str) -> bool:
        """Whether the categories of a dimension add up to its total."""
        return self.exclusive is None or dimension in self.exclusive

    def sums_with(self, dimension: str, category: str) -> Iterator[str]:
        """The name of every sum towards the total in which a category is a part."""
        if self.adds_up(dimension):
            yield f"={dimension}"
        for number, parts in enumerate(self.partitions.get(dimension, ())):
            if category in parts:
                yield f"={dimension}:{number}"


@dataclass(frozen=True, slots=True)
class Withheld:
    """What partners withheld at its source: its layers, as far as the partner's other figures tell them.

    `beside` are the keys of all that these partners did give, published by partner or not. See withheld.py.
    """

    amounts: Mapping[Key, Mapping[str, Decimal]] = field(default_factory=dict)
    beside: AbstractSet[Key] = frozenset()


NOTHING = Withheld()


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether one figure is hidden, why, and a bound that may be said in its place (such as >90%).

    There is a bound only where all that hangs together with the figure is hidden too.
    """

    hidden: bool
    reason: Reason | None = None
    bound: str | None = None


SHOWN = Decision(hidden=False)


@dataclass(frozen=True, slots=True)
class Decisions:
    """The decisions on all figures of one period; a key that was never asked for is hidden."""

    by_key: Mapping[Key, Decision]

    def __getitem__(self, key: Key) -> Decision:
        return self.by_key.get(key, Decision(hidden=True))

    @property
    def hidden(self) -> frozenset[Key]:
        """The keys to hide, to be given back as `previously_hidden` the next time."""
        return frozenset(key for key, decision in self.by_key.items() if decision.hidden)


def disclose(
    figures: Sequence[Figure],
    rule: Rule,
    previously_hidden: AbstractSet[Key] = frozenset(),
    shape: Shape | None = None,
    withheld: Withheld = NOTHING,
) -> Decisions:
    """Decide on all figures of one (indicator version, period) together.

    Reasons: few (people), few_partners, earlier (hidden in an earlier version of the period), source (withheld there),
    cover (hidden so that another cannot be worked out). Readers must not be told few from cover.
    """
    shape = shape or Shape()
    given = {figure.key: layers for figure in figures if (layers := figure.layers)}
    amounts = {**given, **withheld.amounts}
    rows = rows_among(given, shape, withheld)
    reasons = protect(amounts, rows, rule.least, previously_hidden, withheld.amounts)
    beside_shown = _beside_shown(amounts, rows, reasons)
    decided = {figure.key: SHOWN for figure in figures}
    decided |= {key: Decision(hidden=True, reason=reason) for key, reason in reasons.items()}
    for figure in figures:
        if reasons.get(figure.key) == "few" and figure.key not in beside_shown:
            decided[figure.key] = Decision(hidden=True, reason="few", bound=_bound(figure, rule))
    return Decisions(decided)


def _beside_shown(
    amounts: Mapping[Key, Mapping[str, Decimal]], rows: Iterable[Row[Key]], reasons: Mapping[Key, Reason]
) -> set[Key]:
    """The keys that hang together by rows with a figure that is shown: to bound one of them could tell another.

    Figures of nothing but zeros are known to all and join nothing.
    """
    beside: dict[Key, set[Key]] = defaultdict(set)
    for row in rows:
        cells = {key for key in (row.total, *row.parts) if any(amounts.get(key, {}).values())}
        for key in cells:
            beside[key] |= cells
    found: set[Key] = set()
    waiting = [key for key in beside if key not in reasons]
    while waiting:
        key = waiting.pop()
        if key not in found:
            found.add(key)
            waiting += beside[key] - found
    return found


def rows_among(keys: Iterable[Key], shape: Shape, withheld: Withheld = NOTHING) -> list[Row[Key]]:
    """Every total among the keys with the parts that add up to it, in a fixed order.

    What a partner withheld is a part of its own figures and of those of its groups, as far as they hold its total.
    """
    present = set(keys)
    parts: dict[tuple[Key, str], list[Key]] = defaultdict(list)
    for key in sorted(present):
        for total, axis in _totals_of_cell(key, shape):
            if total in present or total in withheld.amounts:
                parts[total, axis].append(key)
        for total, axis in _totals_of_group(key, present, shape):
            if total in present:
                parts[total, axis].append(key)
    for key in sorted(withheld.amounts):
        for total, axis in _totals_of_cell(key, shape):
            around = _groups_of(key.group, shape) if total in withheld.beside else ()
            for by, group in (("partner", key.group), *around):
                if (above := Key(by, group, total.cell)) in present:
                    parts[above, axis].append(key)
    shared = {"sector", "place", "partner"}
    return [Row(total, tuple(found), shared=axis not in shared) for (total, axis), found in parts.items()]


def _totals_of_cell(key: Key, shape: Shape) -> Iterator[tuple[Key, str]]:
    if key.cell == WHOLE:
        return
    categories = key.cell.split(",")
    for part in categories:
        dimension, _, category = part.partition("=")
        rest = ",".join(other for other in categories if other != part)
        for axis in shape.sums_with(dimension, category):
            yield key._replace(cell=rest or WHOLE), axis


def _totals_of_group(key: Key, present: AbstractSet[Key], shape: Shape) -> Iterator[tuple[Key, str]]:
    if key.by == "place":
        yield _place_above(key, present, shape), "place"
    elif key.by == "partner":
        yield Key(cell=key.cell), "partner"
        for by, group in shape.partner_groups.get(key.group, {}).items():
            yield Key(by, group, key.cell), "place" if by == "place" else "partner"
    elif key.by == "sector":
        yield Key(cell=key.cell), "sector"
    elif key.by != WHOLE:
        for axis in shape.sums_with(key.by, key.group):
            yield Key(cell=key.cell), axis


def _groups_of(partner: str, shape: Shape) -> Iterator[tuple[str, str]]:
    """The total, the sector and all the places that a partner's figures are in."""
    yield WHOLE, WHOLE
    groups = shape.partner_groups.get(partner, {})
    if "sector" in groups:
        yield "sector", groups["sector"]
    above = groups.get("place")
    passed: set[str] = set()
    while above is not None and above not in passed:
        yield "place", above
        passed.add(above)
        above = shape.place_parents.get(above)


def _place_above(key: Key, present: AbstractSet[Key], shape: Shape) -> Key:
    """The nearest place above that has a figure, else the whole."""
    passed = {key.group}
    above = shape.place_parents.get(key.group)
    while above is not None and above not in passed:
        if Key("place", above, key.cell) in present:
            return Key("place", above, key.cell)
        passed.add(above)
        above = shape.place_parents.get(above)
    return Key(cell=key.cell)


def _bound(figure: Figure, rule: Rule) -> str | None:
    if figure.numerator is None or figure.denominator is None or "rest" not in figure.layers:
        return None
    if figure.denominator < rule.population:
        return None
    return hide_ratio(figure.numerator, figure.denominator, rule.threshold).bound

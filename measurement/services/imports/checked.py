"""What a check of a file finds: figures that can go in, faults, names, and what is left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from measurement.partitions import Partition
from measurement.periods import Period
from measurement.services.imports.resolving import ASK, MAKE, Found, Name, Resolver


@dataclass(frozen=True)
class Fault:
    """What is wrong with one figure: where it stands, what it says there, and why it cannot go in."""

    sheet: str
    row: int
    cells: tuple[tuple[str, str], ...]
    code: str
    message: str


@dataclass(frozen=True)
class Ready:
    """One figure that can go in: codes for `services.load`, and its `change`: new, changed, same, or asked while it
    waits for what a name of it means.
    """

    sheet: str
    row: int
    partner: str
    indicator: str
    period: Period
    categories: Mapping[str, str]
    numbers: Mapping[str, Decimal | None]
    status: str
    note: str
    change: str = "new"

    def as_row(self) -> dict[str, Any]:
        """Return the row that `services.load` takes."""
        return {
            "partner": self.partner,
            "indicator": self.indicator,
            "period": self.period.code,
            "cell": dict(self.categories),
            "status": self.status,
            "note": self.note,
            **self.numbers,
        }


@dataclass(frozen=True)
class Aim:
    """A target of the file: of the whole (no partner) or of a partner, what is wanted by which day.

    `day` None: nothing in the file says when. `doubt`: the number may be a change, not the value itself.
    """

    sheet: str
    row: int
    partner: str
    indicator: str
    value: Decimal
    day: date | None
    doubt: bool = False


@dataclass(frozen=True)
class Sum:
    """A row of sums: what it says of one part, and what the rows that it may sum up come to."""

    sheet: str
    row: int
    indicator: str
    period: str
    part: str
    says: Decimal
    adds_up_to: Decimal

    @property
    def agrees(self) -> bool:
        """Whether the rows come to what the sum says."""
        return self.says == self.adds_up_to


@dataclass(frozen=True)
class Grouping:
    """What the groups of one breakdown do; `declared` says whether it is kept here as exclusive, None if not at all."""

    name: str
    declared: bool | None
    partitions: tuple[Partition, ...]


@dataclass
class Checked:
    """Everything a check found out; `aims` are the targets of the file.

    `collected`: the periods whose figures a second person accepts. `two_ways`: numbers such as 1.109 of which nothing
    in the file says whether they are a thousand. `blank_groups`: figures without a category, by dimension. `sums`:
    what rows of sums say beside what the rows add up to. `groupings`: which groups divide the total. `footed`: numbers
    with the mark of a footnote, which go in without it.
    """

    found: Found = field(default_factory=Found)
    resolver: Resolver | None = None
    ready: list[Ready] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    marks: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    flagged: int = 0
    footed: Counter[str] = field(default_factory=Counter)
    cadences: Counter[str] = field(default_factory=Counter)
    collected: frozenset[Period] = frozenset()
    two_ways: Counter[str] = field(default_factory=Counter)
    blank_groups: Counter[str] = field(default_factory=Counter)
    sums: list[Sum] = field(default_factory=list)
    groupings: list[Grouping] = field(default_factory=list)
    aims: list[Aim] = field(default_factory=list)

    @property
    def waiting(self) -> int:
        """How many of the figures somebody else must accept once they are in, unless what stands is kept."""
        return sum(f.period in self.collected and f.change in ("new", "changed") for f in self.ready)

    @property
    def asked(self) -> list[Name]:
        """The names that the person must decide."""
        groups = (self.found.partners, self.found.places, self.found.indicators)
        return [name for names in groups for name in names.values() if name.state == ASK]

    def count(self, change: str) -> int:
        """How many of the figures that can go in are new, changed or the same."""
        return sum(figure.change == change for figure in self.ready)


def new_indicators(checked: Checked) -> dict[str, tuple[str, str]]:
    """Return {code: (name, kind)} of the indicators that the figures which can go in need and that do not stand."""
    assert checked.resolver is not None
    wanted = {figure.indicator for figure in checked.ready} | {aim.indicator for aim in checked.aims}
    made = {
        name.code: (name.called, name.kind)
        for name in checked.found.indicators.values()
        if name.state == MAKE and name.code in wanted
    }
    for code, item in checked.resolver.new.items():
        if code in wanted and code not in checked.resolver.sheets:
            made[code] = (item.name, item.kind)
    return made

"""The work of an initiative as the views read it: plain rows, gathered once, asked in many ways.

Everything is named by the key that stands in addresses: a partner and a place by their code, a strategy, an activity
and people by their id as text. It asks no database.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

LEAD = "lead"
# Stands in the place of a key for work that does not say where, for whom or under what strategy.
UNSAID = "-"
# Who is there with help, rather than behind it: these count as present in a place.
DELIVERING = (LEAD, "co_deliver")


@dataclass(frozen=True, slots=True)
class Named:
    """Something with a key and a name; `note` is what stands below the name."""

    key: str
    name: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place and the key of the place around it (empty: none)."""

    key: str
    name: str
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Playing:
    """What a partner does in an activity, from a day until a day (None: still)."""

    partner: str
    role: str
    since: date = date.min
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """An activity. `parts` are those played now, the lead's first, `former` those given up.

    `agreed_end` is the end agreed first, `closed_on` the day it came to be `over` (done or stopped); `strategy` is
    empty for work beside the strategies; `health` is empty for work that is not under way.
    """

    key: str
    title: str
    strategy: str = ""
    parts: tuple[Playing, ...] = ()
    former: tuple[Playing, ...] = ()
    people: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    starts_on: date | None = None
    ends_on: date | None = None
    agreed_end: date | None = None
    noted_on: date = date.min
    closed_on: date | None = None
    state: str = ""
    health: str = ""
    over: bool = False

    @property
    def lead(self) -> str:
        """The partner that leads it; empty for none."""
        return next((part.partner for part in self.parts if part.role == LEAD), "")

    @property
    def partners(self) -> tuple[str, ...]:
        """Every partner in it, each once."""
        return tuple(dict.fromkeys(part.partner for part in self.parts))

    @property
    def present(self) -> tuple[str, ...]:
        """The partners that lead or deliver it, each once."""
        return tuple(dict.fromkeys(part.partner for part in self.parts if part.role in DELIVERING))

    @property
    def since(self) -> date:
        """The day from which it counts."""
        return self.starts_on or self.noted_on

    @property
    def until(self) -> date:
        """The last day on which it counts; for work that goes on, the end of days."""
        return min(self.closed_on or date.max, self.ends_on or date.max)

    @property
    def slipped(self) -> int:
        """By how many days its end lies after the one agreed first."""
        if self.ends_on is None or self.agreed_end is None:
            return 0
        return max(0, (self.ends_on - self.agreed_end).days)

    def partners_in(self, first: date, last: date) -> tuple[str, ...]:
        """Return the partners that played a part on some day from the first to the last.

        Those who were in it when it was noted count from its beginning.
        """
        return tuple(
            dict.fromkeys(
                part.partner
                for part in (*self.parts, *self.former)
                if (part.since <= last or part.since <= self.noted_on)
                and (part.until is None or part.until >= first)
            )
        )

    def runs_in(self, first: date, last: date) -> bool:
        """Whether it runs on some day from the first to the last."""
        return self.since <= last and self.until >= first


@dataclass(frozen=True, slots=True)
class Tie:
    """How one activity bears on another, from a day until a day (None: still)."""

    start: str
    end: str
    kind: str
    since: date = date.min
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A milestone: of which activity, when, and when it was met."""

    work: str
    title: str
    due_on: date
    met_on: date | None = None
    outside: bool = False


@dataclass(frozen=True, slots=True)
class Bound:
    """People, a place and a strategy (empty: any) for which together the agenda is not meant."""

    people: str = ""
    place: str = ""
    strategy: str = ""


@dataclass(frozen=True)
class Landscape:
    """Who does what where, whole. Mappings go from key to thing and keep the order in which they are listed.

    `left` are the partners that do not take part any more: activities may still name them.
    """

    partners: Mapping[str, Named] = field(default_factory=dict)
    left: Mapping[str, Named] = field(default_factory=dict)
    strategies: Mapping[str, Named] = field(default_factory=dict)
    places: Mapping[str, Spot] = field(default_factory=dict)
    people: Mapping[str, Named] = field(default_factory=dict)
    works: tuple[Work, ...] = ()
    ties: tuple[Tie, ...] = ()
    steps: tuple[Step, ...] = ()
    bounds: tuple[Bound, ...] = ()

    def name_of(self, partner: str) -> str:
        """Return the name of a partner by its code, one that has left included."""
        found = self.partners.get(partner) or self.left.get(partner)
        return found.name if found else partner

    def only(self, works: Iterable[Work]) -> Landscape:
        """Return the same with these activities alone, and what hangs on them."""
        kept = tuple(works)
        keys = {work.key for work in kept}
        return replace(
            self,
            works=kept,
            ties=tuple(tie for tie in self.ties if tie.start in keys and tie.end in keys),
            steps=tuple(step for step in self.steps if step.work in keys),
        )

    def narrowed(
        self,
        *,
        strategy: str = "",
        partner: str = "",
        place: str = "",
        people: str = "",
        current: bool = False,
    ) -> Landscape:
        """Return the same with the activities of a strategy, partner, place (and all within it) and people.

        `current` leaves out what is done or stopped.
        """
        within = self.within(place) if place else set()
        return self.only(
            work
            for work in self.works
            if (not strategy or work.strategy == strategy)
            and (not partner or partner in work.partners)
            and (not place or within.intersection(work.places))
            and (not people or people in work.people)
            and not (current and work.over)
        )

    def reaching(self, place: str) -> Landscape:
        """Return the same with the activities that reach a place: in it, in a part of it, or for an area around it."""
        wanted = self.within(place).union(self.around(place))
        return self.only(work for work in self.works if wanted.intersection(work.places))

    def silent(self, axis: str) -> Landscape:
        """Return the same with the activities that say nothing of an axis: "people", "place" or "strategy"."""
        said = {
            "people": lambda work: any(key in self.people for key in work.people),
            "place": lambda work: bool(work.places),
            "strategy": lambda work: work.strategy in self.strategies,
        }[axis]
        return self.only(work for work in self.works if not said(work))

    def outside(self, cell: Mapping[str, str]) -> Bound | None:
        """Return what says that a cell ("people", "place" and "strategy", as far as it tells them) lies outside.

        What holds for a place holds for every place in it.
        """
        places = (cell.get("place", ""), *self.around(cell.get("place", "")))
        for bound in self.bounds:
            if (
                bound.people in ("", cell.get("people", ""))
                and bound.strategy in ("", cell.get("strategy", ""))
                and (not bound.place or bound.place in places)
            ):
                return bound
        return None

    def within(self, place: str) -> set[str]:
        """Return the key of a place and of every place in it."""
        found, waiting = {place}, [place]
        while waiting:
            for key in self.inside.get(waiting.pop(), ()):
                if key not in found:
                    found.add(key)
                    waiting.append(key)
        return found

    def around(self, place: str) -> list[str]:
        """Return the keys of the places around a place, the nearest first."""
        found: list[str] = []
        here = self.places.get(place)
        while here is not None and here.parent and here.parent not in found:
            found.append(here.parent)
            here = self.places.get(here.parent)
        return found

    @cached_property
    def inside(self) -> dict[str, list[str]]:
        """The keys of the places right inside each place, and under the empty key those in none."""
        found: dict[str, list[str]] = {}
        for spot in self.places.values():
            found.setdefault(spot.parent if spot.parent in self.places else "", []).append(spot.key)
        return found

    @cached_property
    def by_key(self) -> dict[str, Work]:
        """The activities by their keys."""
        return {work.key: work for work in self.works}

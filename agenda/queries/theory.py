"""The theory of change: from what we do to what should move first, to what it is for, to the goals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from agenda.models import Goal, Strategy
from agenda.queries.goals import standing_goals, strategies
from agenda.words import CHOSEN
from initiatives.kernel.access import Actor


@dataclass(frozen=True)
class Spot:
    """Something on the way: its key, unique in the graph, its name and, for an indicator, its code."""

    key: str
    name: str
    code: str = ""

    @property
    def is_wanted(self) -> bool:
        """Whether it is a measure that does not exist yet."""
        return self.key.startswith("wanted:")


@dataclass(frozen=True)
class Route:
    """One way through: a strategy, what it moves first (None: not said), the core indicator it leads to, the goal."""

    goal: Goal
    strategy: Strategy
    first: Spot | None
    core: Spot | None


@dataclass(frozen=True)
class Theory:
    """All routes, in the order of goals and strategies. `unserved` are core indicators that no route leads to,
    `loose` chosen strategies under no goal; `cores` are the indicators of each goal by its id.
    """

    routes: tuple[Route, ...]
    goals: tuple[Goal, ...]
    cores: dict[str, tuple[Spot, ...]]
    unserved: tuple[Spot, ...]
    loose: tuple[Strategy, ...]

    @property
    def wanted(self) -> tuple[Spot, ...]:
        """The measures that do not exist yet."""
        found = {
            route.first.key: route.first for route in self.routes if route.first and route.first.is_wanted
        }
        return tuple(found.values())

    @property
    def links(self) -> int:
        """How many links the drawing has."""
        return len(edges(self))


def theory(actor: Actor) -> Theory:
    """Return the routes from the chosen strategies to the goals that stand."""
    known = {row.pk: row for row in strategies(actor) if row.state in CHOSEN}
    goals = standing_goals(actor)
    routes: list[Route] = []
    cores: dict[str, tuple[Spot, ...]] = {}
    for goal in goals:
        measured = tuple(indicator_spot(row.indicator) for row in goal.measured)  # type: ignore[attr-defined]
        cores[str(goal.public_id)] = measured
        for link in goal.served_by:  # type: ignore[attr-defined]
            if link.strategy_id in known:
                routes += _routes(goal, known[link.strategy_id], measured)
    served = {route.core.key for route in routes if route.core}
    placed = {route.strategy.pk for route in routes}
    every = {spot.key: spot for spots in cores.values() for spot in spots}
    return Theory(
        tuple(routes),
        tuple(goals),
        cores,
        tuple(spot for key, spot in every.items() if key not in served),
        tuple(row for pk, row in known.items() if pk not in placed),
    )


def indicator_spot(indicator: Any) -> Spot:
    """Return an indicator's place in the graph."""
    return Spot(f"indicator:{indicator.code}", indicator.name, indicator.code)


def _routes(goal: Goal, strategy: Strategy, cores: Sequence[Spot]) -> Iterable[Route]:
    moving = strategy.moving  # type: ignore[attr-defined]
    nowhere: list[Spot | None] = [None]
    if not moving:
        yield from (Route(goal, strategy, None, core) for core in cores or nowhere)
        return
    keys = {core.key: core for core in cores}
    for row in moving:
        first = indicator_spot(row.indicator) if row.indicator else Spot(f"wanted:{row.pk}", row.wanted)
        foretold = indicator_spot(row.foretells).key if row.foretells else ""
        if foretold and foretold not in keys:
            continue
        wanted = [keys[foretold]] if foretold else list(cores)
        yield from (Route(goal, strategy, first, core) for core in wanted or nowhere)


def edges(found: Theory) -> list[tuple[str, str, str]]:
    """Return the links of the drawing, each once: from, to, and the evidence that it stands on (empty: none)."""
    known: dict[tuple[str, str], str] = {}
    for route in found.routes:
        start, end = strategy_key(route.strategy), goal_key(route.goal)
        stops = [start, *(spot.key for spot in (route.first, route.core) if spot), end]
        for place, (one, other) in enumerate(pairwise(stops)):
            evidence = route.strategy.evidence if place < len(stops) - 2 else "agreed"
            if one != other:
                known.setdefault((one, other), evidence)
    for goal in found.goals:
        for core in found.cores[str(goal.public_id)]:
            known.setdefault((core.key, goal_key(goal)), "agreed")
    return [(one, other, evidence) for (one, other), evidence in known.items()]


def strategy_key(strategy: Strategy) -> str:
    """Return a strategy's key in the graph."""
    return f"strategy:{strategy.public_id}"


def goal_key(goal: Goal) -> str:
    """Return a goal's key in the graph."""
    return f"goal:{goal.public_id}"


def connected(found: Theory, key: str) -> set[str]:
    """Return everything on a route through `key`, itself included; nothing for a key that is not in the graph."""
    links = edges(found)
    if not any(key in (one, other) for one, other, _evidence in links):
        return set()
    return {key} | _reached(links, key, 0, 1) | _reached(links, key, 1, 0)


def _reached(links: Sequence[tuple[str, str, str]], key: str, start: int, end: int) -> set[str]:
    seen: set[str] = set()
    waiting = [key]
    while waiting:
        here = waiting.pop()
        for link in links:
            if link[start] == here and link[end] not in seen:
                seen.add(link[end])
                waiting.append(link[end])
    return seen

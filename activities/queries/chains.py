"""From an activity to the goal: what it feeds, what it should move first, what that is for. No claim of proof."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from activities.landscape import Landscape, Named, Work
from activities.models import ActivityMeasure
from activities.words import Bearing
from agenda.queries.theory import theory
from initiatives.kernel.access import Actor, Capability, require

# What a chain may lack, from its beginning to its end.
NO_STRATEGY, NO_MEASURE, NO_FIRST, NO_GOAL = "no_strategy", "no_measure", "no_first", "no_goal"
BREAKS = (NO_STRATEGY, NO_MEASURE, NO_FIRST, NO_GOAL)


@dataclass(frozen=True)
class Way:
    """One way from an activity on: what it should move first, the core indicator that leads to, the goal; None where
    nothing is said.
    """

    first: Named | None
    core: Named | None
    goal: Named | None


@dataclass(frozen=True)
class Chain:
    """An activity, the partner measures it feeds, and its ways to goals. `lacks` are of BREAKS."""

    work: Work
    measures: tuple[Named, ...]
    ways: tuple[Way, ...]
    lacks: tuple[str, ...]

    @property
    def arrives(self) -> bool:
        """Whether some way leads to a goal over a core indicator."""
        return any(way.core is not None and way.goal is not None for way in self.ways)

    @property
    def goals(self) -> tuple[Named, ...]:
        """The goals it leads to, each once."""
        return tuple({way.goal.key: way.goal for way in self.ways if way.goal is not None}.values())


def chains(actor: Actor, land: Landscape) -> list[Chain]:
    """Return the chain of every activity of the landscape, in its order.

    What an activity should move is what it says itself, else what its strategy says (the theory of change); where that
    leads is for the strategy to say.
    """
    require(actor, Capability.VIEW)
    measures, moving = _bearings()
    by_strategy = _ways(actor)
    return [
        _chain(work, measures.get(work.key, ()), moving.get(work.key, ()), by_strategy.get(work.strategy, []))
        for work in land.works
    ]


def _chain(work: Work, measures: Iterable[Named], moving: Iterable[Named], planned: list[Way]) -> Chain:
    own = list(moving)
    if own:
        cores = {way.core.key: way for way in planned if way.core is not None}
        ways: list[Way] = []
        for first in own:
            same = [way for way in planned if way.first is not None and way.first.key == first.key]
            if first.key in cores and not same:
                ways.append(Way(None, first, cores[first.key].goal))
            else:
                ways += [Way(first, way.core, way.goal) for way in same or planned] or [
                    Way(first, None, None)
                ]
    else:
        ways = list(planned)
    found = tuple(dict.fromkeys(ways))
    fed = tuple(measures)
    lacks = {
        NO_STRATEGY: not work.strategy,
        NO_MEASURE: not fed,
        NO_FIRST: bool(work.strategy) and not own and not any(way.first for way in found),
        NO_GOAL: not any(way.core is not None and way.goal is not None for way in found),
    }
    return Chain(work, fed, found, tuple(key for key in BREAKS if lacks[key]))


def _bearings() -> tuple[dict[str, list[Named]], dict[str, list[Named]]]:
    """Return the partner measures that activities feed, and the indicators that they should move."""
    feeds: dict[str, list[Named]] = {}
    moves: dict[str, list[Named]] = {}
    rows = ActivityMeasure.objects.order_by("indicator__name", "id")
    for work, code, name, bearing in rows.values_list(
        "activity__public_id", "indicator__code", "indicator__name", "bearing"
    ):
        kept = feeds if bearing == Bearing.FEEDS else moves
        kept.setdefault(str(work), []).append(Named(code, name))
    return feeds, moves


def _ways(actor: Actor) -> dict[str, list[Way]]:
    """Return the ways of every strategy, as the theory of change has them."""
    found: dict[str, list[Way]] = {}
    for route in theory(actor).routes:
        goal = Named(str(route.goal.public_id), route.goal.statement)
        first, core = (
            Named(spot.code or spot.key, spot.name) if spot else None for spot in (route.first, route.core)
        )
        found.setdefault(str(route.strategy.public_id), []).append(Way(first, core, goal))
    return found

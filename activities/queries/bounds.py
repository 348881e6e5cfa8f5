"""What lies outside the agenda's boundary."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from activities.models import Outside
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import NotFound
from initiatives.queries import places as all_places

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from activities.models import Activity, Population
    from agenda.models import Strategy
    from initiatives.models import Place


def outside(actor: Actor) -> QuerySet[Outside]:
    """Return what lies outside now, the latest first."""
    require(actor, Capability.VIEW)
    rows = Outside.objects.filter(until=None)
    return rows.select_related("population", "place", "strategy", "said_by")


def one_outside(actor: Actor, public_id: UUID) -> Outside:
    """Return one of what lies outside now. Raises NotFound."""
    found = outside(actor).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def bounds_met(
    actor: Actor, *, strategy: Strategy | None, places: Iterable[Place], populations: Iterable[Population]
) -> list[Outside]:
    """Return what says that an activity of this strategy, at these places and for these people, lies outside.

    One row suffices for each: any of the places (or a place around it) with any of the people. Whatever the activity
    does not tell yet lies outside of nothing.
    """
    rows = list(outside(actor))
    if not rows:
        return []
    around = dict(all_places(actor).values_list("pk", "parent_id"))
    where: set[int | None] = set()
    for place in places:
        key: int | None = place.pk
        while key is not None and key not in where:
            where.add(key)
            key = around.get(key)
    whom = {population.pk for population in populations}
    return [
        row
        for row in rows
        if (row.strategy_id is None or (strategy is not None and row.strategy_id == strategy.pk))
        and (row.place_id is None or row.place_id in where)
        and (row.population_id is None or row.population_id in whom)
    ]


def bounds_of(actor: Actor, activity: Activity) -> list[Outside]:
    """Return what says that an activity (as `activity` returns it) lies outside, as it stands."""
    row: Any = activity
    return bounds_met(
        actor,
        strategy=activity.strategy,
        places=[one.place for one in row.happens_in],
        populations=[one.population for one in row.serves],
    )

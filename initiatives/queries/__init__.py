"""The questions of the core."""

from initiatives.queries.actors import actor_by_id, enter, my_memberships
from initiatives.queries.core import (
    affiliations_at,
    groups,
    partner,
    partners,
    people,
    place,
    places,
    sectors,
)
from initiatives.queries.stream import events

__all__ = [
    "actor_by_id",
    "affiliations_at",
    "enter",
    "events",
    "groups",
    "my_memberships",
    "partner",
    "partners",
    "people",
    "place",
    "places",
    "sectors",
]

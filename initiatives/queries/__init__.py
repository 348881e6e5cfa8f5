"""The questions of the core."""

from initiatives.queries.actors import actor_by_id, enter, my_memberships
from initiatives.queries.core import (
    affiliations_at,
    groups,
    partner,
    partners,
    place,
    places,
    sectors,
)
from initiatives.queries.invitations import invitation_behind
from initiatives.queries.people import duties_of, names_of, people, people_matching, person
from initiatives.queries.stream import events

__all__ = [
    "actor_by_id",
    "affiliations_at",
    "duties_of",
    "enter",
    "events",
    "groups",
    "invitation_behind",
    "my_memberships",
    "names_of",
    "partner",
    "partners",
    "people",
    "people_matching",
    "person",
    "place",
    "places",
    "sectors",
]

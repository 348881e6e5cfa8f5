"""The questions of the core."""

from initiatives.queries.actions import action, actions
from initiatives.queries.actors import (
    actor_by_id,
    enter,
    initiative_of,
    initiative_rows,
    lacks_second_step,
    my_initiatives,
    my_memberships,
)
from initiatives.queries.core import (
    active_initiative,
    affiliations_at,
    chaired,
    groups,
    partner,
    partners,
    place,
    place_parents,
    places,
    sector_rows,
    sectors,
)
from initiatives.queries.directory import (
    affiliations,
    groups_of,
    partners_matching,
    people_of,
    place_tree,
)
from initiatives.queries.feed import about_people, events_matching, news, told
from initiatives.queries.invitations import invitation_behind
from initiatives.queries.people import (
    duties_of,
    everybody,
    myself,
    names_of,
    people,
    people_by_group,
    people_matching,
    person,
    waiting_invitations,
)
from initiatives.queries.stream import events, events_after, last_change
from initiatives.queries.tokens import my_tokens

__all__ = [
    "about_people",
    "action",
    "actions",
    "active_initiative",
    "actor_by_id",
    "affiliations",
    "affiliations_at",
    "chaired",
    "duties_of",
    "enter",
    "events",
    "events_after",
    "events_matching",
    "everybody",
    "groups",
    "groups_of",
    "initiative_of",
    "initiative_rows",
    "invitation_behind",
    "lacks_second_step",
    "last_change",
    "my_initiatives",
    "my_memberships",
    "my_tokens",
    "myself",
    "names_of",
    "news",
    "partner",
    "partners",
    "partners_matching",
    "people",
    "people_by_group",
    "people_matching",
    "people_of",
    "person",
    "place",
    "place_parents",
    "place_tree",
    "places",
    "sector_rows",
    "sectors",
    "told",
    "waiting_invitations",
]

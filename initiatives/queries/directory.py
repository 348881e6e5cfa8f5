"""Partners and places as their pages show them."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from initiatives.kernel.access import Actor, Capability
from initiatives.models import Affiliation, Membership, Partner, Place
from initiatives.queries.core import partners, places
from initiatives.queries.people import people


def partners_matching(
    actor: Actor, *, search: str = "", sector: str = "", place: str = "", state: str = ""
) -> QuerySet[Partner]:
    """Return partners by name, sector (code), place (code) and state, with contacts and `people_count`.

    Without a state those that have left are not among them.
    """
    # `partners` annotates sector_code and place_code, which the type of its rows does not tell.
    rows: Any = partners(actor).select_related("main_contact").filter(state=state or Partner.State.ACTIVE)
    if search:
        rows = rows.filter(Q(name__icontains=search) | Q(code__icontains=search))
    if sector:
        rows = rows.filter(sector_code=sector)
    if place:
        rows = rows.filter(place_code=place)
    found: QuerySet[Partner] = rows.annotate(people_count=Count("people", filter=Q(people__ended_on=None)))
    return found.order_by("name", "id")


def affiliations(partner: Partner) -> list[Affiliation]:
    """Return a partner's sectors and places, the latest first."""
    rows = Affiliation.objects.filter(partner=partner).select_related("sector", "place")
    return list(rows.order_by("-starts_on"))


def people_of(actor: Actor, partner: Partner) -> list[Membership]:
    """Return the partner's people for those who may see them: staff, and the partner's own."""
    if not actor.may(Capability.VIEW_PEOPLE, partner.pk):
        return []
    return list(people(actor).filter(partner=partner))


@dataclass(frozen=True)
class Branch:
    """A place in the tree: how deep it lies, and how many partners lie right there."""

    place: Place
    depth: int
    partners: int


def place_tree(actor: Actor) -> list[Branch]:
    """Return all places, each after the one it lies in, by name. Two queries."""
    counts: dict[str, int] = {}
    active: Any = partners(actor).filter(state=Partner.State.ACTIVE)
    for code in active.values_list("place_code", flat=True):
        counts[code] = counts.get(code, 0) + 1
    below: dict[int | None, list[Place]] = {}
    for place in places(actor):
        below.setdefault(place.parent_id, []).append(place)
    tree: list[Branch] = []

    def grow(parent: int | None, depth: int) -> None:
        for place in below.get(parent, []):
            tree.append(Branch(place, depth, counts.get(place.code, 0)))
            grow(place.pk, depth + 1)

    grow(None, 0)
    return tree

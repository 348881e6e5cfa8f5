"""Whom to ask about a partner's figures, for those who ask for them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from initiatives.kernel.access import Actor, Capability, require
from initiatives.queries import people
from initiatives.queries.reaching import Reach, reach_by_partner

if TYPE_CHECKING:
    from initiatives.models import Membership, Partner


def main_contacts(actor: Actor, partners: Iterable[Partner]) -> dict[int, Membership]:
    """Return the main contact of each partner by the partner's id; partners without one are left out. One query.

    Nobody for those who may not see people: a token may read the queue without them.
    """
    if not actor.may(Capability.VIEW_PEOPLE):
        return {}
    wanted = {row.main_contact_id: row.pk for row in partners if row.main_contact_id}
    return {wanted[person.pk]: person for person in people(actor).filter(pk__in=wanted)}


def reach_of(actor: Actor, partner_ids: Collection[int]) -> dict[int, Reach]:
    """Return how each of these partners is reached. One query. Raises Forbidden for those who do not run cycles."""
    require(actor, Capability.RUN_CYCLES)
    return reach_by_partner(partner_ids)


def contact_by_letter(partner_id: int) -> Membership | None:
    """Return whom to write to at a partner about its figures who has no account; None where there is an account."""
    first = _first(partner_id)
    return first if first is not None and first.user_id is None else None


def addressee(partner: Partner) -> Membership | None:
    """Return whom a partner's letters go to: its main contact, else whoever of it has an address; None for nobody."""
    named: Membership | None = partner.main_contact
    if named is not None and named.email and named.is_active:
        return named
    return _first(partner.pk)


def _first(partner_id: int) -> Membership | None:
    return reach_by_partner([partner_id]).get(partner_id, Reach()).first

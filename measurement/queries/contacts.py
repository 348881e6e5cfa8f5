"""Whom to ask about a partner's figures, for those who ask for them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from initiatives.kernel.access import Actor
from initiatives.queries import people

if TYPE_CHECKING:
    from initiatives.models import Membership, Partner


def main_contacts(actor: Actor, partners: Iterable[Partner]) -> dict[int, Membership]:
    """Return the main contact of each partner by the partner's id; partners without one are left out. One query.

    Raises Forbidden for those who may not see people.
    """
    wanted = {row.main_contact_id: row.pk for row in partners if row.main_contact_id}
    return {wanted[person.pk]: person for person in people(actor).filter(pk__in=wanted)}

"""Whom to ask about a partner's figures, for those who ask for them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from initiatives.kernel.access import PARTNER_ROLES, Actor, Capability, Role, require
from initiatives.queries import everybody, people

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


# The contributor, and one who stands in.
CONTRIBUTORS_ASKED = 2


@dataclass(frozen=True)
class Reach:
    """How one partner is reached about its figures.

    `first` is to be written to: the contributor, or the lead where there is none with an address; None when nobody can
    be. `turns` are those who are reminded one after the other: the contributor, another who stands in, the lead.
    `contact` is whom to call, `seen` the last day on which one of its people was here.
    """

    first: Membership | None = None
    lead: Membership | None = None
    contact: Membership | None = None
    seen: date | None = None
    turns: tuple[Membership, ...] = ()

    def turn(self, reminded: int) -> Membership | None:
        """Return whose turn it is after so many reminders; the last one's once all had theirs, None without anybody."""
        return self.turns[min(reminded, len(self.turns) - 1)] if self.turns else None


def reach_of(actor: Actor, partner_ids: Collection[int]) -> dict[int, Reach]:
    """Return how each of these partners is reached. One query. Raises Forbidden for those who do not run cycles."""
    require(actor, Capability.RUN_CYCLES)
    rows: dict[int, list[Membership]] = {}
    wanted = everybody().filter(partner_id__in=partner_ids, role__in=sorted(PARTNER_ROLES))
    for person in wanted.select_related("partner").order_by("name", "pk"):
        rows.setdefault(person.partner_id or 0, []).append(person)
    return {partner_id: _reach(found) for partner_id, found in rows.items()}


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
    wanted = everybody().filter(partner_id=partner_id, role__in=sorted(PARTNER_ROLES))
    return _reach(list(wanted.select_related("partner").order_by("name", "pk"))).first


def _reach(rows: list[Membership]) -> Reach:
    def preference(person: Membership) -> tuple[bool, bool, bool]:
        partner = person.partner
        named = partner is not None and person.pk == partner.main_contact_id
        stands_in = partner is not None and person.pk == partner.backup_contact_id
        return person.role != Role.CONTRIBUTOR, not named, not stands_in

    written = sorted((row for row in rows if row.email), key=preference)
    leads = [row for row in written if row.role == Role.PARTNER_LEAD]
    contributors = [row for row in written if row.role == Role.CONTRIBUTOR]
    named = [row for row in rows if row.partner and row.pk == row.partner.main_contact_id]
    return Reach(
        first=written[0] if written else None,
        lead=leads[0] if leads else None,
        contact=next(iter([*named, *written, *rows]), None),
        turns=(*contributors[:CONTRIBUTORS_ASKED], *leads[:1]),
        seen=max((row.last_seen_on for row in rows if row.last_seen_on), default=None),
    )

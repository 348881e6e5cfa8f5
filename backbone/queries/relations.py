"""What the backbone keeps and computes about its relation with a partner, as staff and its lead may see it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Max

from backbone.models import ContactLog
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import NotFound

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from initiatives.models import Partner


def contacts(actor: Actor) -> QuerySet[ContactLog]:
    """Return what was written down of contacts, the latest first, with partner and people.

    All of it for staff; for a partner's lead that with their partner, without what is about a person. Raises
    Forbidden for everybody else.
    """
    require(actor, Capability.VIEW_RELATIONS)
    rows = ContactLog.objects.select_related("partner", "person", "next_owner", "logged_by")
    return rows if actor.is_staff else rows.filter(partner_id=actor.partner_id or 0, about_person=False)


def contacts_with(actor: Actor, partner: Partner) -> QuerySet[ContactLog]:
    """Return what was written down of contacts with one partner. Raises Forbidden for others' affairs."""
    require(actor, Capability.VIEW_RELATIONS, partner.pk)
    return contacts(actor).filter(partner=partner)


def contact(actor: Actor, public_id: UUID) -> ContactLog:
    """Return what was written down of one contact. Raises NotFound."""
    found = contacts(actor).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def open_steps(actor: Actor) -> QuerySet[ContactLog]:
    """Return the contacts whose next step is not taken yet, the one wanted first on top."""
    return contacts(actor).exclude(next_step="").filter(next_done_at=None).order_by("next_on", "id")


def last_contacts(actor: Actor, partner_id: int | None = None) -> dict[int, date]:
    """Return by partner the day of the last contact that was written down; partners without one are left out.

    What is about a person counts: that there was a contact is no secret. One query.
    """
    require(actor, Capability.VIEW_RELATIONS, partner_id)
    rows = ContactLog.objects.order_by()
    if partner_id is not None or not actor.is_staff:
        rows = rows.filter(partner_id=partner_id or actor.partner_id or 0)
    return dict(rows.values("partner_id").annotate(day=Max("on")).values_list("partner_id", "day"))


def spoken_with(partner_ids: Collection[int], since: date) -> dict[int, ContactLog]:
    """Return by partner the last contact from a day on (for the queue); partners without one are left out."""
    if not partner_ids:
        return {}
    rows = ContactLog.objects.filter(partner_id__in=partner_ids, on__gte=since).select_related("logged_by")
    return {row.partner_id: row for row in rows.order_by("on", "id")}


def steps_of(membership_id: int) -> list[ContactLog]:
    """Return the contacts whose next step is somebody's and not taken yet (for the verbs)."""
    rows = ContactLog.objects.filter(next_owner_id=membership_id, next_done_at=None).exclude(next_step="")
    return list(rows.select_related("partner").order_by("next_on", "id"))

"""Hand-in links: for staff who look after them, and for whoever comes in by one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import NotFound
from initiatives.queries.links import LinkKind, LinkPointer
from initiatives.queries.reaching import Reach
from measurement.models import HandInLink
from measurement.queries.collection import RequestState, requests
from measurement.queries.contacts import reach_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from initiatives.models import Membership
    from measurement.models import Cycle, Request


def links(actor: Actor) -> QuerySet[HandInLink]:
    """Return the links that were made, newest first. Raises Forbidden for those who do not run cycles."""
    require(actor, Capability.RUN_CYCLES)
    return HandInLink.objects.select_related("request__cycle", "request__partner", "membership", "made_by")


def link(actor: Actor, public_id: UUID) -> HandInLink:
    """Return a link by its public id. Raises NotFound."""
    found = links(actor).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def _rows() -> QuerySet[HandInLink]:
    return HandInLink.objects.select_related(
        "request__cycle", "request__partner", "membership", "made_by", "initiative"
    )


HAND_IN_LINK: LinkKind[HandInLink] = LinkKind(
    rows=_rows,
    door="hand_in_link_by_hash",
    purpose="hand_in",
    thing="request",
    partner_id=lambda found: found.request.partner_id,
    gone=lambda found: found.request.partner.state != "active",
    maker_needs=Capability.RUN_CYCLES,
)
link_pointer = HAND_IN_LINK.pointer
standing_link = HAND_IN_LINK.standing
why_closed = HAND_IN_LINK.why_closed
entered_by_link = HAND_IN_LINK.entered


def without_link(actor: Actor, cycle: Cycle) -> list[tuple[Request, Membership]]:
    """Return who is asked in a cycle and not in, has no account and holds no working link, each with whom to write to.

    Partners by name; those with nobody to write to are left out.
    """
    asked: Any = requests(actor).filter(cycle=cycle).order_by("partner__name", "partner_id")
    rows = list(asked.exclude(state__in=[RequestState.SUBMITTED, RequestState.ACCEPTED]))
    reached = reach_of(actor, {row.partner_id for row in rows})
    working = HandInLink.objects.filter(request__in=rows, revoked_at=None, expires_at__gt=clock.now())
    linked = set(working.values_list("request_id", flat=True))
    found = [(row, reached.get(row.partner_id, Reach()).first) for row in rows if row.pk not in linked]
    return [(row, to) for row, to in found if to is not None and to.user_id is None]


__all__ = [
    "HAND_IN_LINK",
    "LinkPointer",
    "entered_by_link",
    "link",
    "link_pointer",
    "links",
    "standing_link",
    "why_closed",
    "without_link",
]

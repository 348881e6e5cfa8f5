"""Hand-in links: for staff who look after them, and for whoever comes in by one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, LinkRight, holder_of, require
from initiatives.kernel.errors import Conflict, Forbidden, NotFound
from initiatives.kernel.tenancy import tenant
from initiatives.queries import actor_by_id
from measurement.models import HandInLink
from measurement.queries.collection import RequestState, requests
from measurement.queries.contacts import Reach, reach_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from initiatives.models import Membership
    from measurement.models import Cycle, Request


@dataclass(frozen=True)
class LinkPointer:
    """Where a link lies."""

    initiative_id: int
    link_id: int


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


def link_pointer(secret: str) -> LinkPointer | None:
    """Return where the link with this secret lies, None when there is none."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT initiative_id, link_id FROM app.hand_in_link_by_hash(%s)",
            [sha256(secret.encode()).digest()],
        )
        row = cursor.fetchone()
    return LinkPointer(*row) if row else None


def standing_link(pointer: LinkPointer) -> tuple[HandInLink, str]:
    """Return a link and why it works no longer, empty while it does; inside its initiative's scope. Uses nothing up.

    Raises NotFound when it is there no more (practice was thrown away).
    """
    found = (
        HandInLink.objects.select_related(
            "request__cycle", "request__partner", "membership", "made_by", "initiative"
        )
        .filter(pk=pointer.link_id)
        .first()
    )
    if found is None:
        raise NotFound
    return found, why_closed(found)


def why_closed(found: HandInLink) -> str:
    """Say why a link works no longer and how to get another; empty while it works."""
    who = {"who": found.made_by.name, "initiative": found.initiative.name}
    if found.revoked_at is not None or found.request.partner.state != "active" or _lapsed(found):
        return _("This link has been withdrawn. Ask %(who)s of %(initiative)s for a new one.") % who
    if found.expires_at <= clock.now():
        return _("This link is out of date. Ask %(who)s of %(initiative)s for a new one.") % who
    return ""


def _lapsed(found: HandInLink) -> bool:
    """Whether the right behind it has gone: of the person it was sent to, or of the one who copied it."""
    if found.membership is not None:
        return not found.membership.is_active
    try:
        require(actor_by_id(found.made_by_id), Capability.RUN_CYCLES)
    except (NotFound, Forbidden):
        return True
    return False


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


@contextmanager
def entered_by_link(pointer: LinkPointer, holder: str, account_id: int | None = None) -> Iterator[Actor]:
    """Open the initiative's scope for a link's holder, who gave this name, and yield their Actor there.

    `account_id` is the account signed in beside it, which makes nobody of the partner but is remembered.
    Raises NotFound for a link that is there no more, Conflict (`link_closed`) for one that works no longer.
    """
    with tenant(pointer.initiative_id):
        found, closed = standing_link(pointer)
        if closed:
            raise Conflict("link_closed", closed)
        right = LinkRight(found.pk, found.request_id, holder, account_id)
        yield holder_of(found.initiative, found.request.partner_id, right)

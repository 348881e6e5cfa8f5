"""Links to check in by, and the calendar addresses: for those who made them, and for whoever comes in by one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING
from uuid import UUID

from activities.models import Activity, CalendarFeed, CheckInLink
from activities.queries.activities import lead_partner_id
from activities.words import RUNNING
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import NotFound
from initiatives.kernel.tenancy import tenant
from initiatives.queries import actor_by_id
from initiatives.queries.links import LinkKind, pointer_behind

if TYPE_CHECKING:
    from django.db.models import QuerySet


def check_in_links(actor: Actor) -> QuerySet[CheckInLink]:
    """Return the links that were made, newest first. Raises Forbidden for those who do not ask."""
    require(actor, Capability.RUN_CYCLES)
    return CheckInLink.objects.select_related("activity", "membership", "made_by", "initiative")


def check_in_link(actor: Actor, public_id: UUID) -> CheckInLink:
    """Return a link by its public id. Raises NotFound."""
    found = check_in_links(actor).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def _rows() -> QuerySet[CheckInLink]:
    return CheckInLink.objects.select_related("activity", "membership", "made_by", "initiative")


CHECK_IN_LINK: LinkKind[CheckInLink] = LinkKind(
    rows=_rows,
    door="check_in_link_by_hash",
    purpose="check_in",
    thing="activity",
    partner_id=lambda found: lead_partner_id(found.activity),
    gone=lambda found: found.activity.state not in RUNNING,
    maker_needs=Capability.RUN_CYCLES,
)


def linked_activity(actor: Actor) -> Activity:
    """Return the activity that a link's holder is asked about. Raises NotFound for anybody else."""
    if actor.link is None or actor.link.purpose != CHECK_IN_LINK.purpose:
        raise NotFound
    return Activity.objects.get(pk=actor.link.thing_id)


def own_feed(actor: Actor) -> CalendarFeed | None:
    """Return the actor's own calendar address that stands, None when there is none."""
    require(actor, Capability.VIEW)
    return CalendarFeed.objects.filter(membership_id=actor.membership_id, revoked_at=None).first()


@contextmanager
def entered_by_feed(secret: str) -> Iterator[Actor]:
    """Open the initiative's scope for the calendar of the person whose address this is, with their rights of now.

    Raises NotFound for an address that does not stand, and when the person takes part no more.
    """
    pointer = pointer_behind("calendar_feed_by_hash", secret)
    if pointer is None:
        raise NotFound
    with tenant(pointer.initiative_id):
        feed = CalendarFeed.objects.filter(pk=pointer.link_id, revoked_at=None).first()
        if feed is None:
            raise NotFound
        yield actor_by_id(feed.membership_id)

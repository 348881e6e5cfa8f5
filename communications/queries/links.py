"""Links to answer an invitation: for those who made them, and for whoever comes in by one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from communications.models import Meeting, RsvpLink
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import NotFound
from initiatives.queries.links import LinkKind

if TYPE_CHECKING:
    from django.db.models import QuerySet


def rsvp_links(actor: Actor) -> QuerySet[RsvpLink]:
    """Return the links that were made, newest first. Raises Forbidden for all but the backbone."""
    require(actor, Capability.RUN_CYCLES)
    return _rows()


def rsvp_link(actor: Actor, public_id: UUID) -> RsvpLink:
    """Return a link by its public id. Raises NotFound."""
    found = rsvp_links(actor).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def _rows() -> QuerySet[RsvpLink]:
    return RsvpLink.objects.select_related("meeting__group", "membership", "made_by", "initiative")


RSVP_LINK: LinkKind[RsvpLink] = LinkKind(
    rows=_rows,
    door="rsvp_link_by_hash",
    purpose="rsvp",
    thing="meeting",
    partner_id=lambda found: found.membership.partner_id if found.membership else None,
    gone=lambda found: not found.meeting.takes_answers,
    maker_needs=Capability.TAKE_PART,
)


def invited_to(actor: Actor) -> RsvpLink:
    """Return the link that its holder came in by, with the meeting. Raises NotFound for anybody else."""
    if actor.link is None or actor.link.purpose != RSVP_LINK.purpose:
        raise NotFound
    return _rows().get(pk=actor.link.link_id)


def whose(actor: Actor) -> dict[str, Any]:
    """Return by what an answer is known to be the actor's: their membership, or the name of a link's holder."""
    if actor.link is None:
        return {"membership_id": actor.membership_id}
    link = invited_to(actor)
    if link.membership_id is not None:
        return {"membership_id": link.membership_id}
    return {"membership_id": None, "holder": actor.link.holder}


def linked_meeting(actor: Actor) -> Meeting:
    """Return the meeting that a link's holder is invited to. Raises NotFound for anybody else."""
    found: Meeting = invited_to(actor).meeting
    return found

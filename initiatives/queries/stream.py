"""What happened, as an actor may know it."""

from django.db.models import QuerySet

from initiatives.kernel.access import Actor, Capability, require
from initiatives.models import Event


def events(actor: Actor) -> QuerySet[Event]:
    """Return the event stream, newest first: all of it for staff, one's own partner's affairs for its people.

    Raises Forbidden for everybody else.
    """
    require(actor, Capability.VIEW_EVENTS)
    rows = Event.objects.select_related("user", "partner", "membership")
    return rows if actor.is_staff else rows.filter(partner_id=actor.partner_id)

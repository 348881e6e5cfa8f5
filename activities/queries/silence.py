"""When partners were last heard of through what they do."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from activities.models import Activity, ActivityPartner
from activities.queries.activities import with_heard
from activities.words import DOING, RUNNING
from initiatives.kernel.access import Actor, Capability, require


def heard_through_activities(actor: Actor, partner_id: int | None = None) -> dict[int, datetime | None]:
    """Return by partner when anything that it leads or co-delivers was last heard of; None for never.

    Of all partners for staff, of their own for a partner's lead, of one with `partner_id`. A partner with nothing
    under way is left out. Two queries.
    """
    require(actor, Capability.VIEW_RELATIONS, partner_id)
    running = Activity.objects.filter(state__in=[state.value for state in RUNNING])
    told: Any = with_heard(running)
    heard: dict[int, datetime | None] = dict(told.order_by().values_list("pk", "heard_at"))
    parts = ActivityPartner.objects.filter(until=None, part__in=[part.value for part in DOING])
    if partner_id is not None or not actor.is_staff:
        parts = parts.filter(partner_id=partner_id or actor.partner_id or 0)
    found: dict[int, datetime | None] = {}
    for activity_id, one in parts.filter(activity__in=list(heard)).values_list("activity_id", "partner_id"):
        moments = [moment for moment in (found.get(one), heard[activity_id]) if moment is not None]
        found[one] = max(moments, default=None)
    return found

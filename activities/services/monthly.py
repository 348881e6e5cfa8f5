"""Once a month whoever leads an activity nobody has said a word of is sent a link to say how it goes, by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from activities.asking import ASK
from activities.models import Activity, CheckInLink
from activities.queries.activities import check_in_rule, lead_partner_id
from activities.queries.hearing import MONTH, to_check_in
from activities.services.asking import make_check_in_link
from initiatives.jobs import handler
from initiatives.kernel import clock
from initiatives.kernel.access import Role
from initiatives.limits import TooMany
from initiatives.queries import actor_by_id, everybody

if TYPE_CHECKING:
    from initiatives.models import Membership


@handler(ASK)
def ask_how_it_goes(initiative_id: int, key: str) -> None:
    """Send a link about each activity that waits for a word and was not asked about for a month.

    It goes out in the name of the backbone's lead. What the limits of a day leave over is asked on the next.
    """
    sender = everybody().filter(role=Role.BACKBONE_LEAD).exclude(user=None).order_by("id").first()
    if sender is None:
        return
    actor = actor_by_id(sender.pk)
    if not check_in_rule(actor).sends_links:
        return
    asked = CheckInLink.objects.filter(created_at__gt=clock.now() - MONTH).values("activity_id")
    for activity in to_check_in(actor).exclude(pk__in=asked):
        person = whom_to_ask(activity)
        if person is None:
            continue
        try:
            make_check_in_link(actor, activity, to=person)
        except TooMany:
            continue


def whom_to_ask(activity: Activity) -> Membership | None:
    """Return who says how an activity goes: its contact, else the lead of the partner that leads it, else nobody.

    Only people of that partner who take part and have an address.
    """
    people: Any = everybody().filter(partner_id=lead_partner_id(activity) or 0).exclude(email="")
    named: Membership | None = people.filter(pk=activity.contact_id or 0).first()
    return named or people.filter(role=Role.PARTNER_LEAD).order_by("id").first()

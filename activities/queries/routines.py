"""What of mutually reinforcing activities runs by itself."""

from __future__ import annotations

from django.db.models import Count, Max, Q
from django.utils.translation import gettext_lazy, ngettext

from activities.models import CheckInLink
from activities.queries.activities import check_in_rule
from activities.queries.hearing import MONTH
from initiatives.kernel import clock
from initiatives.kernel.access import Actor
from initiatives.kernel.routines import Known, routine


@routine(
    "activities.asking",
    gettext_lazy("It is asked how activities go"),
    gettext_lazy(
        "Once a day whoever leads an activity without a word for a month is sent a link to say how it goes."
    ),
    order=30,
    wakes="activities.ask_how_it_goes",
    jobs=("activities.ask_how_it_goes", "activities.send_link"),
    change="activities:rule",
)
def it_is_asked(actor: Actor) -> Known:
    """Tell when the last link left and how many did within a month, those sent by hand too; whether it is wanted."""
    lately = Count("pk", filter=Q(created_at__gt=clock.now() - MONTH))
    sent = CheckInLink.objects.exclude(email="").aggregate(last=Max("created_at"), n=lately)
    words = ngettext(
        "%d link within 30 days, those sent by hand too.",
        "%d links within 30 days, those sent by hand too.",
        sent["n"],
    )
    return Known(sent["last"], words % sent["n"], off=not check_in_rule(actor).sends_links)

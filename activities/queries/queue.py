"""What of the activities waits for the backbone: blockers, and activities nobody has heard of."""

from __future__ import annotations

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from activities.queries.hearing import open_blockers, to_check_in
from initiatives.kernel import clock
from initiatives.kernel.access import Actor
from initiatives.kernel.queue import MOST, Act, How, Item, source


@source(
    "activities.blockers",
    gettext_lazy("Blockers"),
    icon="octagon-alert",
    order=50,
    settled_by=("activities.blocker_closed",),
)
def blockers(actor: Actor) -> list[Item]:
    """Tell which blockers wait for their group's answer, the longest waiting first."""
    rows: Any = open_blockers(actor)[:MOST]
    return [
        Item(
            f"activities.blockers:{row.public_id}",
            row.what,
            _("“%(title)s” asks %(group)s, since %(day)s.")
            % {
                "title": row.activity.title,
                "group": row.group.name,
                "day": date_format(day, "MONTH_DAY_FORMAT"),
            },
            (Act(_("Answer"), "activities:answer_blocker", (row.public_id,), How.FORM),),
            due=day,
        )
        for row in rows
        for day in [clock.day(row.raised_at, actor.initiative.timezone)]
    ]


@source(
    "activities.unheard",
    gettext_lazy("Activities not heard of"),
    icon="workflow",
    order=100,
    settled_by=("activities.check_in_link_made",),
)
def unheard(actor: Actor) -> list[Item]:
    """Tell how many running activities nobody has said a word of for a month, if any."""
    silent = to_check_in(actor).count()
    if not silent:
        return []
    title = ngettext(
        "%d activity was not heard of for a month", "%d activities were not heard of for a month", silent
    )
    note = _("Ask by a link those who have no account.")
    acts = (Act(_("See which"), "activities:attention"),)
    return [Item("activities.unheard:all", title % silent, note, acts)]

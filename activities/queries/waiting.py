"""What of the activities waits for somebody: the reader's own queue."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities.queries.hearing import open_blockers, to_check_in
from agenda.queries.waiting import Waiting
from initiatives.kernel.access import PARTNER_ROLES, Actor
from initiatives.queries import chaired

MOST = 3


def waiting(actor: Actor) -> list[Waiting]:
    """Return the blockers that wait for the actor's answer, and the activities whose turn it is to be heard of.

    The backbone and a group's co-chairs answer; a partner's people are asked about what their own partner does.
    """
    found = []
    rows = open_blockers(actor)
    if not actor.is_staff:
        rows = rows.filter(group_id__in=chaired(actor))
    for row in rows[:MOST]:
        note = _("“%(title)s” asks %(group)s.") % {"title": row.activity.title, "group": row.group.name}
        named = (row.public_id,)
        found.append(Waiting("workflow", row.what, note, "activities:answer_blocker", _("Answer"), named))
    if actor.role in PARTNER_ROLES:
        for one in to_check_in(actor)[:MOST]:
            title = _("How does “%s” go?") % one.title
            note = _("One click, and a word where it is needed.")
            named = (one.public_id,)
            found.append(Waiting("workflow", title, note, "activities:check_in", _("Check in"), named))
    elif actor.is_staff and (silent := to_check_in(actor).count()):
        title = ngettext(
            "%d activity was not heard of for a month", "%d activities were not heard of for a month", silent
        )
        note = _("Ask by a link those who have no account.")
        title %= silent
        found.append(Waiting("workflow", title, note, "activities:attention", _("See which")))
    return found

"""What of continuous communication waits for somebody: the reader's own queue."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from agenda.queries.waiting import Waiting
from communications.models import Reply
from communications.queries.decisions import awaiting
from communications.queries.meetings import to_come
from communications.queries.surveys import surveys_to_answer
from communications.queries.tasks import tasks_to_do
from communications.words.meetings import AHEAD
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability
from initiatives.queries import seats

MOST = 3
# So long before a meeting one who sits there is asked whether they come.
FORTNIGHT = timedelta(days=14)


def waiting(actor: Actor) -> list[Waiting]:
    """Return what waits for the actor themself: tasks, proposals, surveys and invitations, the most pressing first.

    Nothing waits for whom may only read.
    """
    if actor.membership_id is None or not actor.may(Capability.CHECK_IN):
        return []
    return [*_tasks(actor), *_proposals(actor), *_surveys(actor), *_invitations(actor)]


def _tasks(actor: Actor) -> list[Waiting]:
    today = clock.today(actor.initiative.timezone)
    found = []
    for row in tasks_to_do(actor)[:MOST]:
        note = ""
        if row.due is not None:
            words = _("It was due %s.") if row.due < today else _("It is due %s.")
            note = words % date_format(row.due)
        named = (row.public_id,)
        found.append(Waiting("list-todo", row.what, note, "communications:task", _("Open"), named))
    return found


def _proposals(actor: Actor) -> list[Waiting]:
    rows: Any = awaiting(actor)[:MOST]
    found = []
    for row in rows:
        words = {"number": row.number, "group": row.group.name}
        note = _("Decision %(number)s of %(group)s.") % words
        title, named = row.wording[0].title, (row.public_id,)
        found.append(Waiting("gavel", title, note, "communications:take_position", _("Answer"), named))
    return found


def _surveys(actor: Actor) -> list[Waiting]:
    found = []
    for row in surveys_to_answer(actor)[:MOST]:
        note = _("Until %s.") % date_format(row.closes_on)
        named = (row.public_id,)
        found.append(Waiting("clipboard-list", row.title, note, "communications:survey", _("Answer"), named))
    return found


def _invitations(actor: Actor) -> list[Waiting]:
    mine = seats(actor).filter(membership_id=actor.membership_id).order_by().values("group_id")
    answered = Reply.objects.filter(membership_id=actor.membership_id).values("meeting_id")
    now = clock.now()
    rows = to_come(actor).filter(group_id__in=mine, state__in=AHEAD)
    rows = rows.filter(starts_at__gt=now, starts_at__lte=now + FORTNIGHT)
    found = []
    for row in rows.exclude(pk__in=answered)[:MOST]:
        words = {"group": row.group.name, "when": date_format(localtime(row.starts_at), "DATETIME_FORMAT")}
        note = _("%(group)s, %(when)s.") % words
        named = (row.public_id,)
        found.append(
            Waiting("calendar-clock", row.title, note, "communications:reply", _("Am I coming?"), named)
        )
    return found

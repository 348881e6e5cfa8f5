"""What of continuous communication waits for the backbone: meetings, minutes, decisions, asks, tasks."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from communications.models import TaskReminder
from communications.queries.asks import open_asks
from communications.queries.decisions import decisions, due_for_review
from communications.queries.meetings import Heard, heard_from, meetings, to_come
from communications.queries.tasks import late_tasks
from communications.queries.voice import overdue_feedback
from communications.words.decisions import DecisionState
from communications.words.meetings import MeetingState
from initiatives.kernel import clock
from initiatives.kernel.access import STAFF, Actor, Capability
from initiatives.kernel.queue import MOST, Act, How, Item, source
from initiatives.queries.reaching import days_reminded, resting, told_reminded

if TYPE_CHECKING:
    from communications.models import AgendaItem
    from initiatives.models import ActionItem

# So long before a meeting its agenda is prepared: it goes out five to seven days before.
AHEAD = timedelta(days=7)
# So long after it was raised an ask without a day waits for the backbone.
PATIENCE = timedelta(days=14)


@source(
    "communications.meetings",
    gettext_lazy("Meetings to prepare"),
    icon="calendar-clock",
    order=40,
    settled_by=("communications.agenda_sent", "communications.agenda_filled"),
)
def to_prepare(actor: Actor) -> list[Item]:
    """Tell which meetings of the next seven days have not sent their agenda, the next one first."""
    rows: Any = to_come(actor).filter(
        state=MeetingState.SCHEDULED, starts_at__gte=clock.now(), starts_at__lte=clock.now() + AHEAD
    )
    rows = list(rows.prefetch_related("items")[:MOST])
    heard = heard_from(actor, rows)
    found = []
    for row in rows:
        points = _prepared(list(row.items.all()), heard[row.pk])
        acts = [Act(_("Prepare"), "communications:meeting", (row.public_id,))]
        if row.items.all():
            send = Act(_("Send the agenda"), "communications:send_agenda", (row.public_id,), How.AT_ONCE)
            acts.append(send)
        else:
            fill = Act(_("Fill the agenda"), "communications:fill_agenda", (row.public_id,), How.AT_ONCE)
            acts.append(fill)
        when = _moment(actor, row.starts_at)
        found.append(
            Item(
                f"communications.meetings:{row.public_id}",
                row.title,
                f"{row.group.name}, {when}. {points}",
                tuple(acts),
                due=_day(actor, row.starts_at),
                owner_id=row.facilitator_id,
            )
        )
    return found


def _prepared(points: list[AgendaItem], heard: Heard) -> str:
    """Say how far a meeting is prepared: its points, those with nothing to read before, who has answered."""
    if not points:
        told = [_("Nothing on the agenda yet.")]
    else:
        told = [ngettext("%d point on the agenda.", "%d points on the agenda.", len(points)) % len(points)]
    if bare := sum(point.lacks_reading for point in points):
        told.append(
            ngettext(
                "%d of them has nothing to read before.", "%d of them have nothing to read before.", bare
            )
            % bare
        )
    if heard.seats:
        told.append(
            _("%(answered)d of %(seats)d have answered.") % {"answered": heard.answered, "seats": heard.seats}
        )
    return " ".join(told)


@source(
    "communications.minutes",
    gettext_lazy("Minutes to finish"),
    icon="notebook-pen",
    order=45,
    settled_by=("communications.meeting_ended", "communications.minutes_approved"),
)
def to_write(actor: Actor) -> list[Item]:
    """Tell which meetings were held and have no approved minutes, the longest ago first; and those never ended."""
    rows: Any = meetings(actor).filter(
        state__in=(MeetingState.OPEN, MeetingState.HELD), ends_at__lt=clock.now()
    )
    found = []
    for row in rows.order_by("starts_at", "id")[:MOST]:
        words = (
            _("Its minutes are a draft.") if row.state == MeetingState.HELD else _("It was not ended yet.")
        )
        found.append(
            Item(
                f"communications.minutes:{row.public_id}",
                row.title,
                f"{row.group.name}, {_moment(actor, row.starts_at)}. {words}",
                (Act(_("Open the minutes"), "communications:meeting", (row.public_id,)),),
                due=_day(actor, row.starts_at),
                owner_id=row.note_taker_id,
            )
        )
    return found


@source(
    "communications.decisions",
    gettext_lazy("Decisions due"),
    icon="gavel",
    order=55,
    settled_by=("communications.decided", "communications.decision_reviewed"),
)
def decisions_due(actor: Actor) -> list[Item]:
    """Tell which proposals wait to be decided, and which decisions are to be looked back at by today."""
    found = []
    for row in decisions(actor).filter(state=DecisionState.PROPOSED).order_by("number")[:MOST]:
        found.append(
            Item(
                f"communications.decisions:{row.public_id}",
                row.wording[0].title,  # type: ignore[attr-defined]
                _("Proposed to %s.") % row.group.name,
                (Act(_("Open"), "communications:decision", (row.public_id,)),),
            )
        )
    for ruling in due_for_review(actor, clock.today(actor.initiative.timezone))[:MOST]:
        one = ruling.decision
        day = date_format(ruling.review_on) if ruling.review_on else ""
        found.append(
            Item(
                f"communications.decisions:review:{one.public_id}",
                ruling.proposal.title,
                _("%(group)s wanted to look back at it by %(day)s.") % {"group": one.group.name, "day": day},
                (
                    Act(_("Look back"), "communications:review_decision", (one.public_id,), How.FORM),
                    Act(_("Open"), "communications:decision", (one.public_id,)),
                ),
                due=ruling.review_on,
            )
        )
    return found[:MOST]


@source(
    "communications.asks",
    gettext_lazy("Asks without an answer"),
    icon="message-square-reply",
    order=65,
    settled_by=("communications.ask_answered",),
)
def unanswered(actor: Actor) -> list[Item]:
    """Tell which asks between groups are past their day, or without one for a fortnight."""
    today = clock.today(actor.initiative.timezone)
    found = []
    for row in open_asks(actor):
        since = _day(actor, row.asked_at)
        if (row.due is None and since > today - PATIENCE) or (row.due is not None and row.due >= today):
            continue
        words = {"from": row.from_group.name, "to": row.to_group.name, "day": date_format(row.due or since)}
        line = (
            _("%(from)s asks %(to)s; wanted by %(day)s.")
            if row.due
            else _("%(from)s asks %(to)s since %(day)s.")
        )
        acts = (Act(_("Answer"), "communications:answer_ask", (row.public_id,), How.FORM),)
        found.append(
            Item(f"communications.asks:{row.public_id}", row.what, line % words, acts, due=row.due or since)
        )
    return found[:MOST]


@source(
    "communications.feedback",
    gettext_lazy("Feedback without an answer"),
    icon="message-circle-question-mark",
    order=66,
    settled_by=("communications.feedback_answered", "communications.feedback_closed"),
)
def feedback_overdue(actor: Actor) -> list[Item]:
    """Tell what waits for an answer longer than was promised; its title, which is kept, holds none of its words."""
    if not actor.may(Capability.REVIEW):  # a token that reads the queue alone
        return []
    return [
        Item(
            f"communications.feedback:{row.public_id}",
            _("%(where)s, %(day)s")
            % {"where": row.get_heard_display(), "day": date_format(_day(actor, row.received_at))},
            Truncator(row.said).chars(160),
            (
                Act(_("Answer"), "communications:answer_said", (row.public_id,), How.FORM),
                Act(_("Open"), "communications:said", (row.public_id,)),
            ),
            due=_day(actor, row.received_at),
        )
        for row in overdue_feedback(actor)[:MOST]
    ]


@source(
    "communications.tasks",
    gettext_lazy("Tasks late"),
    icon="list-todo",
    order=90,
    settled_by=("initiatives.action_changed", "initiatives.reminded"),
)
def tasks_late(actor: Actor) -> list[Item]:
    """Tell which tasks are past their day, the longest first; whoever has one is named, with how to reach them.

    One of which somebody was reminded rests for three days.
    """
    today = clock.today(actor.initiative.timezone)
    waiting = late_tasks(actor).exclude(pk__in=resting(TaskReminder, "task", today))
    rows = list(waiting.order_by("due", "id")[:MOST])
    reminded = days_reminded(TaskReminder, "task", [row.pk for row in rows])
    return [_task(actor, row, reminded.get(row.pk, [])) for row in rows]


def _task(actor: Actor, row: ActionItem, reminded: list[date]) -> Item:
    own = row.owner_id == actor.membership_id
    whose = _("yours") if own else row.owner.name
    acts: tuple[Act, ...]
    if own:
        acts = (
            Act(_("Done"), "communications:tick_task", (row.public_id,), How.AT_ONCE),
            Act(_("Change"), "communications:task", (row.public_id,), How.FORM),
        )
    else:
        acts = (
            Act(_("Remind"), "initiatives:remind", ("tasks", row.public_id), How.FORM),
            Act(_("Open"), "communications:task", (row.public_id,)),
        )
    note = _("Due %(day)s, %(whose)s.") % {"day": date_format(row.due), "whose": whose}
    return Item(
        f"communications.tasks:{row.public_id}",
        row.what,
        f"{note} {told_reminded(reminded)}".strip(),
        acts,
        due=row.due,
        partner_id=row.owner.partner_id,
        partner=row.owner.partner.name if row.owner.partner else "",
        owner_id=row.owner_id if row.owner.role in STAFF else None,
        reach=None if own else row.owner,
    )


def _day(actor: Actor, moment: datetime) -> date:
    return clock.day(moment, actor.initiative.timezone)


def _moment(actor: Actor, moment: datetime) -> str:
    return date_format(moment.astimezone(ZoneInfo(actor.initiative.timezone)), "SHORT_DATETIME_FORMAT")

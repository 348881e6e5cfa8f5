"""Reminding people: one after the other, none twice on a day, each letter when it suits its reader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from initiatives import limits
from initiatives.jobs import enqueue
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import Conflict
from initiatives.ladders import COPY, LADDERS, About, Ladder
from initiatives.outbox import record
from initiatives.queries.people import myself
from initiatives.queries.reaching import Reach
from initiatives.quiet import quiet_until

if TYPE_CHECKING:
    from uuid import UUID

    from initiatives.kernel.reminding import SentReminder
    from initiatives.models import Membership

# No quiet hours last longer: a letter that has not left by then has found that it is not to leave.
LONGEST_WAIT = timedelta(days=1)


@dataclass(frozen=True)
class Reminder:
    """The reminder that would be sent now of one thing: to whom, and its subject and text, without a word of one's own.

    In the text the button stands in brackets: its link is the reader's own, and whoever had it could act for them.
    Who has no account gets a letter with a link instead: its text is empty here. `days` are those on which one was
    reminded, the latest first; `told_today`: one of them is today. `waits_until` is when their quiet hours end, where
    it would have to wait for that. `in_vain`: each had their turn. `call` is whom to call then, or where nobody can be
    written to, None where nobody is known.
    """

    about: About
    to: Membership | None
    subject: str = ""
    text: str = ""
    days: tuple[date, ...] = ()
    told_today: bool = False
    waits_until: datetime | None = None
    in_vain: bool = False
    call: Membership | None = None


@dataclass(frozen=True)
class Call:
    """A thing that letters do no more for: whom to call, and on which days they were written to, the latest first."""

    kind: str
    label: Any
    about: About
    contact: Membership | None
    days: tuple[date, ...]


def remind(
    actor: Actor, kind: Ladder, things: Sequence[Any], *, message: str = "", copy_lead: bool = False
) -> list[SentReminder]:
    """Write about each of these things, which wait, to whoever's turn it is; return the reminders.

    With `copy_lead` the partner's lead reads it as well. Left out is whatever was reminded of today or has a letter
    that still waits for the end of somebody's quiet hours, and what nobody can be written to about. The letters go
    out after the commit. Raises Forbidden, TooMany.
    """
    require(actor, kind.capability)
    today, now = clock.today(actor.initiative.timezone), clock.now()
    reached, days = kind.reach(things), kind.days(things)
    waiting = _on_their_way(kind, things, now)
    made = []
    for thing in things:
        who, before = reached.get(thing.pk, Reach()), days.get(thing.pk, [])
        to = who.turn(len(before))
        if to is None or today in before or thing.pk in waiting:
            continue
        lead = who.lead if copy_lead and who.lead and who.lead.pk != to.pk else None
        found = _write(actor, kind, thing, to, lead, today, message.strip())
        made += [found] if found else []
    return made


def remind_of(
    actor: Actor, kind: Ladder, public_id: UUID, *, message: str = "", copy_lead: bool = False
) -> list[SentReminder]:
    """Do what `remind` does about what an address names. Raises NotFound, and Conflict when nobody was written to."""
    require(actor, kind.capability)
    things = [one for one in kind.named(actor, public_id) if kind.waits(actor, one)]
    if not things:
        raise Conflict("settled", _("It is settled: nobody needs to be reminded of it."))
    made = remind(actor, kind, things, message=message, copy_lead=copy_lead)
    if not made:
        raise Conflict(
            "nobody",
            _("Nobody was written to: it was reminded of today, or nobody can be reached by letter."),
        )
    return made


def reminders(actor: Actor, kind: Ladder, things: Sequence[Any]) -> list[Reminder]:
    """Return the reminders as they would go out now about these things, for whoever is about to send them."""
    require(actor, kind.capability)
    today = clock.today(actor.initiative.timezone)
    reached, days = kind.reach(things), kind.days(things)
    return [
        _as_it_would_go(
            actor, kind, thing, reached.get(thing.pk, Reach()), tuple(days.get(thing.pk, ())), today
        )
        for thing in things
    ]


def calls(actor: Actor) -> list[Call]:
    """Return what letters do no more for, by kind: each was written to, or nobody can be. Raises Forbidden."""
    require(actor, Capability.MANAGE_PARTNERS)
    found = []
    for kind in LADDERS.values():
        things = list(kind.due(actor))
        reached, days = kind.reach(things), kind.days(things)
        for thing in things:
            who, before = reached.get(thing.pk, Reach()), days.get(thing.pk, [])
            if len(before) >= len(who.turns):
                found.append(Call(kind.name, kind.label, kind.about(thing), who.contact, tuple(before)))
    return found


def _as_it_would_go(
    actor: Actor, kind: Ladder, thing: Any, who: Reach, days: tuple[date, ...], today: date
) -> Reminder:
    about, to = kind.about(thing), who.turn(len(days))
    in_vain = len(days) >= len(who.turns)
    if to is None:
        return Reminder(about, None, days=days, told_today=today in days, in_vain=True, call=who.contact)
    subject = text = ""
    if to.user_id is not None:
        row = kind.model(**{kind.field: thing}, to=to, made_by=myself(actor), message="", day=today)
        letter = kind.letter(row, to, opens=False)
        subject, text = str(letter.subject), str(letter.body)
    return Reminder(
        about,
        to,
        subject,
        text,
        days,
        today in days,
        quiet_until(to),
        in_vain,
        who.contact if in_vain else None,
    )


def _on_their_way(kind: Ladder, things: Sequence[Any], now: datetime) -> set[int]:
    rows: Any = kind.model.objects.filter(
        **{f"{kind.field}__in": [one.pk for one in things]},
        sent_at=None,
        to__user__isnull=False,
        created_at__gt=now - LONGEST_WAIT,
    )
    return set(rows.values_list(f"{kind.field}_id", flat=True))


def _write(
    actor: Actor, kind: Ladder, thing: Any, to: Membership, lead: Membership | None, day: date, message: str
) -> SentReminder | None:
    if not actor.initiative.demonstration:
        limits.spend(
            "nudge",
            account=actor.user_id,
            initiative=actor.initiative.pk,
            addressee=f"{actor.initiative.pk}:{to.email.lower()}",
        )
    try:
        with transaction.atomic():
            row = kind.model.objects.create(
                **{kind.field: thing},
                day=day,
                to=to,
                copied_to=lead,
                message=message,
                made_by_id=actor.membership_id,
                created_at=clock.now(),
            )
    except IntegrityError:  # somebody else did it in the same moment
        return None
    record(actor, kind.fact(thing, to))
    enqueue(kind.job, str(row.pk))
    if lead is not None:
        enqueue(kind.job, f"{row.pk}:{COPY}")
    return row

"""What is done about one partner's request, or about several: more time, reminders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from initiatives import limits
from initiatives.jobs import enqueue
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import Conflict, DomainError
from initiatives.outbox import record
from initiatives.queries import myself
from initiatives.quiet import quiet_until
from measurement.events import ExtensionGranted, PartnerNudged
from measurement.letters import COPY, SEND_NUDGE, unsent_nudge
from measurement.models import Nudge, Request
from measurement.queries.board import is_late
from measurement.queries.collection import last_day_of, requests
from measurement.queries.contacts import Reach, reach_of
from measurement.services.collection.cycles import period_of
from measurement.services.collection.links import make_link
from measurement.words import CycleState

if TYPE_CHECKING:
    from initiatives.models import Membership
    from measurement.models import Cycle


def extend(actor: Actor, request: Request, *, until: date, reason: str = "") -> Request:
    """Let one partner hand in until a day, after the due date and after the cycle was closed."""
    require(actor, Capability.RUN_CYCLES)
    if request.cycle.state == CycleState.LOCKED:
        raise Conflict("locked", _("This cycle is locked."))
    if until < clock.today(actor.initiative.timezone):
        raise DomainError("past", _("The day has already gone by."), "until")
    request.extended_until, request.extension_reason = until, reason.strip()
    request.save(update_fields=["extended_until", "extension_reason"])
    record(
        actor,
        ExtensionGranted(
            f"request:{request.public_id}",
            partner_id=request.partner_id,
            period=period_of(request.cycle).code,
            partner=request.partner.name,
            until=until.isoformat(),
            reason=reason,
        ),
    )
    return request


def nudge(
    actor: Actor,
    cycle: Cycle,
    *,
    only: Sequence[Request] | None = None,
    message: str = "",
    copy_lead: bool = False,
    until: date | None = None,
) -> list[Nudge]:
    """Write to the partners that are late in a cycle, and to nobody else; return the reminders.

    To the contributor first, then to another who stands in, then to the partner's lead; with `copy_lead` to the lead
    each time. `only` picks among those
    that are late; with `until` they may hand in until that day, where their time is over. Who was written to today,
    and who cannot be written to, is left out. Whoever has no account gets a link with which to hand in. The letters
    go out after the commit. Raises TooMany.
    """
    require(actor, Capability.RUN_CYCLES)
    late = requests(actor).filter(cycle=cycle).order_by("partner_id")
    if only is not None:
        late = late.filter(pk__in=[row.pk for row in only])
    day = clock.today(actor.initiative.timezone)
    rows = [row for row in late if is_late(row, day)]
    reached = reach_of(actor, {row.partner_id for row in rows})
    told = set(Nudge.objects.filter(request__in=rows, day=day).values_list("request_id", flat=True))
    before = dict(Nudge.objects.filter(request__in=rows).values_list("request_id").annotate(n=Count("pk")))
    made = []
    for row in rows:
        who = reached.get(row.partner_id, Reach())
        to = who.turn(before.get(row.pk, 0))
        if row.pk not in told and to is not None:
            if until is not None and until > last_day_of(row):
                extend(actor, row, until=until)
            lead = who.lead if copy_lead and who.lead != to else None
            found = _nudge(actor, row, to, day, message.strip(), lead)
            made += [found] if found else []
    return made


@dataclass(frozen=True)
class Reminder:
    """The reminder that `nudge` would send now: to whom, and its subject and text, without a word of one's own.

    Who has no account gets a letter with a link instead: its text is empty here. `told_today`: one went out already.
    `waits_until` is when their quiet hours end, where it would have to wait for that;
    `call` whom to call where nobody can be written to, None where nobody is known.
    """

    to: Membership | None
    subject: str
    text: str
    told_today: bool
    waits_until: datetime | None = None
    call: Membership | None = None


def reminder(actor: Actor, request: Request) -> Reminder:
    """Return the reminder as it would go out now about one request, for whoever is about to send it."""
    require(actor, Capability.RUN_CYCLES)
    before = Nudge.objects.filter(request=request)
    today = clock.today(actor.initiative.timezone)
    told_today = before.filter(day=today).exists()
    reach = reach_of(actor, {request.partner_id}).get(request.partner_id, Reach())
    to = reach.turn(before.count())
    if to is None:
        return Reminder(None, "", "", told_today, call=reach.contact)
    ends = quiet_until(to)
    if to.user_id is None:
        return Reminder(to, "", "", told_today, ends)
    row = Nudge(request=request, to=to, made_by=myself(actor), message="", day=today)
    letter = unsent_nudge(row)
    return Reminder(to, str(letter.subject), str(letter.body), told_today, ends)


def _nudge(
    actor: Actor, request: Request, to: Membership, day: date, message: str, lead: Membership | None
) -> Nudge | None:
    if not actor.initiative.demonstration:
        limits.spend(
            "nudge",
            account=actor.user_id,
            initiative=actor.initiative.pk,
            addressee=f"{actor.initiative.pk}:{to.email.lower()}",
        )
    try:
        with transaction.atomic():
            row = Nudge.objects.create(
                request=request,
                day=day,
                to=to,
                copied_to=lead,
                message=message,
                made_by_id=actor.membership_id,
                created_at=clock.now(),
            )
    except IntegrityError:  # somebody else did it in the same moment
        return None
    record(
        actor,
        PartnerNudged(
            f"cycle:{request.cycle.public_id}",
            partner_id=request.partner_id,
            period=period_of(request.cycle).code,
            partner=request.partner.name,
            to=str(to.public_id),
        ),
    )
    if to.user_id is None:
        make_link(actor, request, to=to, message=message)
    enqueue(SEND_NUDGE, str(row.pk))
    if lead is not None:
        enqueue(SEND_NUDGE, f"{row.pk}:{COPY}")
    return row

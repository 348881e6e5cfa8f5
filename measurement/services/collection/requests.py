"""What is done about one partner's request, or about several: more time, reminders."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import Conflict, DomainError
from initiatives.outbox import record
from initiatives.services.reminding import Reminder, remind, reminders
from measurement.events import ExtensionGranted
from measurement.models import Nudge, Request
from measurement.queries.board import is_late, put_off
from measurement.queries.collection import last_day_of, requests
from measurement.reminders import HAND_INS
from measurement.services.collection.cycles import period_of
from measurement.services.collection.links import make_link
from measurement.words import CycleState

if TYPE_CHECKING:
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
    each time. `only` picks among those that are late; without it those put off in the queue are left in peace. With
    `until` they may hand in until that day, where their time is over. Who was written to today, and who cannot be
    written to, is left out. Whoever has no account gets a link with which to hand in. The letters go out after the
    commit. Raises TooMany.
    """
    require(actor, Capability.RUN_CYCLES)
    late = requests(actor).filter(cycle=cycle).order_by("partner_id")
    if only is not None:
        late = late.filter(pk__in=[row.pk for row in only])
    day = clock.today(actor.initiative.timezone)
    rows = {row.pk: row for row in late if is_late(row, day)}
    if only is None:
        asleep = put_off(rows.values(), day)
        rows = {pk: row for pk, row in rows.items() if pk not in asleep}
    made: list[Any] = remind(actor, HAND_INS, list(rows.values()), message=message, copy_lead=copy_lead)
    for found in made:
        row = rows[found.request_id]
        if until is not None and until > last_day_of(row):
            extend(actor, row, until=until)
        if found.to.user_id is None:
            make_link(actor, row, to=found.to, message=found.message)
    return made


def reminder(actor: Actor, request: Request) -> Reminder:
    """Return the reminder as it would go out now about one request, for whoever is about to send it."""
    [found] = reminders(actor, HAND_INS, [request])
    return found

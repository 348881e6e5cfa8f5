"""What the staff say about things in their queue: later, somebody's, now after all."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backbone.events import QueueGiven, QueuePutOff, QueueTakenUp
from backbone.models import QueueMark
from backbone.queries.queue import colleagues, entry, given_away
from initiatives.handover import Duty, register
from initiatives.kernel import clock
from initiatives.kernel.access import STAFF, Actor, Capability, require
from initiatives.kernel.errors import DomainError
from initiatives.outbox import record
from initiatives.queries import everybody

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from initiatives.models import Membership

LONGEST = timedelta(days=366)


def put_off(actor: Actor, key: str, *, until: date, reason: str) -> QueueMark:
    """Put a thing of the queue off until a day, on which it comes back by itself; every member of staff sees why.

    Raises NotFound when it does not wait any more, DomainError at `until` or `reason`.
    """
    require(actor, Capability.MANAGE_PARTNERS)
    found = entry(actor, key)
    today = clock.today(actor.initiative.timezone)
    if until <= today:
        raise DomainError("past", _("Choose a day that is still to come."), "until")
    if until > today + LONGEST:
        raise DomainError("too_far", _("Put it off for a year at most."), "until")
    if not reason.strip():
        raise DomainError("required", _("Say why it can wait: your colleagues see it."), "reason")
    mark = _mark(key, found.item.title)
    mark.until, mark.reason = until, reason.strip()
    mark.put_off_by_id, mark.put_off_at = actor.membership_id, clock.now()
    mark.save()
    fact = QueuePutOff(f"queue:{key}", thing=mark.title, until=until.isoformat(), reason=mark.reason)
    record(actor, fact)
    return mark


def take_up(actor: Actor, key: str) -> QueueMark | None:
    """Have a thing that was put off wait again from now on; None when it was not put off."""
    require(actor, Capability.MANAGE_PARTNERS)
    found = entry(actor, key)
    if found.marked is None:
        return None
    mark = _mark(key, found.item.title)
    mark.until, mark.reason, mark.put_off_by, mark.put_off_at = None, "", None, None
    mark.save()
    record(actor, QueueTakenUp(f"queue:{key}", thing=mark.title))
    return mark


def give(actor: Actor, key: str, to: Membership | None) -> QueueMark:
    """Give a thing of the queue to a colleague, or with None back to nobody in particular.

    Raises NotFound when it does not wait any more, DomainError at `to` for somebody who is not of the staff.
    """
    require(actor, Capability.MANAGE_PARTNERS)
    found = entry(actor, key)
    if to is not None and to.pk not in {one.pk for one in colleagues(actor)}:
        raise DomainError("not_staff", _("Only the backbone's own people work on the queue."), "to")
    mark = _mark(key, found.item.title)
    if mark.given_to_id != (to.pk if to else None):
        _hand(actor, mark, to)
    return mark


def _mark(key: str, title: str) -> QueueMark:
    """The mark of a thing, locked, with its title as it is now."""
    mark, _made = QueueMark.objects.select_for_update(of=("self",)).get_or_create(
        key=key, defaults={"title": title[:300]}
    )
    mark.title = title[:300]
    return mark


def _hand(actor: Actor, mark: QueueMark, to: Membership | None) -> None:
    mark.given_to, mark.given_by_id, mark.given_at = to, actor.membership_id, clock.now()
    mark.save()
    about = f"person:{to.public_id}" if to else f"queue:{mark.key}"
    record(actor, QueueGiven(about, thing=mark.title))


def _held(actor: Actor, membership: Membership) -> list[str]:
    return [mark.title for mark in given_away(membership.pk)]


def _heirs(actor: Actor, membership: Membership) -> QuerySet[Membership]:
    return everybody().filter(role__in=sorted(STAFF)).exclude(pk=membership.pk)


def _pass_on(actor: Actor, membership: Membership, heir: Membership | None) -> None:
    for mark in given_away(membership.pk):
        _hand(actor, mark, heir)


register(Duty("queue", gettext_lazy("Things in the queue"), _held, _heirs, _pass_on))

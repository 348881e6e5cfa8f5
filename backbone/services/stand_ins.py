"""Standing in: who does what waits for a colleague who is away, from a day to a day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backbone.events.stand_ins import StandInEnded, StandInSet
from backbone.models import StandIn
from backbone.queries.stand_ins import within
from backbone.services.records import held
from initiatives.handover import Duty, register
from initiatives.kernel import clock
from initiatives.kernel.access import STAFF, Actor, Capability, require
from initiatives.kernel.errors import Conflict, DomainError
from initiatives.outbox import record
from initiatives.queries import everybody

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from initiatives.models import Membership


def set_stand_in(
    actor: Actor, *, person: Membership | None, colleague: Membership | None, starts_on: date, ends_on: date
) -> StandIn:
    """Say that a colleague stands in for a person of the staff while they are away; both days count.

    What waits for the person waits for the colleague too, from the first day to the last. Raises DomainError at the
    field: for anybody who is not of the staff, for one and the same, for days that are over or in the wrong order, and
    where the person is away already or stands in for somebody, or the colleague is away too.
    """
    require(actor, Capability.DEFINE)
    if person is None:
        raise DomainError("required", _("Say who is away."), "person")
    if colleague is None:
        raise DomainError("required", _("Say who stands in."), "colleague")
    if person == colleague:
        raise DomainError("itself", _("Nobody stands in for themselves."), "colleague")
    if ends_on < starts_on:
        raise DomainError("wrong_order", _("This is before the first day."), "ends_on")
    if ends_on < clock.today(actor.initiative.timezone):
        raise DomainError("over", _("This day is over."), "ends_on")
    # Two set at once: one waits for the other.
    pair = everybody().filter(pk__in=[person.pk, colleague.pk], role__in=sorted(STAFF)).order_by("pk")
    of_staff = {one.pk for one in pair.select_for_update(no_key=True)}
    for who, field in ((person, "person"), (colleague, "colleague")):
        if who.pk not in of_staff:
            raise DomainError("not_staff", _("Choose one of the backbone's own people."), field)
        _require_here(who, starts_on, ends_on, field)
    _require_free(person, starts_on, ends_on)
    return _set(actor, person, colleague, starts_on, ends_on)


def _set(actor: Actor, person: Membership, colleague: Membership, first: date, last: date) -> StandIn:
    row = StandIn.objects.create(
        person=person,
        colleague=colleague,
        starts_on=first,
        ends_on=last,
        set_by_id=actor.membership_id,
        set_at=clock.now(),
    )
    record(actor, StandInSet(_subject(row), starts_on=_iso(row.starts_on), ends_on=_iso(row.ends_on)))
    return row


def end_stand_in(actor: Actor, stand_in: StandIn) -> StandIn:
    """Say that the person is back already, or stays after all. Raises Conflict (`over`)."""
    require(actor, Capability.DEFINE)
    row: StandIn = held(stand_in)
    if row.ended_at is not None or row.ends_on < clock.today(actor.initiative.timezone):
        raise Conflict("over", _("That is over."))
    _end(actor, row)
    return row


def _end(actor: Actor, row: StandIn) -> None:
    row.ended_at = clock.now()
    row.save(update_fields=["ended_at"])
    record(actor, StandInEnded(_subject(row), starts_on=_iso(row.starts_on), ends_on=_iso(row.ends_on)))


def _require_here(who: Membership, first: date, last: date, field: str) -> None:
    away = within(first, last).filter(person=who).first()
    if away is None:
        return
    words = {"name": who.name, "first": date_format(away.starts_on), "last": date_format(away.ends_on)}
    raise DomainError("away", _("%(name)s is away from %(first)s to %(last)s already.") % words, field)


def _require_free(who: Membership, first: date, last: date) -> None:
    """What waits for a third would be nobody's while whoever stands in for them is away too."""
    held = within(first, last).filter(colleague=who).first()
    if held is None:
        return
    words = {"name": who.name, "person": held.person.name}
    raise DomainError("stands_in", _("%(name)s stands in for %(person)s.") % words, "person")


def _subject(row: StandIn) -> str:
    return f"person:{row.colleague.public_id}"


def _iso(day: date) -> str:
    return day.isoformat()


# --- what of it is left when somebody leaves ------------------------------------------------------------------


def _of(actor: Actor, membership: Membership) -> QuerySet[StandIn]:
    rows = within(clock.today(actor.initiative.timezone), date.max)
    return rows.filter(Q(person=membership) | Q(colleague=membership))


def _held(actor: Actor, membership: Membership) -> list[str]:
    mine = _of(actor, membership).filter(colleague=membership)
    return [
        _("For %(name)s, until %(day)s") % {"name": row.person.name, "day": date_format(row.ends_on)}
        for row in mine
    ]


def _heirs(actor: Actor, membership: Membership) -> QuerySet[Membership]:
    return everybody().filter(role__in=sorted(STAFF)).exclude(pk=membership.pk)


def _pass_on(actor: Actor, membership: Membership, heir: Membership | None) -> None:
    """End what has their name on it; the heir stands in from today on, unless they are away themselves."""
    today = clock.today(actor.initiative.timezone)
    for row in _of(actor, membership):
        _end(actor, row)
        if heir is None or row.colleague_id != membership.pk or heir.pk == row.person_id:
            continue
        first = max(row.starts_on, today)
        if not within(first, row.ends_on).filter(person=heir).exists():
            _set(actor, row.person, heir, first, row.ends_on)


STANDING_IN = register(Duty("stand_ins", gettext_lazy("Standing in for colleagues"), _held, _heirs, _pass_on))

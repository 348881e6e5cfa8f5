"""Who of the staff is away, and who does what waits for them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from backbone.models import StandIn
from initiatives.kernel import clock
from initiatives.kernel.access import STAFF, Actor, Capability, require
from initiatives.kernel.errors import NotFound

if TYPE_CHECKING:
    from django.db.models import QuerySet


def stand_ins(actor: Actor) -> QuerySet[StandIn]:
    """Return the stand-ins that hold and those that will, the first on top. Everybody may know whom to turn to."""
    require(actor, Capability.VIEW)
    return within(clock.today(actor.initiative.timezone), date.max)


def all_stand_ins(actor: Actor) -> QuerySet[StandIn]:
    """Return the stand-ins, those that are over too, the first on top."""
    require(actor, Capability.VIEW)
    return StandIn.objects.select_related("person", "colleague")


def stand_in(actor: Actor, public_id: UUID) -> StandIn:
    """Return one by its id. Raises NotFound."""
    found = all_stand_ins(actor).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def standing_in_for(actor: Actor) -> list[StandIn]:
    """Return for whom the actor stands in today, who is back first on top. One query."""
    today = clock.today(actor.initiative.timezone)
    mine = stand_ins(actor).filter(colleague_id=actor.membership_id or 0, starts_on__lte=today)
    return list(mine.order_by("ends_on", "id"))


def within(first: date, last: date) -> QuerySet[StandIn]:
    """Return the stand-ins that hold on one of some days (for the verbs): not ended, and both still of the staff."""
    rows = StandIn.objects.select_related("person", "colleague").filter(ended_at=None)
    rows = rows.filter(starts_on__lte=last, ends_on__gte=first)
    of_staff = {"person__role__in": sorted(STAFF), "colleague__role__in": sorted(STAFF)}
    return rows.filter(person__ended_on=None, colleague__ended_on=None, **of_staff)

"""Saying where the agenda is not meant: nobody is missed there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from activities.events.work import BroughtInside, PutOutside
from activities.models import Outside, Population
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import Conflict, DomainError
from initiatives.kernel.writing import needed
from initiatives.outbox import record

if TYPE_CHECKING:
    from agenda.models import Strategy
    from initiatives.models import Place


def put_outside(
    actor: Actor,
    *,
    reason: str,
    population: Population | None = None,
    place: Place | None = None,
    strategy: Strategy | None = None,
) -> Outside:
    """Say that two or three of people, place and strategy together lie outside the agenda, and why.

    Raises DomainError at the field, Conflict where that is said already.
    """
    require(actor, Capability.SHAPE_AGENDA)
    if sum(one is not None for one in (population, place, strategy)) < 2:
        message = _("Name two of people, place and strategy: one alone is in or out by the agenda itself.")
        raise DomainError("too_wide", message)
    try:
        with transaction.atomic():
            row = Outside.objects.create(
                population=population,
                place=place,
                strategy=strategy,
                reason=needed(reason, "reason", _("Say why.")),
                said_by_id=actor.membership_id,
                since=clock.today(actor.initiative.timezone),
            )
    except IntegrityError as error:
        raise Conflict("outside", _("That is said already.")) from error
    record(actor, PutOutside(f"outside:{row.public_id}", what=str(row), reason=row.reason))
    return row


def bring_inside(actor: Actor, outside: Outside) -> Outside:
    """Say that it lies inside again. That it lay outside is kept. Raises Conflict when it is inside already."""
    require(actor, Capability.SHAPE_AGENDA)
    if outside.until is not None:
        raise Conflict("inside", _("It is inside again already."))
    outside.until = clock.today(actor.initiative.timezone)
    outside.save(update_fields=["until"])
    record(actor, BroughtInside(f"outside:{outside.public_id}", what=str(outside)))
    return outside

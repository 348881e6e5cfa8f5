"""The verbs of workbooks that came by e-mail: drop them, say whose one is, give one up."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from initiatives import limits
from initiatives.jobs import enqueue
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import Conflict, DomainError
from measurement.books.files import require_workbook
from measurement.imports.files import FileRefused
from measurement.imports.grids import Grid
from measurement.models import Delivery
from measurement.queries.books import why_refused
from measurement.queries.collection import requests
from measurement.services.deliveries.work import READ

if TYPE_CHECKING:
    from initiatives.models import Partner
    from measurement.models import Cycle

AT_ONCE = 60
State = Delivery.State


@transaction.atomic
def drop(actor: Actor, *, name: str, file: IO[bytes], size: int, sent_by: str = "") -> Delivery:
    """Take a filled workbook and have a worker put it into its partner's hand-in.

    A file that is no workbook, or of harm, is refused and not kept; the row says why. Raises TooMany.
    """
    require(actor, Capability.IMPORT)
    require(actor, Capability.HAND_IN)
    limits.spend("delivery", window=limits.HOUR, account=actor.user.pk, initiative=actor.initiative.pk)
    row = Delivery(
        name=name[-200:],
        size=size,
        sent_by=sent_by.strip()[:200],
        made_by_id=actor.membership_id,
        created_at=clock.now(),
    )
    try:
        require_workbook(file, name, size)
    except FileRefused as fault:
        row.state, row.message, row.done_at = State.REFUSED, why_refused(fault), clock.now()
        row.save()
        return row
    file.seek(0)
    grid = Grid.store(iter(lambda: file.read(1024 * 1024), b""))
    try:
        row.stored_as = grid.name
        row.save()
        enqueue(READ, str(row.pk))
    except BaseException:
        grid.forget()
        raise
    return row


@transaction.atomic
def say_whose(actor: Actor, delivery: Delivery, *, partner: Partner, cycle: Cycle) -> Delivery:
    """Say whose a workbook without its mark is, and have it read again.

    Raises DomainError at `partner` when it is not asked in that cycle.
    """
    row = _held(actor, delivery, State.ASKING)
    ask = requests(actor).filter(partner=partner, cycle=cycle).first()
    if ask is None:
        message = _("%s is not asked in this cycle.") % partner.name
        raise DomainError("not_asked", message, "partner")
    row.request, row.state, row.message = ask, State.READING, ""
    row.made_by_id = actor.membership_id
    row.save()
    enqueue(READ, str(row.pk))
    return row


@transaction.atomic
def give_up(actor: Actor, delivery: Delivery) -> Delivery:
    """Give up a workbook that is not put in, and delete its file."""
    row = _held(actor, delivery, State.ASKING, State.REFUSED)
    stored, row.stored_as = row.stored_as, ""
    row.state, row.done_at = State.DISCARDED, clock.now()
    row.save()
    if stored:
        transaction.on_commit(Grid(stored).forget)
    return row


def _held(actor: Actor, delivery: Delivery, *states: str) -> Delivery:
    require(actor, Capability.IMPORT)
    row = Delivery.objects.select_for_update(of=("self",)).get(pk=delivery.pk)
    if row.state not in states:
        raise Conflict("other_state", _("This workbook has moved on; look at it again."))
    return row

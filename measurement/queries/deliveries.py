"""Workbooks that came by e-mail, for those who may import."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import NotFound
from measurement.models import Delivery

if TYPE_CHECKING:
    from django.db.models import QuerySet


def deliveries(actor: Actor) -> QuerySet[Delivery]:
    """Return the workbooks that were dropped and not given up, the latest first."""
    require(actor, Capability.IMPORT)
    rows = Delivery.objects.select_related("made_by", "request__partner", "request__cycle", "submission")
    return rows.exclude(state=Delivery.State.DISCARDED)


def delivery(actor: Actor, public_id: UUID) -> Delivery:
    """Return one of them by its public id. Raises NotFound."""
    found = deliveries(actor).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found

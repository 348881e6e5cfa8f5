"""What lies outside the agenda's boundary."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from activities.models import Outside
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import NotFound

if TYPE_CHECKING:
    from django.db.models import QuerySet


def outside(actor: Actor) -> QuerySet[Outside]:
    """Return what lies outside now, the latest first."""
    require(actor, Capability.VIEW)
    rows = Outside.objects.filter(until=None)
    return rows.select_related("population", "place", "strategy", "said_by")


def one_outside(actor: Actor, public_id: UUID) -> Outside:
    """Return one of what lies outside now. Raises NotFound."""
    found = outside(actor).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found

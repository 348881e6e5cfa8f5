"""Locking the cycles that an import of past years has opened and filled."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import Conflict
from measurement.models import Cycle, Import
from measurement.queries.imports import past_cycles
from measurement.services.collection import lock_cycle


@transaction.atomic
def lock_past(actor: Actor, row: Import) -> list[Cycle]:
    """Lock the cycles of the past that an import has filled and in which nobody is asked for anything more.

    Their figures become final; the import cannot be taken back any more. Raises Conflict when there is none.
    """
    require(actor, Capability.IMPORT)
    require(actor, Capability.RUN_CYCLES)
    found = past_cycles(actor, row)
    if not found:
        raise Conflict("nothing_to_lock", _("No cycle of this import can be locked any more."))
    return [lock_cycle(actor, cycle) for cycle in found]

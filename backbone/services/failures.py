"""Having another try at what failed too often."""

from __future__ import annotations

from backbone.events import FailureRetried
from backbone.queries.failures import failure
from initiatives import jobs
from initiatives.kernel.access import Actor, Capability, require
from initiatives.outbox import record


def retry(actor: Actor, pk: int) -> None:
    """Give a piece of work that was put aside another life. Raises NotFound when it is not put aside (any more)."""
    require(actor, Capability.MANAGE_PARTNERS)
    found = failure(actor, pk)
    jobs.retry([pk])
    record(actor, FailureRetried(f"job:{pk}", thing=found.told))

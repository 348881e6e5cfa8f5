"""Verbs of notices: somebody has seen theirs."""

from datetime import datetime, timedelta

from communications.models import NoticesSeen
from communications.queries.notices import seen_until
from communications.words.notices import DAYS_KEPT
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require


def see_notices(actor: Actor, *, until: datetime | None = None) -> datetime:
    """Say that the actor has seen their notices until a moment (now, and never later); return it.

    What came after it stays new, and what was seen once does not become new again.
    """
    require(actor, Capability.VIEW)
    now, before = clock.now(), seen_until(actor)
    moment = max(min(until or now, now), now - timedelta(days=DAYS_KEPT))
    if before is not None and before >= moment:
        return before
    NoticesSeen.objects.update_or_create(membership_id=actor.membership_id, defaults={"until": moment})
    return moment

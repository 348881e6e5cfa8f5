"""Which digests have fallen due: one row and one job for each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cache

from communications.digests.sending import LATEST, SEND
from communications.models import DigestSending
from communications.queries.digests import APART, Rhythm, readers, rhythm_of
from initiatives.jobs import enqueue, enqueue_for_all, handler
from initiatives.kernel import clock
from initiatives.queries import active_initiative

PLAN = "communications.plan_digests"


def enqueue_digests() -> None:
    """Ask for every initiative to be looked at for digests that have fallen due."""
    enqueue_for_all(PLAN)


@handler(PLAN)
def plan_digests(initiative_id: int, key: str) -> None:
    """Claim each digest of the active initiative that has fallen due and was not claimed. Idempotent."""
    now = clock.now()
    rows = [
        DigestSending(membership_id=membership_id, slot=slot, due_at=due)
        for membership_id, slot, due in _due(now)
    ]
    DigestSending.objects.bulk_create(rows, ignore_conflicts=True)
    mine = DigestSending.objects.filter(public_id__in=[row.public_id for row in rows])
    for identifier in mine.order_by("id").values_list("id", flat=True):
        enqueue(SEND, str(identifier))


def _due(now: datetime) -> Iterator[tuple[int, date, datetime]]:
    """Whose digest has fallen due within the last hours: (membership id, day, moment). Three queries."""
    zone = active_initiative().timezone
    before = _before(now)

    @cache
    def latest(rhythm: Rhythm) -> tuple[date, datetime] | None:
        return rhythm.latest(now)

    for membership_id, preference in readers():
        rhythm = rhythm_of(preference, zone)
        found = latest(rhythm)
        if found is None or found[1] <= now - LATEST:
            continue
        # What fell due before its reader said so is not made up for: their next one is that of their new clock.
        if preference.changed_at is not None and found[1] <= preference.changed_at:
            continue
        last = before.get(membership_id)
        if last is None or found[1] - last >= APART[rhythm.frequency]:
            yield membership_id, *found


def _before(now: datetime) -> dict[int, datetime]:
    """When the latest digest of each person was due, as far back as it matters."""
    recent = DigestSending.objects.filter(slot__gte=(now - max(APART.values()) - timedelta(days=2)).date())
    return dict(recent.order_by("due_at").values_list("membership_id", "due_at"))

"""Whether partners handed in in time, cycle by cycle."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.db.models import OuterRef, Subquery

from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from measurement.models import Cycle, Request, Submission
from measurement.queries.collection import last_day_of
from measurement.words import CycleState, SubmissionState

if TYPE_CHECKING:
    from datetime import datetime

# So far back is looked at.
LOOKED_BACK = timedelta(days=730)


@dataclass(frozen=True)
class HandedIn:
    """Of one cycle: its period, the partner's last day, and the day of its first hand-in (None: there was none)."""

    start: date
    end: date
    last_day: date
    on: date | None

    @property
    def in_time(self) -> bool:
        """Whether it came by the last day, grace and more time granted counted."""
        return self.on is not None and self.on <= self.last_day


def handed_in(actor: Actor, partner_id: int | None = None) -> dict[int, list[HandedIn]]:
    """Return by partner how it handed in in each cycle of two years whose day has come, the latest cycle first.

    Of all partners for staff, of their own for a partner's lead, of one with `partner_id`. Exercises are left out, and
    what others filled in on a partner's behalf: that says nothing about it. One query.
    """
    require(actor, Capability.VIEW_RELATIONS, partner_id)
    today = clock.today(actor.initiative.timezone)
    first = Submission.objects.filter(cycle=OuterRef("cycle"), partner=OuterRef("partner"), revises=None)
    first = (
        first.exclude(state=SubmissionState.DRAFT).exclude(submitted_at=None).order_by("submitted_at", "id")
    )
    rows: Any = Request.objects.filter(
        cycle__practice=False, cycle__due__gte=today - LOOKED_BACK, partner__state="active"
    ).exclude(cycle__state=CycleState.PLANNED)
    if partner_id is not None or not actor.is_staff:
        rows = rows.filter(partner_id=partner_id or actor.partner_id or 0)
    rows = rows.annotate(
        sent_at=Subquery(first.values("submitted_at")[:1]), on_behalf=Subquery(first.values("on_behalf")[:1])
    ).select_related("cycle")
    zone = ZoneInfo(actor.initiative.timezone)
    found: dict[int, list[HandedIn]] = {}
    for row in rows.order_by("partner_id", "-cycle__due", "-cycle__period_end", "-id"):
        if row.on_behalf:
            continue
        one = _told(row.cycle, last_day_of(row), row.sent_at, zone)
        if one.on is not None or one.last_day < today:
            found.setdefault(row.partner_id, []).append(one)
    return found


def _told(cycle: Cycle, last_day: date, sent_at: datetime | None, zone: ZoneInfo) -> HandedIn:
    on = sent_at.astimezone(zone).date() if sent_at else None
    return HandedIn(cycle.period_start, cycle.period_end, last_day, on)

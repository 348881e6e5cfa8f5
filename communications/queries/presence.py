"""Whether partners were at the meetings to which they were asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from communications.models import Attendance, Meeting
from communications.words.meetings import PRESENT, MeetingState
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.queries.groups import all_seats

if TYPE_CHECKING:
    from django.db.models import QuerySet

# So far back is looked at.
LOOKED_BACK = timedelta(days=730)
OVER = (MeetingState.HELD, MeetingState.APPROVED)


@dataclass(frozen=True)
class Asked:
    """A meeting to which a partner was asked, by its seat in the group; whether somebody was there for it."""

    title: str
    on: date
    was_there: bool


def asked_to_meetings(actor: Actor, partner_id: int | None = None) -> dict[int, list[Asked]]:
    """Return by partner the meetings held in two years to which it was asked, the latest first.

    Of all partners for staff, of their own for a partner's lead, of one with `partner_id`. A meeting of which nobody
    noted who was there is left out. Three queries.
    """
    require(actor, Capability.VIEW_RELATIONS, partner_id)
    only = partner_id if actor.is_staff else (partner_id or actor.partner_id or 0)
    since = clock.now() - LOOKED_BACK
    meetings = list(
        Meeting.objects.filter(state__in=OVER, starts_at__gte=since).order_by("-starts_at", "-id")
    )
    there, noted = _there(meetings)
    zone = ZoneInfo(actor.initiative.timezone)
    seats: dict[int, list[Any]] = {}
    for seat in all_seats(actor, only):
        seats.setdefault(seat.group_id, []).append(seat)
    found: dict[int, list[Asked]] = {}
    for meeting in meetings:
        if meeting.pk not in noted:
            continue
        day = meeting.starts_at.astimezone(zone).date()
        sat = {seat.membership.partner_id for seat in seats.get(meeting.group_id, ()) if _held(seat, day)}
        for one in sorted(sat - {None}):
            asked = Asked(meeting.title, day, (meeting.pk, one) in there)
            found.setdefault(one, []).append(asked)
    return found


def _there(meetings: list[Meeting]) -> tuple[set[tuple[int, int]], set[int]]:
    """Which partner was at which meeting, and the meetings of which somebody noted who was there."""
    rows = Attendance.objects.filter(meeting__in=[row.pk for row in meetings]).select_related("membership")
    there, noted = set(), set()
    for row in rows:
        noted.add(row.meeting_id)
        partner_id = row.partner_id or (row.membership.partner_id if row.membership else None)
        if partner_id and row.presence in PRESENT:
            there.add((row.meeting_id, partner_id))
    return there, noted


def _held(seat: Any, day: date) -> bool:
    """Whether somebody held the seat on a day."""
    return (seat.since is None or seat.since <= day) and (seat.until is None or seat.until >= day)


def attended(actor: Actor) -> QuerySet[Attendance]:
    """Return who was at a meeting, ever. Raises Forbidden for those who read no relation with partners."""
    require(actor, Capability.VIEW_RELATIONS)
    return Attendance.objects.filter(presence__in=PRESENT)

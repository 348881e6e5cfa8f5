"""Meetings and what belongs to them as rows of the API."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.db.models import Case, F, Q, Value, When

from communications.models import AgendaItem, Meeting
from communications.queries.meetings import meetings, reads_minutes
from communications.words.meetings import TOOK_PLACE, MeetingState
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require

if TYPE_CHECKING:
    from django.db.models import QuerySet


def meetings_matching(
    actor: Actor, *, group: Any = None, state: str = "", since: date | None = None, until: date | None = None
) -> QuerySet[Meeting]:
    """Return the meetings of a group (by its id), of a state, that begin from a day to another, both counted in.

    Days are those of the initiative's clock.
    """
    zone = ZoneInfo(actor.initiative.timezone)
    rows: Any = meetings(actor)
    if group:
        rows = rows.filter(group__public_id=group)
    if state:
        rows = rows.filter(state=state)
    if since:
        rows = rows.filter(starts_at__gte=datetime.combine(since, time.min, zone))
    if until:
        rows = rows.filter(starts_at__lt=datetime.combine(until + timedelta(days=1), time.min, zone))
    found: QuerySet[Meeting] = rows
    return found


def item_rows(actor: Actor, meeting: Meeting) -> QuerySet[AgendaItem]:
    """Return the points of an agenda with what was `said` at each: nothing for those who may not read it."""
    require(actor, Capability.VIEW)
    rows: QuerySet[AgendaItem] = AgendaItem.objects.filter(meeting=meeting)
    said = F("notes") if reads_minutes(actor, meeting) else Value("")
    return rows.annotate(said=said).order_by("position", "id")


def meetings_listed(actor: Actor, *, group: str = "", when: str = "") -> QuerySet[Meeting]:
    """Return the meetings of a group (by its id), `when`: ahead, past or cancelled; without it all that were not.

    Those still to come stand first, the next of them at the top; then those that took place, the latest first.
    """
    rows: Any = meetings(actor)
    if group:
        rows = rows.filter(group__public_id=group)
    past = Q(ends_at__lt=clock.now()) | Q(
        state__in=[state.value for state in TOOK_PLACE - {MeetingState.OPEN}]
    )
    if when == "cancelled":
        rows = rows.filter(state=MeetingState.CANCELLED)
    else:
        rows = rows.exclude(state=MeetingState.CANCELLED)
    if when == "ahead":
        rows = rows.exclude(past)
    elif when == "past":
        rows = rows.filter(past)
    over = Case(When(past, then=1), default=0)
    soonest = Case(When(past, then=None), default=F("starts_at"))
    found: QuerySet[Meeting] = rows.alias(over=over, soonest=soonest).order_by(
        "over", F("soonest").asc(nulls_last=True), "-starts_at", "-id"
    )
    return found

"""Meetings and what belongs to them as rows of the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import F, Value

from communications.models import AgendaItem, Meeting
from communications.queries.meetings import meetings, reads_minutes
from initiatives.kernel.access import Actor, Capability, require

if TYPE_CHECKING:
    from django.db.models import QuerySet


def meetings_matching(
    actor: Actor, *, group: Any = None, state: str = "", since: Any = None, until: Any = None
) -> QuerySet[Meeting]:
    """Return the meetings of a group (by its id), of a state, that begin from a day to another, both counted in."""
    rows: Any = meetings(actor)
    if group:
        rows = rows.filter(group__public_id=group)
    if state:
        rows = rows.filter(state=state)
    if since:
        rows = rows.filter(starts_at__date__gte=since)
    if until:
        rows = rows.filter(starts_at__date__lte=until)
    found: QuerySet[Meeting] = rows
    return found


def item_rows(actor: Actor, meeting: Meeting) -> QuerySet[AgendaItem]:
    """Return the points of an agenda with what was `said` at each: nothing for those who may not read it."""
    require(actor, Capability.VIEW)
    rows: QuerySet[AgendaItem] = AgendaItem.objects.filter(meeting=meeting)
    said = F("notes") if reads_minutes(actor, meeting) else Value("")
    return rows.annotate(said=said).order_by("position", "id")

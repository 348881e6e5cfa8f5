"""The calendar of the year as calendars read it (RFC 5545, by the icalendar library)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Event

from backbone.queries.calendar import calendar
from communications.calendars import calendar_of
from communications.queries import meetings
from initiatives.kernel import clock

if TYPE_CHECKING:
    from backbone.queries.calendar import Day
    from initiatives.kernel.access import Actor

# A feed holds what is so far behind, and so far ahead.
BEHIND, AHEAD = timedelta(days=92), timedelta(days=456)
# Meetings have an entry of their own, with hours, place and editions.
MEETINGS = "communications.meetings"


def whole_calendar(actor: Actor) -> bytes:
    """Return everything of the year that the actor may see: meetings with their hours, all else as whole days."""
    today: date = clock.today(actor.initiative.timezone)
    first, last = today - BEHIND, today + AHEAD
    rows = meetings(actor).filter(starts_at__date__gte=first, starts_at__date__lte=last)
    days = [day for day in calendar(actor, first, last) if day.kind.key != MEETINGS]
    name = _("%s: the year") % actor.initiative.name
    return calendar_of(rows.order_by("starts_at", "id"), name, [_entry(actor, day) for day in days])


def _entry(actor: Actor, day: Day) -> Event:
    dated, host = day.dated, settings.BASE_URL.rstrip("/")
    entry = Event()
    entry.add("uid", f"{dated.key.replace(':', '-')}@{host.partition('://')[2]}")
    entry.add("dtstamp", clock.now())
    entry.add("dtstart", dated.on)
    entry.add("dtend", dated.on + timedelta(days=1))
    entry.add("summary", dated.title)
    told = [str(day.kind.label), dated.partner, dated.group, dated.note]
    entry.add("description", "\n".join(dict.fromkeys(text for text in told if text)))
    entry.add("url", host + reverse(dated.page, args=[actor.initiative.slug, *dated.named]))
    entry.add("transp", "TRANSPARENT")
    return entry

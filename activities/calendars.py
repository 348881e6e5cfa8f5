"""Milestones as a calendar (RFC 5545, by the icalendar library)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from activities.queries import milestones
from activities.words import ActivityState
from initiatives.kernel import clock

if TYPE_CHECKING:
    from initiatives.kernel.access import Actor


def calendar_of(actor: Actor) -> bytes:
    """Return the milestones of all activities that were not stopped, as a calendar."""
    calendar = Calendar()
    calendar.add("prodid", "-//Concert//Milestones//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("%s: milestones") % actor.initiative.name)
    for entry in milestone_entries(actor):
        calendar.add_component(entry)
    written: bytes = calendar.to_ical()
    return written


def milestone_entries(actor: Actor) -> Iterator[Event]:
    """Yield the milestones of all activities that were not stopped, each as a whole day that blocks no time."""
    initiative = actor.initiative
    host = settings.BASE_URL.rstrip("/")
    rows = milestones(actor).exclude(activity__state=ActivityState.STOPPED).order_by("due", "id")
    for row in rows:
        entry = Event()
        entry.add("uid", f"milestone-{row.public_id}@{host.partition('://')[2]}")
        entry.add("dtstamp", clock.now())
        entry.add("dtstart", row.due)
        entry.add("dtend", row.due + timedelta(days=1))
        done = _("reached") + ": " if row.reached_on else ""
        entry.add("summary", f"{done}{row.title}")
        entry.add("description", row.activity.title)
        address = reverse("activities:activity", args=[initiative.slug, row.activity.public_id])
        entry.add("url", host + address)
        entry.add("transp", "TRANSPARENT")
        yield entry

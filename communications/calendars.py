"""Meetings as calendars read them (RFC 5545, by the icalendar library)."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from django.conf import settings
from icalendar import Calendar, Event

from communications.words.meetings import MeetingState
from initiatives.kernel import clock

if TYPE_CHECKING:
    from collections.abc import Iterable

    from communications.models import Meeting


def invitation_of(meeting: Meeting) -> bytes:
    """Return one meeting to be put into a calendar; a later edition of it takes the place of this one there."""
    return calendar_of([meeting])


def calendar_of(meetings: Iterable[Meeting], name: str = "", besides: Iterable[Event] = ()) -> bytes:
    """Return meetings, and other entries, as a calendar. One that was cancelled says so: it vanishes where it stood."""
    calendar = Calendar()
    calendar.add("prodid", "-//Concert//Meetings//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    if name:
        calendar.add("x-wr-calname", name)
    for meeting in meetings:
        calendar.add_component(_entry(meeting))
    for entry in besides:
        calendar.add_component(entry)
    written: bytes = calendar.to_ical()
    return written


def _entry(meeting: Meeting) -> Event:
    host = settings.BASE_URL.rstrip("/").partition("://")[2]
    entry = Event()
    entry.add("uid", f"meeting-{meeting.public_id}@{host}")
    entry.add("sequence", meeting.edition)
    entry.add("dtstamp", clock.now())
    entry.add("dtstart", meeting.starts_at.astimezone(UTC))
    entry.add("dtend", meeting.ends_at.astimezone(UTC))
    entry.add("summary", f"{meeting.group.name}: {meeting.title}")
    told = "\n".join(text for text in (meeting.purpose, meeting.join_link) if text)
    if told:
        entry.add("description", told)
    if meeting.place:
        entry.add("location", meeting.place)
    entry.add("status", "CANCELLED" if meeting.state == MeetingState.CANCELLED else "CONFIRMED")
    return entry

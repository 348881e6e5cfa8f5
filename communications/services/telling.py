"""What the verbs of meetings share: the locked row, who may, the move from state to state, what facts say."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from communications.models import Meeting
from communications.queries.meetings import may_run, may_write
from communications.queries.suppliers import source_of
from communications.words.meetings import MEETING_MOVES, WRITING, MeetingState
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import Conflict, Forbidden


def day_of(meeting: Meeting) -> str:
    """Return the day of a meeting by its initiative's clock, as facts keep it."""
    return clock.day(meeting.starts_at, meeting.initiative.timezone).isoformat()


def told_of(meeting: Meeting) -> dict[str, Any]:
    """Return what every fact of a meeting says."""
    return {
        "subject": source_of(meeting),
        "title": meeting.title,
        "group": meeting.group.name,
        "day": day_of(meeting),
    }


def locked(meeting: Meeting) -> Meeting:
    """Return the meeting's row, locked until the end of the transaction."""
    rows = Meeting.objects.select_for_update(of=("self",))
    return rows.select_related("initiative", "group", "facilitator", "note_taker").get(pk=meeting.pk)


def run(actor: Actor, meeting: Meeting) -> Meeting:
    """Return the meeting, locked, for somebody who runs it. Raises Forbidden for others."""
    require(actor, Capability.TAKE_PART)
    meeting = locked(meeting)
    if not may_run(actor, meeting):
        raise Forbidden(_("The backbone, the group's co-chairs and whoever leads the meeting can do this."))
    return meeting


def written(actor: Actor, meeting: Meeting) -> Meeting:
    """Return the meeting, locked, for somebody who takes its minutes. Raises Forbidden, Conflict before and after."""
    require(actor, Capability.TAKE_PART)
    meeting = locked(meeting)
    if not may_write(actor, meeting):
        raise Forbidden(_("Whoever leads the meeting and its note taker write the minutes."))
    if meeting.state not in WRITING:
        raise Conflict(
            "wrong_state", _("Minutes are written from when a meeting is opened until they are approved.")
        )
    return meeting


def move(meeting: Meeting, state: str, *fields: str, **values: Any) -> None:
    """Bring a locked meeting into a state that may follow. Raises Conflict when it may not."""
    if state not in MEETING_MOVES[meeting.state]:
        words = {"now": MeetingState(meeting.state).label, "then": MeetingState(state).label}
        raise Conflict("wrong_state", _("From “%(now)s” it cannot become “%(then)s”.") % words)
    meeting.state = state
    for key, value in values.items():
        setattr(meeting, key, value)
    meeting.save(update_fields=["state", *fields])

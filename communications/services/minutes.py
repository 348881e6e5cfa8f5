"""Holding a meeting: opening it, taking it down point by point, ending it, approving the minutes, rating it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from agenda.queries.versions import token_of
from communications.events.meetings import (
    AgendaItemChanged,
    MeetingEnded,
    MeetingOpened,
    MeetingRated,
    MeetingReopened,
    MinutesApproved,
    MinutesWritten,
)
from communications.letters import FOLLOW_UP
from communications.models import AgendaItem, Attendance, Meeting, Rating
from communications.queries.meetings import took_part
from communications.queries.suppliers import source_of
from communications.rhythms import next_morning
from communications.services.asks import ask_for
from communications.services.telling import locked, move, run, told_of, written
from communications.words.meetings import PRESENT, TOOK_PLACE, MeetingState
from initiatives.jobs import enqueue
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import Conflict, DomainError, Forbidden, Stale
from initiatives.kernel.writing import within
from initiatives.outbox import record
from initiatives.services.actions import give_action

if TYPE_CHECKING:
    from communications.models import Ask
    from initiatives.models import ActionItem, Group, Membership

LONGEST = 20_000
EARLIEST = timedelta(hours=12)  # a meeting is opened at most so long before it begins
SPELL = timedelta(minutes=30)  # notes written within it are told once


def open_meeting(actor: Actor, meeting: Meeting) -> Meeting:
    """Begin to hold a meeting. Raises Conflict when it is not ahead, or long before its time, Forbidden."""
    meeting = run(actor, meeting)
    if meeting.state == MeetingState.HELD:
        raise Conflict("wrong_state", _("This meeting was held. Open it once more instead."))
    if meeting.starts_at - clock.now() > EARLIEST:
        raise Conflict("too_early", _("A meeting is opened at most twelve hours before it begins."))
    move(meeting, MeetingState.OPEN, "opened_at", opened_at=clock.now())
    record(actor, MeetingOpened(**told_of(meeting)))
    return meeting


def reopen_meeting(actor: Actor, meeting: Meeting) -> Meeting:
    """Go on with a meeting that was ended by mistake. Raises Conflict once its letters went out, Forbidden."""
    meeting = run(actor, meeting)
    if meeting.follow_up_sent_at is not None or meeting.state != MeetingState.HELD:
        raise Conflict("wrong_state", _("The letters about this meeting have gone out."))
    move(meeting, MeetingState.OPEN, "ended_at", ended_at=None)
    record(actor, MeetingReopened(**told_of(meeting)))
    return meeting


def end_meeting(actor: Actor, meeting: Meeting) -> Meeting:
    """End a meeting: its asks go to their groups, and on the next morning everybody gets what came of it.

    Raises Conflict when it is not being held, Forbidden.
    """
    meeting = run(actor, meeting)
    move(meeting, MeetingState.HELD, "ended_at", ended_at=clock.now())
    AgendaItem.objects.filter(meeting=meeting, begun_at__isnull=False, done_at=None).update(
        done_at=meeting.ended_at
    )
    present = Attendance.objects.filter(meeting=meeting, presence__in=PRESENT).count()
    record(actor, MeetingEnded(present=present, **told_of(meeting)))
    enqueue(FOLLOW_UP, str(meeting.pk), next_morning(clock.now(), meeting.initiative.timezone) - clock.now())
    return meeting


def approve_minutes(actor: Actor, meeting: Meeting) -> Meeting:
    """Approve the minutes: they stay as they are, and everybody in the initiative may read them.

    Raises Conflict when the meeting was not held, Forbidden.
    """
    meeting = run(actor, meeting)
    move(meeting, MeetingState.APPROVED, "approved_at", approved_at=clock.now())
    record(actor, MinutesApproved(**told_of(meeting)))
    return meeting


def write_notes(actor: Actor, item: AgendaItem, text: str, *, token: str | None = None) -> AgendaItem:
    """Save what was said at a point.

    `token` tells the wording that the writer began with (`token_of`): where somebody else has written meanwhile,
    nothing is saved and Stale is raised; without one the text replaces what is there. Raises DomainError at `notes`,
    Conflict, Forbidden.
    """
    meeting = written(actor, item.meeting)
    text = within(text.replace("\r\n", "\n").replace("\r", "\n"), LONGEST, "notes")
    item = AgendaItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    if text == item.notes or (token is not None and token_of(text) == token):
        return item
    if token is not None and token != token_of(item.notes):
        raise Stale
    told = _wrote_lately(actor, meeting)
    item.notes, item.notes_saved_at = text, clock.now()
    item.notes_saved_by_id = actor.membership_id
    item.save(update_fields=["notes", "notes_saved_at", "notes_saved_by"])
    if not told:
        record(actor, MinutesWritten(**told_of(meeting)))
    return item


def begin_item(actor: Actor, item: AgendaItem) -> AgendaItem:
    """Come to a point: the one before it is done. Raises Conflict unless the meeting is being held, Forbidden."""
    meeting = written(actor, item.meeting)
    if meeting.state != MeetingState.OPEN:
        raise Conflict("wrong_state", _("This meeting is not being held."))
    now = clock.now()
    rows = AgendaItem.objects.filter(meeting=meeting)
    rows.filter(begun_at__isnull=False, done_at=None).exclude(pk=item.pk).update(done_at=now)
    item = rows.select_for_update(of=("self",)).get(pk=item.pk)
    item.begun_at, item.done_at = item.begun_at or now, None
    item.save(update_fields=["begun_at", "done_at"])
    record(actor, AgendaItemChanged(item=item.title, done="begun", **told_of(meeting)))
    return item


def note_action(actor: Actor, meeting: Meeting, *, what: str, owner: Membership, due: date) -> ActionItem:
    """Take down a task in place: it joins its owner's list. Raises DomainError at the field, Conflict, Forbidden."""
    meeting = written(actor, meeting)
    return give_action(actor, what=what, owner=owner, due=due, source=source_of(meeting))


def note_ask(
    actor: Actor,
    meeting: Meeting,
    *,
    to_group: Group,
    what: str,
    due: date | None = None,
    item: AgendaItem | None = None,
) -> Ask:
    """Take down in place what the group asks of another. Raises DomainError at the field, Conflict, Forbidden."""
    meeting = written(actor, meeting)
    if item is not None and item.meeting_id != meeting.pk:
        raise DomainError("unknown_item", _("This point is on another agenda."), "item")
    return ask_for(actor, from_group=meeting.group, to_group=to_group, what=what, due=due, at=(meeting, item))


def rate(actor: Actor, meeting: Meeting, *, score: int, missing: str = "") -> Rating:
    """Say what a meeting was worth, from 1 to 5, and who was missing; anew as one likes.

    Those who `took_part`. Raises DomainError at the field, Conflict before
    it took place, Forbidden.
    """
    require(actor, Capability.TAKE_PART)
    meeting = locked(meeting)
    if meeting.state not in TOOK_PLACE:
        raise Conflict("wrong_state", _("This meeting has not taken place."))
    if not actor.membership_id or not took_part(actor, meeting):
        raise Forbidden(_("Those who were there rate a meeting."))
    if not 1 <= score <= 5:
        raise DomainError("out_of_range", _("Give from 1 to 5."), "score")
    if len(missing.strip()) > 500:
        raise DomainError("too_long", _("Say it in a line or two."), "missing")
    rating, _new = Rating.objects.update_or_create(
        meeting=meeting,
        membership_id=actor.membership_id,
        defaults={"score": score, "missing": missing.strip(), "rated_at": clock.now()},
    )
    record(actor, MeetingRated(**told_of(meeting)))
    return rating


def _wrote_lately(actor: Actor, meeting: Meeting) -> bool:
    own = AgendaItem.objects.filter(meeting=meeting, notes_saved_by_id=actor.membership_id)
    return own.filter(notes_saved_at__gt=clock.now() - SPELL).exists()

"""Answering an invitation out of a digest: the token, what it opens, and what was answered before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from communications.models import Meeting, Reply
from communications.queries.entering import entered_behind
from communications.queries.meetings import sits_in, to_come
from communications.queries.signing import signed
from communications.words.meetings import AHEAD
from initiatives.kernel.access import Actor
from initiatives.kernel.errors import NotFound

PURPOSE = "communications.coming"


def coming_token(actor: Actor, meeting: Meeting) -> str:
    """Return the token with which the actor answers the invitation to a meeting, and does nothing else."""
    return signed(PURPOSE, actor.initiative.pk, actor.membership_id, meeting.pk)


def own_answers(actor: Actor, meetings: Iterable[Meeting]) -> dict[int, Reply]:
    """Return the actor's own answers to the invitations to these meetings, by the meetings' ids. One query."""
    rows = Reply.objects.filter(meeting__in=[row.pk for row in meetings], membership_id=actor.membership_id)
    return {row.meeting_id: row for row in rows}


@contextmanager
def entered_by_invitation(token: str) -> Iterator[tuple[Actor, Meeting]]:
    """Open the initiative's scope for whoever sits in the meeting's group, as they may act now; yield them and it.

    Raises NotFound for a token that nobody was given, when the person takes part no more or left the group, and when
    the meeting is no longer ahead.
    """
    with entered_behind(PURPOSE, token) as (actor, meeting_id):
        meeting = to_come(actor).filter(pk=meeting_id, state__in=AHEAD).first()
        if meeting is None or not (actor.is_staff or sits_in(actor, meeting.group)):
            raise NotFound
        yield actor, meeting

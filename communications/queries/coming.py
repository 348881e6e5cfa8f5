"""Answering an invitation out of a letter: in which ways, the digest's token, and what was answered before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.utils.translation import gettext as _

from communications.models import Meeting, Reply
from communications.queries.entering import entered_behind
from communications.queries.meetings import is_invited, meetings
from communications.queries.signing import signed
from communications.words.meetings import Coming
from initiatives.kernel.access import Actor
from initiatives.kernel.digests import Step
from initiatives.kernel.errors import NotFound

PURPOSE = "communications.coming"


def coming_token(actor: Actor, meeting: Meeting) -> str:
    """Return the token with which the actor answers the invitation to a meeting, and does nothing else."""
    return signed(PURPOSE, actor.initiative.pk, actor.membership_id, meeting.pk)


def own_answers(actor: Actor, meetings: Iterable[Meeting]) -> dict[int, Reply]:
    """Return the actor's own answers to the invitations to these meetings, by the meetings' ids. One query."""
    rows = Reply.objects.filter(meeting__in=[row.pk for row in meetings], membership_id=actor.membership_id)
    return {row.meeting_id: row for row in rows}


def ways_to_answer(address: str, said: Reply | None) -> tuple[Step, ...]:
    """Return how a letter has an invitation answered, by a page at an address, after what was said before if it was.

    The page answers by a button: programs open the links of a letter too.
    """
    if said is not None:
        return (Step(_("Change your answer"), address),)
    return (
        Step(_("I am coming"), f"{address}?coming={Coming.YES}"),
        Step(_("I cannot come"), f"{address}?coming={Coming.NO}"),
        Step(_("I come, and need something"), f"{address}?coming={Coming.YES}#needs"),
    )


@contextmanager
def entered_by_invitation(token: str) -> Iterator[tuple[Actor, Meeting]]:
    """Open the initiative's scope for whoever sits in the meeting's group, as they may act now; yield them and it.

    Raises NotFound for a token that nobody was given, when the person takes part no more or left the group, and when
    the meeting has begun or takes place no more.
    """
    with entered_behind(PURPOSE, token) as (actor, meeting_id):
        meeting = meetings(actor).filter(pk=meeting_id).first()
        if meeting is None or not (meeting.takes_answers and is_invited(actor, meeting)):
            raise NotFound
        yield actor, meeting

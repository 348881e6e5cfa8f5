"""Invitations: links to answer without an account, and the answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from communications.events.meetings import Replied, RsvpLinkMade, RsvpLinkOpened, RsvpLinkRevoked
from communications.letters import SEND_INVITATION
from communications.models import Meeting, Reply, RsvpLink
from communications.queries.links import linked_meeting, whose
from communications.queries.meetings import is_invited, own_reply
from communications.services.telling import locked, run, told_of
from communications.words.meetings import Coming
from initiatives.jobs import enqueue
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability, require
from initiatives.kernel.errors import Conflict, DomainError, Forbidden
from initiatives.kernel.writing import one_of, within
from initiatives.outbox import record
from initiatives.services.links import LONGEST_DAYS, begin_by_link, make_secret_link, revoke_secret_link

if TYPE_CHECKING:
    from initiatives.models import Membership

MOST_CHILDREN = 20
LONGEST_NOTE = 2000
# What one says beside whether one comes.
NEEDS = ("interpreter", "childcare", "transport", "stipend", "note")


def invite(actor: Actor, meeting: Meeting, person: Membership, *, message: str = "") -> RsvpLink:
    """Send somebody who takes part the agenda, with a link to answer: for whoever runs the meeting.

    Raises DomainError for somebody without an address, Conflict when the meeting is no longer ahead, Forbidden.
    """
    meeting = _ahead(actor, meeting)
    link, _secret = make_secret_link(
        actor,
        RsvpLink,
        partner_id=person.partner_id,
        to=person,
        message=message,
        days=_days_until(meeting),
        verb="rsvp_link",
        meeting=meeting,
    )
    record(actor, RsvpLinkMade(to=str(person.public_id), **told_of(meeting)))
    enqueue(SEND_INVITATION, str(link.pk))
    return link


def make_rsvp_link(actor: Actor, meeting: Meeting) -> tuple[RsvpLink, str]:
    """Make a link to pass on to guests; return it and its secret, which is shown once and kept by nobody.

    Raises Conflict when the meeting is no longer ahead, Forbidden, TooMany.
    """
    meeting = _ahead(actor, meeting)
    link, secret = make_secret_link(
        actor,
        RsvpLink,
        partner_id=None,
        to=None,
        message="",
        days=_days_until(meeting),
        verb="rsvp_link",
        meeting=meeting,
    )
    record(actor, RsvpLinkMade(**told_of(meeting)))
    return link, secret


def revoke_rsvp_link(actor: Actor, link: RsvpLink) -> RsvpLink:
    """Revoke a link: it is dead at once. What was answered by it stays."""
    meeting = run(actor, link.meeting)
    if revoke_secret_link(link):
        record(actor, RsvpLinkRevoked(**told_of(meeting)))
    return link


def open_rsvp_link(actor: Actor) -> RsvpLink:
    """Begin by a link, in the name that its holder gave; the first time is kept, and the name."""
    link, new = begin_by_link(actor, RsvpLink)
    if new:
        record(actor, RsvpLinkOpened(link=str(link.public_id), **told_of(locked(link.meeting))))
    return link


def reply(
    actor: Actor,
    meeting: Meeting,
    *,
    coming: str,
    interpreter: str = "",
    childcare: int = 0,
    transport: bool = False,
    stipend: bool = False,
    note: str = "",
) -> Reply:
    """Answer an invitation and say what one needs to come, anew as often as one likes while the meeting is ahead.

    Whoever sits in the group, the backbone, and the holder of a link to this meeting. `interpreter` names a language,
    `childcare` says for how many children. Raises DomainError at the field, Conflict, Forbidden.
    """
    require(actor, Capability.CHECK_IN)
    _require_invited(actor, meeting)
    meeting = locked(meeting)
    if not meeting.takes_answers:
        raise Conflict("wrong_state", _("This meeting is no longer ahead."))
    one_of(coming, Coming.values, "coming")
    if not 0 <= childcare <= MOST_CHILDREN:
        raise DomainError("out_of_range", _("Give a number from 0 to %d.") % MOST_CHILDREN, "childcare")
    answer, _new = Reply.objects.update_or_create(
        meeting=meeting,
        **whose(actor),
        defaults={
            "holder": actor.link.holder if actor.link else "",
            "coming": coming,
            "interpreter": within(interpreter, 100, "interpreter"),
            "childcare": childcare,
            "transport": transport,
            "stipend": stipend,
            "note": within(note, LONGEST_NOTE, "note"),
            "replied_at": clock.now(),
        },
    )
    record(actor, Replied(by_link=actor.link is not None, **told_of(meeting)))
    return answer


def say_coming(actor: Actor, meeting: Meeting, coming: str) -> Reply:
    """Answer an invitation as `reply` does; what one said before that one needs to come stays."""
    said = own_reply(actor, meeting)
    needs = {name: getattr(said, name) for name in NEEDS} if said else {}
    return reply(actor, meeting, coming=coming, **needs)


def _require_invited(actor: Actor, meeting: Meeting) -> None:
    if actor.link is not None:
        if linked_meeting(actor).pk == meeting.pk:
            return
    elif is_invited(actor, meeting):
        return
    raise Forbidden(_("Those who sit in the group answer its invitations."))


def _ahead(actor: Actor, meeting: Meeting) -> Meeting:
    meeting = run(actor, meeting)
    if not meeting.takes_answers:
        raise Conflict("wrong_state", _("This meeting is no longer ahead."))
    return meeting


def _days_until(meeting: Meeting) -> int:
    """Return for how many days a link lasts: until the meeting begins, as far as links may."""
    return min(LONGEST_DAYS, (meeting.starts_at - clock.now()).days + 1)

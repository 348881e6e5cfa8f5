"""The letters of meetings and announcements, out of jobs: the agenda with its link, what came of it, the news."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from django.core.mail import EmailMultiAlternatives
from django.urls import reverse

from communications.calendars import invitation_of
from communications.models import (
    Announcement,
    AnnouncementLetter,
    Attendance,
    DigestPreference,
    FollowUp,
    Meeting,
    RsvpLink,
)
from communications.queries.announcements import announcements, asked_of
from communications.queries.coming import own_answers, ways_to_answer
from communications.queries.digests import preference_of, token_of
from communications.queries.meetings import asked_there, items, organisations_there, taken_down
from communications.queries.meetings import attendance as attendance_of
from communications.rhythms import next_morning
from communications.words.meetings import PRESENT, MeetingState
from communications.words.notices import About
from initiatives import mail
from initiatives.jobs import enqueue, handler
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Role, Scope
from initiatives.kernel.tenancy import tenant
from initiatives.letters import SecretLinkLetter
from initiatives.queries.groups import sitting_in
from initiatives.quiet import put_off

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from initiatives.models import Membership

SEND_INVITATION = "communications.send_invitation"
FOLLOW_UP = "communications.follow_up"
SEND_FOLLOW_UP = "communications.send_follow_up"
TELL_AT_ONCE = "communications.tell_announcement"
SEND_ANNOUNCEMENT = "communications.send_announcement"
ENDED = (MeetingState.HELD, MeetingState.APPROVED)


class MeetingLetter(SecretLinkLetter):
    """The agenda of a meeting, with the link to answer and the date for a calendar."""

    job = SEND_INVITATION
    purpose, template, page = "rsvp link", "meeting_invitation", "rsvp_link"

    def links(self) -> QuerySet[RsvpLink]:
        return RsvpLink.objects.select_related("meeting__group", "meeting__initiative", "made_by")

    def about(self, link: RsvpLink) -> Mapping[str, Any]:
        reader, meeting = _reader(link.membership), link.meeting
        said = own_answers(reader, [meeting]).get(meeting.pk)
        return {
            **super().about(link),
            "meeting": meeting,
            "items": items(reader, meeting),
            # Asked by the template, in the letter's language; the ways begin where its link ends.
            "steps": partial(ways_to_answer, "", said),
        }

    def stands(self, link: RsvpLink) -> bool:
        return super().stands(link) and link.meeting.takes_answers

    def files(self, link: RsvpLink) -> list[tuple[str, str | bytes, str]]:
        return [("invitation.ics", invitation_of(link.meeting), "text/calendar")]


@handler(SEND_INVITATION, outside=True)
def send_invitation(initiative_id: int, key: str) -> None:
    """Mail the agenda of a meeting with an open link to answer, which was not sent yet."""
    MeetingLetter().send(initiative_id, key)


@handler(FOLLOW_UP)
def follow_up(initiative_id: int, key: str) -> None:
    """Give everybody who sits in the group or was there one letter about an ended meeting, once."""
    meeting = (
        Meeting.objects.select_for_update(of=("self",)).select_related("initiative", "group").get(pk=int(key))
    )
    if meeting.state not in ENDED or meeting.follow_up_sent_at is not None or meeting.ended_at is None:
        return
    if clock.now() < next_morning(meeting.ended_at, meeting.initiative.timezone):
        return  # ended once more since: that has a job of its own
    there = Attendance.objects.filter(meeting=meeting, presence__in=PRESENT, membership__isnull=False)
    people = {*there.values_list("membership_id", flat=True), *(one.pk for one in sitting_in(meeting.group))}
    for person in sorted(people):
        row, _new = FollowUp.objects.get_or_create(meeting=meeting, membership_id=person)
        enqueue(SEND_FOLLOW_UP, str(row.pk))
    meeting.follow_up_sent_at = clock.now()
    meeting.save(update_fields=["follow_up_sent_at"])


@handler(SEND_FOLLOW_UP, outside=True)
def send_follow_up(initiative_id: int, key: str) -> None:
    """Mail one person what came of a meeting, as far as they may read it when it leaves."""
    with tenant(initiative_id):
        message = _told(int(key))
    if message is None:
        return
    message.send()
    with tenant(initiative_id):
        FollowUp.objects.filter(pk=int(key)).update(sent_at=clock.now())


def _told(row_id: int) -> EmailMultiAlternatives | None:
    row = (
        FollowUp.objects.select_related("meeting__group", "meeting__initiative", "membership__user")
        .filter(pk=row_id, sent_at=None)
        .first()
    )
    if row is None or not row.membership.email or not row.membership.is_active:
        return None
    if put_off(SEND_FOLLOW_UP, str(row_id), row.membership):
        return None
    meeting, initiative = row.meeting, row.meeting.initiative
    actor = _reader(row.membership)
    there = list(attendance_of(actor, meeting))
    return mail.letter(
        "meeting_follow_up",
        row.membership.email,
        {
            "initiative": initiative,
            "meeting": meeting,
            "membership": row.membership,
            "items": [item for item in items(actor, meeting) if item.notes],
            "actions": taken_down(actor, meeting),
            "asks": asked_there(actor, meeting),
            "present": sum(one.presence in PRESENT for one in there),
            "organisations": organisations_there(there),
            "link": mail.absolute(
                reverse("communications:meeting", args=[initiative.slug, meeting.public_id])
            ),
        },
        language=row.membership.language or initiative.language,
        headers={"Message-ID": mail.message_id(f"follow-up.{meeting.public_id}.{row.membership.public_id}")},
    )


@handler(TELL_AT_ONCE)
def tell_at_once(initiative_id: int, key: str) -> None:
    """Give each who is meant by an announcement, and wishes announcements at once, one letter about it, once."""
    row = Announcement.objects.select_related("group").get(pk=int(key))
    wish = DigestPreference.objects.filter(at_once=True).values("membership_id")
    for person in asked_of(row).filter(pk__in=wish).exclude(email="").order_by("pk"):
        letter, new = AnnouncementLetter.objects.get_or_create(announcement=row, membership=person)
        if new:
            enqueue(SEND_ANNOUNCEMENT, str(letter.pk))


@handler(SEND_ANNOUNCEMENT, outside=True)
def send_announcement(initiative_id: int, key: str) -> None:
    """Mail somebody an announcement that stands, speaks to them and was not mailed yet, outside their quiet hours."""
    with tenant(initiative_id):
        message = _announced(int(key))
    if message is None:
        return
    message.send()
    with tenant(initiative_id):
        AnnouncementLetter.objects.filter(pk=int(key)).update(sent_at=clock.now())


def _announced(letter_id: int) -> EmailMultiAlternatives | None:
    letter = (
        AnnouncementLetter.objects.select_related("membership__user", "initiative")
        .filter(pk=letter_id, sent_at=None)
        .first()
    )
    if letter is None or not letter.membership.email or not letter.membership.is_active:
        return None
    person, initiative = letter.membership, letter.initiative
    wish, reader = preference_of(person.pk), _reader(person)
    mine: Any = announcements(reader)
    row = mine.filter(pk=letter.announcement_id, for_me=True).first()
    if row is None or not wish.at_once or About.COMMUNICATIONS in wish.muted:
        return None
    if put_off(SEND_ANNOUNCEMENT, str(letter_id), person):
        return None
    token = token_of(initiative.pk, person.pk)
    stop = mail.absolute(reverse("stop_announcements", args=[token]))
    return mail.letter(
        "announcement",
        person.email,
        {
            "initiative": initiative,
            "membership": person,
            "announcement": row,
            "link": mail.absolute(
                reverse("communications:announcement", args=[initiative.slug, row.public_id])
            ),
            "change_url": mail.absolute(reverse("change_digest", args=[token])),
            "unsubscribe_url": stop,
        },
        language=person.language or initiative.language,
        headers={
            "Message-ID": mail.message_id(f"announcement.{row.public_id}.{person.public_id}"),
            **mail.stopped_by(stop),
        },
    )


def _reader(person: Membership) -> Actor:
    """Return somebody as who reads, with the rights of now; also a person without an account."""
    readings = frozenset({Scope.READ})
    return Actor(person.user, person.initiative, Role(person.role), person.pk, person.partner_id, readings)

"""Meetings: their series, agenda and minutes, who was there, who answered the invitation, what it was worth."""

import uuid

from django.db import models
from django.db.models import F, Q

from communications.words.meetings import AHEAD, Coming, MeetingState, Presence, Purpose, Rhythm
from initiatives.kernel import clock
from initiatives.kernel.links import SecretLink
from initiatives.kernel.tenancy import TenantForeignKey, TenantModel


class MeetingSeries(TenantModel):
    """A group meets again and again, from a day on: at `starts_at` of the initiative's clock, for `length` minutes."""

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    group = TenantForeignKey("initiatives.Group", related_name="+")
    title = models.CharField(max_length=200)
    rhythm = models.CharField(max_length=12, choices=Rhythm.choices)
    first_on = models.DateField()
    starts_at = models.TimeField()
    length = models.PositiveSmallIntegerField()
    place = models.CharField(max_length=300, blank=True)
    join_link = models.URLField(max_length=500, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField()
    made_by = TenantForeignKey("initiatives.Membership", related_name="+")

    class Meta:
        ordering = ["title", "id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "public_id"], name="meeting_series_public_id"),
            models.CheckConstraint(name="meeting_series_length", condition=Q(length__range=(5, 1440))),
        ]

    def __str__(self) -> str:
        return self.title


class Meeting(TenantModel):
    """A group meets once. Of a series it is the one of the day `occurrence`, also when it was moved since.

    `edition` counts how often time, place or standing changed: what calendars call the sequence.
    """

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    series = TenantForeignKey(MeetingSeries, null=True, blank=True, related_name="meetings")
    occurrence = models.DateField(null=True, blank=True)
    group = TenantForeignKey("initiatives.Group", related_name="+")
    title = models.CharField(max_length=200)
    purpose = models.TextField(blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(max_length=300, blank=True)
    join_link = models.URLField(max_length=500, blank=True)
    facilitator = TenantForeignKey("initiatives.Membership", null=True, blank=True, related_name="+")
    note_taker = TenantForeignKey("initiatives.Membership", null=True, blank=True, related_name="+")
    state = models.CharField(max_length=10, choices=MeetingState.choices, default=MeetingState.SCHEDULED)
    cancel_reason = models.TextField(blank=True)
    edition = models.PositiveIntegerField(default=0)
    agenda_sent_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    follow_up_sent_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField()
    made_by = TenantForeignKey("initiatives.Membership", related_name="+")

    class Meta:
        ordering = ["-starts_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "public_id"], name="meeting_public_id"),
            models.UniqueConstraint(fields=["initiative", "series", "occurrence"], name="meeting_once_a_day"),
            models.CheckConstraint(name="meeting_order", condition=Q(ends_at__gt=F("starts_at"))),
            models.CheckConstraint(
                name="meeting_of_series", condition=Q(series__isnull=True) | Q(occurrence__isnull=False)
            ),
            models.CheckConstraint(
                name="meeting_why_cancelled",
                condition=~Q(state=MeetingState.CANCELLED.value) | ~Q(cancel_reason=""),
            ),
        ]
        indexes = [models.Index(fields=["initiative", "starts_at"], name="meeting_when")]

    def __str__(self) -> str:
        return self.title

    @property
    def takes_answers(self) -> bool:
        """Whether its invitation can be answered: until it begins."""
        return self.state in AHEAD and self.starts_at > clock.now()


class AgendaItem(TenantModel):
    """One point of a meeting: for how many minutes (`length`), led by whom, and the `notes` that were taken.

    `source` names what put it there by itself ("actions", "decision:<id>"), whose words are in `brief`; a point that
    somebody wrote has none. `pre_read` is what to read before, `pre_read_link` where it lies.
    """

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    meeting = TenantForeignKey(Meeting, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    length = models.PositiveSmallIntegerField(default=10)
    lead = TenantForeignKey("initiatives.Membership", null=True, blank=True, related_name="+")
    pre_read = models.TextField(blank=True)
    pre_read_link = models.URLField(max_length=500, blank=True)
    source = models.CharField(max_length=100, blank=True)
    brief = models.TextField(blank=True)
    notes = models.TextField(blank=True)
    notes_saved_at = models.DateTimeField(null=True, blank=True)
    notes_saved_by = TenantForeignKey("initiatives.Membership", null=True, blank=True, related_name="+")
    begun_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "public_id"], name="agenda_item_public_id"),
            models.UniqueConstraint(
                fields=["initiative", "meeting", "source"], condition=~Q(source=""), name="agenda_item_source"
            ),
            models.CheckConstraint(name="agenda_item_length", condition=Q(length__range=(1, 480))),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def lacks_reading(self) -> bool:
        """Whether people shall discuss or decide about it and have nothing to read before."""
        return self.purpose != Purpose.INFORM and not (self.brief or self.pre_read or self.pre_read_link)


class Attendance(TenantModel):
    """Whether somebody was there, and for which partner (none: for themselves, or for the backbone).

    `guest` names somebody who is no member; `stands_in_for` the member whose seat they took that day.
    """

    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    meeting = TenantForeignKey(Meeting, models.CASCADE, related_name="attendances")
    membership = TenantForeignKey("initiatives.Membership", null=True, blank=True, related_name="+")
    guest = models.CharField(max_length=200, blank=True)
    partner = TenantForeignKey("initiatives.Partner", null=True, blank=True, related_name="+")
    stands_in_for = TenantForeignKey("initiatives.Membership", null=True, blank=True, related_name="+")
    presence = models.CharField(max_length=8, choices=Presence.choices)
    lived_experience = models.BooleanField(default=False)
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "public_id"], name="attendance_public_id"),
            models.UniqueConstraint(
                fields=["initiative", "meeting", "membership"],
                condition=Q(membership__isnull=False),
                name="attendance_once",
            ),
            models.CheckConstraint(
                name="attendance_whose", condition=Q(membership__isnull=False) ^ ~Q(guest="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id}: {self.membership_id or self.guest} {self.presence}"


class Reply(TenantModel):
    """The answer to an invitation, and what somebody needs to come; `holder` names who held a link, if no member."""

    meeting = TenantForeignKey(Meeting, models.CASCADE, related_name="replies")
    membership = TenantForeignKey("initiatives.Membership", null=True, blank=True, related_name="+")
    holder = models.CharField(max_length=200, blank=True)
    coming = models.CharField(max_length=8, choices=Coming.choices)
    interpreter = models.CharField(max_length=100, blank=True)
    childcare = models.PositiveSmallIntegerField(default=0)
    transport = models.BooleanField(default=False)
    stipend = models.BooleanField(default=False)
    note = models.TextField(blank=True)
    replied_at = models.DateTimeField()

    class Meta:
        ordering = ["replied_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "meeting", "membership"],
                condition=Q(membership__isnull=False),
                name="reply_once",
            ),
            models.UniqueConstraint(
                fields=["initiative", "meeting", "holder"],
                condition=Q(membership__isnull=True),
                name="reply_by_link_once",
            ),
            models.CheckConstraint(name="reply_whose", condition=Q(membership__isnull=False) | ~Q(holder="")),
            models.CheckConstraint(name="reply_childcare", condition=Q(childcare__lte=20)),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id}: {self.membership_id or self.holder} {self.coming}"


class Rating(TenantModel):
    """What a meeting was worth to somebody, from 1 to 5, and who was missing in their eyes."""

    meeting = TenantForeignKey(Meeting, models.CASCADE, related_name="ratings")
    membership = TenantForeignKey("initiatives.Membership", related_name="+")
    score = models.PositiveSmallIntegerField()
    missing = models.CharField(max_length=500, blank=True)
    rated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["initiative", "meeting", "membership"], name="rating_once"),
            models.CheckConstraint(name="rating_score", condition=Q(score__range=(1, 5))),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id}: {self.score}"


class RsvpLink(SecretLink):
    """A link with which somebody answers one invitation without an account."""

    meeting = TenantForeignKey(Meeting, models.CASCADE, related_name="rsvp_links")

    class Meta(SecretLink.Meta):
        constraints = [
            models.UniqueConstraint(fields=["initiative", "public_id"], name="rsvp_link_public_id"),
            models.UniqueConstraint(fields=["initiative", "secret_hash"], name="rsvp_link_secret"),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id}: {self.email}"


class FollowUp(TenantModel):
    """The letter that tells one person, the day after, what came of a meeting; `sent_at` is empty until it has left."""

    meeting = TenantForeignKey(Meeting, models.CASCADE, related_name="follow_ups")
    membership = TenantForeignKey("initiatives.Membership", related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["initiative", "meeting", "membership"], name="follow_up_once")
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id}: {self.membership_id}"

"""The shapes of meetings, agendas, attendance, answers and asks outside."""

from rest_framework import serializers

from communications.words.meetings import AskState, Coming, MeetingState, Presence, Purpose, Rhythm
from initiatives.serializers.links import NewSecretLink, SecretLinkRow
from initiatives.shapes import Body, Choice, Day, Query, Row

LONG = 20_000
# What may be done with a meeting as a whole.
DEEDS = ("send_agenda", "open", "end", "reopen", "approve", "cancel", "restore")


def text(most: int, **kwargs: object) -> serializers.CharField:
    """Return the field of a text that may be left out or cleared."""
    return serializers.CharField(max_length=most, required=False, allow_null=True, **kwargs)  # type: ignore[arg-type]


def somebody() -> serializers.UUIDField:
    """Return the field of a person's id that may be left out or cleared."""
    return serializers.UUIDField(required=False, allow_null=True, help_text="The id of a person.")


ENDINGS = [choice for choice in AskState.choices if choice[0] != AskState.OPEN]


class MeetingChange(Body):
    """What may be changed of a meeting; its time and place only while it is ahead."""

    title = serializers.CharField(max_length=200, required=False)
    purpose = text(LONG)
    starts_at = serializers.DateTimeField(required=False)
    ends_at = serializers.DateTimeField(required=False)
    place = text(300)
    join_link = text(500)
    facilitator = somebody()
    note_taker = somebody()


class MeetingNew(MeetingChange):
    """What plans a meeting."""

    group = serializers.UUIDField(help_text="The id of a group.")
    title = serializers.CharField(max_length=200)
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()


class MeetingQuery(Query):
    """Which meetings: of a group, of a state, that begin from a day to another."""

    group = serializers.UUIDField(required=False)
    state = Choice(choices=MeetingState.choices, required=False)
    since = Day(required=False)
    until = Day(required=False)


class MeetingDeed(Body):
    """What is done with a meeting; cancelling it needs a reason."""

    do = Choice(choices=[(name, name) for name in DEEDS])
    reason = serializers.CharField(max_length=2000, required=False)


class MeetingRow(Row):
    """A meeting. `occurrence` is the day it has in its series, also when it was moved since."""

    id = serializers.UUIDField(source="public_id")
    group = serializers.UUIDField(source="group.public_id")
    group_name = serializers.CharField(source="group.name")
    series = serializers.UUIDField(source="series.public_id", allow_null=True)
    occurrence = Day(allow_null=True)
    title = serializers.CharField()
    purpose = serializers.CharField()
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    place = serializers.CharField()
    join_link = serializers.CharField()
    facilitator = serializers.UUIDField(source="facilitator.public_id", allow_null=True)
    note_taker = serializers.UUIDField(source="note_taker.public_id", allow_null=True)
    state = Choice(choices=MeetingState.choices)
    cancel_reason = serializers.CharField()
    agenda_sent_at = serializers.DateTimeField(allow_null=True)
    opened_at = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)
    approved_at = serializers.DateTimeField(allow_null=True)
    follow_up_sent_at = serializers.DateTimeField(allow_null=True)


class SeriesNew(Body):
    """What plans a group's meetings: from a day until another, by the initiative's clock."""

    group = serializers.UUIDField(help_text="The id of a group.")
    title = serializers.CharField(max_length=200)
    rhythm = Choice(choices=Rhythm.choices)
    first_on = Day()
    starts_at = serializers.TimeField()
    length = serializers.IntegerField(min_value=5, max_value=1440, help_text="In minutes.")
    until = Day()
    place = serializers.CharField(max_length=300, required=False)
    join_link = serializers.CharField(max_length=500, required=False)


class SeriesPlan(Body):
    """Up to which day the meetings of a series are planned, at most a year ahead."""

    until = Day()


class SeriesEnd(Body):
    """Why a series ends."""

    reason = serializers.CharField(max_length=2000)


class SeriesRow(Row):
    """A group meets again and again."""

    id = serializers.UUIDField(source="public_id")
    group = serializers.UUIDField(source="group.public_id")
    title = serializers.CharField()
    rhythm = Choice(choices=Rhythm.choices)
    first_on = Day()
    starts_at = serializers.CharField()
    length = serializers.IntegerField()
    place = serializers.CharField()
    join_link = serializers.CharField()
    ended_on = Day(allow_null=True)


class ItemChange(Body):
    """What may be changed of a point; `position` moves it, the first being 1, and `notes` are what was said."""

    title = serializers.CharField(max_length=200, required=False)
    purpose = Choice(choices=Purpose.choices, required=False)
    length = serializers.IntegerField(min_value=1, max_value=480, required=False, help_text="In minutes.")
    lead = somebody()
    pre_read = text(LONG)
    pre_read_link = text(500)
    position = serializers.IntegerField(min_value=1, max_value=100, required=False)
    notes = text(LONG)


class ItemNew(ItemChange):
    """What puts a point on an agenda."""

    title = serializers.CharField(max_length=200)
    position = None  # type: ignore[assignment]
    notes = None  # type: ignore[assignment]


class ItemRow(Row):
    """A point of an agenda. `source` names the record that put it there by itself, `brief` is what it says.

    `notes` are empty for those who may not read the minutes yet.
    """

    id = serializers.UUIDField(source="public_id")
    meeting = serializers.UUIDField(source="meeting.public_id")
    position = serializers.IntegerField()
    title = serializers.CharField()
    purpose = Choice(choices=Purpose.choices)
    length = serializers.IntegerField()
    lead = serializers.UUIDField(source="lead.public_id", allow_null=True)
    pre_read = serializers.CharField()
    pre_read_link = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]
    brief = serializers.CharField()
    notes = serializers.CharField(source="said")
    begun_at = serializers.DateTimeField(allow_null=True)
    done_at = serializers.DateTimeField(allow_null=True)


class SeenIn(Body):
    """Somebody was there or was not: a member, or a guest by name; for which partner (left out: a member's own)."""

    presence = Choice(choices=Presence.choices)
    person = serializers.UUIDField(required=False)
    guest = serializers.CharField(max_length=200, required=False)
    partner = serializers.CharField(max_length=64, required=False)
    stands_in_for = serializers.UUIDField(required=False)
    lived_experience = serializers.BooleanField(required=False)


class AttendanceIn(Body):
    """Who was there and who was not; those who are not named stay as they were noted."""

    people = serializers.ListField(child=SeenIn(), min_length=1, max_length=300)


class AttendanceRow(Row):
    """Whether somebody was there, and for which partner."""

    id = serializers.UUIDField(source="public_id")
    person = serializers.UUIDField(source="membership.public_id", allow_null=True)
    name = serializers.CharField(source="membership.name", allow_null=True)
    guest = serializers.CharField()
    partner = serializers.CharField(source="partner.code", allow_null=True)
    stands_in_for = serializers.UUIDField(source="stands_in_for.public_id", allow_null=True)
    presence = Choice(choices=Presence.choices)
    lived_experience = serializers.BooleanField()


class RsvpReplyNew(Body):
    """The answer to an invitation, and what one needs: an interpreter into a language, care for how many children."""

    coming = Choice(choices=Coming.choices)
    interpreter = serializers.CharField(max_length=100, required=False)
    childcare = serializers.IntegerField(min_value=0, max_value=20, required=False)
    transport = serializers.BooleanField(required=False)
    stipend = serializers.BooleanField(required=False)
    note = serializers.CharField(max_length=2000, required=False)


class ReplyRow(Row):
    """The answer to an invitation; `holder` names who answered by a link, if no member."""

    person = serializers.UUIDField(source="membership.public_id", allow_null=True)
    holder = serializers.CharField()
    coming = Choice(choices=Coming.choices)
    interpreter = serializers.CharField()
    childcare = serializers.IntegerField()
    transport = serializers.BooleanField()
    stipend = serializers.BooleanField()
    note = serializers.CharField()
    replied_at = serializers.DateTimeField()


class RatingNew(Body):
    """What a meeting was worth, from 1 to 5, and who was missing."""

    score = serializers.IntegerField(min_value=1, max_value=5)
    missing = serializers.CharField(max_length=500, required=False)


class RatingOut(serializers.Serializer):  # type: ignore[type-arg]
    """What a meeting was worth to those who rated it; no mean is told of fewer than three."""

    mean = serializers.FloatField(allow_null=True)
    count = serializers.IntegerField()


class MeetingTaskNew(Body):
    """A task taken down at a meeting."""

    what = serializers.CharField(max_length=300)
    owner = serializers.UUIDField(help_text="The id of a person.")
    due = Day()


class NotedAsk(Body):
    """What the group asks of another, taken down at a meeting, at a point of its agenda if one is named."""

    to_group = serializers.UUIDField(help_text="The id of a group.")
    what = serializers.CharField(max_length=500)
    due = Day(required=False)
    item = serializers.UUIDField(required=False, help_text="The id of a point of the agenda.")


class GroupAskNew(Body):
    """What one group asks of another."""

    from_group = serializers.UUIDField(help_text="The id of a group.")
    to_group = serializers.UUIDField(help_text="The id of a group.")
    what = serializers.CharField(max_length=500)
    due = Day(required=False)


class AskQuery(Query):
    """Which asks: of a state, asked of a group, asked by one, that touch a partner."""

    state = Choice(choices=AskState.choices, required=False)
    to_group = serializers.UUIDField(required=False)
    from_group = serializers.UUIDField(required=False)
    partner = serializers.CharField(
        max_length=64, required=False, help_text="Whose people asked, answered or sit in either group."
    )


class AskEnd(Body):
    """How an ask ends: answered by the group it went to, or withdrawn by the one that asked."""

    state = Choice(choices=ENDINGS)
    answer = serializers.CharField(max_length=5000, required=False)


class AskRow(Row):
    """What one group asks of another, and the answer."""

    id = serializers.UUIDField(source="public_id")
    from_group = serializers.UUIDField(source="from_group.public_id")
    to_group = serializers.UUIDField(source="to_group.public_id")
    meeting = serializers.UUIDField(source="meeting.public_id", allow_null=True)
    item = serializers.UUIDField(source="item.public_id", allow_null=True)
    what = serializers.CharField()
    due = Day(allow_null=True)
    state = Choice(choices=AskState.choices)
    asked_at = serializers.DateTimeField()
    answer = serializers.CharField()
    closed_at = serializers.DateTimeField(allow_null=True)


class RsvpLinkNew(Body):
    """To whom an invitation goes; left out: the address of a link to pass on is answered, this once."""

    to = serializers.UUIDField(required=False, help_text="The id of a person.")
    message = serializers.CharField(max_length=1000, required=False)


class RsvpLinkRow(SecretLinkRow):
    """A link, without its secret."""

    meeting = serializers.UUIDField(source="meeting.public_id")
    to = serializers.CharField(source="membership.name", allow_null=True)


class RsvpLinkOut(RsvpLinkRow, NewSecretLink):
    """A new link; `address` is given this once, and empty where it went out by letter."""

"""The shapes of announcements outside."""

from rest_framework import serializers

from communications.serializers.decisions import day, text
from communications.words.announcements import Addressed
from initiatives.shapes import Body, Choice, Query, Row


class AnnouncementChange(Body):
    """What may be changed of an announcement; what is left out stays."""

    title = serializers.CharField(max_length=200, required=False)
    body = serializers.CharField(max_length=10_000, required=False)
    topic = text(80)
    pinned_until = day(help_text="It stands on top until then.")


class AnnouncementNew(AnnouncementChange):
    """What people should know, and whom it is for."""

    title = serializers.CharField(max_length=200)
    body = serializers.CharField(max_length=10_000)
    addressed = Choice(choices=Addressed.choices, required=False)
    group = serializers.UUIDField(required=False, allow_null=True, help_text="Where it is for one group.")
    asks_word = serializers.BooleanField(
        required=False, help_text="Those it is for are asked to say that they have read it."
    )


class AnnouncementQuery(Query):
    """Which announcements."""

    search = serializers.CharField(max_length=200, required=False)
    addressed = Choice(choices=Addressed.choices, required=False)
    waiting = serializers.BooleanField(required=False, help_text="Those that wait for one's own word.")


class AnnouncementRow(Row):
    """An announcement; `given` tells whether one has said that one read it."""

    id = serializers.UUIDField(source="public_id")
    title = serializers.CharField()
    body = serializers.CharField()
    topic = serializers.CharField()
    addressed = Choice(choices=Addressed.choices)
    group = serializers.UUIDField(source="group.public_id", allow_null=True)
    asks_word = serializers.BooleanField()
    for_me = serializers.BooleanField()
    given = serializers.BooleanField()
    pinned_until = serializers.DateField(allow_null=True)
    published_by = serializers.CharField(source="published_by.name")
    published_at = serializers.DateTimeField()
    changed_at = serializers.DateTimeField(allow_null=True)
    comments = serializers.IntegerField(source="comments_n")
    withdrawn_at = serializers.DateTimeField(allow_null=True)
    withdraw_reason = serializers.CharField()


class AnnouncementWithdrawNew(Body):
    """Why it is withdrawn."""

    reason = serializers.CharField(max_length=500)


class AnnouncementCommentNew(Body):
    """What somebody says about an announcement."""

    text = serializers.CharField(max_length=2000)


class AnnouncementCommentRow(Row):
    """What somebody said about an announcement."""

    id = serializers.UUIDField(source="public_id")
    text = serializers.CharField()
    written_by = serializers.CharField(source="written_by.name")
    written_at = serializers.DateTimeField()


class WordGiven(serializers.Serializer):  # type: ignore[type-arg]
    """Somebody who has read it."""

    name = serializers.CharField()
    given_at = serializers.DateTimeField()


class WordsOut(Row):
    """Who has said that they read it, and whose word is open."""

    given = WordGiven(many=True)
    open = serializers.ListField(child=serializers.CharField())


class ReadersRemindedOut(Row):
    """How many were reminded."""

    reminded = serializers.IntegerField()

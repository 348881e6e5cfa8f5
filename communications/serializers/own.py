"""The shapes of one's own digest and notices outside."""

from rest_framework import serializers

from communications.words.digests import DAYS, Frequency
from communications.words.notices import About
from initiatives.shapes import Body, Choice


def _hour(help_text: str) -> serializers.IntegerField:
    return serializers.IntegerField(min_value=0, max_value=23, help_text=help_text)


class DigestWish(Body):
    """How somebody wants their digest. Of what is `muted` neither digest nor notices tell."""

    frequency = Choice(choices=Frequency.choices)
    weekday = serializers.IntegerField(min_value=0, max_value=6, help_text="Monday is 0.")
    hour = _hour("An hour of the clock of `timezone`, outside the quiet hours.")
    timezone = serializers.CharField(
        max_length=64,
        required=False,
        allow_null=True,
        help_text="Such as Europe/Berlin; left out: the clock of the initiative.",
    )
    quiet_from = _hour("Nothing is sent from this hour on ...")
    quiet_until = _hour("... until this one. The same hour twice: never quiet.")
    muted = serializers.ListField(child=Choice(choices=About.choices), max_length=len(About.values))
    at_once = serializers.BooleanField(
        required=False, default=False, help_text="Announcements come as a letter of their own."
    )


class DigestState(serializers.Serializer):  # type: ignore[type-arg]
    """How somebody wants their digest, when the next falls due and when the last one was sent."""

    frequency = serializers.ChoiceField(choices=Frequency.choices)
    weekday = serializers.ChoiceField(choices=DAYS)
    hour = serializers.IntegerField()
    timezone = serializers.CharField()
    quiet_from = serializers.IntegerField()
    quiet_until = serializers.IntegerField()
    muted = serializers.ListField(child=serializers.ChoiceField(choices=About.choices))
    at_once = serializers.BooleanField()
    next = serializers.DateTimeField(allow_null=True)
    last = serializers.DateTimeField(allow_null=True)


class DigestLineOut(serializers.Serializer):  # type: ignore[type-arg]
    """One thing told: in words, with the path of the page that shows it."""

    title = serializers.CharField()
    note = serializers.CharField()
    figure = serializers.CharField()
    path = serializers.CharField()


class DigestPartOut(serializers.Serializer):  # type: ignore[type-arg]
    """A section of a digest. `more` counts what was left out."""

    key = serializers.CharField()
    title = serializers.CharField()
    lines = DigestLineOut(many=True)
    more = serializers.IntegerField()


class DigestOut(serializers.Serializer):  # type: ignore[type-arg]
    """What a digest would tell at this moment; without sections none would be sent."""

    sections = DigestPartOut(many=True)


class NoticeOut(serializers.Serializer):  # type: ignore[type-arg]
    """One thing that somebody did which concerns you."""

    id = serializers.UUIDField()
    text = serializers.CharField()
    who = serializers.CharField()
    when = serializers.DateTimeField()
    path = serializers.CharField()
    new = serializers.BooleanField()


class NoticesOut(serializers.Serializer):  # type: ignore[type-arg]
    """The latest notices, newest first, and how many of all are new."""

    new = serializers.IntegerField(help_text="100 stands for more than 99.")
    results = NoticeOut(many=True)


class SeenNew(Body):
    """Until which moment you have seen your notices; now when left out."""

    until = serializers.DateTimeField(required=False)


class SeenOut(serializers.Serializer):  # type: ignore[type-arg]
    """Until which moment they are seen."""

    until = serializers.DateTimeField()

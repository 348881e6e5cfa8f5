"""The shapes of what lies around activities outside: links, offers and needs, system changes, for whom, rules."""

from rest_framework import serializers

from activities.serializers.activities import text
from activities.words import Good, Lasting, LinkKind, NoteState, OurPart, Side, Strength, SystemLevel
from initiatives.shapes import Body, Choice, Day, Query, Row


class ActivityLinkNew(Body):
    """How one activity bears on another."""

    source = serializers.UUIDField()  # type: ignore[assignment]
    target = serializers.UUIDField()
    kind = Choice(choices=LinkKind.choices)
    strength = Choice(choices=Strength.choices, required=False)
    note = serializers.CharField(max_length=2000, required=False)
    agreed = serializers.CharField(max_length=2000, required=False)


class ActivityLinkChange(Body):
    """What may be changed of a link."""

    strength = Choice(choices=Strength.choices, required=False)
    note = text(2000)
    agreed = text(2000)


class ActivityLinkRow(Row):
    """How one activity bears on another."""

    id = serializers.UUIDField(source="public_id")
    source = serializers.UUIDField(source="source.public_id")  # type: ignore[assignment]
    target = serializers.UUIDField(source="target.public_id")
    kind = Choice(choices=LinkKind.choices)
    strength = Choice(choices=Strength.choices)
    note = serializers.CharField()
    agreed = serializers.CharField()
    since = Day()
    until = Day(allow_null=True)


class WarningOut(serializers.Serializer):  # type: ignore[type-arg]
    """An activity waits for one that is late."""

    code = serializers.CharField()
    text = serializers.CharField()
    waiting = serializers.UUIDField()
    awaited = serializers.UUIDField()


class WarningsOut(serializers.Serializer):  # type: ignore[type-arg]
    """Everything that waits for what is late."""

    warnings = WarningOut(many=True)


class NoteChange(Body):
    """What may be changed of an offer or need."""

    good = Choice(choices=Good.choices, required=False)
    title = serializers.CharField(max_length=200, required=False)
    detail = text(2000)
    activity = serializers.UUIDField(required=False, allow_null=True)
    until = Day(required=False, allow_null=True)


class NoteNew(NoteChange):
    """An offer or need of a partner (staff: without one, of the backbone)."""

    side = Choice(choices=Side.choices)
    good = Choice(choices=Good.choices)
    title = serializers.CharField(max_length=200)
    partner = serializers.CharField(max_length=64, required=False)


class NoteEnd(Body):
    """Matched (with what was agreed, and with whom), or withdrawn."""

    state = Choice(choices=[(one.value, one.label) for one in NoteState if one != NoteState.OPEN])
    outcome = serializers.CharField(max_length=2000, required=False)
    with_partner = serializers.CharField(max_length=64, required=False)


class NoteQuery(Query):
    """Which offers and needs; without a state, those that are open and not past their day."""

    side = Choice(choices=Side.choices, required=False)
    good = Choice(choices=Good.choices, required=False)
    partner = serializers.CharField(max_length=64, required=False)
    state = Choice(choices=NoteState.choices, required=False)


class NoteRow(Row):
    """An offer or need."""

    id = serializers.UUIDField(source="public_id")
    side = Choice(choices=Side.choices)
    good = Choice(choices=Good.choices)
    title = serializers.CharField()
    detail = serializers.CharField()
    partner = serializers.CharField(source="partner.code", allow_null=True)
    activity = serializers.UUIDField(source="activity.public_id", allow_null=True)
    until = Day(allow_null=True)
    state = Choice(choices=NoteState.choices)
    outcome = serializers.CharField()
    with_partner = serializers.CharField(source="with_partner.code", allow_null=True)
    put_up_at = serializers.DateTimeField()


class ChangeChange(Body):
    """What may be changed of a change in the system."""

    level = Choice(choices=SystemLevel.choices, required=False)
    what = serializers.CharField(max_length=500, required=False)
    who = text(500)
    changed_on = Day(required=False)
    evidence = text(2000)
    our_part = Choice(choices=OurPart.choices, required=False)
    helped = text(2000)
    lasting = Choice(choices=Lasting.choices, required=False)
    activity = serializers.UUIDField(required=False, allow_null=True)
    strategy = serializers.UUIDField(required=False, allow_null=True)


class ChangeNew(ChangeChange):
    """A change in the system."""

    level = Choice(choices=SystemLevel.choices)
    what = serializers.CharField(max_length=500)
    changed_on = Day()


class ChangeQuery(Query):
    """Which changes."""

    level = Choice(choices=SystemLevel.choices, required=False)
    our_part = Choice(choices=OurPart.choices, required=False)


class ChangeRow(Row):
    """A change in the system, and our part in it."""

    id = serializers.UUIDField(source="public_id")
    level = Choice(choices=SystemLevel.choices)
    what = serializers.CharField()
    who = serializers.CharField()
    changed_on = Day()
    evidence = serializers.CharField()
    our_part = Choice(choices=OurPart.choices)
    helped = serializers.CharField()
    lasting = Choice(choices=Lasting.choices)
    activity = serializers.UUIDField(source="activity.public_id", allow_null=True)
    strategy = serializers.UUIDField(source="strategy.public_id", allow_null=True)
    noted_at = serializers.DateTimeField()


class PopulationChange(Body):
    """What may be changed of a group of people."""

    name = serializers.CharField(max_length=200, required=False)
    position = serializers.IntegerField(min_value=0, max_value=32767, required=False)


class PopulationNew(Body):
    """A group of people whom activities are for."""

    code = serializers.CharField(max_length=64)
    name = serializers.CharField(max_length=200)


class PopulationRow(Row):
    """A group of people whom activities are for."""

    code = serializers.CharField()
    name = serializers.CharField()
    position = serializers.IntegerField()


class OutsideNew(Body):
    """Two or three of people, place (their codes) and strategy for which together the agenda is not meant, and why."""

    people = serializers.CharField(max_length=64, required=False, allow_null=True)
    place = serializers.CharField(max_length=64, required=False, allow_null=True)
    strategy = serializers.UUIDField(required=False, allow_null=True)
    reason = serializers.CharField(max_length=2000)


class OutsideRow(Row):
    """Where the agenda is not meant, and why."""

    id = serializers.UUIDField(source="public_id")
    people = serializers.CharField(source="population.code", allow_null=True)
    place = serializers.CharField(source="place.code", allow_null=True)
    strategy = serializers.UUIDField(source="strategy.public_id", allow_null=True)
    reason = serializers.CharField()
    since = Day()


class RuleChange(Body):
    """After how many days of silence; whether those who lead are sent a link once a month (left out: as it is)."""

    silence_days = serializers.IntegerField(min_value=7, max_value=365)
    sends_links = serializers.BooleanField(required=False)


class SilenceOut(serializers.Serializer):  # type: ignore[type-arg]
    """After how many days of silence an activity is not heard of, and whether links go out by themselves."""

    silence_days = serializers.IntegerField()
    sends_links = serializers.BooleanField()


class FeedOut(serializers.Serializer):  # type: ignore[type-arg]
    """One's own calendar address, shown this once."""

    address = serializers.CharField()


class FeedState(serializers.Serializer):  # type: ignore[type-arg]
    """Since when one's own calendar address stands."""

    made_at = serializers.DateTimeField(allow_null=True)

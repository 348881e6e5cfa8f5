"""The shapes of activities outside."""

from typing import Any

from rest_framework import serializers

from activities.words import (
    FIRST_STATES,
    ActivityKind,
    ActivityState,
    BlockerState,
    CheckInStatus,
    Engagement,
    Good,
    Health,
    Lasting,
    LinkKind,
    NoteState,
    OurPart,
    Part,
    Side,
    StrategyKind,
    Strength,
    SystemLevel,
)
from initiatives.shapes import Body, Choice, Day, Query, Row

LONG = 4000
BEGINNINGS = [(state.value, state.label) for state in FIRST_STATES]
MOST = 2_147_483_647


def text(most: int = LONG, **kwargs: Any) -> serializers.CharField:
    """Return the field of a text that may be left out or cleared."""
    return serializers.CharField(max_length=most, required=False, allow_null=True, **kwargs)


def codes(most: int = 200) -> serializers.ListField:
    """Return the field of a list of codes."""
    return serializers.ListField(child=serializers.CharField(max_length=64), max_length=most, required=False)


def people(**kwargs: Any) -> serializers.IntegerField:
    """Return the field of a number of people."""
    return serializers.IntegerField(min_value=0, max_value=MOST, required=False, allow_null=True, **kwargs)


class PartIn(Body):
    """A partner and what it does."""

    partner = serializers.CharField(max_length=64)
    part = Choice(choices=Part.choices)


class PartOut(serializers.Serializer):  # type: ignore[type-arg]
    """A partner, what it does, and since when."""

    partner = serializers.CharField()
    part = serializers.CharField()
    since = serializers.CharField()


class ActivityChange(Body):
    """What may be changed of an activity. Lists are whole; what is left out stays."""

    title = serializers.CharField(max_length=300, required=False)
    about = text()
    kind = Choice(choices=ActivityKind.choices, required=False)
    approach = Choice(choices=StrategyKind.choices, required=False)
    strategy = serializers.UUIDField(required=False, allow_null=True, help_text="The id of a strategy.")
    contact = serializers.UUIDField(
        required=False, allow_null=True, help_text="The id of somebody of the lead partner, whom to ask."
    )
    parts = PartIn(many=True, required=False)
    places = codes()
    populations = codes()
    feeds = codes(50)
    contributes = codes(50)
    expertise = text()
    starts_on = Day(required=False, allow_null=True)
    ends_on = Day(required=False, allow_null=True)
    date_reason = text(help_text="Why agreed dates change.")
    planned_reach = people()
    reached = people()
    outputs = text()
    resources = text()
    evidence = text()
    equity_note = text()
    barriers = text()
    engagement = Choice(choices=Engagement.choices, required=False, allow_null=True)


class ActivityNew(ActivityChange):
    """What makes an activity: a title is enough."""

    title = serializers.CharField(max_length=300)
    state = Choice(choices=BEGINNINGS, required=False)
    date_reason = None  # type: ignore[assignment]


class ActivityQuery(Query):
    """Which activities."""

    state = Choice(choices=[("open", "open"), *ActivityState.choices], required=False)
    health = Choice(choices=Health.choices, required=False)
    strategy = serializers.UUIDField(required=False)
    partner = serializers.CharField(max_length=64, required=False)
    part = Choice(choices=Part.choices, required=False)
    place = serializers.CharField(max_length=64, required=False, help_text="With what lies within it.")
    population = serializers.CharField(max_length=64, required=False)
    indicator = serializers.CharField(max_length=64, required=False)
    kind = Choice(choices=ActivityKind.choices, required=False)
    approach = Choice(choices=StrategyKind.choices, required=False)


class ActivityRow(Row):
    """An activity: who does what, for whom, where and when, and how it goes (empty unless it runs)."""

    id = serializers.UUIDField(source="public_id")
    title = serializers.CharField()
    about = serializers.CharField()
    kind = Choice(choices=ActivityKind.choices)
    approach = Choice(choices=StrategyKind.choices)
    strategy = serializers.UUIDField(source="strategy_key", allow_null=True)
    contact = serializers.UUIDField(source="contact.public_id", allow_null=True)
    contact_name = serializers.CharField(source="contact.name", allow_null=True)
    state = Choice(choices=ActivityState.choices)
    health = serializers.CharField()
    heard_at = serializers.DateTimeField(allow_null=True)
    parts = PartOut(many=True, source="part_rows")
    places = serializers.ListField(child=serializers.CharField(), source="place_codes")
    populations = serializers.ListField(child=serializers.CharField(), source="population_codes")
    feeds = serializers.ListField(child=serializers.CharField(), source="feeds_codes")
    contributes = serializers.ListField(child=serializers.CharField(), source="contributes_codes")
    expertise = serializers.CharField()
    starts_on = Day(allow_null=True)
    ends_on = Day(allow_null=True)
    agreed_start = Day(allow_null=True)
    agreed_end = Day(allow_null=True)
    date_reason = serializers.CharField()
    planned_reach = serializers.IntegerField(allow_null=True)
    reached = serializers.IntegerField(allow_null=True)
    outputs = serializers.CharField()
    resources = serializers.CharField()
    evidence = serializers.CharField()
    equity_note = serializers.CharField()
    barriers = serializers.CharField()
    engagement = serializers.CharField()


class MoveNew(Body):
    """Into which state; at risk, blocked and stopped need a reason."""

    state = Choice(choices=ActivityState.choices)
    reason = serializers.CharField(max_length=2000, required=False)


class CheckInNew(Body):
    """How it goes."""

    status = Choice(choices=CheckInStatus.choices)
    note = serializers.CharField(max_length=1000, required=False)
    help_wanted = serializers.CharField(max_length=1000, required=False)


class CheckInRow(Row):
    """What somebody said of an activity."""

    id = serializers.UUIDField(source="public_id")
    activity = serializers.UUIDField(source="activity.public_id")
    status = Choice(choices=CheckInStatus.choices)
    note = serializers.CharField()
    help_wanted = serializers.CharField()
    made_at = serializers.DateTimeField()
    made_by = serializers.CharField(source="made_by.name", allow_null=True)
    holder = serializers.CharField()


class MilestoneNew(Body):
    """A dated step."""

    title = serializers.CharField(max_length=300)
    due = Day()
    fixed = serializers.BooleanField(required=False)


class MilestoneChange(MilestoneNew):
    """What may be changed of a milestone; with `reached_on` it is reached."""

    title = serializers.CharField(max_length=300, required=False)
    due = Day(required=False)
    reached_on = Day(required=False)


class MilestoneRow(Row):
    """A dated step of an activity."""

    id = serializers.UUIDField(source="public_id")
    activity = serializers.UUIDField(source="activity.public_id")
    title = serializers.CharField()
    due = Day()
    first_due = Day()
    fixed = serializers.BooleanField()
    reached_on = Day(allow_null=True)


class TaskNew(Body):
    """A task with one owner and a day."""

    what = serializers.CharField(max_length=300)
    owner = serializers.UUIDField(help_text="The id of a person.")
    due = Day()


class BlockerNew(Body):
    """What stands in the way, and what is asked of which group."""

    what = serializers.CharField(max_length=500)
    ask = serializers.CharField(max_length=2000)
    group = serializers.UUIDField(help_text="The id of a group.")


class BlockerEnd(Body):
    """Answered by the group (with the answer), or withdrawn by who raised it."""

    state = Choice(choices=[(one.value, one.label) for one in BlockerState if one != BlockerState.RAISED])
    answer = serializers.CharField(max_length=2000, required=False)


class BlockerQuery(Query):
    """Which blockers."""

    state = Choice(choices=BlockerState.choices, required=False)


class BlockerRow(Row):
    """What was raised to a group."""

    id = serializers.UUIDField(source="public_id")
    activity = serializers.UUIDField(source="activity.public_id")
    group = serializers.UUIDField(source="group.public_id")
    what = serializers.CharField()
    ask = serializers.CharField()
    state = Choice(choices=BlockerState.choices)
    raised_at = serializers.DateTimeField()
    raised_by = serializers.CharField(source="raised_by.name")
    answer = serializers.CharField()
    closed_at = serializers.DateTimeField(allow_null=True)


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


class RuleChange(Body):
    """After how many days of silence; whether those who lead are sent a link once a month (left out: as it is)."""

    silence_days = serializers.IntegerField(min_value=7, max_value=365)
    sends_links = serializers.BooleanField(required=False)


class SilenceOut(serializers.Serializer):  # type: ignore[type-arg]
    """After how many days of silence an activity is not heard of, and whether links go out by themselves."""

    silence_days = serializers.IntegerField()
    sends_links = serializers.BooleanField()


class CheckInLinkNew(Body):
    """To whom the link goes (nobody: the address is answered once), and how long it lasts."""

    to = serializers.UUIDField(required=False, help_text="The id of somebody of the lead partner.")
    days = serializers.IntegerField(min_value=1, max_value=60, required=False)
    message = serializers.CharField(max_length=1000, required=False)


class CheckInLinkRow(Row):
    """A link, without its secret."""

    id = serializers.UUIDField(source="public_id")
    activity = serializers.UUIDField(source="activity.public_id")
    to = serializers.CharField(source="membership.name", allow_null=True)
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    sent_at = serializers.DateTimeField(allow_null=True)
    opened_at = serializers.DateTimeField(allow_null=True)
    holder = serializers.CharField()
    revoked_at = serializers.DateTimeField(allow_null=True)


class CheckInLinkOut(CheckInLinkRow):
    """A new link; `address` is empty where it went out by letter."""

    address = serializers.CharField()

    computed = frozenset({"address"})


class FeedOut(serializers.Serializer):  # type: ignore[type-arg]
    """One's own calendar address, shown this once."""

    address = serializers.CharField()


class FeedState(serializers.Serializer):  # type: ignore[type-arg]
    """Since when one's own calendar address stands."""

    made_at = serializers.DateTimeField(allow_null=True)

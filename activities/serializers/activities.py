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
    Health,
    Part,
    StrategyKind,
)
from initiatives.serializers.links import NewSecretLink, SecretLinkRow
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
    outside_reason = text(help_text="Why it is done though it lies outside the agenda.")
    engagement = Choice(choices=Engagement.choices, required=False, allow_null=True)
    by_backbone = serializers.BooleanField(
        required=False, help_text="The backbone does it too; only the backbone says so."
    )


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
    outside_reason = serializers.CharField()
    engagement = serializers.CharField()
    by_backbone = serializers.BooleanField()


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


class CheckInLinkNew(Body):
    """To whom the link goes (nobody: the address is answered once), and how long it lasts."""

    to = serializers.UUIDField(required=False, help_text="The id of somebody of the lead partner.")
    days = serializers.IntegerField(min_value=1, max_value=60, required=False)
    message = serializers.CharField(max_length=1000, required=False)


class CheckInLinkRow(SecretLinkRow):
    """A link, without its secret."""

    activity = serializers.UUIDField(source="activity.public_id")
    to = serializers.CharField(source="membership.name", allow_null=True)


class CheckInLinkOut(CheckInLinkRow, NewSecretLink):
    """A new link; `address` is given this once, and empty where it went out by letter."""

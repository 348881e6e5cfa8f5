"""The shapes of the six roles outside: the backbone itself, its work plan, policy, money, public will."""

from typing import Any

from rest_framework import serializers

from backbone.words.roles import (
    BackboneModel,
    BackboneRole,
    FundingKind,
    FundingStage,
    LeaderGroup,
    MentionKind,
    PolicyLevel,
    PolicyStage,
    Repeats,
    TaskState,
)
from initiatives.shapes import Body, Choice, Day, DecimalText, ExactDecimal, Query, Row

LONG = 4000
COMES_AGAIN = [one for one in Repeats.choices if one[0]]


def text(most: int = LONG, **kwargs: Any) -> serializers.CharField:
    """Return the field of a text that may be left out or cleared."""
    return serializers.CharField(max_length=most, required=False, allow_null=True, **kwargs)


def line(most: int = 200) -> serializers.CharField:
    """Return the field of a text that says something when it is given."""
    return serializers.CharField(max_length=most, required=False)


def day() -> Day:
    """Return the field of a day that may be left out or cleared."""
    return Day(required=False, allow_null=True)


def thing(**kwargs: Any) -> serializers.UUIDField:
    """Return the field that names a thing by its id, or none."""
    return serializers.UUIDField(required=False, allow_null=True, **kwargs)


def code() -> serializers.CharField:
    """Return the field that names a partner by its code, or none."""
    return serializers.CharField(max_length=64, required=False, allow_null=True)


# --- how well the roles are served -------------------------------------------------------------------------


class MeasureOut(serializers.Serializer[Any]):
    """A measure: `n` of `of`, or a `value` with its `unit`; all empty where nothing is recorded."""

    key = serializers.CharField()
    says = serializers.CharField()
    period = serializers.CharField()
    known = serializers.BooleanField()
    n = serializers.IntegerField(allow_null=True)
    of = serializers.IntegerField(allow_null=True)
    value = DecimalText(allow_null=True)
    unit = serializers.CharField()
    more = serializers.CharField()


class RoleOut(serializers.Serializer[Any]):
    """One of the six roles, its hard measure first, and how much of a post is given to it."""

    role = Choice(choices=BackboneRole.choices)
    name = serializers.CharField()
    fte = DecimalText()
    measures = MeasureOut(many=True)


class RolesOut(serializers.Serializer[Any]):
    """The six roles."""

    roles = RoleOut(many=True)


class MoneyOut(serializers.Serializer[Any]):
    """What the money of one currency comes to; shares are of `own`."""

    currency = serializers.CharField()
    own = DecimalText()
    passed_on = DecimalText()
    pledged = DecimalText()
    aligned = DecimalText()
    largest = DecimalText(allow_null=True)
    for_years = DecimalText(allow_null=True)
    unrestricted = DecimalText(allow_null=True)


class RunwayOut(serializers.Serializer[Any]):
    """For how many months backbone work is paid. Amounts are empty for those who are not told them."""

    months = DecimalText(allow_null=True)
    with_pledges = DecimalText(allow_null=True)
    currency = serializers.CharField()
    monthly = DecimalText(allow_null=True)
    free = DecimalText(allow_null=True)
    pledged = DecimalText(allow_null=True)
    elsewhere = serializers.IntegerField()
    money = MoneyOut(many=True)


# --- the backbone itself -----------------------------------------------------------------------------------


class ProfileChange(Body):
    """Who is the backbone, on whose decision, until when, what a month costs; what is left out stays."""

    model = Choice(choices=BackboneModel.choices, required=False, allow_null=True)
    name = text(200)
    host = code()
    selected_by = thing(help_text="The id of a decision.")
    mandate_until = day()
    next_review = day()
    monthly_cost = ExactDecimal(required=False, allow_null=True)
    currency = text(3)
    wanted_months = serializers.IntegerField(min_value=1, max_value=240, required=False, allow_null=True)


class ProfileOut(serializers.Serializer[Any]):
    """What is said about the backbone; `monthly_cost` is empty for those who are not told amounts."""

    model = serializers.CharField()
    name = serializers.CharField()
    host = serializers.CharField(allow_null=True)
    selected_by = serializers.UUIDField(allow_null=True)
    mandate_until = Day(allow_null=True)
    next_review = Day(allow_null=True)
    monthly_cost = DecimalText(allow_null=True)
    currency = serializers.CharField()
    wanted_months = serializers.IntegerField(allow_null=True)


class StaffRoleChange(Body):
    """What may be changed of a post; `shares` are hundredths of the time by role, together 100."""

    person = thing()
    name = text(200)
    post = line()
    fte = ExactDecimal(required=False)
    shares = serializers.DictField(
        child=serializers.IntegerField(min_value=0, max_value=100), required=False, allow_null=True
    )
    skills = text(500)
    since = Day(required=False)
    until = day()


class StaffRoleNew(StaffRoleChange):
    """Who works for the backbone at which post."""

    post = serializers.CharField(max_length=200)
    fte = ExactDecimal()
    since = Day()


class StaffRoleRow(Row):
    """A post of the backbone."""

    id = serializers.UUIDField(source="public_id")
    person = serializers.UUIDField(source="person.public_id", allow_null=True)
    name = serializers.CharField()
    post = serializers.CharField()
    fte = DecimalText()
    shares = serializers.DictField(child=serializers.IntegerField())
    skills = serializers.CharField()
    since = Day()
    until = Day(allow_null=True)


class TaskChange(Body):
    """What may be changed of a task that is open."""

    role = Choice(choices=BackboneRole.choices, required=False)
    title = line()
    detail = text()
    owner = thing()
    due = day()
    repeats = Choice(choices=COMES_AGAIN, required=False, allow_null=True)


class TaskNew(TaskChange):
    """Something to do in a role."""

    role = Choice(choices=BackboneRole.choices)
    title = serializers.CharField(max_length=200)


class TaskQuery(Query):
    """Which tasks."""

    role = Choice(choices=BackboneRole.choices, required=False)
    state = Choice(choices=TaskState.choices, required=False)


class TaskRow(Row):
    """A task of the work plan."""

    id = serializers.UUIDField(source="public_id")
    role = Choice(choices=BackboneRole.choices)
    title = serializers.CharField()
    detail = serializers.CharField()
    owner = serializers.UUIDField(source="owner.public_id", allow_null=True)
    due = Day(allow_null=True)
    repeats = serializers.CharField()
    state = Choice(choices=TaskState.choices)
    planned_at = serializers.DateTimeField()
    closed_at = serializers.DateTimeField(allow_null=True)


class LeaderChange(Body):
    """What may be changed of a step into leading."""

    person = thing()
    name = text(200)
    partner = code()
    group = Choice(choices=LeaderGroup.choices, required=False)
    role_taken = text(200)
    trained_in = text(200)
    happened_on = Day(required=False)


class LeaderNew(LeaderChange):
    """Somebody was trained, or moved into a role where they lead."""

    group = Choice(choices=LeaderGroup.choices)
    happened_on = Day()


class LeaderRow(Row):
    """A step into leading; only the backbone reads these."""

    id = serializers.UUIDField(source="public_id")
    person = serializers.UUIDField(source="person.public_id", allow_null=True)
    name = serializers.CharField()
    partner = serializers.CharField(source="partner.code", allow_null=True)
    group = Choice(choices=LeaderGroup.choices)
    role_taken = serializers.CharField()
    trained_in = serializers.CharField()
    happened_on = Day()


# --- policy ------------------------------------------------------------------------------------------------


class PolicyChange(Body):
    """What may be changed of something to change."""

    title = line()
    level = Choice(choices=PolicyLevel.choices, required=False)
    ask = line(LONG)
    decision_maker = line()
    expected_on = day()
    strategy = thing()
    system_change = thing(help_text="The change that came of it, once it is adopted.")


class PolicyNew(PolicyChange):
    """A rule, a budget line or a practice to change, at the stage where it stands."""

    title = serializers.CharField(max_length=200)
    level = Choice(choices=PolicyLevel.choices)
    ask = serializers.CharField(max_length=LONG)
    decision_maker = serializers.CharField(max_length=200)
    stage = Choice(choices=PolicyStage.choices, required=False)
    moved_on = Day(required=False)


class PolicyQuery(Query):
    """Which policy targets."""

    stage = Choice(choices=PolicyStage.choices, required=False)
    level = Choice(choices=PolicyLevel.choices, required=False)


class PolicyRow(Row):
    """Something to change; `sign_ons` is how many partners stand behind it now."""

    id = serializers.UUIDField(source="public_id")
    title = serializers.CharField()
    level = Choice(choices=PolicyLevel.choices)
    ask = serializers.CharField()
    decision_maker = serializers.CharField()
    expected_on = Day(allow_null=True)
    stage = Choice(choices=PolicyStage.choices)
    strategy = serializers.UUIDField(source="strategy.public_id", allow_null=True)
    system_change = serializers.UUIDField(source="system_change.public_id", allow_null=True)
    sign_ons = serializers.IntegerField(source="signed")
    written_at = serializers.DateTimeField()


class PolicyMoveNew(Body):
    """To which stage; backwards, lost and taken up again need a reason."""

    stage = Choice(choices=PolicyStage.choices)
    reason = serializers.CharField(max_length=2000, required=False)
    moved_on = Day(required=False)


class PolicyMoveRow(Row):
    """One step of the way."""

    former = serializers.CharField()
    stage = Choice(choices=PolicyStage.choices)
    reason = serializers.CharField()
    moved_on = Day()
    moved_at = serializers.DateTimeField()


class SignOnNew(Body):
    """Which partner stands behind it, on whose word."""

    partner = serializers.CharField(max_length=64)
    given_by = serializers.CharField(max_length=200)
    given_on = Day(required=False)


class SignOnRow(Row):
    """A partner's name behind an ask, until it was taken back."""

    id = serializers.UUIDField(source="public_id")
    partner = serializers.CharField(source="partner.code")
    given_by = serializers.CharField()
    given_on = Day()
    withdrawn_on = Day(allow_null=True)


# --- money -------------------------------------------------------------------------------------------------


class FundingChange(Body):
    """What may be changed of a source; a funder who is a partner by its code, else a name."""

    kind = Choice(choices=FundingKind.choices, required=False)
    funder = code()
    funder_name = text(200)
    purpose = text(300)
    amount = ExactDecimal(required=False)
    currency = line(3)
    pass_through = ExactDecimal(required=False, allow_null=True)
    spent = ExactDecimal(required=False, allow_null=True)
    spent_on = day()
    restricted = serializers.BooleanField(required=False)
    starts_on = day()
    ends_on = day()


class FundingNew(FundingChange):
    """A source of money, at the stage where it stands."""

    kind = Choice(choices=FundingKind.choices)
    amount = ExactDecimal()
    currency = serializers.CharField(max_length=3)
    stage = Choice(choices=FundingStage.choices, required=False)
    moved_on = Day(required=False)


class FundingQuery(Query):
    """Which sources."""

    stage = Choice(choices=FundingStage.choices, required=False)
    kind = Choice(choices=FundingKind.choices, required=False)


class FundingRow(Row):
    """A source of money, for those who are told amounts."""

    id = serializers.UUIDField(source="public_id")
    kind = Choice(choices=FundingKind.choices)
    funder = serializers.CharField(source="funder.code", allow_null=True)
    funder_name = serializers.CharField()
    purpose = serializers.CharField()
    amount = DecimalText()
    currency = serializers.CharField()
    pass_through = DecimalText()
    spent = DecimalText()
    spent_on = Day(allow_null=True)
    restricted = serializers.BooleanField()
    starts_on = Day(allow_null=True)
    ends_on = Day(allow_null=True)
    stage = Choice(choices=FundingStage.choices)
    written_at = serializers.DateTimeField()


class FundingMoveNew(Body):
    """To which stage; backwards, declined and taken up again need a reason."""

    stage = Choice(choices=FundingStage.choices)
    reason = serializers.CharField(max_length=2000, required=False)
    moved_on = Day(required=False)


# --- public will -------------------------------------------------------------------------------------------


class CampaignChange(Body):
    """What may be changed of a campaign."""

    name = line()
    aim = line(LONG)
    audience = text(300)
    starts_on = Day(required=False)
    ends_on = day()
    outcome = text()


class CampaignNew(CampaignChange):
    """An effort to be heard."""

    name = serializers.CharField(max_length=200)
    aim = serializers.CharField(max_length=LONG)
    starts_on = Day()


class CampaignRow(Row):
    """A campaign; `mentions` is how many mentions belong to it."""

    id = serializers.UUIDField(source="public_id")
    name = serializers.CharField()
    aim = serializers.CharField()
    audience = serializers.CharField()
    starts_on = Day()
    ends_on = Day(allow_null=True)
    outcome = serializers.CharField()
    mentions = serializers.IntegerField(source="mentioned")


class MentionChange(Body):
    """What may be changed of a mention."""

    kind = Choice(choices=MentionKind.choices, required=False)
    title = line(300)
    outlet = line()
    happened_on = Day(required=False)
    address = text(500)
    reach = serializers.IntegerField(min_value=1, max_value=10_000_000_000, required=False, allow_null=True)
    reach_source = text(200)
    campaign = thing()


class MentionNew(MentionChange):
    """Where the public heard of the initiative. A reach is kept with its source, or not at all."""

    kind = Choice(choices=MentionKind.choices)
    title = serializers.CharField(max_length=300)
    outlet = serializers.CharField(max_length=200)
    happened_on = Day()


class MentionRow(Row):
    """A mention; an unknown reach is empty."""

    id = serializers.UUIDField(source="public_id")
    kind = Choice(choices=MentionKind.choices)
    title = serializers.CharField()
    outlet = serializers.CharField()
    happened_on = Day()
    address = serializers.CharField()
    reach = serializers.IntegerField(allow_null=True)
    reach_source = serializers.CharField()
    campaign = serializers.UUIDField(source="campaign.public_id", allow_null=True)

"""The shapes of what the backbone keeps track of, outside: policy, money, public will."""

from rest_framework import serializers

from backbone.serializers.fields import LONG, code, day, line, text, thing
from backbone.words.roles import FundingKind, FundingStage, MentionKind, PolicyLevel, PolicyStage
from initiatives.shapes import Body, Choice, Day, DecimalText, ExactDecimal, Query, Row

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

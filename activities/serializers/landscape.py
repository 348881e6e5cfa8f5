"""What the views of who does what where look like outside."""

from rest_framework import serializers

from activities.queries.grid import AXES
from activities.queries.timeline import LANES
from initiatives.shapes import Choice, Day, NumberedQuery, NumberedRow, Query, Row

LONGEST = 64


class LandscapeQuery(NumberedQuery):
    """What a view is narrowed by: the id of a strategy, the codes of partner, place and population."""

    strategy = serializers.CharField(max_length=LONGEST, required=False)
    partner = serializers.CharField(max_length=LONGEST, required=False)
    place = serializers.CharField(max_length=LONGEST, required=False)
    people = serializers.CharField(max_length=LONGEST, required=False)
    over = serializers.BooleanField(required=False)


class GridQuery(LandscapeQuery):
    """Two of people, place and strategy, and from how many partners on a cell is an overlap."""

    rows = Choice(choices=AXES, required=False)
    columns = Choice(choices=AXES, required=False)
    many = serializers.IntegerField(min_value=2, max_value=99, required=False)  # type: ignore[assignment]


class TimelineQuery(LandscapeQuery):
    """The first day of the months that are looked at, how many, and what the lanes are."""

    start = Day(required=False)
    months = serializers.IntegerField(min_value=1, max_value=60, required=False)
    by = Choice(choices=LANES, required=False)


class YearQuery(Query):
    """The year whose network it is, and what it is narrowed by."""

    year = serializers.IntegerField(min_value=1900, max_value=2199, required=False)
    strategy = serializers.CharField(max_length=LONGEST, required=False)
    place = serializers.CharField(max_length=LONGEST, required=False)
    people = serializers.CharField(max_length=LONGEST, required=False)


class PresenceQuery(LandscapeQuery):
    """The part of a partner in an activity, and a text, besides."""

    part = serializers.CharField(max_length=LONGEST, required=False)
    search = serializers.CharField(max_length=100, required=False)


class MatrixRow(NumberedRow):
    """What a partner does under a strategy; a strategy under which nobody does anything has an empty partner."""

    strategy = serializers.CharField()
    strategy_name = serializers.CharField()
    has_lead = serializers.BooleanField()
    partner = serializers.CharField()
    partner_name = serializers.CharField()
    parts = serializers.ListField(child=serializers.CharField())


class GridRow(NumberedRow):
    """A cell: who leads or delivers something there; "-" stands for what is not said.

    `kind` is gap, over, out (outside the agenda) or empty.
    """

    row = serializers.CharField()
    row_name = serializers.CharField()
    column = serializers.CharField()
    column_name = serializers.CharField()
    count = serializers.IntegerField()
    kind = serializers.CharField()
    partners = serializers.ListField(child=serializers.CharField())
    activities = serializers.ListField(child=serializers.CharField())


class WaitOut(Row):
    """What an activity waits for, and by how many days that ends after it begins."""

    activity = serializers.CharField()
    late = serializers.BooleanField()
    days = serializers.IntegerField()


class StepOut(Row):
    """A milestone."""

    title = serializers.CharField()
    due = Day()
    reached_on = Day(allow_null=True)


class TimelineRow(NumberedRow):
    """An activity that runs in the span, in its lane (the id of a strategy, the code of a partner, or empty)."""

    lane = serializers.CharField()
    activity = serializers.CharField()
    title = serializers.CharField()
    lead = serializers.CharField()
    starts_on = Day(allow_null=True)
    ends_on = Day(allow_null=True)
    agreed_end = Day(allow_null=True)
    slipped = serializers.IntegerField()
    state = serializers.CharField()
    health = serializers.CharField()
    waits_for = WaitOut(many=True)
    milestones = StepOut(many=True)


class PairOut(Row):
    """Two partners and what joins them; `change` is new where nothing did the year before."""

    first = serializers.CharField()
    second = serializers.CharField()
    activities = serializers.ListField(child=serializers.CharField())
    links = serializers.IntegerField()
    change = serializers.CharField()


class NetworkOut(Row):
    """Who works with whom in a year. `alone` are partners without shared work, `ended` pairs of the year before."""

    year = serializers.IntegerField()
    partners = serializers.DictField(child=serializers.IntegerField())
    pairs = PairOut(many=True)
    ended = PairOut(many=True)
    alone = serializers.ListField(child=serializers.CharField())


class PresenceRow(NumberedRow):
    """A partner's part in an activity, in a place (empty: nowhere in particular)."""

    partner = serializers.CharField()
    partner_name = serializers.CharField()
    part = serializers.CharField()
    activity = serializers.CharField()
    title = serializers.CharField()
    strategy = serializers.CharField()
    people = serializers.ListField(child=serializers.CharField())
    place = serializers.CharField()
    place_name = serializers.CharField()
    starts_on = Day(allow_null=True)
    ends_on = Day(allow_null=True)
    state = serializers.CharField()


class WayOut(Row):
    """One way from an activity on: codes of indicators, the id of a goal; empty where nothing is said."""

    first = serializers.CharField()
    core = serializers.CharField()
    goal = serializers.CharField()


class ChainRow(NumberedRow):
    """From an activity to the goals. `lacks` says where it breaks off."""

    activity = serializers.CharField()
    title = serializers.CharField()
    strategy = serializers.CharField()
    measures = serializers.ListField(child=serializers.CharField())
    ways = WayOut(many=True)
    arrives = serializers.BooleanField()
    lacks = serializers.ListField(child=serializers.CharField())

"""Dimensions and indicators."""

from typing import Any

from rest_framework import serializers

from initiatives.shapes import Body, Choice, Day, DecimalText, ExactDecimal, Query, Row
from measurement.words import (
    Cadence,
    Direction,
    Kind,
    Level,
    PartnerRollup,
    RbaType,
    State,
    TimeBehaviour,
    Visibility,
)

TEXT = 4000


class CategoryShape(Body):
    """A category of a dimension."""

    code = serializers.CharField(max_length=64)
    name = serializers.CharField(max_length=200, required=False)
    not_known = serializers.BooleanField(required=False, help_text="Those of whom it is not known.")


class CategoryChangeShape(CategoryShape):
    """A category of a dimension, offered for periods that end from a day on and before another."""

    starts_on = Day(required=False, allow_null=True)
    retired_on = Day(required=False, allow_null=True)


class CategoryRow(serializers.Serializer):  # type: ignore[type-arg]
    """A category of a dimension."""

    code = serializers.CharField()
    name = serializers.CharField()
    not_known = serializers.BooleanField()
    starts_on = Day(allow_null=True)
    retired_on = Day(allow_null=True)


class DimensionNew(Body):
    """What defines a dimension."""

    code = serializers.CharField(max_length=64)
    name = serializers.CharField(max_length=200)
    exclusive = serializers.BooleanField(required=False)
    categories = CategoryShape(many=True, required=False)


class DimensionChange(Body):
    """What may be changed of a dimension: categories are added, renamed, put in order or retired; none is removed."""

    name = serializers.CharField(max_length=200)
    exclusive = serializers.BooleanField()
    categories = CategoryChangeShape(many=True)


class DimensionRow(Row):
    """A way of breaking a value by group."""

    code = serializers.CharField()
    name = serializers.CharField()
    exclusive = serializers.BooleanField()
    categories = CategoryRow(many=True, source="category_rows")


class IndicatorChange(Body):
    """What may be changed of an indicator.

    Once figures stand, a change of what it means takes `valid_from` and `break_note`: it makes a new version.
    """

    name = serializers.CharField(max_length=200, required=False)
    question = serializers.CharField(max_length=300, required=False, allow_null=True)
    definition = serializers.CharField(max_length=TEXT, required=False, allow_null=True)
    numerator_definition = serializers.CharField(max_length=TEXT, required=False, allow_null=True)
    denominator_definition = serializers.CharField(max_length=TEXT, required=False, allow_null=True)
    inclusions = serializers.CharField(max_length=TEXT, required=False, allow_null=True)
    exclusions = serializers.CharField(max_length=TEXT, required=False, allow_null=True)
    rba_type = Choice(choices=RbaType.choices, required=False, allow_null=True)
    outcome = serializers.CharField(max_length=300, required=False, allow_null=True)
    collection_method = serializers.CharField(max_length=TEXT, required=False, allow_null=True)
    publication_lag = serializers.IntegerField(
        min_value=0, max_value=3660, required=False, allow_null=True, help_text="Days after a period's end."
    )
    decision_informed = serializers.CharField(max_length=TEXT, required=False, allow_null=True)
    known_limits = serializers.CharField(max_length=TEXT, required=False, allow_null=True)
    communication_power = serializers.IntegerField(min_value=1, max_value=3, required=False, allow_null=True)
    proxy_power = serializers.IntegerField(min_value=1, max_value=3, required=False, allow_null=True)
    data_power = serializers.IntegerField(min_value=1, max_value=3, required=False, allow_null=True)
    level = Choice(choices=Level.choices, required=False)
    kind = Choice(choices=Kind.choices, required=False)
    unit = serializers.CharField(max_length=40, required=False, allow_null=True)
    multiplier = ExactDecimal(required=False)
    currency = serializers.RegexField(r"^[A-Z]{3}$", required=False, allow_null=True)
    scale_min = ExactDecimal(required=False, allow_null=True)
    scale_max = ExactDecimal(required=False, allow_null=True)
    decimals = serializers.IntegerField(min_value=0, max_value=12, required=False)
    direction = Choice(choices=Direction.choices, required=False)
    band_low = ExactDecimal(required=False, allow_null=True)
    band_high = ExactDecimal(required=False, allow_null=True)
    time_behaviour = Choice(choices=TimeBehaviour.choices, required=False)
    partner_rollup = Choice(choices=PartnerRollup.choices, required=False)
    cadence = Choice(choices=Cadence.choices, required=False)
    dimensions = serializers.ListField(
        child=serializers.CharField(max_length=64), required=False, max_length=20
    )
    crossed = serializers.BooleanField(
        required=False, help_text="The two dimensions are asked crossed: a figure for each pair of groups."
    )
    headline = serializers.BooleanField(required=False)
    about_people = serializers.BooleanField(required=False)
    suppression_threshold = serializers.IntegerField(
        min_value=2, max_value=1000, required=False, allow_null=True
    )
    population_floor = serializers.IntegerField(
        min_value=0,
        max_value=100_000,
        required=False,
        allow_null=True,
        help_text="Shares and rates out of fewer people are hidden; only stricter than the initiative's.",
    )
    rounded_to = serializers.IntegerField(
        min_value=0,
        max_value=10,
        required=False,
        allow_null=True,
        help_text="Counts of people are told as multiples of it: 5 or 10, never finer than the initiative's.",
    )
    visibility = Choice(choices=Visibility.choices, required=False)
    state = Choice(choices=State.choices, required=False)
    source = serializers.CharField(max_length=300, required=False, allow_null=True)  # type: ignore[assignment]
    steward = serializers.UUIDField(required=False, allow_null=True, help_text="The id of a person.")
    valid_from = Day(required=False)
    break_note = serializers.CharField(max_length=TEXT, required=False)
    clarification = serializers.CharField(
        max_length=TEXT, required=False, help_text="The words become clearer, the meaning stays; say how."
    )
    reason = serializers.CharField(max_length=TEXT, required=False, help_text="Of a change of state.")
    demote = serializers.CharField(
        max_length=64, required=False, help_text="The headline indicator that gives up its place to this one."
    )


class IndicatorNew(IndicatorChange):
    """What defines an indicator. What is not said follows from its kind."""

    code = serializers.CharField(max_length=64)
    name = serializers.CharField(max_length=200)
    valid_from = None  # type: ignore[assignment]
    break_note = None  # type: ignore[assignment]
    clarification = None  # type: ignore[assignment]
    reason = None  # type: ignore[assignment]


class IndicatorQuery(Query):
    """Which indicators."""

    level = Choice(choices=Level.choices, required=False)
    state = Choice(choices=State.choices, required=False)
    kind = Choice(choices=Kind.choices, required=False)
    headline = serializers.BooleanField(required=False)
    cadence = Choice(choices=Cadence.choices, required=False)


class VersionRow(Row):
    """One definition of an indicator, in force from a day (null: since ever)."""

    version = serializers.IntegerField(source="number")
    valid_from = Day(allow_null=True)
    break_note = serializers.CharField()
    definition = serializers.CharField()
    numerator_definition = serializers.CharField()
    denominator_definition = serializers.CharField()
    inclusions = serializers.CharField()
    exclusions = serializers.CharField()
    kind = Choice(choices=Kind.choices)
    unit = serializers.CharField()
    multiplier = DecimalText()
    currency = serializers.CharField()
    scale_min = DecimalText(allow_null=True)
    scale_max = DecimalText(allow_null=True)
    decimals = serializers.IntegerField()
    direction = Choice(choices=Direction.choices)
    band_low = DecimalText(allow_null=True)
    band_high = DecimalText(allow_null=True)
    time_behaviour = Choice(choices=TimeBehaviour.choices)
    partner_rollup = Choice(choices=PartnerRollup.choices)
    cadence = Choice(choices=Cadence.choices)
    dimensions = serializers.ListField(child=serializers.CharField(), source="dimension_codes")
    crossed = serializers.BooleanField()

    @staticmethod
    def finish(row: dict[str, Any]) -> None:
        for name in ("scale_min", "scale_max", "band_low", "band_high"):
            if row[name] is not None:
                row[name] = row[name].normalize()


class IndicatorRow(VersionRow):
    """An indicator as it is defined now."""

    code = serializers.CharField(source="indicator.code")
    name = serializers.CharField(source="indicator.name")
    question = serializers.CharField(source="indicator.question")
    level = Choice(choices=Level.choices, source="indicator.level")
    state = Choice(choices=State.choices, source="indicator.state")
    headline = serializers.BooleanField(source="indicator.headline")
    about_people = serializers.BooleanField(source="indicator.about_people")
    suppression_threshold = serializers.IntegerField(
        source="indicator.suppression_threshold", allow_null=True
    )
    population_floor = serializers.IntegerField(source="indicator.population_floor", allow_null=True)
    rounded_to = serializers.IntegerField(source="indicator.rounded_to", allow_null=True)
    visibility = Choice(choices=Visibility.choices, source="indicator.visibility")
    source = serializers.CharField(source="indicator.source")  # type: ignore[assignment]
    steward = serializers.UUIDField(source="indicator.steward.public_id", allow_null=True)
    rba_type = serializers.CharField(source="indicator.rba_type")
    outcome = serializers.CharField(source="indicator.outcome")
    collection_method = serializers.CharField(source="indicator.collection_method")
    publication_lag = serializers.IntegerField(source="indicator.publication_lag", allow_null=True)
    decision_informed = serializers.CharField(source="indicator.decision_informed")
    known_limits = serializers.CharField(source="indicator.known_limits")
    communication_power = serializers.IntegerField(source="indicator.communication_power", allow_null=True)
    proxy_power = serializers.IntegerField(source="indicator.proxy_power", allow_null=True)
    data_power = serializers.IntegerField(source="indicator.data_power", allow_null=True)
